"""What everybody may read of the committees' meetings: that they were held, and what was granted.

Who was refused stands nowhere: a city that is not there yet is nobody's news.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from waymark.assessments.models import Decision, Meeting
from waymark.assessments.rules.case import GIVES, DecisionKind, MeetingState
from waymark.assessments.rules.voting import NOBODY, acting
from waymark.awards.models import Award
from waymark.awards.queries import published

MOST = 200


def held(viewer: Any) -> QuerySet[Meeting]:
    """Return the meetings whose decisions are public, the newest first."""
    on = Q(items__removed_at__isnull=True)
    grants = Q(items__decisions__kind__in=GIVES)
    return (
        Meeting.objects.filter(state=MeetingState.PUBLISHED)
        .select_related("mechanism")
        .annotate(
            cases=Count("items", filter=on, distinct=True),
            granted=Count("items__decisions", filter=grants, distinct=True),
        )
        .order_by("-starts_at", "pk")
    )


@dataclass(frozen=True)
class Session:
    """The public part of a meeting."""

    meeting: Any
    seats: int
    present: int
    percent: int
    recusals: int
    awards: list[Award]
    refused: int
    deferred: int
    checks: int
    doubts: int  # decisions that were looked at again
    delegated: int  # decided in place of a country's committee


def session(viewer: Any, pk: str) -> Session | None:
    """Return the public part of a meeting whose decisions are public, or None. Four queries."""
    row = held(viewer).filter(pk=pk).first()
    if row is None:
        return None
    rule = row.quorum_rule
    seats = rule.get("seats", ())
    acting_people = [*seats, *rule.get("deputies", ())]
    out = Count("item__recusals", filter=Q(item__recusals__member__in=acting_people))
    decisions = list(
        Decision.objects.filter(item__meeting=row, item__removed_at__isnull=True)
        .annotate(out=out)
        .values_list("pk", "kind", "item__spot_check", "item__hearing", "out", "case__mechanism_id")
    )
    kinds = [kind for _pk, kind, check, doubt, *_more in decisions if not (check or doubt)]
    refs = [f"decision:{pk}" for pk, kind, *_more in decisions if kind in GIVES]
    here = row.attendance.filter(present=True).values_list("member_id", flat=True)
    sat = acting(seated=seats, present=here, deputies=rule.get("deputies", NOBODY))
    return Session(
        meeting=row,
        seats=len(seats),
        present=len(sat),
        percent=rule.get("percent", 100),
        recusals=sum(out for *_others, out, _whose in decisions),
        awards=list(published(viewer).filter(decision__in=refs).defer("credential", "claim")),
        refused=kinds.count(DecisionKind.REFUSE),
        deferred=kinds.count(DecisionKind.DEFER),
        checks=sum(check is not None for _pk, _kind, check, *_more in decisions),
        doubts=sum(bool(doubt) for _pk, _kind, _check, doubt, *_more in decisions),
        delegated=sum(whose != row.mechanism_id for *_others, whose in decisions),
    )
