"""Events with a zone, sign-up and calendar file, and tasks: by plain forms, for members alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from tests import factories
from tests.community.spaces import later, make_circle
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.community.actions import events as acts
from waymark.community.actions import spaces
from waymark.community.models import Event, Task
from waymark.community.queries import spaces as inside
from waymark.community.rules.events import LONGEST, refuse_times
from waymark.kernel.flow import Refused

AT = datetime(2030, 5, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "Visit to the waterworks"


@pytest.mark.parametrize(
    ("starts", "ends", "key"),
    [
        (AT, AT + HOUR, ""),
        (AT, AT, "event.backwards"),
        (AT, AT + LONGEST + HOUR, "event.too_long"),
        (AT - HOUR, AT, "event.passed"),
        (AT.astimezone(ZoneInfo("Asia/Tokyo")), AT + HOUR, ""),
        (datetime(2030, 5, 1, 18, tzinfo=ZoneInfo("Asia/Tokyo")), AT, "event.backwards"),
    ],
)
def test_which_times_an_event_can_have(starts: datetime, ends: datetime, key: str) -> None:
    assert [one.key for one in refuse_times(starts, ends, AT)] == ([key] if key else [])


@pytest.mark.django_db
def test_an_event_from_the_plan_to_the_end_and_tasks_for_members_alone() -> None:
    circle = make_circle()
    lead = factories.log_in(Client(), circle.lead)
    viewer = factories.log_in(Client(), circle.viewer)
    stranger = factories.log_in(Client(), circle.stranger)
    home, day = f"/groups/{circle.space.pk}/", later(days=30).date()
    words = {
        "title": SECRET, "day": day.isoformat(), "begins": "14:00", "until": "16:00",
        "zone": "Asia/Kathmandu", "where": "https://meet.example/x", "about": "Bring boots.",
    }  # fmt: skip
    assert lead.post(f"{home}events/plan/", words | {"until": "13:00"}).status_code == 422
    assert lead.post(f"{home}events/plan/", words).status_code == 302
    event = Event.objects.get()
    assert event.starts_at.astimezone(UTC).strftime("%H:%M") == "08:15"
    path = f"{home}events/{event.pk}/"
    assert "14:00, Asia/Kathmandu" in viewer.get(path).content.decode()
    assert viewer.post(f"{path}sign-up/", {"comes": "yes"}).status_code == 302
    assert circle.viewer.name in lead.get(path).content.decode()
    assert viewer.post(f"{path}cancel/").status_code == 404
    assert viewer.get(f"{path}change/").status_code == 404
    assert lead.post(f"{path}change/", words | {"begins": "15:00"}).status_code == 302
    file = Calendar.from_ical(viewer.get(f"{path}event.ics").content)
    (entry,) = file.walk("VEVENT")
    assert (int(entry["sequence"]), str(entry["summary"])) == (1, SECRET)
    assert lead.post(f"{home}tasks/add/", {"title": "Book a bus", "due": day}).status_code == 302
    task = Task.objects.get()
    assert lead.post(f"{home}tasks/{task.pk}/finish/", {"done": "yes"}).status_code == 302
    task.refresh_from_db()
    assert task.done_by == circle.lead
    for address in (home, path, f"{path}event.ics", f"{path}change/", f"{home}tasks/add/"):
        assert stranger.get(address).status_code == 404
        assert SECRET.encode() not in Client().get(address).content
    with pytest.raises(NotPermitted):
        acts.sign_up(event=event, comes=True, by=circle.stranger, at=later())
    run_due(later())
    told = Notice.objects.filter(kind="space.event_moved")
    assert [one.user for one in told] == [circle.viewer]
    (party,) = inside.own_parties(circle.lead, circle.space)
    spaces.leave_space(party=party, by=circle.lead, at=later())
    assert viewer.get(path).status_code == 404
    acts.cancel_event(event=event, by=circle.adviser, at=later())
    with pytest.raises(Refused):
        acts.cancel_event(event=event, by=circle.adviser, at=later())
    run_due(later())
    assert not Notice.objects.filter(kind="space.event_cancelled").exists(), "she has left"
