"""Reads of schemes: everything published is public."""

from __future__ import annotations

from functools import lru_cache

from waymark.kernel import canonical
from waymark.schemes.models import Edition
from waymark.schemes.rules import Scheme, parse_scheme

MAX_DOCUMENT = 8 * 1024 * 1024


@lru_cache(maxsize=32)
def _parsed(sha256: str, document: str) -> Scheme:
    return parse_scheme(canonical.loads(document.encode(), max_bytes=MAX_DOCUMENT))


def scheme_of(edition: Edition) -> Scheme:
    """Return the edition's document as dataclasses; parsed once per content.

    Raises schemes.rules.InvalidDocument for a draft that is not a valid scheme yet.
    """
    return _parsed(edition.sha256, edition.document)
