"""Data taken away without a browser: one place, a country, or all, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.indicators.cities import City, dims, make_city
from tests.indicators.exporting import MADE
from tests.indicators.test_parquet import read
from tests.indicators.test_rules_exports import read_back
from waymark.indicators.commands.exports import export
from waymark.indicators.export_words import KINDS
from waymark.indicators.models import ChosenIndicator
from waymark.indicators.rules.exports import several
from waymark.indicators.rules.exports.model import Data, Line, Listed, Part
from waymark.indicators.rules.facts import Series, Value

pytestmark = pytest.mark.django_db


def run(*said: str) -> Result:
    return CliRunner().invoke(export, list(said))


def table(content: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def three() -> list[City]:
    """Two places of a country with an area and a further breakdown, and one of another."""
    cities = [make_city(slug=s, country=c) for s, c in (("a", "KE"), ("b", "KE"), ("c", "RW"))]
    for number, city in enumerate(cities):
        city.enter(80.0 + number, "2020", source="=Register")
        city.enter(70.0, "2021", area=city.areas["north"], dims=dims(race="x"))
        city.enter(12.5, "2020 Q1", code="11.6.2")
    return cities


def test_a_country_is_one_file_with_the_place_in_each_row(tmp_path: Path) -> None:
    three()
    path = tmp_path / "out.csv"
    result = run("--country", "ke", "--out", str(path))
    assert (result.exit_code, result.stderr) == (0, "2 places.\n")
    rows = table(path.read_bytes())
    assert [(row["place"], row["indicator"]) for row in rows] == [
        (slug, code)
        for slug in ("a", "b")
        for code in ("umf:UMF-1.1.2", "umf:UMF-1.1.2", "sdg:11.6.2")
    ]
    assert [row["area"] for row in rows][1::3] == ["a-north", "b-north"]
    assert {row["breakdown: race"] for row in rows} == {"", "x"}
    assert {row["source"] for row in rows} == {"'=Register", ""}


def test_what_a_place_has_said_of_indicators_not_chosen_any_more_is_in_it() -> None:
    three()
    ChosenIndicator.objects.filter(place__slug="b").delete()
    make_city(slug="d")
    result = run("--everywhere")
    assert result.stderr == "3 places.\n"
    assert {row["place"] for row in table(result.stdout_bytes)} == {"a", "b", "c"}


@pytest.mark.parametrize("kind", several.KINDS)
def test_every_format_of_several_places_holds_everything(kind: str, tmp_path: Path) -> None:
    three()
    result = run("--everywhere", "--kind", kind, "--list", "umf")
    content = result.stdout_bytes
    assert result.exit_code == 0
    if kind == "csv":
        assert len(table(content)) == 6
    elif kind == "parquet":
        columns, rows = read(content, tmp_path)
        assert (columns[0], len(rows)) == (("place", "VARCHAR"), 6)
    elif kind == "xlsx":
        assert content.startswith(b"PK")
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        if kind == "data-package":
            assert len(table(files["values.csv"])) == 6
            assert len(json.loads(files["datapackage.json"])["resources"]) == 5
        else:
            lines = read_back(files)
            areas = [line.series.area for line in lines]
            assert areas == ["a", "a-north", "b", "b-north", "c", "c-north"]
            assert [line.values[0].value for line in lines][::2] == [80.0, 81.0, 82.0]


@pytest.mark.parametrize("kind", KINDS)
def test_one_place_can_be_taken_in_every_format(kind: str, tmp_path: Path) -> None:
    three()
    path = tmp_path / "out"
    result = run("--place", "a", "--kind", kind, "--out", str(path))
    assert (result.exit_code, result.stderr) == (0, "1 place.\n")
    content = path.read_bytes()
    assert content
    assert b"b-north" not in content


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ((), "Say one of"),
        (("--place", "a", "--everywhere"), "Say one of"),
        (("--place", "nowhere"), "There is no place nowhere"),
        (("--country", "UG"), "There is no place in UG"),
        (("--place", "a", "--list", "none"), "There is no list none"),
        (("--country", "KE", "--kind", "geojson"), "Several places can be taken as csv"),
    ],
)
def test_what_cant_be_understood_writes_nothing(said: tuple[str, ...], sentence: str) -> None:
    three()
    result = run(*said)
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert sentence in result.stderr


def test_codes_of_ones_own_do_not_run_together() -> None:
    """Two places may use one code for different things."""
    line = Line(Series("local:W1", unit="wells"), (Value("2020", 1.0),))
    data = [
        Data(
            Part(slug),
            MADE,
            (Listed("local", "W1", {"en": label}),),
            series=(line.series,),
            lines=lambda: iter([line]),
        )
        for slug, label in (("a", "Wells"), ("b", "Springs"))
    ]
    told = several.Several("x", {"en": "X"}, MADE, tuple(data))
    merged = told.merged()
    assert [one.name for one in merged.indicators] == ["local:a/W1", "local:b/W1"]
    assert [line.series.indicator for line in merged.lines()] == ["local:a/W1", "local:b/W1"]
    assert [row[2] for block in told.blocks() for row in block.whole()] == ["Wells", "Springs"]


@pytest.mark.parametrize("said", [("--everywhere",), ("--place", "a")])
def test_more_rows_than_a_workbook_holds_are_refused_with_what_to_do(
    said: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three()
    path = tmp_path / "out.xlsx"
    monkeypatch.setattr("waymark.kernel.tables.export._MAX_XLSX_ROWS", 3)
    result = run(*said, "--kind", "xlsx", "--out", str(path))
    assert (result.exit_code, path.exists()) == (2, False)
    assert "Take it as csv or parquet." in result.stderr
    monkeypatch.setattr("waymark.kernel.tables.export._MAX_XLSX_ROWS", 10)
    assert run(*said, "--kind", "xlsx", "--out", str(path)).exit_code == 0
