"""The head of a message: who wrote it when, and by which structure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from waymark.kernel.sdmx.formats import Format
from waymark.kernel.sdmx.model import Ref
from waymark.kernel.sdmx.schema import ALL_DIMENSIONS

ACTIONS = {
    "information": "Information",
    "append": "Append",
    "replace": "Replace",
    "merge": "Merge",
    "delete": "Delete",
    "i": "Information",
    "a": "Append",
    "r": "Replace",
    "m": "Merge",
    "d": "Delete",
}
"""What a data set is for, by its name in XML or its letter in CSV."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a writer says of itself. `prepared` needs a time zone."""

    id: str
    prepared: datetime
    sender: str
    test: bool = False
    action: str = "Information"

    @property
    def moment(self) -> str:
        """`prepared` in UTC, to the second."""
        return self.prepared.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a data file says of itself before its first observation."""

    format: Format
    structure: Ref | None = None
    """The data structure, dataflow or provision agreement that it names."""
    is_dataflow: bool = False
    at_observation: str = ALL_DIMENSIONS
