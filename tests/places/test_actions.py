"""Making places, their figures and boundaries; the page on which a city does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import log_in, make_country, make_member, make_place, make_secretary
from tests.places.test_rules import as_bytes, polygon, square
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.places import actions
from waymark.places.actions.countries import INVENTED
from waymark.places.models import Country, Place
from waymark.places.reference import rows
from waymark.places.rules import BadBoundary

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
GOOD = as_bytes(polygon(square(36.8, -1.3)))


def make(by: Any, **extra: Any) -> Place:
    values: dict[str, Any] = {"name": {"en": "Mwamba"}, "kind": "city", "by": by, "at": NOW}
    return actions.create_place(**({"country": make_country("KE")} | values | extra))


def test_places_get_addresses_of_their_own() -> None:
    secretary = make_secretary()
    slugs = [make(secretary).slug for _ in range(3)]
    assert slugs == ["mwamba", "mwamba-ken", "mwamba-ken-2"]
    assert make(secretary, name={"ar": "القاهرة"}).slug == "ke-place"
    assert make(secretary, name={"en": " San  José "}).name_skeleton == "SAN JOSE"


def test_a_place_has_a_name_and_a_parent_in_its_own_country() -> None:
    secretary = make_secretary()
    for bad, key in (
        ({"name": {"en": "  "}}, "place.name_missing"),
        ({"parent": make_place(country="PE")}, "place.country_mismatch"),
    ):
        with pytest.raises(Refused) as refusal:
            make(secretary, **bad)
        assert refusal.value.reasons[0].key == key
    assert make(secretary, parent=make_place(), kind="district").parent


def test_who_may_make_and_change_a_place() -> None:
    place = make_place()
    lead, editor = make_member(place, "lead"), make_member(place, "editor")
    viewer, other = make_member(place, "viewer"), make_member(make_place(), "lead")
    for person in (viewer, other):
        with pytest.raises(NotPermitted):
            actions.set_boundary(place=place, geojson=GOOD, by=person, at=NOW)
    for person in (lead, editor, viewer, other):
        with pytest.raises(NotPermitted):
            make(person)
    for person in (lead, editor, make_secretary()):
        actions.set_boundary(place=place, geojson=GOOD, by=person, at=NOW)
    place.refresh_from_db()
    assert place.area_km2 == pytest.approx(123.1, abs=0.3)
    facts = json.loads(Record.objects.latest("pk").body)["facts"]
    assert (len(facts["geometry"]), facts["points"]) == (64, 5)


def test_a_bad_boundary_changes_nothing() -> None:
    place = make_place()
    lead = make_member(place, "lead")
    actions.set_boundary(place=place, geojson=GOOD, by=lead, at=NOW)
    before = Record.objects.count()
    with pytest.raises(BadBoundary):
        actions.set_boundary(place=place, geojson=b"{}", by=lead, at=NOW)
    place.refresh_from_db()
    assert place.boundary["type"] == "Polygon"
    assert Record.objects.count() == before


@pytest.fixture
def inside(client: Client) -> Callable[..., Any]:
    place = make_place("Mwamba")
    log_in(client, make_member(place, "editor"))

    def post(name: str, **fields: Any) -> Any:
        return client.post(reverse(f"people:{name}", args=[place.slug]), fields, follow=True)

    return post


def test_the_page_takes_figures_and_a_boundary(inside: Callable[..., Any]) -> None:
    page = inside("place", population="120000", population_year="2024", urbanisation="city")
    assert page.status_code == 200
    file = SimpleUploadedFile("b.geojson", GOOD)
    page = inside("boundary", file=file)
    assert "<svg" in page.content.decode()
    place = Place.objects.get()
    assert (place.population, place.population_year, place.urbanisation) == (120000, 2024, "city")
    assert place.area_km2


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("b.geojson", b"{", "can’t be read as GeoJSON"),
        ("b.geojson", as_bytes(polygon(square(4_000_000, 9, 9))), "is not on Earth"),
        ("../../etc/b.svg", b"<svg onload=alert(1)>", "can’t be read as GeoJSON"),
        ("b.geojson", b" " * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_the_page_says_what_is_wrong_with_a_file(
    inside: Callable[..., Any], name: str, raw: bytes, said: str
) -> None:
    page = inside("boundary", file=SimpleUploadedFile(name, raw))
    assert page.status_code == 400
    assert said in page.content.decode()
    assert Place.objects.get().boundary is None


def test_a_count_needs_its_year(inside: Callable[..., Any]) -> None:
    page = inside("place", population="5", population_year="", website="www.mwamba.example")
    assert page.status_code == 400
    assert "in which year" in page.content.decode()
    assert "www.mwamba.example" in page.content.decode()


@pytest.mark.parametrize(
    ("iso2", "iso3"),
    [("KE", "XVA"), ("XV", "KEN"), ("XK", "XVA"), ("XV", "XKX"), ("xv", "xva"), ("XV", "XV")],
)
def test_no_invented_country_has_a_code_that_is_anybodys(iso2: str, iso3: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.invent_country(iso2=iso2, iso3=iso3, name={"en": "Velmora"}, at=NOW)
    assert refused.value.reasons[0].key == "country.code_of_a_real_one"
    assert not Country.objects.exists()


def test_a_country_is_invented_once_and_by_a_name() -> None:
    with pytest.raises(Refused):
        actions.invent_country(iso2="XV", iso3="XVA", name={"en": " "}, at=NOW)
    made = actions.invent_country(iso2="XV", iso3="XVA", name={"en": "Velmora"}, at=NOW)
    assert (made.m49.isdigit(), made.region, made.groups.count()) == (False, "", 0)
    assert Record.objects.filter(verb="country.invent").count() == 1
    for iso2, iso3 in (("XV", "XVB"), ("XW", "XVA")):
        with pytest.raises(Refused) as refused:
            actions.invent_country(iso2=iso2, iso3=iso3, name={"en": "Velmora"}, at=NOW)
        assert refused.value.reasons[0].key == "country.code_taken"


def test_no_country_that_ships_has_a_code_left_for_inventing() -> None:
    codes = [f"{row['iso2']}/{row['iso3']}" for row in rows()]
    assert len(codes) > 200
    assert not [code for code in codes if INVENTED.fullmatch(code)]
