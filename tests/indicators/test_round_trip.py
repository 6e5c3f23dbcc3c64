"""What a city takes away can come in again: nothing changes there, elsewhere all of it arrives.

Through the acts themselves, for every format that can be brought in.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from tests.indicators.cities import City, dims, make_city
from tests.indicators.exporting import SHORT, SQUARE, TEXT
from waymark.indicators import takeaway
from waymark.indicators.actions import targets
from waymark.indicators.actions.metadata import edit_metadata
from waymark.indicators.models import Framework, ImportBatch, Indicator
from waymark.indicators.queries.metadata import everything_told
from waymark.indicators.queries.place import here
from waymark.indicators.queries.taking import Chosen, data
from waymark.indicators.rules.exports.model import Line
from waymark.indicators.rules.facts import Goal, Value
from waymark.places.models import Place
from waymark.places.rules import read_boundary

pytestmark = pytest.mark.django_db

FORMATS = {
    "csv": "data.csv",
    "xlsx": "data.xlsx",
    "json": "data.json",
    "data-package": "data.zip",
    "sdmx-ml-2.1": "data.zip",
    "sdmx-ml-3.0": "data.zip",
    "sdmx-csv-1.0": "data.zip",
    "sdmx-csv-2.0": "data.zip",
    "open-sdg": "data.zip",
    "parquet": "data.parquet",
}
TABLES = ("csv", "xlsx", "parquet")
"""Formats that hold values and targets alone, and no texts of metadata."""


def own_list(city: City) -> Indicator:
    """An indicator of the city's own."""
    Framework.objects.get_or_create(code="local", defaults={"name": {"en": "Local"}, "order": 9})
    return Indicator.objects.create(
        framework_id="local",
        owner=city.place,
        code="W1",
        label={"en": "Wells", "fr": "Puits à l'usage"},
        unit="wells",
        status="local",
    )


def furnished() -> City:
    """A city with all that may stand beside a value, in several scripts and units."""
    city = make_city()
    own_list(city)
    north = city.areas["north"]
    north.boundary = read_boundary(json.dumps(SQUARE).encode()).geometry
    north.code = "N01"
    north.save()
    groups = dims(sex="female", occupation="Fishers' wives", age="65+")
    city.enter(81, "2020", source="L'office", note="=1+1", method="Census", source_type="census")
    city.enter(79.125, "2014/15", dims=groups, note="two\nlines", quality="good", margin=0.5)
    city.enter(1200, "2020", unit="persons", status="E", sample_size=400)
    city.enter(None, "2021", area=north, status="Q", unit="%", note="Too few asked")
    city.enter(None, "2021", area=city.areas["harbour"], status="M", unit="%", note="لا بيانات")
    city.enter(12.5, "2020 Q1", code="11.6.2", dims=dims(age="65+"), source="北京 مكتب", status="P")
    city.enter(None, "2019", code="11.6.2", text="Few, by word: l'été", status="E")
    city.enter(-3.5e-05, "2019", code="W1", status="B", dims=dims(مهنة="معلم"))
    for code, goal in (
        ("UMFX-2.3.a", Goal("2015", 3.0, 2030, 9.0, ((2027, 5.0),), "Plan d'action")),
        ("11.6.2", Goal(target_value=5.0, note="By decision 7")),
        ("W1", Goal("2015/16", 3.0, 2028, None)),
    ):
        targets.set_target(
            place=city.place,
            indicator=city.indicator(code),
            goal=goal,
            by=city.editor,
            at=city.later(),
        )
    edit_metadata(
        place=city.place,
        indicator=city.indicator("11.6.2"),
        texts={("STAT_CONC_DEF", "en"): "Dust", ("STAT_CONC_DEF", "ar"): "غبار"},
        by=city.editor,
        at=city.later(),
    )
    return city


def taken(city: City, kind: str) -> bytes:
    """A file as the city would take it away."""
    at = here(city.lead, city.place.slug, boundaries=True)
    assert at is not None
    with takeaway.made(at, kind, Chosen(), city.now) as file:
        return file.read()


def meaning(city: City) -> list[Line]:
    """All lines; areas by their code or name, so that two cities can be compared."""
    told = data(city.here, Chosen(), at=city.now)
    names = {part.slug: part.code or part.names["en"] for part in told.parts} | {"": ""}
    lines = [
        Line(one.series._replace(area=names[one.series.area]), one.values, one.goal)
        for one in told.lines()
    ]
    return sorted(lines, key=lambda line: repr(line.series))


def texts(city: City) -> dict[str, Any]:
    """All texts of metadata."""
    return {row.code: dict(held) for row, held in everything_told(city.here).items()}


def twin_of(city: City) -> City:
    """An empty city with the same areas, as on another installation."""
    twin = make_city(slug="twin", areas=tuple(city.areas))
    for name, part in twin.areas.items():
        same = city.areas[name]
        slug = same.slug
        Place.objects.filter(pk=same.pk).update(slug=f"gone-{slug}")
        Place.objects.filter(pk=part.pk).update(slug=slug, code=same.code, boundary=same.boundary)
    return twin


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: count for name, count in batch.plan["counts"].items() if count}


def asked(batch: ImportBatch) -> Any:
    """What somebody would have to answer or mend, and what would be stored."""
    plan = batch.plan
    numbers = {name: n for name, n in plan.get("numbers", {}).items() if name != "files"}
    return (
        plan.get("error"),
        plan["problems"],
        {name: words for name, words in plan.get("asked", {}).items() if words},
        {name: n for name, n in numbers.items() if n and name != "areas_unchanged"},
        plan["values"],
        plan["goals"],
    )


NOTHING = (None, [], {}, {}, 0, 0)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_was_taken_away_changes_nothing_where_it_came_from(kind: str) -> None:
    city = furnished()
    city.editor = city.lead
    before = meaning(city), texts(city)
    batch = city.preview(taken(city, kind), FORMATS[kind])
    assert asked(batch) == NOTHING
    assert set(counts(batch)) == {"unchanged"}
    assert counts(batch)["unchanged"] >= 8
    assert (meaning(city), texts(city)) == before


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_city_gets_all_of_it(kind: str) -> None:
    city = furnished()
    expected, file = meaning(city), taken(city, kind)
    told = texts(city)
    twin = twin_of(city)
    twin.editor = twin.lead
    if kind in TABLES:  # tables make no indicators
        own = own_list(twin)
        assert own.code == "W1"
    batch = twin.preview(file, FORMATS[kind], local=True)
    assert batch.plan["problems"] == []
    twin.commit(batch)
    assert meaning(twin) == expected
    if kind not in TABLES and not kind.startswith("sdmx"):
        assert texts(twin) == told
    own = Indicator.objects.get(owner=twin.place)
    assert own.label["en"] == "Wells"
    again = twin.preview(taken(twin, kind), FORMATS[kind])
    assert asked(again) == NOTHING


# Whatever a city may hold ------------------------------------------------------------------------

GROUPS: dict[str, Any] = {
    "sex": st.sampled_from(["female", "male"]),
    "age": st.sampled_from(["0-4", "65+", "pensioners"]),
    "group": st.sampled_from(["refugees", "Fishers' families"]),
    "occupation": st.sampled_from(["=farmer", "farmer's", "مزارع", "农民"]),
    "مهنة": st.sampled_from(["معلم", "طبيب"]),
}


@st.composite
def entries(draw: st.DrawFn) -> dict[tuple[Any, ...], Value]:
    """Values by what they are about: code, area, groups, unit and period."""
    found = {}
    for _number in range(draw(st.integers(1, 5))):
        names = draw(st.sets(st.sampled_from(sorted(GROUPS)), max_size=2))
        about = (
            draw(st.sampled_from(["UMF-1.1.2", "11.6.2", "W1"])),
            draw(st.sampled_from(["", "north", "harbour"])),
            dims(**{name: draw(GROUPS[name]) for name in sorted(names)}),
            draw(st.sampled_from(["%", "persons", "1 000 €"])),
        )
        period = draw(st.sampled_from(["2019", "2014/15", "2020 Q1", "2021-06", "1987-1991"]))
        found[(*about, period)] = draw(values(period))
    return found


@st.composite
def values(draw: st.DrawFn, period: str) -> Value:
    """A number, a word, or nothing with the reason; each with a note."""
    status = draw(st.sampled_from("AABEPMQ"))
    number = None if status in "MQ" else draw(st.sampled_from([0.0, -1.5, 12.0, 1e-7, 123456789.5]))
    return Value(
        period,
        number,
        status,
        source=draw(SHORT),
        method=draw(SHORT),
        sample_size=draw(st.none() | st.just(400)),
        margin=draw(st.none() | st.just(0.5)),
        note=draw(TEXT),
        quality=draw(SHORT),
    )


@contextmanager
def undone() -> Iterator[None]:
    """Whatever was stored is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(held=entries(), kind=st.sampled_from(sorted(FORMATS)))
def test_import_after_export_is_the_identity(held: dict[tuple[Any, ...], Value], kind: str) -> None:
    with undone():
        city = make_city()
        own_list(city)
        city.editor = city.lead
        for (code, area, groups, unit, period), value in held.items():
            about = {"area": city.areas[area]} if area else {}
            said = asdict(value)
            said = {name: told for name, told in said.items() if name not in ("period", "value")}
            city.enter(value.value, period, code=code, dims=groups, unit=unit, **about, **said)
        expected, file = meaning(city), taken(city, kind)
        assert sum(len(line.values) for line in expected) == len(held)
        batch = city.preview(file, FORMATS[kind])
        assert (asked(batch), counts(batch)) == (NOTHING, {"unchanged": len(held)})
        twin = twin_of(city)
        twin.editor = twin.lead
        own_list(twin)
        twin.commit(twin.preview(file, FORMATS[kind]))
        assert meaning(twin) == expected


# A file that leaves something out is noticed ------------------------------------------------------


def without(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """A ZIP with every text file changed."""

    def changed(content: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
            for name in old.namelist():
                new.writestr(name, change(old.read(name).decode()))
        return made.getvalue()

    return changed


@pytest.mark.parametrize(
    ("kind", "spoil"),
    [
        ("csv", lambda content: content.replace(b"Too few asked", b"")),
        ("json", lambda content: content.replace(b'"status":"E"', b'"status":"A"')),
        ("json", lambda content: content.replace(b',"sex":"female"', b"")),
        ("sdmx-csv-2.0", without(lambda text: text.replace("Too few asked", ""))),
        ("sdmx-ml-2.1", without(lambda text: text.replace('OBS_STATUS="P"', 'OBS_STATUS="A"'))),
        ("open-sdg", without(lambda text: text.replace("Too few asked", ""))),
        ("open-sdg", without(lambda text: text.replace("persons", "people"))),
        ("data-package", without(lambda text: text.replace("لا بيانات", ""))),
    ],
)
def test_an_export_that_leaves_something_out_is_noticed(
    kind: str, spoil: Callable[[bytes], bytes]
) -> None:
    city = furnished()
    expected, file = meaning(city), taken(city, kind)
    spoilt = spoil(file)
    assert spoilt != file
    twin = twin_of(city)
    twin.editor = twin.lead
    own_list(twin)
    twin.commit(twin.preview(spoilt, FORMATS[kind]))
    assert meaning(twin) != expected
