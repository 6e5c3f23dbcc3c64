"""The environment of readers of SDMX that we did not write, for the tests that need it."""

from __future__ import annotations

from tests.needs import missing
from tools import readers


def need_readers() -> None:
    """Skip where the readers are not installed; in CI that is a failure."""
    if not readers.are_ready():
        missing("the environment of other readers of SDMX (python -m tools.readers)")
