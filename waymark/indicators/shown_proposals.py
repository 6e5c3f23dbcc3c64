"""Proposals in the reader's language: what each is about, and how it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from waymark.indicators import models
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.proposals import holding
from waymark.indicators.queries.series import name_of
from waymark.indicators.rules.facts import dims_of


@dataclass(frozen=True)
class Shown:
    """A proposal, what it is about in words, and the value that holds now if any."""

    row: Any
    """The proposal, with `state`, `reason` and `changed`."""
    name: str
    now: models.Observation | None = None

    @property
    def pick(self) -> str:
        """What a ticked box says: the proposal, and the value that was seen beside it."""
        return f"{self.row.pk}:{self.now.pk if self.now else ''}"

    @property
    def unit(self) -> str:
        """The unit that was said, or that of the list."""
        return str(self.row.unit or self.row.indicator.unit)

    @property
    def unit_now(self) -> str:
        """The unit of the value that holds."""
        return (self.now.series.unit or self.row.indicator.unit) if self.now else ""

    @property
    def status(self) -> str:
        """How it stands, as a key of the words for states."""
        changed = self.row.state == "accepted" and self.row.changed
        return f"proposal.{'changed' if changed else self.row.state}"


def own(here: Here, row: models.Proposal) -> Shown:
    """A proposal as its proposer sees it: nothing of the city's values beside it."""
    return Shown(row, name_of(here, row.area_id or "", dims_of(row.dimensions)))


def beside(here: Here, rows: Iterable[models.Proposal]) -> list[Shown]:
    """Proposals beside the values that hold now, for those who decide."""
    wanted = list(rows)
    now = holding(wanted)
    return [
        Shown(row, name_of(here, row.area_id or "", dims_of(row.dimensions)), now.get(row.pk))
        for row in wanted
    ]


def stamp(rows: Iterable[Shown]) -> str:
    """A hash of proposals and the values beside them, to tell whether somebody still sees them."""
    return hashlib.sha256(" ".join(sorted(one.pick for one in rows)).encode()).hexdigest()
