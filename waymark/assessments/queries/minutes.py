"""Reads of the minutes of a meeting: the newest wording, and who has said what of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waymark.assessments.models import (
    AgendaItem,
    Meeting,
    MinutesOpinion,
    MinutesRevision,
    Recusal,
)
from waymark.assessments.queries.sitting import speaking_on_minutes
from waymark.assessments.rules.case import MeetingState
from waymark.assessments.rules.minutes import Standing, standing

WRITTEN = frozenset({MeetingState.CLOSED, MeetingState.PUBLISHED})


@dataclass(frozen=True)
class Minutes:
    """The newest wording, how far it is approved, and the objections to it."""

    newest: MinutesRevision
    standing: Standing
    opinions: list[MinutesOpinion]
    may_speak: bool  # the viewer was present and has not said it yet

    @property
    def state(self) -> str:
        """As a status."""
        return "minutes.approved" if self.standing.approved else "minutes.open"

    @property
    def objections(self) -> list[MinutesOpinion]:
        """What is wrong, by those who said so."""
        return [one for one in self.opinions if not one.approves]


def minutes_of(viewer: Any, row: Meeting) -> Minutes | None:
    """Return the minutes of a meeting that the viewer has to do with; None before it is closed."""
    if row.state not in WRITTEN:
        return None
    newest = row.wordings.select_related("by").first()
    if newest is None:
        return None
    opinions = list(newest.opinions.select_related("member").order_by("at", "pk"))
    views = {one.member_id: one.approves for one in opinions}
    found = standing(views, speaking_on_minutes(row))
    open_yet = viewer.pk in found.silent and not found.approved
    return Minutes(newest, found, opinions, open_yet)


def recused_by_item(viewer: Any, row: Meeting) -> Mapping[str, list[str]]:
    """Return the names of the recused by item, for a meeting that the viewer has to do with."""
    items = AgendaItem.objects.filter(meeting=row, removed_at__isnull=True).values("pk")
    found: dict[str, list[str]] = {}
    for item, name in (
        Recusal.objects.filter(item__in=items)
        .order_by("member__name", "pk")
        .values_list("item_id", "member__name")
    ):
        found.setdefault(item, []).append(name)
    return found
