"""Packages, maps and typed tables, read by five programs that we did not write."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.indicators.exporting import INDICATORS, PARTS, SQUARE, data_of
from tests.readers_needed import need_table_readers
from tools import readers
from waymark.indicators.rules.exports import geojson, package, parquet
from waymark.indicators.rules.exports.model import Line
from waymark.indicators.rules.facts import Goal, Series, Value
from waymark.kernel.tables import unsafe_cell
from waymark.places.rules.boundary import read_boundary

pytestmark = pytest.mark.slow
WATER = Series("umf:UMF-1.1.2", "harbour", (("age", "65+"), ("sex", "female")), "%")
LINES = [
    Line(Series("sdg:11.6.2", unit="ug/m3"), (Value("2019", 12.5), Value("2020", 11.0, "P"))),
    Line(
        WATER,
        (
            Value("2019", 81.25, note="Citizens' \"water\": l'été, <b>\nthe second line"),
            Value("2020 Q1", None, "Q", source="=مكتب"),
            Value("2021-06", -0.25, "P", sample_size=400, margin=1.5, source_type="survey"),
        ),
        Goal("2014/15", 20.0, 2030, 95.0, ((2027, 80.0),), "北京 plan"),
    ),
    Line(
        Series("local:W1", "", (("occupation", "Fishers' families"), ("مهنة", "معلم")), "wells"),
        (Value("2020", None, text="Few, by word"),),
    ),
]
CLOCKWISE = {
    "type": "Polygon",
    "coordinates": [
        [[36.8, -1.3], [36.8, -1.2], [36.9, -1.2], [36.9, -1.3], [36.8, -1.3]],
        [[36.84, -1.26], [36.86, -1.26], [36.86, -1.24], [36.84, -1.24], [36.84, -1.26]],
    ],
}
"""As many programs write it, with a hole: both rings turn the wrong way."""

NORTH = replace(PARTS[0], geometry=read_boundary(json.dumps(CLOCKWISE).encode()).geometry)
TOLD = replace(data_of(LINES, licence="CC-BY-4.0"), parts=(NORTH, PARTS[1]))
Spoil = Callable[[str], str]


def write(folder: Path, spoil: dict[str, Spoil]) -> None:
    """The package, the map and the table; `spoil` changes the text of files before."""
    (folder / "package").mkdir()
    made = [(f"package/{name}", pieces) for name, pieces in package.files(TOLD)]
    made.append(("map.geojson", geojson.document(TOLD, every=True)))
    made += [("table.parquet", pieces) for _name, pieces in parquet.files(TOLD)]
    for name, pieces in made:
        content = b"".join(pieces)
        if name in spoil:
            text = content.decode()
            content = spoil[name](text).encode()
            assert content.decode() != text, name
        (folder / name).write_bytes(content)


def others(folder: Path, **spoil: Spoil) -> dict[str, Any]:
    """What the other programs find in what we give of this city."""
    need_table_readers()
    files = {"values": "package/values.csv", "map": "map.geojson"}
    write(folder, {files[k]: v for k, v in spoil.items()})
    done = subprocess.run(
        [readers.TABLES.python(), "-W", "ignore", "tests/readers/tables.py", folder],
        cwd=readers.ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return others(tmp_path_factory.mktemp("given"))


def in_csv() -> list[dict[str, str]]:
    """The table of values as the standard library reads it."""
    files = {name: b"".join(pieces) for name, pieces in package.files(TOLD)}
    return list(csv.DictReader(io.StringIO(files["values.csv"].decode(), newline="")))


def test_csv_on_the_web_finds_types_and_keys(found: dict[str, Any]) -> None:
    told = found["csvw"]
    assert told["complaints"] == []
    assert told["title"] == "Indicators of Nuru Hills"
    rows = told["tables"]["values.csv"]
    assert len(rows) == 6
    assert [row["value"] for row in rows] == [12.5, 11.0, 81.25, None, -0.25, None]
    assert [row["area"] for row in rows] == [None, None, *["harbour"] * 3, None]
    assert (rows[4]["sample_size"], rows[4]["target_year"]) == (400, 2030)
    assert rows[2]["note"] == LINES[1].values[0].note
    assert [row["id"] for row in told["tables"]["indicators.csv"]] == [i.name for i in INDICATORS]


def test_a_data_package_is_valid_and_read_as_it_was_meant(found: dict[str, Any]) -> None:
    told = found["frictionless"]
    assert (told["valid"], told["complaints"]) == (True, [])
    for row, plain in zip(told["tables"]["values"], in_csv(), strict=True):
        for name, cell in row.items():
            assert str("" if cell is None else cell) in (plain[name], plain[name].split(".0")[0])
    assert [row["id"] for row in told["tables"]["areas"]] == [one.slug for one in PARTS]


def test_a_map_is_valid_and_its_rings_turn_as_the_standard_wants(found: dict[str, Any]) -> None:
    told, drawn = found["geojson"], found["gdal"]
    assert (told["type"], told["complaints"]) == ("FeatureCollection", [])
    assert told["ids"] == ["nuru-hills", "nuru-hills-north", "harbour"]
    assert told["shapes"] == ["Polygon", "Polygon"]
    shapes = [one and shapely.from_wkb(one) for one in drawn["shapes"]]
    square = shapely.geometry.shape(SQUARE)
    assert (shapes[0], shapes[2]) == (square, None)
    assert shapes[1].equals(shapely.geometry.shape(CLOCKWISE))
    assert all(shapely.is_ccw(one.exterior) for one in shapes if one)
    assert [shapely.is_ccw(hole) for hole in shapes[1].interiors] == [False]
    assert not shapely.is_ccw(shapely.geometry.shape(CLOCKWISE).exterior)
    assert (drawn["crs"], drawn["bounds"]) == ("EPSG:4326", list(square.bounds))


def test_a_map_program_finds_values_and_gaps_under_their_names(found: dict[str, Any]) -> None:
    columns = found["gdal"]["columns"]
    group = "umf:UMF-1.1.2 age=65+ sex=female"
    assert columns["sdg:11.6.2 2019"] == [12.5, None, None]
    assert columns[f"{group} 2019"] == [None, None, 81.25]
    assert columns[f"{group} 2020 Q1"] == [None] * 3
    assert columns[f"{group} 2020 Q1 status"] == [None, None, "Q"]
    assert columns["name"] == ["Nuru Hills", "North", "L'Harbour"]


def test_pyarrow_reads_the_typed_table(found: dict[str, Any]) -> None:
    told = found["pyarrow"]
    kinds = told["types"]
    assert (kinds["value"], kinds["sample size"], kinds["next update"]) == (
        *("double", "int64"),
        "date32[day]",
    )
    assert list(kinds) == list(in_csv()[0])
    for row, plain in zip(told["rows"], in_csv(), strict=True):
        for name, cell in row.items():
            text = "" if cell is None else str(cell)
            meant = unsafe_cell(plain[name])
            assert text in (meant, f"{meant}.0"), name


@pytest.mark.parametrize(
    ("spoilt", "spoil", "reader"),
    [
        ("values", lambda text: text.replace("sdg:11.6.2", "sdg:11.6.9"), "csvw"),
        ("values", lambda text: text.replace("harbour", "harbor"), "frictionless"),
        ("values", lambda text: text.replace("81.25", "many"), "csvw"),
        ("map", lambda text: text.replace("[36.8,-1.3]]]", "[36.8,-1.31]]]"), "geojson"),
    ],
)
def test_what_is_wrong_is_seen(tmp_path: Path, spoilt: str, spoil: Spoil, reader: str) -> None:
    assert others(tmp_path, **{spoilt: spoil})[reader]["complaints"]
