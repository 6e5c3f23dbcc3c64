"""Hearings that nobody has settled: ended with their certificate, or reminded of."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from waymark.assessments.actions.life import end_hearing
from waymark.assessments.models import Hearing
from waymark.assessments.queries.life.doubts import award_named, unsettled
from waymark.assessments.queries.life.told import people_who_settle
from waymark.base import notices
from waymark.base.jobs import apart, every


def end_hearings(at: datetime) -> int:
    """End the hearings whose certificate has ended; return how many."""
    with apart() as run:
        ended = [run(end_hearing, hearing=one, by=None, at=at) for one in unsettled()]
    return len(ended) - ended.count(None)


def _remind(hearing: Hearing, at: datetime) -> int:
    weeks = (at.date() - hearing.answer_by).days // 7
    if weeks < 1:
        return 0
    award = award_named(hearing)
    return notices.send(
        "hearing.waits",
        people_who_settle(hearing, award, at),
        {"city": dict(hearing.case.place.name), "number": award.number},
        url=reverse("assessments:life", args=[award.number]),
        about=f"hearing:{hearing.pk}",
        once_key=f"hearing.waits:{hearing.pk}:{weeks}",
        at=at,
    )


def remind_of_hearings(at: datetime) -> int:
    """Tell the desk and the chair each week of hearings past their day; return how many."""
    with apart() as run:
        sent = [run(_remind, one, at) for one in unsettled()]
    return sum(one or 0 for one in sent)


@every(3600)
@task
def look_after_hearings() -> None:
    """Look every hour; what was done or told is not done or told again."""
    now = timezone.now()
    with apart() as run:
        run(end_hearings, now)
        run(remind_of_hearings, now)
