"""Who reads a call and what is asked about it: drafts and open questions are the secretariat's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from waymark.assessments.queries.desk import desk_cases
from waymark.base import permits
from waymark.hubs.models import Call, CallQuestion
from waymark.hubs.rules.calls import CallState, Phase, Terms, phase
from waymark.hubs.rules.eligibility import Admits
from waymark.hubs.rules.permits import Permit
from waymark.kernel import canonical

TEXTS = ("title", "summary", "guidance")
WAITS = Q(answered_at=None, withdrawn_at=None)


def may_keep(viewer: Any) -> bool:
    """Tell whether somebody writes calls."""
    return permits.may(viewer, Permit.KEEP_CALLS, on=Call())


def published() -> QuerySet[Call]:
    """Return what everybody reads: what was published, withdrawn ones included."""
    return Call.objects.exclude(state=CallState.DRAFT)


def call(viewer: Any, pk: str) -> Call | None:
    """Return one that the viewer reads, or None."""
    row = Call.objects.filter(pk=pk).first()
    if row is not None and row.state == CallState.DRAFT and not may_keep(viewer):
        return None
    return row


def kept(viewer: Any, pk: str) -> Call | None:
    """Return one that the viewer writes, or None."""
    return Call.objects.filter(pk=pk).first() if may_keep(viewer) else None


@dataclass(frozen=True)
class Desk:
    """What those who write calls have before them."""

    drafts: list[Call]  # the newest first
    asked: list[Call]  # about which questions wait, with `waits`
    proposed: list[tuple[Call, int]]  # for which first steps wait, and how many


def desk(viewer: Any, at: datetime) -> Desk | None:
    """Return what waits for somebody who writes calls, or None for others."""
    if not may_keep(viewer):
        return None
    waits = Count("questions", filter=Q(questions__answered_at=None, questions__withdrawn_at=None))
    asked = published().annotate(waits=waits).filter(waits__gt=0).order_by("closes_at", "id")
    drafts = Call.objects.filter(state=CallState.DRAFT).order_by("-made_at", "-id")
    return Desk(list(drafts), list(asked), _proposed(viewer, at))


def _proposed(viewer: Any, at: datetime) -> list[tuple[Call, int]]:
    """Return the calls for which first steps wait on the viewer's desk, and how many."""
    waits = desk_cases(viewer, at).filter(state="submitted", first_step=True)
    counted = dict(
        waits.exclude(intake=None).order_by().values_list("intake__about").annotate(Count("pk"))
    )
    found = {name.partition(":")[2]: number for name, number in counted.items()}
    rows = published().filter(pk__in=found).order_by("closes_at", "id")
    return [(row, found[row.pk]) for row in rows]


def current(_viewer: Any, at: datetime) -> list[Call]:
    """Return the calls that are open or to come, the one that closes first first."""
    second = at.replace(microsecond=0)
    found = published().filter(state=CallState.PUBLISHED, closes_at__gte=second)
    return list(found.order_by("closes_at", "id"))


def past(_viewer: Any, at: datetime) -> QuerySet[Call]:
    """Return the calls that have closed or were withdrawn, the newest first."""
    second = at.replace(microsecond=0)
    return published().filter(Q(closes_at__lt=second) | Q(state=CallState.WITHDRAWN))


def standing(row: Call, at: datetime) -> str:
    """Return what a call is at a moment: draft, coming, open, past or withdrawn."""
    if row.state != CallState.PUBLISHED or row.opens_at is None or row.closes_at is None:
        return str(row.state)
    return str(phase(row.opens_at, row.closes_at, at))


def is_over(row: Call, at: datetime) -> bool:
    """Tell whether nothing can be asked about it any more."""
    return standing(row, at) not in {Phase.COMING, Phase.OPEN}


def mark(row: Call, language: str) -> str:
    """Return a mark of a call's texts in a language, by which a page tells what it showed."""
    said = [getattr(row, name).get(language, "") for name in TEXTS]
    return canonical.digest(said) if any(said) else ""


def terms_of(row: Call) -> Terms:
    """Return a call's terms, as rules read them."""
    return Terms(
        opens=row.opens_at,
        closes=row.closes_at,
        zone=row.zone,
        languages=row.languages,
        leaders=row.leaders,
        standings=row.standings,
        topics=row.topics,
        axes=row.axes,
        focus=row.focus,
        seed_money=row.seed_money,
        currency=row.currency,
    )


def admits(row: Call) -> Admits:
    """Return whom and what a call admits."""
    return Admits(row.leaders, row.standings, row.topics)


def answered(_viewer: Any, row: Call) -> QuerySet[CallQuestion]:
    """Return the questions of a call that are answered, in the order of the answers."""
    return row.questions.exclude(answered_at=None)


def waiting(viewer: Any, row: Call, *, keeps: bool) -> list[CallQuestion]:
    """Return the questions that wait: all for who answers them, her own for who asked."""
    if not getattr(viewer, "is_authenticated", False):
        return []
    found = row.questions.filter(WAITS)
    return list(found if keeps else found.filter(asked_by=viewer))


def question(viewer: Any, pk: str) -> CallQuestion | None:
    """Return a question that the viewer could answer, or None."""
    if not may_keep(viewer):
        return None
    return CallQuestion.objects.select_related("call").filter(pk=pk, withdrawn_at=None).first()


def own_question(viewer: Any, pk: str) -> CallQuestion | None:
    """Return a question that the viewer has asked, or None."""
    found = CallQuestion.objects.select_related("call").filter(asked_by=viewer, pk=pk)
    return found.first()
