"""A committee's calendar: which days it names, and what the platform does by it."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as Ical

from tests import factories
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import meeting as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.jobs.meetings import call_meetings, fill_agendas, remind_members
from waymark.assessments.models import AgendaItem, Meeting, MeetingCalendar, MeetingChange
from waymark.assessments.queries.calendar import days_to_call, moment
from waymark.assessments.rules.calendar import (
    LAST,
    Calendar,
    Empty,
    nth_weekday,
    occasions,
    read_calendar,
    refusals,
    to_call,
)
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
RULES = st.builds(
    Calendar,
    months=st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found))),
    week=st.integers(1, LAST),
    weekday=st.integers(0, 6),
    days=st.sets(DAYS, max_size=6).map(lambda found: tuple(sorted(found))),
    time=st.times().map(lambda found: found.replace(second=0, microsecond=0)),
    empty=st.sampled_from(Empty),
)


@given(st.integers(2000, 2099), st.integers(1, 12), st.integers(1, LAST), st.integers(0, 6))
def test_a_weekday_of_a_month_is_where_it_should_be(
    year: int, month: int, week: int, weekday: int
) -> None:
    found = nth_weekday(year, month, week, weekday)
    assert (found.year, found.month, found.weekday()) == (year, month, weekday)
    if week == LAST:
        assert found.day > monthrange(year, month)[1] - 7
    else:
        assert (found.day - 1) // 7 == week - 1


@given(RULES, DAYS, st.integers(0, 900))
def test_days_lie_in_the_span_in_order_and_only_where_they_are_wanted(
    calendar: Calendar, first: date, span: int
) -> None:
    last = first + timedelta(days=span)
    found = occasions(calendar, first, last)
    assert list(found) == sorted(set(found))
    assert all(first <= day <= last for day in found)
    if calendar.days:
        assert set(found) <= set(calendar.days)
    else:
        assert {day.month for day in found} <= set(calendar.months)
        whole = occasions(calendar, date(first.year, 1, 1), date(first.year, 12, 31))
        assert len(whole) == len(calendar.months), "one meeting in each month that is named"


@given(RULES, DAYS, st.integers(1, 400))
def test_looking_every_day_calls_each_meeting_in_time_and_none_that_is_past(
    calendar: Calendar, start: date, span: int
) -> None:
    called: set[date] = set()
    for number in range(span):
        today = start + timedelta(days=number)
        due = set(to_call(calendar, today))
        assert all(day - today >= timedelta(days=calendar.cutoff_days) for day in due)
        called |= due
    first = start + timedelta(days=calendar.cutoff_days)
    last = start + timedelta(days=span)
    assert called >= set(occasions(calendar, first, last)), "each day that came was called before"


@given(RULES)
def test_a_calendar_is_read_as_it_was_written(calendar: Calendar) -> None:
    assert read_calendar(json.loads(json.dumps(calendar.document()))) == calendar


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"months": ()}, "calendar.no_months"),
        ({"months": (3, 3)}, "calendar.no_months"),
        ({"months": (0,)}, "calendar.no_months"),
        ({"weekday": 7}, "calendar.no_weekday"),
        ({"week": 6}, "calendar.no_weekday"),
        ({"cutoff_days": 42}, "calendar.order"),
        ({"remind_days": 22}, "calendar.order"),
        ({"invite_days": 400}, "calendar.out_of_bounds"),
        ({"days": (date(2027, 1, 1),) * 2}, "calendar.days"),
    ],
)
def test_what_can_be_no_calendar_is_refused(change: dict[str, Any], key: str) -> None:
    assert refusals(Calendar()) == ()
    assert key in [reason.key for reason in refusals(replace(Calendar(), **change))]


def test_days_need_no_months_and_four_meetings_are_the_usual() -> None:
    assert refusals(Calendar(months=(), days=(date(2027, 1, 5),))) == ()
    assert occasions(Calendar(), date(2027, 1, 1), date(2027, 12, 31)) == (
        date(2027, 3, 10), date(2027, 6, 9), date(2027, 9, 8), date(2027, 12, 8),
    )  # fmt: skip


def test_the_time_of_day_stays_when_clocks_change() -> None:
    calendar = Calendar(zone="Europe/Madrid", time=time(14))
    assert moment(calendar, date(2027, 3, 10)).astimezone(UTC).hour == 13
    assert moment(calendar, date(2027, 6, 9)).astimezone(UTC).hour == 12


NAIROBI = Calendar(zone="Africa/Nairobi", where="Room 1")
MARCH = date(2026, 6, 10)  # the second Wednesday of June; the world begins in March


def set_(world: World, calendar: Calendar = NAIROBI) -> MeetingCalendar:
    return acts.set_calendar(
        mechanism=world.mechanism,
        calendar=calendar,
        reason="Four times a year.",
        by=world.secretary,
        at=world.later(),
    )


def moment_of(days: int) -> datetime:
    """So many days before the meeting of June."""
    return datetime(2026, 6, 10, 11, tzinfo=UTC) - timedelta(days=days)


@pytest.fixture
def world(db: Any) -> World:
    return make_world(until="reported", criteria=FEW)


def called(world: World, calendar: Calendar = NAIROBI) -> Meeting:
    set_(world, calendar)
    assert call_meetings(moment_of(40)) == 1
    return Meeting.objects.get()


def test_a_meeting_is_called_once_with_an_invitation_for_calendars(world: World) -> None:
    world.mechanism.committee.seats.update(since=moment_of(200))
    row = set_(world)
    assert call_meetings(moment_of(43)) == 0, "it is too early"
    assert days_to_call(row, moment_of(43)) == []
    assert call_meetings(moment_of(42)) == 1
    assert call_meetings(moment_of(41)) == 0, "looked at again, nothing is called twice"
    meeting = Meeting.objects.get()
    assert meeting.starts_at == moment_of(0)
    assert (meeting.occasion, meeting.zone, meeting.where) == (MARCH, "Africa/Nairobi", "Room 1")
    assert meeting.planned_by is None
    run_due(datetime.now(UTC))
    told = Notice.objects.filter(kind="meeting.planned")
    assert {notice.user_id for notice in told} == {member.pk for member in world.members}
    (first, *_rest) = [one for one in mail.outbox if one.to == [world.chair.email]]
    assert "14:00, Africa/Nairobi" in first.body
    (name, content, kind) = first.attachments[0]
    assert (name, kind) == ("meeting.ics", "text/calendar")
    (event,) = Ical.from_ical(content).walk("VEVENT")
    assert event.decoded("dtstart") == moment_of(0)


def test_a_day_whose_cut_off_has_passed_is_not_called(world: World) -> None:
    """A calendar that is set late calls no meeting that it would call off in the same hour."""
    set_(world)
    assert call_meetings(moment_of(20)) == 0
    assert call_meetings(moment_of(21)) == 1


def test_two_workers_call_one_meeting(world: World) -> None:
    row = set_(world)
    first = acts.call_meeting(calendar=row, day=MARCH, title="T", by=None, at=moment_of(40))
    assert first is not None
    assert acts.call_meeting(calendar=row, day=MARCH, title="T", by=None, at=moment_of(40)) is None
    newer = set_(world, replace(NAIROBI, where="Room 2"))
    assert (
        acts.call_meeting(calendar=newer, day=MARCH, title="T", by=None, at=moment_of(39)) is None
    )
    assert Meeting.objects.count() == 1


def test_what_is_ready_by_the_cut_off_comes_on_the_agenda_and_what_comes_later_waits(
    world: World,
) -> None:
    meeting = called(world)
    neighbour(world, until="submitted")
    assert fill_agendas(moment_of(22)) == 0, "the cut-off has not come"
    assert fill_agendas(moment_of(21)) == 1
    late = neighbour(world, until="reported")
    assert fill_agendas(moment_of(20)) == 0, "an agenda is filled once"
    cases = list(AgendaItem.objects.filter(meeting=meeting).values_list("case_id", flat=True))
    assert world.case is not None
    assert cases == [world.case.pk]
    assert late.case is not None
    late.case.refresh_from_db()
    assert late.case.state == "reported"


def test_a_meeting_without_anything_ready_is_called_off_where_the_calendar_says_so(
    db: Any,
) -> None:
    world = make_world(criteria=FEW)
    meeting = called(world)
    assert fill_agendas(moment_of(21)) == 1
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert meeting.changes.get().kind == "cancelled"
    run_due(datetime.now(UTC))
    told = set(Notice.objects.filter(kind="meeting.nothing_ready").values_list("user", flat=True))
    assert told == {person.pk for person in (*world.members, world.secretary)}
    assert remind_members(moment_of(1)) == 0
    assert call_meetings(moment_of(20)) == 0, "what was called off is not called again"


def test_an_empty_meeting_stands_where_the_calendar_says_so(db: Any) -> None:
    world = make_world(criteria=FEW)
    meeting = called(world, replace(NAIROBI, empty=Empty.HOLD))
    fill_agendas(moment_of(21))
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    run_due(datetime.now(UTC))
    told = set(Notice.objects.filter(kind="meeting.empty").values_list("user", flat=True))
    assert told == {world.secretary.pk}


def test_members_are_reminded_once_and_again_where_the_meeting_is_moved(world: World) -> None:
    meeting = called(world)
    assert remind_members(moment_of(4)) == 0
    assert remind_members(moment_of(3)) == 3
    assert remind_members(moment_of(2)) == 0
    later = meeting.starts_at + timedelta(days=14)
    acts.move_meeting(
        meeting=meeting, starts_at=later, where="Room 9", reason="Two are ill.",
        by=world.secretary, at=moment_of(2),
    )  # fmt: skip
    assert remind_members(moment_of(1)) == 0
    assert remind_members(later - timedelta(days=1)) == 3


def test_a_moved_meeting_keeps_its_entry_and_its_occasion(world: World) -> None:
    meeting = called(world)
    page = reverse("assessments:meeting_calendar", args=[meeting.pk])
    client = factories.log_in(Client(), world.chair)
    (before,) = Ical.from_ical(client.get(page).content).walk("VEVENT")
    move: dict[str, Any] = {
        "meeting": meeting,
        "where": "",
        "by": world.secretary,
        "at": world.later(),
    }
    later = meeting.starts_at + timedelta(days=1)
    with pytest.raises(Refused, match="meeting.no_reason"):
        acts.move_meeting(starts_at=later, reason=" ", **move)
    with pytest.raises(Refused, match="meeting.passed"):
        acts.move_meeting(starts_at=world.now - timedelta(days=1), reason="x", **move)
    acts.move_meeting(starts_at=later, reason="A holiday.", **move)
    (after,) = Ical.from_ical(client.get(page).content).walk("VEVENT")
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstart") - before.decoded("dtstart") == timedelta(days=1)
    assert call_meetings(moment_of(30)) == 0, "its day is not called anew"
    html = client.get(reverse("assessments:meeting", args=[meeting.pk])).content.decode()
    assert "A holiday." in html
    with pytest.raises(Error), transaction.atomic():
        MeetingChange.objects.update(reason="Else")


def test_a_meeting_that_is_called_off_gives_its_cases_back(world: World) -> None:
    meeting = called(world)
    fill_agendas(moment_of(21))
    acts.cancel_meeting(meeting=meeting, reason="No room.", by=world.secretary, at=world.later())
    assert world.case is not None
    world.case.refresh_from_db()
    assert world.case.state == "reported"
    meeting.refresh_from_db()
    for act in (acts.cancel_meeting, acts.convene_meeting):
        extra = {"reason": "Again."} if act is acts.cancel_meeting else {}
        with pytest.raises(Refused):
            act(  # type: ignore[operator]
                meeting=meeting, by=world.secretary, at=world.later(), **extra
            )
    page = reverse("assessments:meeting_calendar", args=[meeting.pk])
    content = factories.log_in(Client(), world.chair).get(page).content
    (event,) = Ical.from_ical(content).walk("VEVENT")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    run_due(datetime.now(UTC))
    told = set(Notice.objects.filter(kind="meeting.cancelled").values_list("user", flat=True))
    assert told == {member.pk for member in world.members}, "who did it need not be told"


def test_who_may_set_a_calendar_and_change_a_meeting(world: World) -> None:
    meeting = called(world)
    common: dict[str, Any] = {
        "mechanism": world.mechanism,
        "calendar": NAIROBI,
        "at": world.later(),
    }
    for user in (world.members[1], world.lead, world.reviewers[0]):
        with pytest.raises(NotPermitted):
            acts.set_calendar(reason="x", by=user, **common)
    with pytest.raises(BadAnswer):
        acts.set_calendar(reason=" ", by=world.chair, **common)
    acts.set_calendar(reason="x", by=world.chair, **common)
    with pytest.raises(Refused, match="calendar.no_zone"):
        acts.set_calendar(
            reason="x", by=world.chair, **common | {"calendar": replace(NAIROBI, zone="Mars/One")}
        )
    for user in (world.chair, world.members[1], world.lead):
        with pytest.raises(NotPermitted):
            acts.cancel_meeting(meeting=meeting, reason="x", by=user, at=world.later())
    with pytest.raises(NotPermitted):
        acts.fill_agenda(meeting=meeting, by=world.chair, at=moment_of(21))


FORM = {
    "months": ["3", "9"], "week": "1", "weekday": "0", "days": "", "time": "09:30",
    "zone": "Asia/Kathmandu", "where": "Online", "invite_days": "30", "cutoff_days": "14",
    "remind_days": "2", "empty": "hold", "reason": "Twice is enough.",
}  # fmt: skip


def test_the_calendar_by_plain_forms(world: World) -> None:
    url = reverse("assessments:meeting_dates", args=["global"])
    desk, member = (factories.log_in(Client(), one) for one in (world.secretary, world.members[1]))
    assert "No calendar is set" in member.get(url).content.decode()
    assert member.post(url, FORM).status_code == 404
    wrong = desk.post(url, FORM | {"days": "soon", "reason": "Kept words"})
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    early = desk.post(url, FORM | {"cutoff_days": "30"})
    assert "Invite before the cut-off" in early.content.decode()
    assert desk.post(url, FORM).status_code == 302
    html = member.get(url).content.decode()
    assert "09:30" in html
    assert "Asia/Kathmandu" in html
    assert "Twice is enough." in html
    assert "Set the calendar" not in html
    assert url in member.get(reverse("assessments:meetings")).content.decode()


def test_moving_and_calling_off_by_plain_forms(world: World) -> None:
    meeting = called(world)
    desk = factories.log_in(Client(), world.secretary)
    page = reverse("assessments:meeting", args=[meeting.pk])
    for name in ("move", "cancel"):
        url = reverse(f"assessments:meeting_{name}", args=[meeting.pk])
        assert url in desk.get(page).content.decode()
        assert desk.get(url).status_code == 200
        chair = factories.log_in(Client(), world.chair)
        assert chair.get(url).status_code == 404
    move, cancel = (
        reverse(f"assessments:meeting_{name}", args=[meeting.pk]) for name in ("move", "cancel")
    )
    sent = {"starts_at": "2126-01-02T10:00", "where": "Elsewhere", "reason": ""}
    assert desk.post(move, sent).status_code == 422
    assert desk.post(move, sent | {"reason": "Flood."}).status_code == 302
    assert desk.post(cancel, {"reason": "Flood again."}).status_code == 302
    html = desk.get(page).content.decode()
    assert "Flood." in html
    assert "Flood again." in html
    assert "Called off" in html
