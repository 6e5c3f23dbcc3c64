"""The catalogue that ships with the package."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files

from waymark.library.rules.catalogue import Shipped, read


def content() -> bytes:
    """The document as it ships."""
    return files(__name__).joinpath("catalogue.json").read_bytes()


def fingerprint() -> str:
    """SHA-256 of the document."""
    return hashlib.sha256(content()).hexdigest()


@cache
def shipped() -> Shipped:
    """The edition that ships. Raises rules.catalogue.BadCatalogue."""
    return read(json.loads(content()))
