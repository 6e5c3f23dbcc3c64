"""A file with several places: taken apart, stored in all of them or in none, undone as a whole."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection

from tests.factories import make_member
from tests.indicators.cities import City, make_city
from tests.indicators.sdmx_files import data_file, row
from tests.indicators.test_sources import keep_structure
from waymark.base.permits import NotPermitted
from waymark.indicators.actions import imports, several
from waymark.indicators.actions.bringing_several import bring_several_at_console
from waymark.indicators.actions.values import enter_value
from waymark.indicators.commands.exports import export
from waymark.indicators.commands.imports import import_file
from waymark.indicators.models import (
    Framework,
    ImportBatch,
    ImportGroup,
    Indicator,
    Observation,
    Target,
)
from waymark.indicators.queries.several import editable, every
from waymark.indicators.rules.facts import Value
from waymark.indicators.rules.places import Named, apart
from waymark.indicators.rules.rows import Options
from waymark.indicators.rules.sources import blocks
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.flow import Refused
from waymark.kernel.sdmx import Format
from waymark.people.models import User
from waymark.people.rules import WorkspaceRole

pytestmark = pytest.mark.django_db
HEAD = "place,indicator,period,value\n"
TWO = f"{HEAD}a,UMF-1.1.2,2020,61\nKE-B,UMF-1.1.2,2020,62\na,UMF-1.1.2,2021,63\n"


@pytest.fixture
def cities() -> list[City]:
    """Three places; somebody may enter values in the first two."""
    return [
        make_city(slug=slug, name=name, code=code)
        for slug, name, code in (("a", "Alpha", ""), ("b", "Beta", "KE-B"), ("c", "Gamma", ""))
    ]


def officer(cities: list[City]) -> User:
    """Somebody of a national office who works for the first two."""
    by = make_member(cities[0].place, WorkspaceRole.EDITOR)
    make_member(cities[1].place, WorkspaceRole.EDITOR, user=by)
    make_member(cities[2].place, WorkspaceRole.VIEWER, user=by)
    return by


def values() -> list[tuple[str, str, float | None]]:
    rows = Observation.objects.filter(retired_at=None).order_by("series__place__slug", "period")
    return list(rows.values_list("series__place__slug", "period", "value"))


def preview(by: User, content: str, city: City) -> ImportGroup:
    return several.preview_several(
        places=editable(by),
        source=io.BytesIO(content.encode()),
        name="country.csv",
        choices=imports.Choices(Options("umf")),
        by=by,
        at=city.later(),
    )


def run(content: str | bytes, folder: Path, *said: str, name: str = "c.csv") -> tuple[int, Any]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    told = [str(path), "--places", "--framework", "umf", "--report", "-", *said]
    result = CliRunner().invoke(import_file, told)
    assert not result.exception or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, json.loads(result.stdout or "{}")


def test_each_row_goes_to_its_place_by_address_code_or_name(
    cities: list[City], tmp_path: Path
) -> None:
    code, told = run(f"{TWO}GAMMA,UMF-1.1.2,2020,64\n", tmp_path)
    assert (code, told["stored"], told["without_place"]) == (0, True, 0)
    assert values() == [("a", "2020", 61), ("a", "2021", 63), ("b", "2020", 62), ("c", "2020", 64)]
    assert {slug: one["counts"]["added"] for slug, one in told["places"].items()} == {
        "a": 2,
        "b": 1,
        "c": 1,
    }
    rows = Observation.objects.order_by("row").values_list("row", "series__place__slug")
    assert list(rows) == [(2, "a"), (3, "b"), (4, "a"), (5, "c")]
    again, told = run(f"{TWO}GAMMA,UMF-1.1.2,2020,64\n", tmp_path)
    assert (again, told["stored"], told["reasons"][0]["key"]) == (0, False, "import.nothing")


def test_unknown_places_are_named_by_row_and_nothing_is_stored(
    cities: list[City], tmp_path: Path
) -> None:
    content = f"{TWO}nowhere,UMF-1.1.2,2020,9\n,UMF-1.1.2,2020,9\nb,none,2020,9\n"
    code, told = run(content, tmp_path)
    assert (code, told["stored"], values()) == (1, False, [])
    assert [(one["row"], one["column"], one["key"]) for one in told["refused"]] == [
        (5, "A", "places.unknown"),
        (6, "A", "places.empty"),
    ]
    assert "a, b, c" in told["refused"][0]["sentence"]
    (wrong,) = told["places"]["b"]["refused"]
    assert (wrong["row"], wrong["column"], wrong["header"]) == (7, "B", "indicator")
    assert told["reasons"][0]["params"] == {"count": 3}
    code, told = run(content, tmp_path, "--leave-out")
    assert (code, told["stored"], len(values())) == (0, True, 3)


def test_a_dry_run_and_a_file_without_places_leave_nothing(
    cities: list[City], tmp_path: Path
) -> None:
    code, told = run(TWO, tmp_path, "--dry-run")
    assert (code, told["dry_run"], told["import"]) == (0, True, None)
    assert told["places"]["a"]["counts"]["added"] == 2
    for content, key in (
        ("indicator,period,value\nUMF-1.1.2,2020,1\n", "places.no_column"),
        ('{"type": "FeatureCollection", "features": []}', ""),
    ):
        name = "m.geojson" if content.startswith("{") else "c.csv"
        code, told = run(content, tmp_path, name=name)
        assert code == 2
        assert key in [one["key"] for one in told["refused"]] or not key
    assert not ImportBatch.objects.filter(state="committed").exists()
    assert values() == []


def test_a_name_that_two_places_have_is_refused(cities: list[City], tmp_path: Path) -> None:
    make_city(slug="d", name="Alpha")
    code, told = run(f"{HEAD}Alpha,UMF-1.1.2,2020,1\nb,UMF-1.1.2,2020,1\n", tmp_path)
    assert (code, told["refused"][0]["key"]) == (1, "places.several")


def test_a_person_brings_into_her_places_only(cities: list[City]) -> None:
    by = officer(cities)
    group = preview(by, f"{TWO}c,UMF-1.1.2,2020,1\n", cities[0])
    assert [one.place.slug for one in group.batches.order_by("place__slug")] == ["a", "b"]
    assert [one["params"]["text"] for one in group.plan["problems"]] == ["c"]
    assert "c" not in group.plan["problems"][0]["params"]["options"].split(", ")
    with pytest.raises(Refused, match="has_refused"):
        several.commit_several(group=group, by=by, at=cities[0].later())
    assert values() == []
    several.commit_several(group=group, by=by, at=cities[0].later(), leave_out=True)
    assert [slug for slug, _period, _value in values()] == ["a", "a", "b"]
    assert {row.entered_by for row in Observation.objects.all()} == {by}
    with pytest.raises(NotPermitted):
        several.undo_several(group=group, by=cities[0].editor, at=cities[0].later())


def test_nobody_waits_while_a_file_is_planned(cities: list[City]) -> None:
    """On SQLite nobody else can write during a transaction: values are read before it."""
    by, inside = officer(cities), Counter[tuple[bool, str]]()
    outer = len(connection.savepoint_ids)

    def look(execute: Any, sql: str, *more: Any) -> Any:
        for table in ("observation", "importgroup", "importbatch"):
            if f'"indicators_{table}"' in sql and sql.startswith(("SELECT", "INSERT")):
                inside[len(connection.savepoint_ids) > outer, f"{sql[:6]} {table}"] += 1
        return execute(sql, *more)

    with connection.execute_wrapper(look):
        preview(by, TWO, cities[0])
    assert inside.keys() == {
        (False, "SELECT observation"),
        (True, "INSERT importgroup"),
        (True, "INSERT importbatch"),
    }
    inside.clear()
    with connection.execute_wrapper(look):
        cities[0].preview(TWO.replace("KE-B", "a"))
    assert inside.keys() == {(False, "SELECT observation"), (True, "INSERT importbatch")}
    with connection.execute_wrapper(look):  # what is stored at once is read when nobody can write
        bring_several_at_console(
            places=every(),
            source=io.BytesIO(TWO.encode()),
            name="c.csv",
            choices=imports.Choices(Options("umf")),
            at=cities[0].later(),
        )
    assert inside[True, "SELECT observation"]


def test_what_changed_in_one_place_stops_all(cities: list[City]) -> None:
    by = officer(cities)
    group = preview(by, TWO, cities[0])
    cities[1].enter(50.0, "2020")
    with pytest.raises(Refused, match="changed_since"):
        several.commit_several(group=group, by=by, at=cities[0].later())
    assert values() == [("b", "2020", 50)]
    several.discard_several(group=group, by=by, at=cities[0].later())
    assert set(group.batches.values_list("state", flat=True)) == {"discarded"}


def test_undo_takes_it_back_everywhere_or_nowhere(cities: list[City]) -> None:
    by, first = officer(cities), cities[0]
    first.enter(10.0, "2020")
    group = preview(by, TWO, first)
    several.commit_several(group=group, by=by, at=first.later())
    cities[1].now = first.later()
    later = cities[1].bring("indicator,period,value\nUMF-1.1.2,2020,99\n")
    group.refresh_from_db()
    with pytest.raises(Refused, match="stands_on"):
        several.undo_several(group=group, by=by, at=first.later())
    assert ("a", "2020", 61) in values()
    imports.undo_import(batch=later, by=cities[1].editor, at=cities[1].later())
    first.now = cities[1].now
    several.undo_several(group=group, by=by, at=first.later())
    assert values() == [("a", "2020", 10)]
    assert set(group.batches.values_list("state", flat=True)) == {"undone"}


def test_a_part_is_stored_with_the_others_and_a_place_may_undo_its_own(
    cities: list[City],
) -> None:
    by, first = officer(cities), cities[0]
    group = preview(by, TWO, first)
    part = group.batches.get(place=first.place)
    for act in (imports.commit_import, imports.discard_import):
        with pytest.raises(Refused, match="of_several"):
            act(batch=part, by=by, at=first.later())
    several.commit_several(group=group, by=by, at=first.later())
    part.refresh_from_db()
    imports.undo_import(batch=part, by=first.editor, at=first.later())
    assert values() == [("b", "2020", 62)]
    group.refresh_from_db()
    several.undo_several(group=group, by=by, at=first.later())
    assert values() == []


@pytest.mark.parametrize("format", [Format.SPECIFIC_21, Format.CSV_20])
def test_sdmx_of_an_office_is_taken_apart_by_its_areas(
    format: Format, cities: list[City], tmp_path: Path
) -> None:
    keep_structure(cities[0])
    north = cities[2].areas["north"]
    for place, code in ((cities[0].place, "KE"), (cities[1].place, "H1"), (north, "N1")):
        place.code = code
        place.save(update_fields=["code"])
    rows = [row(str(number), area=area) for number, area in enumerate(("KE", "H1", "N1", "X9"))]
    name = "data.csv" if format.is_csv else "data.xml"
    code, told = run(data_file(rows, format), tmp_path, "--framework", "sdg", name=name)
    assert (code, told["without_place"], told["refused"][0]["key"]) == (1, 1, "places.unknown")
    assert told["refused"][0]["params"]["text"].startswith("X9")
    code, told = run(data_file(rows[:3], format), tmp_path, "--framework", "sdg", name=name)
    assert (code, told["stored"]) == (0, True), told
    assert values() == [("a", "2020", 0), ("b", "2020", 1), ("c", "2020", 2)]
    assert Observation.objects.get(value=2).series.area == north
    assert Observation.objects.get(value=1).series.area is None


def test_a_place_gets_nothing_of_what_the_file_says_of_others(
    cities: list[City], tmp_path: Path
) -> None:
    keep_structure(cities[0])
    Framework.objects.get_or_create(code="local", defaults={"name": {"en": "Local"}, "order": 9})
    for city, code in zip(cities, ("KE", "H1", "N1"), strict=True):
        city.place.code = code
        city.place.save(update_fields=["code"])
    rows = [
        row("1", area="KE", SOURCE_DETAIL="Census", COMMENT_OBS="of a"),
        row("2", "2021", area="H1", series="OWN", COMMENT_OBS="of b"),
        row("3", area="H1", SOURCE_DETAIL="of b"),
        row("4", "2022", area="KE", COMMENT_OBS="Census"),
    ]
    code, told = run(data_file(rows), tmp_path, "--framework", "sdg", "--local", name="data.xml")
    assert (code, told["stored"]) == (0, True), told
    held = Observation.objects.order_by("value").values_list("value", "period", "source", "note")
    assert list(held) == [
        (1, "2020", "Census", "of a"),
        (2, "2021", "", "of b"),
        (3, "2020", "of b", ""),
        (4, "2022", "", "Census"),
    ]
    assert [one.owner for one in Indicator.objects.exclude(owner=None)] == [cities[1].place]


def own(city: City, value: float) -> None:
    """Give a city an indicator of its own, with a value."""
    Framework.objects.get_or_create(code="local", defaults={"name": {"en": "Local"}, "order": 9})
    enter_value(
        place=city.place,
        indicator=Indicator.objects.create(
            framework_id="local", code="W", owner=city.place, label={"en": "Wells"}, unit="m"
        ),
        value=Value("2022", value),
        by=city.editor,
        at=city.later(),
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sdmx-csv-2.0", "sdmx-csv-1.0"])
def test_what_was_written_for_several_comes_in_again(
    kind: str, cities: list[City], tmp_path: Path
) -> None:
    for number, city in enumerate(cities):
        city.enter(60.0 + number, "2020", source="L'office", note="=1")
        city.enter(70.0, "2021", area=city.areas["north"])
        if number:  # two places use one code for what is different
            own(city, float(number))
    name = "c.csv" if kind == "csv" else "c.xlsx" if kind == "xlsx" else "c.zip"
    path = tmp_path / name
    done = CliRunner().invoke(export, ["--everywhere", "--kind", kind, "--out", str(path)])
    assert done.exit_code == 0
    content = path.read_bytes()
    code, told = run(content, tmp_path, name=name)
    assert (code, told["reasons"][0]["key"]) == (0, "import.nothing"), told
    before = values()
    Observation.objects.all().delete()
    Target.objects.all().delete()
    code, told = run(content, tmp_path, name=name)
    assert (code, told["stored"]) == (0, True), told
    assert values() == before
    assert Observation.objects.filter(note="=1", source="L'office").count() == 3


def test_rows_that_say_the_same_again_go_with_those_that_they_repeat() -> None:
    """However a file is taken apart, every row of it is in a part or told."""
    builder = blocks.Builder("data")
    for number, area in enumerate(("A", "B", "nowhere"), 1):
        builder.add(number, builder.about(blocks.About("1.1.1", area)), "2020", 1.0, "A")
    block = builder.done()
    block.repeats = [
        blocks.Refusal(row, "", "row.repeats", {"first": first, "period": "2020"})
        for row, first in ((4, 1), (5, 3), (6, 99))
    ]
    head = blocks.Head("sdmx")
    found = apart(
        Reading(head=head, answer=blocks.write(head, [block])), [Named("1", "a"), Named("2", "b")]
    )
    parts = {place: next(iter(one.blocks())) for place, one in found.readings.items()}
    assert [one.row for one in parts["1"].repeats] == [4]
    assert parts["2"].repeats == []
    assert found.kinds == {"places.unknown": 2, "row.repeats": 1}
    assert [one.row for one in found.problems] == [3, 5, 6]
    assert sum(one.rows for one in parts.values()) + found.refused == block.rows
