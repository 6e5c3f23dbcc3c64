"""What committees' calendars ask for: meetings called, agendas filled, members reminded."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from waymark.assessments.actions.meeting import call_meeting, fill_agenda
from waymark.assessments.models import Meeting, MeetingCalendar
from waymark.assessments.queries.calendar import (
    calendar_in,
    calendars,
    called_and_coming,
    cutoff,
    days_to_call,
)
from waymark.assessments.queries.sitting import acting_on
from waymark.assessments.reporting.calendar import when
from waymark.assessments.rules.case import MeetingState
from waymark.base import notices
from waymark.base.jobs import apart, every
from waymark.kernel import text
from waymark.people.models import User
from waymark.people.queries import members_of


def title_of(row: MeetingCalendar, day: date) -> str:
    """Name a meeting by its committee, in the mechanism's first language, and its month."""
    language = next(iter(row.mechanism.languages), "en")
    return f"{text.pick(row.mechanism.committee.name, language).text} · {day:%Y-%m}"


def call_meetings(at: datetime) -> int:
    """Call every meeting whose time to invite has come; return how many."""
    with apart() as run:
        called = [
            run(call_meeting, calendar=row, day=day, title=title_of(row, day), by=None, at=at)
            for row in calendars()
            for day in days_to_call(row, at)
        ]
    return len(called) - called.count(None)


def fill_agendas(at: datetime) -> int:
    """Fill the agenda of every called meeting whose cut-off has passed; return how many."""
    filled = []
    with apart() as run:
        for meeting in called_and_coming(at):
            assert meeting.calendar is not None
            if cutoff(meeting, calendar_in(meeting.calendar)) <= at < meeting.starts_at:
                filled.append(run(fill_agenda, meeting=meeting, by=None, at=at))
    return len(filled) - filled.count(None)


def remind_members(at: datetime) -> int:
    """Remind the members of a called meeting that is near, once; return how many."""
    sent = 0
    for meeting in called_and_coming(at):
        assert meeting.calendar is not None
        days = calendar_in(meeting.calendar).remind_days
        if not days or not meeting.starts_at - timedelta(days=days) <= at < meeting.starts_at:
            continue
        sent += notices.send(
            "meeting.reminder",
            [seat.user for seat in members_of(meeting.body_id, at)],
            {"meeting": meeting.title, **when(meeting)},
            url=reverse("assessments:meeting", args=[meeting.pk]),
            about=f"meeting:{meeting.pk}",
            once_key=f"meeting.reminder:{meeting.pk}:{meeting.starts_at:%Y%m%d%H%M}",
            at=at,
        )
    return sent


SOON = timedelta(days=3)


def remind_who_has_not_answered(at: datetime) -> int:
    """Remind members whose answer in writing is missing, once; return how many."""
    sent = 0
    running = Meeting.objects.filter(
        state=MeetingState.CONVENED, answer_by__gt=at, answer_by__lte=at + SOON
    )
    for meeting in running:
        items = meeting.items.filter(removed_at__isnull=True, decisions__isnull=True)
        late: set[str] = set()
        for item in items.select_related("meeting"):
            done = item.ballots.values_list("member_id", flat=True)
            late |= set(acting_on(item).values()) - set(done)
        sent += notices.send(
            "written.soon",
            User.objects.filter(pk__in=late),
            {"meeting": meeting.title, "until": meeting.answer_by},
            url=reverse("assessments:meeting", args=[meeting.pk]),
            about=f"meeting:{meeting.pk}",
            once_key=f"written.soon:{meeting.pk}",
            at=at,
        )
    return sent


@every(3600)
@task
def keep_calendars() -> None:
    """Look every hour; what was done is not done again."""
    now = timezone.now()
    with apart() as run:
        for step in (call_meetings, fill_agendas, remind_members, remind_who_has_not_answered):
            run(step, now)
