"""What this room does by itself: reminding reviewers, cities of questions, and all of draws."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from waymark.assessments.models import Assignment, Case, Draw, Talk
from waymark.assessments.queries.review_blind import AT_WORK
from waymark.assessments.queries.spot.draws import parties_of, phase_of
from waymark.assessments.queries.spot.frame import eligible
from waymark.assessments.queries.spot.policy import policy_of
from waymark.assessments.queries.talks import TO_TALK
from waymark.assessments.rules.case import CaseState
from waymark.assessments.rules.differing import TalkState
from waymark.assessments.rules.spot.flows import DrawState, Phase
from waymark.base import notices
from waymark.base.jobs import apart, every
from waymark.people.models import User
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole
from waymark.schemes.models import Mechanism

SOON = timedelta(days=3)
WRITERS = (WorkspaceRole.LEAD, WorkspaceRole.EDITOR, WorkspaceRole.SIGNATORY)
UNDER_REVIEW = (CaseState.ADMISSIBLE, CaseState.IN_REVIEW, CaseState.CLARIFICATION)


def due_by(day: date) -> list[Assignment]:
    """Return the reviews that are due by a day and not delivered."""
    at_work = Q(spot_check=None, case__state__in=UNDER_REVIEW) | Q(spot_check__state="open")
    found = Assignment.objects.filter(
        at_work, ended_at__isnull=True, state__in=AT_WORK, due__lte=day
    )
    return list(found.select_related("reviewer", "case__place").order_by("due", "pk"))


def remind(at: datetime) -> int:
    """Remind reviewers whose day is near or has passed, each once per day; return how many."""
    today = at.date()
    sent = 0
    for assignment in due_by(today + SOON):
        kind = "review.overdue" if assignment.due < today else "review.due_soon"
        told = notices.send(
            kind,
            [assignment.reviewer],
            {"city": dict(assignment.case.place.name), "due": assignment.due},
            url=reverse("assessments:review", args=[assignment.pk]),
            about=f"assignment:{assignment.pk}",
            once_key=f"review.remind:{assignment.pk}:{today.isoformat()}",
            at=at,
        )
        if told:
            Assignment.objects.filter(pk=assignment.pk).update(reminded_at=at)
            sent += told
    return sent


def remind_talkers(at: datetime) -> int:
    """Remind reviewers who differ to end their talk, once per day; return how many were told."""
    today, sent = at.date(), 0
    late = Talk.objects.filter(state=TalkState.OPEN, due__lte=today + SOON)
    due = {talk.case_id: talk.due for talk in late}
    waiting = Assignment.objects.filter(TO_TALK, case__in=due, ended_at__isnull=True)
    for one in waiting.select_related("reviewer", "case__place").order_by("pk"):
        sent += notices.send(
            "review.talk_due",
            [one.reviewer],
            {"city": dict(one.case.place.name), "by": due[one.case_id]},
            url=reverse("assessments:review_talk", args=[one.pk]),
            about=f"assignment:{one.pk}",
            once_key=f"review.talk:{one.pk}:{today.isoformat()}",
            at=at,
        )
    return sent


def remind_cities(at: datetime) -> int:
    """Remind cities of questions whose day is near or has passed, once per day; return how many."""
    today, sent = at.date(), 0
    unanswered = Q(clarifications__answered_at=None, clarifications__withdrawn_at=None)
    waiting = (
        Case.objects.filter(state=CaseState.CLARIFICATION)
        .annotate(
            count=Count("clarifications", filter=unanswered),
            until=Min("clarifications__due", filter=unanswered),
        )
        .filter(until__lte=today + SOON)
    )
    for case in waiting.select_related("place").order_by("until", "pk"):
        sent += notices.send(
            "city.answer_overdue" if case.until < today else "city.answer_due_soon",
            people_of(case.place_id, at, *WRITERS),
            {"city": dict(case.place.name), "count": case.count, "due": case.until},
            url=reverse("assessments:questions", args=[case.place.slug, f"case-{case.pk}"]),
            about=f"case:{case.pk}",
            once_key=f"city.remind:{case.pk}:{today.isoformat()}",
            at=at,
        )
    return sent


QUARTER = timedelta(days=90)
WAITS_FOR_DESK = {Phase.DRAWING: "draw.can_draw", Phase.TOO_FEW: "draw.too_few"}


def remind_of_draws(at: datetime) -> int:
    """Remind parties of their days and the desk of what it can do; return how many were told."""
    sent = 0
    for draw in Draw.objects.filter(state=DrawState.ANNOUNCED).select_related("mechanism"):
        now = phase_of(draw, at)
        if now in WAITS_FOR_DESK:
            url = reverse("assessments:desk_draw", args=[draw.name])
            key = f"{WAITS_FOR_DESK[now]}:{draw.pk}"
            desk = [seat.user for seat in members_of(draw.mechanism.secretariat_id, at)]
            sent += _tell(WAITS_FOR_DESK[now], desk, url, key, at, draw=draw.name)
        elif now == Phase.REVEALING or (
            now == Phase.COMMITTING and draw.commit_by - at <= timedelta(days=1)
        ):
            sent += _remind_parties(draw, now, at)
    return sent


def _remind_parties(draw: Draw, now: Phase, at: datetime) -> int:
    """Those who have not given yet what is wanted now, once a day."""
    late = [p.user for p in parties_of(draw) if not hasattr(p, "commitment")]
    kind, by = "draw.commit_soon", draw.commit_by
    if now == Phase.REVEALING:
        given = [p for p in parties_of(draw) if hasattr(p, "commitment")]
        late = [p.user for p in given if not hasattr(p, "reveal")]
        kind, by = "draw.reveal_now", draw.reveal_by
    url = reverse("assessments:draw_chance", args=[draw.name])
    key = f"{kind}:{draw.pk}:{at.date().isoformat()}"
    return _tell(kind, late, url, key, at, draw=draw.name, by=by)


def remind_of_due_draws(at: datetime) -> int:
    """Tell a desk each month of cases that wait for a draw, a quarter after the last one."""
    sent = 0
    for mechanism in Mechanism.objects.order_by("slug"):
        last = Draw.objects.filter(mechanism=mechanism).order_by("-announced_at").first()
        soon = last is not None and at - last.announced_at < QUARTER
        if soon or policy_of(mechanism) is None:
            continue
        count = len(eligible(mechanism, at))
        if count:
            desk = [seat.user for seat in members_of(mechanism.secretariat_id, at)]
            key = f"draw.due:{mechanism.pk}:{at:%Y-%m}"
            sent += _tell("draw.due", desk, reverse("assessments:checks"), key, at, count=count)
    return sent


def _tell(kind: str, users: list[User], url: str, key: str, at: datetime, **params: object) -> int:
    return notices.send(kind, users, params, url=url, about="", once_key=key, at=at)


@every(3600)
@task
def remind_reviewers() -> None:
    """Look every hour, so that a day on which the worker starts late is not missed."""
    now = timezone.now()
    with apart() as run:
        for step in (remind, remind_talkers, remind_cities, remind_of_draws, remind_of_due_draws):
            run(step, now)
