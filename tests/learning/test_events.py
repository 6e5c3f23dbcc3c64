"""The common list of events: what is announced, what groups plan, and the calendar of all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests import factories
from tests.community.spaces import make_circle
from tests.learning.test_courses import make_author
from waymark.base.permits import NotPermitted
from waymark.community.actions.events import Plan, plan_event
from waymark.kernel.flow import Refused
from waymark.learning.actions.events import announce_event, change_event
from waymark.learning.models import Announcement
from waymark.learning.queries.events import Wanted, happenings
from waymark.learning.rules.events import LONGEST, Told, refuse_event

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
TOLD = Told(
    sort="training",
    title="Reading figures",
    language="en",
    starts=AT + timedelta(days=9),
    ends=AT + timedelta(days=9, hours=2),
    zone="Africa/Nairobi",
    online=True,
    url="https://example.org/sign-up",
    topics=("data",),
    languages=("en", "fr"),
)
ZONES = frozenset({"UTC", "Africa/Nairobi"})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"about": "x" * 4001}, "about"),
        ({"sort": "party"}, "sort"),
        ({"topics": ("gold",)}, "topics"),
        ({"languages": ("tlhx",)}, "languages"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"online": False}, "where"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"ends": TOLD.starts - timedelta(minutes=1)}, "until"),
        ({"ends": TOLD.starts + LONGEST + timedelta(days=1)}, "last_day"),
        ({"starts": AT - timedelta(days=2), "ends": AT}, "day"),
    ],
)
def test_what_is_wrong_with_an_announcement_is_said_at_its_field(changes: Any, field: str) -> None:
    assert refuse_event(TOLD, at=AT, zones=ZONES) == ()
    refused = refuse_event(replace(TOLD, **changes), at=AT, zones=ZONES)
    assert [reason.params["field"] for reason in refused] == [field]


@given(st.integers(-900, 900), st.integers(-900, 900))
def test_what_is_announced_ends_ahead_and_not_before_it_begins(first: int, last: int) -> None:
    times = {"starts": AT + timedelta(days=first), "ends": AT + timedelta(days=last)}
    refused = refuse_event(replace(TOLD, **times), at=AT, zones=ZONES)
    assert (refused == ()) == (first <= last <= first + LONGEST.days and last > 0)


pytestmark = pytest.mark.django_db


def _typed(**more: Any) -> dict[str, Any]:
    day = (timezone.now() + timedelta(days=20)).date()
    return {
        "sort": "training", "title": "Reading <b>figures</b>", "language": "en", "about": "Free.",
        "online": "on", "where": "", "url": "https://example.org/sign-up", "topics": ["data"],
        "languages": ["en"], "day": day.isoformat(), "begins": "10:00", "last_day": "",
        "until": "11:30", "zone": "Africa/Nairobi", **more,
    }  # fmt: skip


def test_an_event_is_announced_found_changed_hidden_and_called_off_by_plain_forms() -> None:
    author, secretary, stranger = make_author(), factories.make_secretary(), Client()
    pen, desk = factories.log_in(Client(), author), factories.log_in(Client(), secretary)
    someone = factories.log_in(Client(), factories.make_user())
    assert stranger.get("/events/").status_code == 200
    assert someone.get("/events/announce/").status_code == 404
    body = author.seats.get().body_id
    page = pen.post("/events/announce/", _typed(publisher=body, until="09:00", about="Kept."))
    assert page.status_code == 422
    assert "Kept." in page.content.decode()
    assert pen.post("/events/announce/", _typed(publisher=body)).status_code == 302
    row = Announcement.objects.get()
    url = f"/events/{row.pk}/"
    for query, found in (
        ("", True), ("topic=data", True), ("topic=water", False), ("kind=training", True),
        ("kind=deadline", False), ("q=FIGURES", True), ("q=nothing", False), ("past=1", False),
    ):  # fmt: skip
        listed = stranger.get(f"/events/?{query}").content.decode()
        assert ("Reading &lt;b&gt;figures" in listed) == found, query
        feed = stranger.get(f"/events/events.ics?{query}")
        assert feed["Content-Type"].startswith("text/calendar")
        assert bool(Calendar.from_ical(feed.content).walk("VEVENT")) == found, query
    assert "https://example.org/sign-up" in stranger.get(url).content.decode()
    entry = Calendar.from_ical(stranger.get(f"{url}event.ics").content).walk("VEVENT")[0]
    assert entry["DTSTART"].dt == row.starts_at
    assert row.starts_at.astimezone(UTC).hour == 7  # ten in Nairobi
    assert someone.get(f"{url}edit/").status_code == 404
    assert desk.get(f"{url}edit/").status_code == 404  # a partner's words stay the partner's
    changed = _typed(title="Later", begins="10:30", seen=0)
    assert pen.post(f"{url}edit/", changed).status_code == 302
    assert pen.post(f"{url}edit/", changed).status_code == 422  # it was changed meanwhile
    assert pen.post(f"{url}hide/", {"why": "No."}).status_code == 404
    assert desk.post(f"{url}hide/", {"why": ""}).status_code == 422
    desk.post(f"{url}hide/", {"why": "It is advertising."})
    assert stranger.get(url).status_code == 404
    assert "Later" not in stranger.get("/events/").content.decode()
    assert "It is advertising." in pen.get(url).content.decode()
    desk.post(f"{url}hide/", {"show": "1"})
    assert stranger.get(url).status_code == 200
    pen.post(f"{url}call-off/")
    assert "Called off" in stranger.get(url).content.decode()
    assert "Later" not in stranger.get("/events/").content.decode()
    assert "Later" in pen.get("/events/own/").content.decode()
    file = Calendar.from_ical(stranger.get(f"{url}event.ics").content).walk("VEVENT")[0]
    assert (file["STATUS"], file["SEQUENCE"]) == ("CANCELLED", 2)


def test_nobody_announces_for_others_and_a_closed_group_keeps_its_plans() -> None:
    now = timezone.now()
    author, secretary = make_author(), factories.make_secretary()
    body = author.seats.get().body
    ahead = replace(TOLD, starts=now + timedelta(days=2), ends=now + timedelta(days=3))
    for by, whose in ((secretary, body), (author, None), (factories.make_user(), body)):
        with pytest.raises(NotPermitted):
            announce_event(body=whose, told=ahead, by=by, at=now)
    row = announce_event(body=None, told=ahead, by=secretary, at=now)
    with pytest.raises(NotPermitted):
        change_event(row=row, told=ahead, seen=0, by=author, at=now)
    with pytest.raises(Refused):
        announce_event(body=body, told=replace(ahead, title="\x00"), by=author, at=now)
    groups = [make_circle(access) for access in ("public", "closed")]
    for group in groups:
        plan = Plan("Group meets", ahead.starts, ahead.ends, "UTC")
        plan_event(space=group.space, plan=plan, by=group.lead, at=now)
    for viewer, count in ((AnonymousUser(), 2), (groups[0].lead, 2), (groups[1].lead, 3)):
        assert len(happenings(viewer, Wanted(), now)) == count
    page = Client().get("/events/")
    assert page.content.decode().count("Group meets") == 1
    counts = []
    for more in (0, 3):
        for _each in range(more):
            announce_event(body=body, told=ahead, by=author, at=now)
        with CaptureQueriesContext(connection) as asked:
            Client().get("/events/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 5
