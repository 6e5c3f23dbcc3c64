"""Scheme editions shipped with the package, and the JSON Schema of their format."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from waymark.kernel import canonical

SDG_CITIES = "sdg-cities-1"
SCHEMA = "scheme.schema"
_MAX_BYTES = 5_000_000


def read(name: str = SDG_CITIES) -> Any:
    """A shipped JSON document by its name without `.json`."""
    return canonical.loads(
        files(__name__).joinpath(f"{name}.json").read_bytes(), max_bytes=_MAX_BYTES
    )
