"""The catalogue that ships with the package."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

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


def sources() -> list[dict[str, Any]]:
    """The catalogues of others that ship: none has an address for machines, all are off."""
    found: list[dict[str, Any]] = json.loads(files(__name__).joinpath("sources.json").read_bytes())
    return found
