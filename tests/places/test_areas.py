"""A file of areas becomes the parts of a place, with every feature stored or its reason named."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_member, make_place
from tests.needs import missing
from tests.places.test_rules import as_bytes, polygon, square
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.places import actions, queries
from waymark.places.models import Place
from waymark.places.rules import BadBoundary, Part, digest_of, plan_areas, read_areas
from waymark.places.rules.areas import result, work

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WARDS = Path(__file__).resolve().parents[2].parent / (
    "shared/data/bristol/geojson/Bristol_Wards_(December_2020)_UK_BGC_V2.geojson"
)


def feature(x: float = 36.8, y: float = -1.3, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": polygon(square(x, y))}


def collection(*features: object) -> bytes:
    return as_bytes({"type": "FeatureCollection", "features": list(features)})


TWO = collection(
    feature(OBJECTID=1, WD20CD="E1", WD20NM="Ashley"),
    feature(37.0, OBJECTID=2, WD20CD="E2", WD20NM="Avon Side"),
)


def test_code_and_name_are_found_by_the_names_of_properties_or_chosen() -> None:
    read = read_areas(TWO)
    assert (read.code_property, read.name_property) == ("WD20CD", "WD20NM")
    assert [(one.code, one.name) for one in read.features] == [
        ("E1", "Ashley"),
        ("E2", "Avon Side"),
    ]
    other = read_areas(TWO, code="OBJECTID", name="WD20CD")
    assert [(one.code, one.name) for one in other.features] == [("1", "E1"), ("2", "E2")]
    alone = read_areas(collection(feature(id=7.0, other="x")))
    assert [(one.code, one.name) for one in alone.features] == [("7", "")]


def test_a_property_that_comes_twice_is_no_code() -> None:
    read = read_areas(collection(feature(code="A", fid=1), feature(37, code="A", fid=2)))
    assert read.code_property == "fid"
    assert read_areas(collection(feature(color="red"))).code_property == ""


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"[1]", "boundary.not_geojson"),
        (b"{", "boundary.not_json"),
        (b'{"type":"FeatureCollection","features":[]}', "boundary.no_features"),
        (b'{"type":"FeatureCollection","features":{}}', "boundary.not_features"),
        (b'{"type":"Topology"}', "boundary.not_features"),
        (collection(*[{}] * 2001), "boundary.too_many_features"),
        (b'{"type":"FeatureCollection","crs":"EPSG:27700","features":[1]}', "boundary.other_crs"),
        (b" " * (20 * 1024 * 1024 + 1), "boundary.too_large"),
        (b'{"type":"FeatureCollection","features":' + b"[" * 5000, "boundary.not_json"),
    ],
)
def test_a_file_that_holds_no_areas(raw: bytes, key: str) -> None:
    with pytest.raises(BadBoundary) as caught:
        read_areas(raw)
    assert caught.value.reason.key == key


def keys(raw: bytes, *parts: Part, outer: dict[str, Any] | None = None) -> dict[int, str]:
    planned = plan_areas(read_areas(raw).features, parts, outer)
    assert sum(planned.counts.values()) == len(json.loads(raw)["features"])
    return {one.number: one.reason.key for one in planned.problems}


def test_each_feature_that_is_no_area_says_why() -> None:
    bow = polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])
    raw = collection(
        feature(code="1"),
        feature(37.5, code="1"),
        {"type": "Feature", "properties": {"code": "2"}, "geometry": bow},
        {"type": "Feature", "properties": {"code": "3"}, "geometry": None},
        "nonsense",
        feature(code="x" * 41),
        feature(2000, code="5"),
        {"type": "Feature", "properties": {"code": "6"}, "geometry": {"type": "Point"}},
        {
            "type": "Feature",
            "properties": {"code": "7"},
            "geometry": {"type": "MultiPolygon", "coordinates": [1, 2]},
        },
    )
    planned = plan_areas(read_areas(raw, code="code").features, (), None)
    assert {one.number: one.reason.key for one in planned.problems} == {
        2: "areas.code_twice",
        3: "boundary.crosses_itself",
        4: "boundary.not_geojson",
        5: "areas.no_code",
        6: "areas.code_too_long",
        7: "boundary.out_of_range",
        8: "boundary.wrong_type",
        9: "boundary.not_geojson",
    }
    assert planned.counts == {"added": 1, "changed": 0, "unchanged": 0, "refused": 8}


def test_what_lies_outside_is_refused() -> None:
    assert keys(TWO, outer=polygon(square(36.7, -1.4, 0.3))) == {2: "areas.outside"}
    assert keys(TWO, outer=polygon(square(36.7, -1.4, 0.5))) == {}


def test_a_part_is_known_by_code_then_address_then_name() -> None:
    parts = (
        Part("a", "city-x", "E1", ("Old name",), digest_of(polygon(square(0, 0)))),
        Part("b", "city-y", "", ("AVON  SIDE", "Other")),
    )
    planned = plan_areas(read_areas(TWO).features, parts, None)
    assert [(one.code, one.part.id if one.part else "") for one in planned.changes] == [
        ("E1", "a"),
        ("E2", "b"),
    ]
    twins = (Part("b", "y", "", ("Avon Side",)), Part("c", "z", "", ("avon side",)))
    assert keys(TWO, *twins) == {2: "areas.name_several"}
    both = (Part("b", "e1", "", ("Avon Side",)),)
    assert keys(TWO, *both) == {2: "areas.part_twice"}


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-400, 400), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["type", "properties", "geometry", "coordinates", "code"]), inner
        ),
        st.fixed_dictionaries(
            {
                "type": st.sampled_from(["Feature", "Polygon", "MultiPolygon", "Point"]),
                "geometry": inner,
                "coordinates": inner,
                "properties": inner,
            }
        ),
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=5))
@settings(max_examples=300)
def test_whatever_the_features_are_none_is_lost(features: list[Any]) -> None:
    raw = as_bytes({"type": "FeatureCollection", "features": features})
    try:
        read = result(json.loads(json.dumps(work(io.BytesIO(raw)))))
    except BadBoundary:
        return  # of the whole file, with its reason; any other error would end the test
    planned = plan_areas(read.features, (), None)
    assert sum(planned.counts.values()) == len(features)
    assert len(planned.changes) + len(planned.problems) == len(features)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with pytest.raises(BadBoundary):
        read_areas(raw)


# In the database -----------------------------------------------------------------------------


def bring(place: Place, raw: bytes, by: Any) -> dict[str, Any]:
    parts = queries.known_parts(by, place)
    planned = plan_areas(read_areas(raw).features, parts, place.boundary)
    return actions.set_parts(place=place, plan=planned, language="en", by=by, at=NOW)


@pytest.mark.django_db
def test_areas_are_made_changed_and_taken_back() -> None:
    city = make_place("Mwamba", slug="mwamba")
    editor = make_member(city, "editor")
    old = make_place("Ashley", parent=city, slug="mwamba-old", kind="district")
    done = bring(city, TWO, editor)
    first, second = queries.parts(editor, city)
    assert (first.slug, first.code, first.kind, str(first)) == (
        "mwamba-avon-side",
        "E2",
        "district",
        "Avon Side",
    )
    assert (second.pk, second.code, second.boundary["type"]) == (old.pk, "E1", "Polygon")
    assert second.area_km2 == pytest.approx(123.1, abs=0.3)
    again = plan_areas(read_areas(TWO).features, queries.known_parts(editor, city), None)
    assert (again.changes, again.counts["unchanged"]) == ((), 2)
    actions.take_back_parts(place=city, done=done, by=editor, at=NOW)
    (left,) = queries.parts(editor, city)
    assert (left.pk, left.code, left.boundary) == (old.pk, "", None)


@pytest.mark.django_db
def test_a_part_on_which_something_stands_is_retired_and_comes_back_by_its_code() -> None:
    city = make_place("Mwamba", slug="mwamba")
    editor = make_member(city, "editor")
    done = bring(city, TWO, editor)
    used = Place.objects.get(code="E2")
    make_place("Block", parent=used, kind="district")
    actions.take_back_parts(place=city, done=done, by=editor, at=NOW)
    assert not queries.parts(editor, city).exists()
    assert Place.objects.get(code="E2").retired_at
    more = bring(city, TWO, editor)
    assert Place.objects.get(code="E2").pk == used.pk
    assert queries.parts(editor, city).count() == 2
    actions.take_back_parts(place=city, done=more, by=editor, at=NOW)
    assert Place.objects.get(code="E2").retired_at


@pytest.mark.django_db
def test_what_changed_meanwhile_is_not_overwritten() -> None:
    city = make_place("Mwamba", slug="mwamba")
    editor = make_member(city, "editor")
    make_place("Ashley", parent=city, slug="mwamba-old", kind="district")
    planned = plan_areas(read_areas(TWO).features, queries.known_parts(editor, city), None)
    done = bring(city, TWO, editor)
    with pytest.raises(Refused):
        actions.set_parts(place=city, plan=planned, language="en", by=editor, at=NOW)
    Place.objects.filter(code="E1").update(boundary=polygon(square(0, 0)))
    with pytest.raises(Refused):
        actions.take_back_parts(place=city, done=done, by=editor, at=NOW)


@pytest.mark.django_db
def test_who_may_set_parts() -> None:
    city = make_place("Mwamba")
    for role in ("viewer", "signatory"):
        with pytest.raises(NotPermitted):
            bring(city, TWO, make_member(city, role))
    with pytest.raises(NotPermitted):
        bring(city, TWO, make_member(make_place(), "lead"))


def test_the_wards_of_a_real_city_are_all_areas() -> None:
    if not WARDS.exists():
        missing("the wards of a published site")
        return
    read = read_areas(WARDS.read_bytes())
    assert (read.code_property, read.name_property) == ("WD20CD", "WD20NM")
    planned = plan_areas(read.features, (), None)
    assert (planned.counts["added"], planned.problems) == (34, ())
