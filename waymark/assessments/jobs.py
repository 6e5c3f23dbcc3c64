"""What this room does by itself: reminding reviewers, and cities of questions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from waymark.assessments.models import Assignment, Case
from waymark.assessments.queries.review_blind import AT_WORK
from waymark.assessments.rules.case import CaseState
from waymark.base import notices
from waymark.base.jobs import every
from waymark.people.queries import people_of
from waymark.people.rules import WorkspaceRole

SOON = timedelta(days=3)
WRITERS = (WorkspaceRole.LEAD, WorkspaceRole.EDITOR, WorkspaceRole.SIGNATORY)
UNDER_REVIEW = (CaseState.ADMISSIBLE, CaseState.IN_REVIEW, CaseState.CLARIFICATION)


def due_by(day: date) -> list[Assignment]:
    """Return the reviews that are due by a day and not delivered."""
    found = Assignment.objects.filter(
        ended_at__isnull=True, state__in=AT_WORK, case__state__in=UNDER_REVIEW, due__lte=day
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


@every(3600)
@task
def remind_reviewers() -> None:
    """Look every hour, so that a day on which the worker starts late is not missed."""
    remind(timezone.now())
    remind_cities(timezone.now())
