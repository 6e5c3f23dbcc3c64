"""Values that were known on a day and have been revised since: then, now, and by which source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Known:
    """A value as it was known from one moment on."""

    series: str
    period: str
    value: float | None
    text: str
    status: str
    source: str
    at: datetime

    @property
    def said(self) -> tuple[float | None, str, str]:
        """What it says; a new note or source alone is no revision."""
        return self.value, self.text, self.status


@dataclass(frozen=True)
class Revision:
    """A value then, and now: None where it was taken back and nothing stands in its place."""

    then: Known
    now: Known | None


def revisions(then: Iterable[Known], now: Iterable[Known]) -> tuple[Revision, ...]:
    """Pair what was known then with what is known now, where that says something else.

    What is new since is no revision. No value is worked out: both are as somebody entered them.
    """
    current: Mapping[tuple[str, str], Known] = {(one.series, one.period): one for one in now}
    pairs = (Revision(one, current.get((one.series, one.period))) for one in then)
    return tuple(pair for pair in pairs if pair.now is None or pair.now.said != pair.then.said)
