"""The document of the hub label: its criteria and the two steps of its form."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from waymark.kernel import canonical
from waymark.schemes.rules import Scheme, parse_scheme

EDITIONS = ("local4action-hub-0", "local4action-hub-0.2")
"""Every edition that was ever shipped, the newest last: a call keeps to the one that it names.

0.2.0 asks what 0.1.0 asked, and says that it is for a hub.
"""
_MAX_BYTES = 1_000_000


@cache
def _read(name: str) -> Scheme:
    raw = files(__name__).joinpath(f"{name}.json").read_bytes()
    return parse_scheme(canonical.loads(raw, max_bytes=_MAX_BYTES))


def newest() -> Scheme:
    """Return the edition that a new call goes by; nothing in it is weighted or added up."""
    return _read(EDITIONS[-1])


def edition_of(sha256: str) -> Scheme | None:
    """Return the edition with a hash, or None where this installation has it no more."""
    return next((one for one in map(_read, EDITIONS) if one.hash == sha256), None)
