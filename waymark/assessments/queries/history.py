"""What an answer said earlier: saves that belong together, with what they changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from waymark.assessments.models import AnswerRevision
from waymark.assessments.queries.workspace import Here
from waymark.kernel.diff import Piece, compare, excerpt

SITTING = timedelta(minutes=20)  # saves of one person this close together are one change
MOST = 200


@dataclass(frozen=True)
class Change:
    """One sitting of one person: the last of its saves, and how it differs from before."""

    revision: AnswerRevision
    began: datetime
    before: dict[str, Any]
    kept_aside: bool  # words that met a newer version and were not taken over

    @property
    def after(self) -> dict[str, Any]:
        """What the answer said afterwards."""
        return dict(self.revision.payload)

    @property
    def level(self) -> tuple[Any, Any] | None:
        """The levels before and after, where they differ."""
        pair = (self.before.get("level"), self.after.get("level"))
        return None if pair[0] == pair[1] else pair

    @property
    def relevance(self) -> bool | None:
        """Whether it now says "not relevant", where that changed."""
        now = bool(self.after.get("not_relevant"))
        return None if bool(self.before.get("not_relevant")) == now else now

    def _pieces(self, name: str) -> tuple[Piece, ...]:
        old, new = self.before.get(name) or "", self.after.get(name) or ""
        return () if old == new else excerpt(compare(old, new))

    @property
    def narrative(self) -> tuple[Piece, ...]:
        """What changed in the narrative, word by word; empty where nothing did."""
        return self._pieces("narrative")

    @property
    def reason(self) -> tuple[Piece, ...]:
        """What changed in the reason for "not relevant"."""
        return self._pieces("not_relevant_reason")


def changes(here: Here, criterion: str, before: int | None = None) -> tuple[list[Change], int]:
    """Return the changes of an answer, newest first, and the id to go on from (0 at the end).

    `before` is such an id. One query; at most 200 saves at a time.
    """
    found = AnswerRevision.objects.filter(
        answer__case=here.the_case, answer__criterion=criterion
    ).select_related("by")
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: MOST + 1])
    more = rows[MOST - 1].pk if len(rows) > MOST else 0
    stood = rows.pop().payload if more else {}
    return list(_sittings(rows[::-1], stood))[::-1], more


def _sittings(rows: list[AnswerRevision], stands: dict[str, Any]) -> Iterator[Change]:
    """Group saves, given oldest first; `stands` is what the answer said before them."""
    last: AnswerRevision | None = None
    began: datetime | None = None
    base = stands
    for row in rows:
        if row.conflict:
            yield Change(row, row.at, dict(stands), kept_aside=True)
            continue
        if last is not None and began is not None and not _together(last, row):
            yield Change(last, began, base, kept_aside=False)
            last = None
        if last is None:
            began, base = row.at, dict(stands)
        last, stands = row, row.payload
    if last is not None and began is not None:
        yield Change(last, began, base, kept_aside=False)


def _together(one: AnswerRevision, other: AnswerRevision) -> bool:
    return one.by_id == other.by_id and other.at - one.at <= SITTING


def revision(here: Here, criterion: str, pk: int) -> AnswerRevision | None:
    """Return one save of an answer, or None."""
    found = AnswerRevision.objects.filter(
        answer__case=here.the_case, answer__criterion=criterion, pk=pk
    )
    return found.first()
