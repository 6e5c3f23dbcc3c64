"""A city is found by what it was called before, at every door where cities are looked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_place
from tests.opendata.published import harbour
from tests.places.test_succession import secretary
from tests.world import FEW, make_world
from waymark.awards.queries import Wanted, registry
from waymark.places.actions import Act, enter_succession
from waymark.places.models import Place
from waymark.places.queries.succession import called_like
from waymark.places.rules.succession import Kind
from waymark.portal import finding
from waymark.search import queries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def become(kind: Kind, before: list[Place], after: list[Place], by: Any, **more: Any) -> None:
    told = Act(kind, before, after, effective_on=date(2026, 2, 1), act="Act 7 of 2026", **more)
    enter_succession(act=told, by=by, at=NOW)
    finding.follow()


def sought(address: str, words: str) -> str:
    return Client().get(address, {"q": words}).content.decode()


def test_published_data_is_found_by_a_former_name_and_by_that_of_a_place_that_joined() -> None:
    city, desk = harbour(), secretary()
    alder = make_place("Alderholm", country=city.place.country)
    link = f"/data/{city.place.slug}/"
    former = str(city.place)
    assert link not in sought("/data/", "alderholm")
    become(Kind.MERGE, [alder, make_place("Elmstead")], [city.place], desk)
    become(Kind.RENAME, [city.place], [city.place], desk, new_name={"en": "Quayside"})
    for words in (former, "alderholm", "ÁLDER", "quayside"):
        assert link in sought("/data/", words), words
    assert link not in sought("/data/", "birch")
    assert not called_like(None, "!?").exists(), "no letter is no name"
    for words in (former, "alderholm", "quayside"):
        (hit,) = [one for one in queries.search(words).hits if one.kind == "data"]
        assert hit.url == link
        assert "Formerly: " in "".join(piece.text for piece in hit.text)


def test_the_registry_knows_a_city_by_both_names() -> None:
    world = make_world(criteria=FEW)
    world.reach("published")
    place = Place.objects.get(pk=world.place.pk)
    former, number = str(place), world.award.number
    become(Kind.RENAME, [place], [place], world.secretary, new_name={"en": "Quayside"})
    for words in (former, "quayside", number):
        assert [one.number for one in registry(None, Wanted(words=words), at=NOW)] == [number]
        assert number in sought("/registry/", words)
    assert not registry(None, Wanted(words="birch"), at=NOW).exists()
    assert not registry(None, Wanted(words="!"), at=NOW).exists()
