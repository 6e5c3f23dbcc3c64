"""The dossiers of a meeting as one PDF: what is in it, for whom, and what stays out."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from tests import factories
from tests.assessments.test_life import certified
from tests.assessments.test_report_pages import WORDS, make_rejected_world, pdf_text
from tests.doubting import doubt, plan
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import meeting as acts
from waymark.assessments.models import Meeting
from waymark.assessments.queries.pack import pack_of
from waymark.assessments.reporting import kept
from waymark.assessments.reporting import pack as drawing
from waymark.assessments.reporting.kept import forget_packs
from waymark.assessments.reporting.pack import made_at, pack_data, pack_pdf
from waymark.base.jobs import run_due
from waymark.base.models import Job
from waymark.people.models import User
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db


def as_(user: Any) -> Client:
    return factories.log_in(Client(), user)


def planned(world: World) -> Meeting:
    """A meeting with everything that is reported on its agenda."""
    world.meeting = acts.plan_meeting(
        mechanism=world.mechanism,
        title="Spring session",
        starts_at=world.now + timedelta(days=7),
        where="Nairobi",
        by=world.secretary,
        at=world.later(),
    )
    acts.schedule_ready(meeting=world.meeting, by=world.secretary, at=world.later())
    return world.meeting


def declare(world: World, member: Any, *, conflict: bool = False, only: Any = None) -> None:
    """A member's word on the items of the meeting, or on the one of a world's city."""
    assert world.meeting is not None
    for item in world.meeting.items.order_by("order"):
        if only is None or item.case_id == only.case.pk:
            acts.declare_on_item(item=item, conflict=conflict, by=member, at=world.later())


def read(member: Any, meeting: Meeting) -> str:
    """The words of a member's file."""
    answer = as_(member).get(reverse("assessments:meeting_pack", args=[meeting.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "private, no-store"
    return pdf_text(answer.content)


@pytest.fixture
def two() -> tuple[World, World]:
    """A meeting with two cities."""
    world = make_world(until="reported", criteria=FEW, name="Kisumu")
    other = neighbour(world, until="reported", name="Nakuru")
    planned(world)
    other.meeting = world.meeting
    return world, other


def test_agenda_report_and_index_of_evidence_are_in_it() -> None:
    world = make_rejected_world()
    meeting = planned(world)
    declare(world, world.members[1])
    printed = read(world.members[1], meeting)
    report = world.case.reports.get()  # type: ignore[union-attr]
    for words in ("Spring session", "Nairobi", "Agenda", "Contents", "Index of the evidence"):
        assert words in printed, words
    for words in (WORDS, "Reviewers who rejected it: 2.", "Proof of A01", "city.example/A01"):
        assert words in printed, words
    assert report.sha256 in printed.replace(" ", "")
    assert "1 case of 1" in printed


def test_what_she_has_not_declared_on_or_is_recused_from_is_left_out(
    two: tuple[World, World],
) -> None:
    world, other = two
    assert world.meeting is not None
    here, there = (one.case.reports.get().sha256 for one in two)  # type: ignore[union-attr]
    member = world.members[1]
    before = read(member, world.meeting).replace(" ", "")
    assert here not in before
    assert there not in before
    declare(world, member, only=world)
    half = read(member, world.meeting)
    assert here in half.replace(" ", "")
    assert there not in half.replace(" ", "")
    assert "No: not open to you before you declare" in half
    declare(world, member, conflict=True, only=other)
    recused = read(member, world.meeting)
    assert there not in recused.replace(" ", "")
    assert "No: you are recused" in recused
    chair = world.chair
    declare(world, chair)
    assert there in read(chair, world.meeting).replace(" ", "")  # the control


def test_one_item_alone_is_there_for_who_may_read_it(two: tuple[World, World]) -> None:
    world, _ = two
    assert world.meeting is not None
    declare(world, world.members[1], only=world)
    items = {one.case_id: one for one in world.meeting.items.all()}
    mine, closed = (
        reverse("assessments:item_pack", args=[world.meeting.pk, items[one.case.pk].pk])  # type: ignore[union-attr]
        for one in two
    )
    client = as_(world.members[1])
    printed = pdf_text(client.get(mine).content)
    assert "Kisumu" in printed
    assert "Nakuru" not in printed
    assert client.get(closed).status_code == 404
    assert as_(world.lead).get(mine).status_code == 404
    assert as_(factories.make_user()).get(mine).status_code == 404


def test_an_observer_learns_no_address_that_she_may_not_open(two: tuple[World, World]) -> None:
    world, _ = two
    assert world.meeting is not None
    observer = factories.make_seat(world.mechanism.committee, SeatRole.OBSERVER)
    for person in (observer, world.members[1]):
        declare(world, person)
    assert "city.example" in read(world.members[1], world.meeting)
    assert "city.example" not in read(observer, world.meeting)


def draw(member: User, meeting: Meeting) -> bytes:
    """A member's file, drawn without a page."""
    found = pack_of(User.objects.get(pk=member.pk), meeting, timezone.now())
    return pack_pdf(pack_data(found, []), at=made_at(found))


def test_who_may_read_the_same_holds_the_same_bytes(two: tuple[World, World]) -> None:
    world, _ = two
    assert world.meeting is not None
    for member in world.members[:2]:
        declare(world, member)
    declare(world, world.members[2], only=world)
    files = [draw(member, world.meeting) for member in world.members]
    assert files[0] == files[1]
    assert files[0] != files[2]


def test_it_has_bookmarks_a_title_tags_and_its_language(two: tuple[World, World]) -> None:
    world, _ = two
    assert world.meeting is not None
    declare(world, world.chair)
    for language, agenda in (("en", "Agenda"), ("ar", "جدول الأعمال")):
        with (
            translation.override(language),
            pikepdf.open(io.BytesIO(draw(world.chair, world.meeting))) as pdf,
        ):
            with pdf.open_outline() as outline:
                titles = [one.title for one in outline.root]
                below = [one.title for one in outline.root[2].children]
            assert str(pdf.Root.Lang) == language
            assert pdf.Root.MarkInfo.Marked
        assert agenda in titles
        assert any("Kisumu" in title for title in titles)
        assert len(below) >= 4


def test_more_cases_ask_no_more_queries(two: tuple[World, World]) -> None:
    world, _ = two
    assert world.meeting is not None
    declare(world, world.chair)
    first = world.meeting.items.order_by("order")[0]
    counts = []
    for wanted in (first.pk, ""):
        chair = User.objects.get(pk=world.chair.pk)
        with CaptureQueriesContext(connection) as asked:
            pack = pack_of(chair, world.meeting, timezone.now(), wanted)
        assert len(pack.cases) == (1 if wanted else 2)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24


def test_a_large_one_is_drawn_by_a_worker_and_the_page_says_so(
    two: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _ = two
    assert world.meeting is not None
    declare(world, world.chair)
    url = reverse("assessments:meeting_pack", args=[world.meeting.pk])
    client = as_(world.chair)
    monkeypatch.setattr(drawing, "AT_ONCE", 1)
    for _again in range(2):  # asked twice, drawn once
        waits = client.get(url)
        assert (waits.status_code, waits["Content-Type"][:9]) == (202, "text/html")
    assert Job.objects.filter(task__endswith="draw_pack").count() == 1
    run_due(timezone.now())
    ready = client.get(url)
    assert (ready.status_code, ready["Content-Type"]) == (200, "application/pdf")
    assert as_(world.members[1]).get(url).status_code in {200, 202}
    assert "city.example" not in pdf_text(draw(world.members[1], world.meeting))
    assert forget_packs(timezone.now()) == 0
    assert forget_packs(timezone.now() + timedelta(days=1)) == 1
    assert client.get(url).status_code == 202


def test_a_drawing_that_fails_comes_to_an_end_with_words_and_is_tried_again_when_asked(
    two: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _ = two
    assert world.meeting is not None
    declare(world, world.chair)
    url = reverse("assessments:meeting_pack", args=[world.meeting.pk])
    client = as_(world.chair)
    monkeypatch.setattr(drawing, "AT_ONCE", 1)

    def broken(*_data: Any, **_more: Any) -> bytes:
        raise OSError("the disk is full")

    now, drawings = timezone.now(), Job.objects.filter(task__endswith="draw_pack")
    with monkeypatch.context() as patched:
        patched.setattr(kept, "pack_pdf", broken)
        assert client.get(url).status_code == 202
        run_due(now)
        assert client.get(url).status_code == 202, "the control: it is tried once more"
        run_due(now + timedelta(hours=1))
    assert drawings.get().state == Job.State.FAILED
    for _once_more in range(2):
        ended = client.get(url)
        assert ended.status_code == 503
        assert "could not be put together" in ended.content.decode()
    assert drawings.count() == 1, "it asks for nothing by itself"
    assert f"{url}?again=1" in ended.content.decode()
    assert client.get(url, {"again": "1"}).status_code == 202
    assert client.get(url, {"again": "1"}).status_code == 202
    assert drawings.count() == 2, "once"
    run_due(now + timedelta(hours=1))
    ready = client.get(url)
    assert (ready.status_code, ready["Content-Type"]) == (200, "application/pdf")


def test_nobody_waits_for_a_worker_that_never_comes(
    two: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _ = two
    assert world.meeting is not None
    wanted = kept.Wanted(world.meeting.pk, "", str(world.chair.pk), "en")
    at = timezone.now()
    assert kept.ask_for_drawing("k", wanted, at)
    assert kept.ask_for_drawing("k", wanted, at + timedelta(minutes=29))
    assert not kept.ask_for_drawing("k", wanted, at + timedelta(minutes=31))
    assert kept.ask_for_drawing("k", wanted, at + timedelta(minutes=31), again=True)


def test_the_day_is_that_of_the_place_where_the_meeting_is_spoken_of() -> None:
    world = make_world(until="reported", criteria=FEW)
    world.secretary.time_zone = "Africa/Nairobi"
    meeting = acts.plan_meeting(
        mechanism=world.mechanism,
        title="Night session",
        starts_at=datetime(2027, 3, 31, 22, 30, tzinfo=UTC),
        where="",
        by=world.secretary,
        at=world.later(),
    )
    url = reverse("assessments:meeting_pack", args=[meeting.pk])
    answer = as_(world.members[1]).get(url)
    printed = pdf_text(answer.content)
    assert "01:30, Africa/Nairobi" in printed
    assert "April 1, 2027" in printed
    assert "2027-04-01" in answer["Content-Disposition"]


def test_a_decision_that_is_looked_at_again_is_named_so_on_the_agenda() -> None:
    world = certified()
    meeting = plan(world)
    acts.schedule_doubt(meeting=meeting, hearing=doubt(world), by=world.secretary, at=world.later())
    assert "Decision looked at again" in read(world.members[1], meeting)
