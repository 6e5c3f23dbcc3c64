"""The form for a boundary: what it takes, what it refuses, and that nothing is kept half."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import log_in, make_member, make_place
from waymark.places.models import Place
from waymark.places.rules.boundary import MAX_BYTES

pytestmark = pytest.mark.django_db
RING = [[36.8, -1.3], [36.9, -1.3], [36.9, -1.2], [36.8, -1.2], [36.8, -1.3]]
BOW = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]


def area(ring: list[Any]) -> bytes:
    return json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()


@pytest.fixture
def place() -> Place:
    return make_place("Maral")


def send(place: Place, content: bytes, name: str = "city.geojson") -> Any:
    client = log_in(Client(), make_member(place, "editor"))
    file = SimpleUploadedFile(name, content, "application/geo+json")
    return client.post(reverse("people:boundary", args=[place.slug]), {"file": file})


def test_a_boundary_is_saved_and_drawn(place: Place) -> None:
    done = send(place, area(RING))
    assert done.status_code == 302
    place.refresh_from_db()
    assert place.boundary["type"] == "Polygon"
    assert place.area_km2 == pytest.approx(123, rel=0.02)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 no boundary", "read as GeoJSON"),
        (area(RING).decode().encode("utf-16"), "read as GeoJSON"),
        (area(RING)[:-9], "read as GeoJSON"),
        (b'{"type": "Polygon", "type": "Polygon", "coordinates": []}', "key given twice"),
        (b'{"type": "Point", "coordinates": [36.8, -1.3]}', "Polygon or a MultiPolygon"),
        (area(BOW), "not a simple area"),
        (area([[x * 1000, y] for x, y in RING]), "not on Earth"),
        (b" " * (MAX_BYTES + 1), "larger than 2 MB"),
    ],
)
def test_what_is_no_boundary_is_refused_in_words_and_nothing_changes(
    place: Place, content: bytes, says: str
) -> None:
    assert send(place, area(RING)).status_code == 302
    before = Place.objects.values().get(pk=place.pk)
    page = send(place, content)
    assert page.status_code == 400
    assert says in page.content.decode()
    assert Place.objects.values().get(pk=place.pk) == before


def test_a_file_thrown_away_while_it_arrived_is_called_too_large_and_not_missing(
    place: Place, settings: Any
) -> None:
    settings.WAYMARK_UPLOAD_LIMIT = 1000
    page = send(place, b" " * 1001)
    said = page.content.decode()
    assert page.status_code == 400
    assert "larger than 2 MB" in said
    assert "This field is required." not in said
    place.refresh_from_db()
    assert not place.boundary
