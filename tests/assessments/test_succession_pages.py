"""The pages on which a secretariat enters what became of a place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.assessments.review_acts import browser, the_case
from tests.factories import make_member, make_place
from tests.world import FEW, make_world
from waymark.assessments.actions.case import open_case
from waymark.assessments.models import Case
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.kernel.flow import Refused
from waymark.places.models import Place, Succession

pytestmark = pytest.mark.django_db
ACT = {"effective_on": "2025-01-01", "act": "Law 7 of 2024", "act_url": ""}


def follow(client: Client, address: str, words: dict[str, object]) -> str:
    """Send a form, look what follows, and send it again as it is shown."""
    first = client.post(address, words)
    assert first.status_code == 200, first.context["form"].errors
    text = first.content.decode()
    seen = first.context["form"].data["seen"]
    assert client.post(address, {**words, "seen": "other"}).status_code == 200
    done = client.post(address, {**words, "seen": seen})
    assert done.status_code == 302, done.context["form"].errors
    return text


def test_a_merger_is_looked_at_entered_told_and_undone() -> None:
    world = make_world(criteria=FEW)
    world.reach("submitted")
    desk, new = browser(world.secretary), make_place("Cedar")
    heir = make_member(new, "lead")
    enter = reverse("assessments:succession_enter", args=[new.slug, "merge"])
    assert str(world.place) in desk.get(enter).content.decode()
    assert "Choose at least one other place" not in desk.get(enter).content.decode()
    words = ACT | {"others": [world.place.pk]}
    shown = follow(desk, enter, words)
    assert reverse("assessments:case", args=[the_case(world).pk]) in shown
    run_due(datetime.now(UTC))
    kinds = {
        (one.user_id, one.kind) for one in Notice.objects.filter(kind__startswith="succession")
    }
    assert kinds == {
        (world.lead.pk, "succession.ended"),
        (world.editor.pk, "succession.ended"),
        (world.signatory.pk, "succession.ended"),
        (heir.pk, "succession.gained"),
    }
    place = Place.objects.get(pk=world.place.pk)
    Case.objects.update(closed_at=world.now, state="withdrawn")
    with pytest.raises(Refused, match=r"case\.place_ended"):
        open_case(
            place=world.place, mechanism=world.mechanism, edition=world.edition,
            target_level=the_case(world).target_level,
            language="en", by=world.lead, at=world.later(),
        )  # fmt: skip
    page = reverse("assessments:succession_place", args=[place.slug])
    assert b"Law 7 of 2024" in desk.get(page).content
    again = reverse("assessments:succession_enter", args=[place.slug, "rename"])
    assert desk.get(again).status_code == 404
    people = reverse("assessments:succession_people", args=[place.slug])
    words = {"person": heir.pk, "role": "viewer", "reason": "She goes on with the work."}
    assert browser(heir).get(reverse("people:place", args=[place.slug])).status_code == 404
    assert desk.post(people, {**words, "person": world.secretary.pk}).status_code == 422
    assert desk.post(people, words).status_code == 302
    assert browser(heir).get(reverse("people:place", args=[place.slug])).status_code == 200
    row = Succession.objects.get()
    undo = reverse("assessments:succession_undo", args=[place.slug, row.pk])
    assert desk.post(undo, {"reason": " "}).status_code == 422
    assert desk.post(undo, {"reason": "The law is of next year."}).status_code == 302
    assert "The law is of next year." in desk.get(page).content.decode()
    assert Place.objects.get(pk=place.pk).ended_on is None


def test_a_division_a_new_name_and_what_is_refused() -> None:
    world = make_world(criteria=FEW)
    desk, part = browser(world.secretary), make_place("Birch")
    split = reverse("assessments:succession_enter", args=[world.place.slug, "split"])
    alone = desk.post(split, ACT | {"others": [part.pk], "seen": ""})
    assert alone.status_code == 200
    refused = desk.post(split, alone.context["form"].data)
    assert refused.status_code == 422
    assert b"A place is divided into two or more" in refused.content
    follow(desk, split, ACT | {"others": [part.pk], "goes_on": "on"})
    assert Place.objects.get(pk=world.place.pk).ended_on is None
    rename = reverse("assessments:succession_enter", args=[part.slug, "rename"])
    words = ACT | {"new_name": "Elm", "language": "en", "second_name": "Olmo"}
    assert desk.post(rename, words).status_code == 422
    follow(desk, rename, words | {"second_language": "es"})
    assert dict(Place.objects.get(pk=part.pk).name) == {"en": "Elm", "es": "Olmo"}


def test_the_list_asks_the_same_for_one_place_and_for_three() -> None:
    world = make_world(criteria=FEW)
    desk = browser(world.secretary)
    page = reverse("assessments:succession_places")
    desk.get(page)
    with CaptureQueriesContext(connection) as one:
        assert desk.get(page, {"q": str(world.place)}).status_code == 200
    make_place("Ash")
    make_place("Beech")
    with CaptureQueriesContext(connection) as three:
        assert desk.get(page).content.decode().count("/secretariat/places/place-") == 3
    assert len(one) == len(three)
