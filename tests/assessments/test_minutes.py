"""Minutes: drafted from the record, approved by who was there; and what is public of a meeting."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests import factories
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import meeting as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.models import AgendaItem, Meeting, MinutesOpinion, MinutesRevision
from waymark.assessments.queries.minutes import minutes_of
from waymark.assessments.rules.case import BallotChoice
from waymark.assessments.rules.minutes import standing
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused

PEOPLE = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("views", "present", "approved"),
    [
        ({}, "abc", False),
        ({"a": True}, "abc", False),
        ({"a": True, "b": True}, "abc", True),
        ({"a": True, "b": True}, "abcd", False),  # half is not more than half
        ({"a": True, "b": True, "c": False}, "abc", True),
        ({"a": True, "x": True, "y": True}, "abc", False),  # x and y were not there
        ({}, "", False),
    ],
)
def test_more_than_half_of_those_present_approve(
    views: dict[str, bool], present: str, approved: bool
) -> None:
    assert standing(views, present).approved is approved


@given(
    st.dictionaries(st.sampled_from(PEOPLE), st.booleans()),
    st.sets(st.sampled_from(PEOPLE)),
    st.sampled_from(PEOPLE),
)
def test_an_objection_never_approves_and_everybody_present_is_counted_once(
    views: dict[str, bool], present: set[str], who: str
) -> None:
    found = standing(views, present)
    parts = [found.approving, found.objecting, found.silent]
    assert sum(map(len, parts)) == len(present)
    assert frozenset.union(*parts) == present
    if not found.approved:
        assert not standing(views | {who: False}, present).approved


@pytest.fixture
def closed(db: Any) -> World:
    """A meeting that is over; its three members were there."""
    world = make_world(until="published", criteria=FEW)
    assert world.meeting is not None
    world.meeting.refresh_from_db()
    return world


def as_(user: Any) -> Client:
    return factories.log_in(Client(), user)


def at(world: World, name: str) -> str:
    assert world.meeting is not None
    return reverse(f"assessments:{name}", args=[world.meeting.pk])


def say(world: World, who: Any, approves: bool, words: str = "", seen: int = 1) -> MinutesOpinion:
    return acts.say_of_minutes(
        meeting=world.meeting, approves=approves, words=words, seen=seen, by=who, at=world.later()
    )


def test_members_approve_a_wording_and_a_new_one_asks_them_again(closed: World) -> None:
    first, second, third = closed.members
    say(closed, first, approves=True)
    say(closed, second, approves=False, words="I was late by an hour.")
    with pytest.raises(Refused, match=r"minutes\.said"):
        say(closed, first, approves=True)
    acts.revise_minutes(
        meeting=closed.meeting, words="She came late.", seen=1, by=closed.secretary,
        at=closed.later(),
    )  # fmt: skip
    found = minutes_of(first, closed.meeting)
    assert found is not None
    assert (found.newest.seq, found.standing.approving, found.may_speak) == (2, frozenset(), True)
    with pytest.raises(Refused, match=r"minutes\.overtaken"):
        say(closed, third, approves=True, seen=1)
    say(closed, first, approves=True, seen=2)
    say(closed, second, approves=True, seen=2)
    found = minutes_of(third, closed.meeting)
    assert found is not None
    assert found.standing.approved
    assert not found.may_speak
    with pytest.raises(Refused, match=r"minutes\.approved"):
        acts.revise_minutes(
            meeting=closed.meeting, words="x", seen=2, by=closed.secretary, at=closed.later()
        )
    verbs = list(Record.objects.filter(verb__startswith="minutes.").values_list("verb", flat=True))
    assert verbs.count("minutes.approved") == 1


def test_who_was_not_there_has_no_say_and_an_objection_needs_words(closed: World) -> None:
    late = factories.make_seat(closed.mechanism.committee)
    with pytest.raises(Refused, match=r"minutes\.absent"):
        say(closed, late, approves=True)
    for user in (closed.secretary, closed.lead, closed.reviewers[0]):
        with pytest.raises(NotPermitted):
            say(closed, user, approves=True)
    with pytest.raises(NotPermitted):
        acts.revise_minutes(
            meeting=closed.meeting, words="x", seen=1, by=closed.members[1], at=closed.later()
        )
    with pytest.raises(BadAnswer):
        say(closed, closed.members[1], approves=False)
    assert not MinutesOpinion.objects.exists()


def test_no_wording_is_changed_or_removed_afterwards(closed: World) -> None:
    say(closed, closed.members[0], approves=True)
    for model, change in (
        (MinutesRevision, {"text": "Else"}),
        (MinutesOpinion, {"approves": False}),
    ):
        with pytest.raises(Error), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(Error), transaction.atomic():
            model.objects.all().delete()


@pytest.mark.django_db
def test_an_open_meeting_has_no_minutes_but_a_draft_of_its_record() -> None:
    world = make_world(until="scheduled", criteria=FEW)
    with pytest.raises(Refused, match=r"minutes\.not_yet"):
        say(world, world.chair, approves=True)
    html = as_(world.chair).get(at(world, "meeting")).content.decode()
    for member in world.members:
        assert f"{member.name}" in html
    draft = html[html.index("<textarea") :]
    assert "Not decided yet." in draft
    assert "Quorum: more than" in draft
    assert (
        "Not decided yet." not in as_(world.members[1]).get(at(world, "meeting")).content.decode()
    ), "who doesn't convene has no draft"


def test_the_way_by_plain_forms(closed: World) -> None:
    desk, member = as_(closed.secretary), as_(closed.members[1])
    page = at(closed, "meeting")
    html = member.get(page).content.decode()
    assert "Do the minutes tell what happened?" in html
    assert "Do the minutes tell" not in desk.get(page).content.decode()
    wrong = member.post(at(closed, "minutes_opinion"), {"seen": 1, "approves": "no", "words": ""})
    assert wrong.status_code == 422
    assert "Say what is wrong" in wrong.content.decode()
    chair = as_(closed.chair)  # whose page holds both forms
    half = chair.post(at(closed, "minutes_opinion"), {"seen": 1, "words": "Kept words"})
    assert half.status_code == 422
    assert "Kept words" in half.content.decode()
    assert "Word them anew" in half.content.decode()
    objection = {"seen": 1, "approves": "no", "words": "The <b>number</b> is wrong."}
    assert member.post(at(closed, "minutes_opinion"), objection).status_code == 302
    assert "The &lt;b&gt;number&lt;/b&gt; is wrong." in desk.get(page).content.decode()
    typed = {"seen": 7, "minutes": "A long new wording"}
    late = desk.post(at(closed, "minutes_revise"), typed)
    assert late.status_code == 422
    assert "A long new wording" in late.content.decode()
    assert "worded anew in the meantime" in late.content.decode()
    again = 'name="seen" value="1"'  # what stands on the page now, so that she can send it again
    assert late.content.decode().count(again) == 1
    assert desk.post(at(closed, "minutes_revise"), typed | {"seen": 1}).status_code == 302
    for user in (closed.chair, closed.members[1]):
        given = {"seen": 2, "approves": "yes", "words": ""}
        assert as_(user).post(at(closed, "minutes_opinion"), given).status_code == 302
    assert "Word them anew" not in desk.get(page).content.decode()


def test_who_was_there_is_asked_and_the_desk_learns_what_they_say(closed: World) -> None:
    run_due(closed.now)
    asked = Notice.objects.filter(kind="minutes.to_approve")
    assert {notice.user_id for notice in asked} == {
        member.pk for member in closed.members if member != closed.chair
    }, "who closed it need not be told"
    say(closed, closed.members[1], approves=False, words="No.")
    run_due(closed.now)
    assert {notice.user_id for notice in Notice.objects.filter(kind="minutes.objected")} == {
        closed.secretary.pk
    }


@pytest.mark.django_db
def test_everything_ready_comes_on_the_agenda_at_once() -> None:
    world = make_world(until="reported", criteria=FEW)
    neighbour(world, until="reported")
    neighbour(world, until="submitted")
    meeting = acts.plan_meeting(
        mechanism=world.mechanism, title="T", starts_at=world.now, where="", by=world.secretary,
        at=world.later(),
    )  # fmt: skip
    url = reverse("assessments:meeting_schedule_ready", args=[meeting.pk])
    assert as_(world.chair).post(url).status_code == 404
    assert "2 cases were added." in as_(world.secretary).post(url, follow=True).content.decode()
    assert "0 cases were added." in as_(world.secretary).post(url, follow=True).content.decode()
    orders = list(AgendaItem.objects.order_by("order").values_list("order", flat=True))
    assert orders == [1, 2]
    made = [item.report.made_at for item in AgendaItem.objects.order_by("order")]
    assert made == sorted(made), "who waits longest comes first"


def test_a_calendar_takes_the_meeting_in(closed: World) -> None:
    meeting = closed.meeting
    assert meeting is not None
    Meeting.objects.filter(pk=meeting.pk).update(title="Sitzung; mit, Komma\r\nEND:VEVENT")
    response = as_(closed.members[1]).get(at(closed, "meeting_calendar"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == meeting.starts_at.astimezone(UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)
    assert "END:VEVENT" in str(event["summary"]), "what stands in a title ends no entry"
    assert response.content.count(b"\r\nEND:VEVENT") == 1
    assert as_(closed.lead).get(at(closed, "meeting_calendar")).status_code == 404


def test_everybody_reads_that_a_meeting_was_held_and_nobody_who_was_refused(closed: World) -> None:
    public = Client()
    listed = public.get("/decisions/").content.decode()
    url = at(closed, "session")
    assert url in listed
    html = public.get(url).content.decode()
    assert closed.award.number in html
    assert "3 of 3 members" in html
    assert "Certificates granted" in html
    other = neighbour(closed, until="scheduled", name="Refusal Town")
    assert public.get(at(other, "session")).status_code == 404, "a meeting in session is not public"
    other.vote(BallotChoice.REFUSE)
    other.decide()
    other.publish()
    told = public.get(at(other, "session")).content.decode()
    assert "<dt>Not granted</dt><dd>1</dd>" in told
    assert "Refusal Town" not in told + public.get("/decisions/").content.decode()


def test_public_pages_ask_few_queries_however_many_meetings(closed: World) -> None:
    url, client = at(closed, "session"), Client()
    for path in ("/decisions/", url):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= 4, [query["sql"][:90] for query in seen.captured_queries]
