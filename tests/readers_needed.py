"""The environments of readers that we did not write, for the tests that need them."""

from __future__ import annotations

from tests.needs import missing
from tools import readers


def need_readers() -> None:
    """Skip where the readers of SDMX are not installed; in CI that is a failure."""
    if not readers.SDMX.are_ready():
        missing("the environment of other readers of SDMX (python -m tools.readers)")


def need_table_readers() -> None:
    """The same of the readers of tables, packages and maps."""
    if not readers.TABLES.are_ready():
        missing("the environment of other readers of tables (python -m tools.readers)")
