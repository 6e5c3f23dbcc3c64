"""Files, links and joint trainings of a group: by plain forms, for whoever reads there alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.community.spaces import later, make_circle
from waymark.assessments.actions.evidence import Content
from waymark.base.permits import NotPermitted
from waymark.community.actions import events, materials, spaces, threads, trainings
from waymark.community.models import Event, Material, SignUp
from waymark.community.queries import spaces as inside
from waymark.community.rules.events import EventKind, Training, refuse_closing, refuse_part
from waymark.community.rules.materials import refuse_address
from waymark.kernel.flow import Refused

AT = datetime(2030, 5, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "Meters that last"


def told(kind: str = "training", *, cancelled: bool = False, closed: bool = False) -> Training:
    return Training(kind, AT, AT + HOUR, cancelled, closed)


@pytest.mark.parametrize(
    ("training", "at", "part", "closing"),
    [
        (told(), AT - HOUR, "training.not_begun", "training.not_over"),
        (told(), AT, "", "training.not_over"),
        (told(), AT + HOUR, "", ""),
        (told(closed=True), AT + HOUR, "training.closed", "training.closed"),
        (told(cancelled=True), AT + HOUR, "event.cancelled", "event.cancelled"),
        (told("meeting"), AT + HOUR, "training.is_none", "training.is_none"),
    ],
)
def test_when_a_training_is_noted_and_closed(
    training: Training, at: datetime, part: str, closing: str
) -> None:
    assert [one.key for one in refuse_part(training, at)] == ([part] if part else [])
    assert [one.key for one in refuse_closing(training, at)] == ([closing] if closing else [])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/", "data:text/html,x"])
def test_only_addresses_of_the_web_stand_in_a_group(url: str) -> None:
    assert refuse_address(url)
    assert not refuse_address("HTTPS://example.org/")


@pytest.mark.django_db
def test_a_file_from_the_form_to_taking_it_back() -> None:
    circle = make_circle()
    lead = factories.log_in(Client(), circle.lead)
    viewer = factories.log_in(Client(), circle.viewer)
    stranger = factories.log_in(Client(), circle.stranger)
    home = f"/groups/{circle.space.pk}/"
    thread = threads.start_thread(
        space=circle.space, title="Meters", text="Which?", asks=True, by=circle.lead, at=later()
    )
    wrong = {"file": SimpleUploadedFile("x.pdf", b"<html></html>"), "title": SECRET}
    refused = lead.post(f"{home}files/add/", wrong)
    assert refused.status_code == 422
    assert SECRET in refused.content.decode(), "what was typed stays"
    file = SimpleUploadedFile("table.csv", b"city,meters\nInside,12\n")
    where = f"{home}files/add/?thread={thread.pk}"
    assert lead.post(where, {"file": file, "title": SECRET}).status_code == 302
    made = Material.objects.get()
    path = f"{home}files/{made.pk}/"
    assert SECRET in viewer.get(f"{home}threads/{thread.pk}/").content.decode()
    assert SECRET in viewer.get(f"{home}files/?q=METERS table").content.decode()
    assert SECRET not in viewer.get(f"{home}files/?q=pumps").content.decode()
    answer = viewer.get(path)
    assert b"".join(answer.streaming_content) == b"city,meters\nInside,12\n"
    assert "attachment" in answer["Content-Disposition"]
    for address in (f"{home}files/", f"{home}files/add/", path):
        assert stranger.get(address).status_code == 404
        assert SECRET.encode() not in Client().get(address).content
    assert viewer.post(f"{path}take-back/").status_code == 404
    assert lead.get(f"{home}files/add/?thread={made.pk}").status_code == 404
    with pytest.raises(NotPermitted):
        materials.take_back(material=made, by=circle.viewer, at=later())
    with pytest.raises(NotPermitted):
        materials.add_material(
            space=circle.space, content=Content(url="https://example.org/"), title="x", about="",
            by=circle.stranger, at=later(),
        )  # fmt: skip
    spaces.close_space(space=circle.space, words="Done.", by=circle.adviser, at=later())
    assert lead.post(f"{path}take-back/").status_code == 302, "in a closed group too"
    assert viewer.get(path).status_code == 404
    assert SECRET not in viewer.get(home).content.decode()
    with pytest.raises(Refused):
        materials.take_back(material=made, by=circle.lead, at=later())


@pytest.mark.django_db
def test_who_has_left_opens_no_file_any_more() -> None:
    circle = make_circle()
    made = materials.add_material(
        space=circle.space, content=Content(url="https://example.org/"), title=SECRET, about="",
        by=circle.lead, at=later(),
    )  # fmt: skip
    path = f"/groups/{circle.space.pk}/files/"
    viewer = factories.log_in(Client(), circle.viewer)
    assert SECRET in viewer.get(path).content.decode()
    assert viewer.get(f"{path}{made.pk}/").status_code == 404, "a link is no file"
    (party,) = inside.own_parties(circle.lead, circle.space)
    spaces.leave_space(party=party, by=circle.lead, at=later())
    assert viewer.get(path).status_code == 404


@pytest.mark.django_db
def test_the_list_of_files_asks_no_more_for_three() -> None:
    circle = make_circle()
    viewer = factories.log_in(Client(), circle.viewer)

    def asked() -> int:
        materials.add_material(
            space=circle.space, content=Content(url="https://example.org/"), title="x", about="",
            by=circle.lead, at=later(),
        )  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert viewer.get(f"/groups/{circle.space.pk}/files/").status_code == 200
        return len(found)

    asked()
    first = asked()
    assert (asked(), asked()) == (first, first)


@pytest.mark.django_db
def test_a_joint_training_from_its_plan_to_its_note() -> None:
    circle = make_circle()
    lead = factories.log_in(Client(), circle.lead)
    viewer = factories.log_in(Client(), circle.viewer)
    adviser = factories.log_in(Client(), circle.adviser)
    home, day = f"/groups/{circle.space.pk}/", later(days=30).date()
    words = {
        "title": SECRET, "aim": "Read a meter.", "day": day.isoformat(), "begins": "14:00",
        "until": "16:00", "zone": "UTC",
    }  # fmt: skip
    assert lead.get(f"{home}trainings/plan/").status_code == 404, "facilitators plan trainings"
    assert adviser.post(f"{home}trainings/plan/", words | {"aim": ""}).status_code == 422
    assert adviser.post(f"{home}trainings/plan/", words).status_code == 302
    event = Event.objects.get()
    path, act = f"{home}events/{event.pk}/", f"{home}trainings/{event.pk}/"
    course = {"url": "https://learn.example/meters", "title": "The course"}
    assert adviser.post(f"{home}files/add/?event={event.pk}", course).status_code == 302
    page = viewer.get(path).content.decode()
    assert "Read a meter." in page
    assert "The course" in page
    early = viewer.post(f"{act}part/", {"took_part": "yes"}, follow=True)
    assert "once it has begun" in early.content.decode()
    over = datetime.now(UTC) - timedelta(hours=2)
    Event.objects.filter(pk=event.pk).update(starts_at=over - HOUR, ends_at=over)
    assert viewer.post(f"{act}part/", {"took_part": "yes"}).status_code == 302
    assert adviser.post(f"{act}parts/", {"there": [circle.lead.pk]}).status_code == 302
    noted = SignUp.objects.exclude(took_part_at=None)
    assert [one.user for one in noted] == [circle.lead], "the facilitator's list holds"
    trainings.say_part(event=event, took_part=True, by=circle.viewer, at=later())
    assert lead.get(f"{act}close/").status_code == 404
    assert adviser.post(f"{act}close/", {"words": ""}).status_code == 422
    assert adviser.post(f"{act}close/", {"words": "We can read them."}).status_code == 302
    page = viewer.get(path).content.decode()
    assert "We can read them." in page
    assert "I did not take part" not in page
    assert SECRET in viewer.get(home).content.decode(), "among the earlier events"
    with pytest.raises(Refused):
        trainings.say_part(event=event, took_part=False, by=circle.viewer, at=later())
    with pytest.raises(Refused):
        events.cancel_event(event=event, by=circle.adviser, at=later())
    with pytest.raises(NotPermitted):
        events.plan_event(
            space=circle.space, kind=EventKind.TRAINING, by=circle.lead, at=later(),
            plan=events.Plan(SECRET, later(days=1), later(days=2), "UTC", aim="x"),
        )  # fmt: skip
