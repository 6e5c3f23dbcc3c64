"""The JSON Schema of the case document."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from waymark.kernel import canonical

SCHEMA = "case.schema"
_MAX_BYTES = 1_000_000


def read(name: str = SCHEMA) -> Any:
    """A shipped JSON document by its name without `.json`."""
    return canonical.loads(
        files(__name__).joinpath(f"{name}.json").read_bytes(), max_bytes=_MAX_BYTES
    )
