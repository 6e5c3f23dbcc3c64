"""Cooperation records as pages and files show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from waymark.base.face import open_address
from waymark.base.fields import Words, listed
from waymark.community import wording_cooperation as wording
from waymark.community.models import Cooperation, CooperationSide, CooperationWord
from waymark.community.rules.cooperation import CooperationState
from waymark.kernel.tables import Cell, csv_chunks
from waymark.library.wording import TOPICS, name, names


@dataclass(frozen=True)
class Line:
    """A record in words. waits: whether the reader's side is asked for its yes."""

    row: Cooperation
    kind: str
    topics: str
    sides: tuple[CooperationSide, ...]
    waits: bool = False

    @property
    def state(self) -> str:
        """Where it stands, as a status."""
        return f"cooperation.{self.row.state}"

    @property
    def named(self) -> str:
        """Its sides in one line."""
        return listed(str(side.name) for side in self.sides)

    @property
    def fictional(self) -> bool:
        """Whether one of its places is invented."""
        return any(side.place is not None and side.place.fictional for side in self.sides)


def line(row: Cooperation, own: str = "") -> Line:
    """Put a record into words. own: the place or the body that reads its list."""
    sides = tuple(row.sides.all())
    asked = row.state == CooperationState.ASKED
    waits = asked and any(own in (s.place_id, s.body_id) and not s.agreed_at for s in sides)
    return Line(
        row, name(wording.KINDS, row.kind), names(TOPICS, row.topics), sides, bool(own) and waits
    )


@dataclass(frozen=True)
class Event:
    """A step of a side in words."""

    at: datetime
    title: str
    by: str
    note: str


def event(row: CooperationWord) -> Event:
    """Put a step into words."""
    side = row.place or row.body
    assert side is not None
    title = f"{Words(side.name)}: {wording.DONE[row.step]}"
    return Event(row.at, title, row.by.name, row.why)


def table(rows: Iterable[Cooperation], base: str) -> Iterator[bytes]:
    """Yield public records as CSV."""
    return csv_chunks(_rows(rows, base))


def _rows(rows: Iterable[Cooperation], base: str) -> Iterator[list[Cell]]:
    yield [
        *("id", "title", "kind", "topics", "from", "until", "sides", "countries", "fictional"),
        *("exchanged", "address", "url"),
    ]
    to = open_address("cooperation")
    for row in rows:
        one = line(row)
        lands = [(side.place or side.body).country_id for side in one.sides]  # type: ignore[union-attr]
        yield [
            *(row.pk, row.title, row.kind, " ".join(row.topics), row.since, row.until),
            "; ".join(str(side.name) for side in one.sides),
            " ".join(sorted({land for land in lands if land})),
            "yes" if one.fictional else "no",
            *(row.told, row.url, f"{base}{to(row.pk)}"),
        ]
