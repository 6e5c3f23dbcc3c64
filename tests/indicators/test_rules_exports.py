"""What is taken away in other formats means what it meant: written, read again, and described."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.indicators.exporting import (
    INDICATORS,
    MADE,
    PARTS,
    PLACE,
    SQUARE,
    data_of,
    lines,
)
from waymark.indicators.rules import opensdg
from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.exports import geojson, package, plain, sdmx_write
from waymark.indicators.rules.exports import opensdg as site
from waymark.indicators.rules.exports.model import Data, File, Line
from waymark.indicators.rules.exports.sdmx_codes import code_of, group_code, unique
from waymark.indicators.rules.exports.sdmx_read import Reader, is_ours
from waymark.indicators.rules.exports.sdmx_structure import city_of
from waymark.indicators.rules.facts import Goal, Series, Value
from waymark.indicators.rules.metadata_files import from_repository
from waymark.kernel.archive import write_zip
from waymark.kernel.sdmx import (
    DATA,
    Format,
    Observation,
    make_schema,
    read_data,
    read_structures,
)

calm = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
WATER = Series("umf:UMF-1.1.2", unit="%")


def held(files: Iterable[File]) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in files}


def one(pieces: Iterable[bytes]) -> Any:
    return json.loads(b"".join(pieces))


def read_back(files: dict[str, bytes]) -> list[Line]:
    """What our own reader makes of data with their structure beside them."""
    structures = read_structures(io.BytesIO(files["structure.xml"])).structures
    schema = make_schema(structures, structures.dataflows[0].ref)
    assert is_ours(schema)
    name = next(name for name in files if name.startswith("data."))
    items = list(read_data(io.BytesIO(files[name]), schema))
    assert [item for item in items if not isinstance(item, Observation)] == []
    found = [item for item in items if isinstance(item, Observation)]
    return Reader(structures, schema).lines(found)


# SDMX ---------------------------------------------------------------------------------------------


@calm
@given(found=lines(), format=st.sampled_from(DATA))
def test_sdmx_carries_everything_there_and_back(found: list[Line], format: Format) -> None:
    assert read_back(held(sdmx_write.files(data_of(found), format))) == found


@pytest.mark.parametrize("format", DATA)
def test_a_target_alone_a_word_alone_and_an_empty_city(format: Format) -> None:
    assert read_back(held(sdmx_write.files(data_of([]), format))) == []
    found = [
        Line(WATER, (Value("2020", None, text="Only by word"),), Goal(note="By decision 7")),
        Line(Series("local:W1"), (), Goal("2014/15", 3.0, 2027, None, ((2025, 4.0),))),
    ]
    assert read_back(held(sdmx_write.files(data_of(found), format))) == found


def test_what_no_xml_can_hold_does_not_stop_an_export() -> None:
    found = [Line(WATER, (Value("2020", 1.0, note="odd \uffff"),))]
    files = held(sdmx_write.files(data_of(found), Format.SPECIFIC_21))
    assert read_back(files)[0].values[0].note == "odd \ufffd"


def test_codes_are_readable_alike_each_time_and_never_shared() -> None:
    assert code_of("sdg:11.6.2") == "SDG_11_6_2"
    assert code_of("مزارع") == code_of("مزارع") != code_of("طبيب")
    assert group_code("age", "65+") == "Y_GE65"
    assert unique([("a.b", "A_B"), ("a:b", "A_B"), ("a.b", "A_B"), ("x", "a_b")]) == {
        "a.b": "A_B",
        "a:b": "A_B_2",
        "x": "a_b_3",
    }
    city = city_of(data_of([Line(Series("sdg:11.6.2", "harbour", (("sex", "female"),), "%"))]))
    assert [d.id for d in city.schema.structure.dimensions] == [
        *("FREQ", "VALUE_TYPE", "INDICATOR", "REF_AREA", "SEX", "AGE", "DISABILITY_STATUS"),
        *("INCOME_WEALTH_QUANTILE", "MIGRATION_STATUS", "GROUP_AT_RISK", "UNIT_MEASURE"),
        "TIME_PERIOD",
    ]
    assert city.codes["REF_AREA"] == {"": "NURU-HILLS", "harbour": "HARBOUR"}


# Open SDG -----------------------------------------------------------------------------------------


def told(found: list[Line]) -> set[tuple[Any, ...]]:
    """What an Open SDG site can tell of lines."""
    codes = {part.slug: part.code or part.slug for part in PARTS} | {"": ""}
    rows = set()
    for line in found:
        dims = {site.head_of(name): group for name, group in line.series.dims}
        series = dims.pop(site.head_of("series"), "")
        about = line.series.indicator, codes[line.series.area], line.series.unit, series
        for value in line.values:
            days = days_of(value.period)
            number = None if value.status in "MQ" else value.value
            key = (*about, tuple(sorted(dims.items())), days)
            status = "M" if value.text else value.status
            rows.add((*key, number, status, value.source, first_line(value.note)))
    return rows


def first_line(note: str) -> str:
    return note.splitlines()[0] if note else ""


@calm
@given(found=lines())
def test_an_open_sdg_site_gets_every_value(found: list[Line]) -> None:
    texts = {"sdg:11.6.2": {("STAT_CONC_DEF", "en"): "=Dust", ("STAT_CONC_DEF", "ar"): "غبار"}}
    data = data_of(found, metadata=texts, words={"en": {"female": "Women"}})
    files = held(site.files(data))
    repository = opensdg.read_repository(files)  # type: ignore[arg-type]
    assert repository.left_out == ()
    names = {code: name for name, code in site.codes_of(data).items()}
    rows = set()
    for indicator in repository.indicators:
        assert indicator.data.refused == ()
        for row in indicator.data.observations:
            unit, series, area, dims = row.about
            about = names[indicator.code], area, unit, series
            key = (*about, tuple(sorted(dims)), (row.period.start, row.period.end))
            rows.add((*key, row.value, row.status, row.source, first_line(row.note)))
    assert len(rows) == sum(len(line.values) for line in found)
    assert {row[:8] for row in rows} == {row[:8] for row in told(found)}
    assert from_repository(repository).texts["11.6.2"] == texts["sdg:11.6.2"]


def test_a_site_finds_names_targets_words_and_boundaries() -> None:
    line = Line(WATER, (Value("2020", 81.0),), Goal("2015", 70.0, 2030, 95.0))
    files = held(site.files(data_of([line], words={"ar": {"female": "نساء"}})))
    assert {name for name in files if name.startswith("data/")} == {"data/indicator_umf-1-1-2.csv"}
    meta = opensdg.read_metadata("a.yml", files["meta/umf-1-1-2.yml"]).fields
    assert meta["indicator_number"] == "umf:UMF-1.1.2"
    assert meta["progress_calculation_options"][0]["target"] == 95.0
    assert files["meta/ar/11-6-2.yml"].decode() == "indicator_name: الغبار\n"
    areas = json.loads(files[site.AREAS])
    assert [feature["properties"] for feature in areas["features"]] == [
        {"code": "N01", "name": "North"}
    ]
    repository = opensdg.read_repository(files)  # type: ignore[arg-type]
    assert repository.geography == (site.AREAS,)
    assert repository.translations.of("female") == {"ar": "نساء"}
    assert {one.number for one in repository.indicators} == {
        "11.6.2" if one.framework == "sdg" else one.name for one in INDICATORS
    }


# JSON, GeoJSON, data package ----------------------------------------------------------------------


@calm
@given(found=lines())
def test_json_tells_every_value(found: list[Line]) -> None:
    document = one(plain.document(data_of(found, licence="CC-BY-4.0")))
    assert document["licence"] == "CC-BY-4.0"
    assert len(document["series"]) == len(found)
    for told_, line in zip(document["series"], found, strict=True):
        values = [(v["period"], v["value"], v["status"]) for v in told_["values"]]
        assert values == [(v.period, v.value, v.status) for v in line.values]
        assert told_.get("breakdown", {}) == dict(line.series.dims)
        assert ("target" in told_) == (not line.goal.is_empty)


def test_a_map_gets_the_latest_value_or_all_and_the_reason_for_a_gap() -> None:
    found = [
        Line(WATER, (Value("2019", 80.0), Value("2020", 81.0, "P"))),
        Line(WATER._replace(unit="persons"), (Value("2020", 10.0),)),
        Line(Series("sdg:11.6.2", "harbour", (("sex", "female"),)), (Value("2020", None, "Q"),)),
    ]
    whole, north, harbour = one(geojson.document(data_of(found)))["features"]
    assert whole["geometry"] == SQUARE
    assert harbour["geometry"] is None
    assert {k: v for k, v in whole["properties"].items() if k.startswith("umf")} == {
        "umf:UMF-1.1.2 (%)": 81.0,
        "umf:UMF-1.1.2 (%) status": "P",
        "umf:UMF-1.1.2 (%) period": "2020",
        "umf:UMF-1.1.2 (persons)": 10.0,
        "umf:UMF-1.1.2 (persons) period": "2020",
    }
    assert north["properties"] == {
        "id": "nuru-hills-north",
        "code": "N01",
        "name": "North",
        "name:en": "North",
    }
    assert harbour["properties"]["sdg:11.6.2 sex=female"] is None
    assert harbour["properties"]["sdg:11.6.2 sex=female status"] == "Q"
    every = one(geojson.document(data_of(found), every=True))["features"][0]["properties"]
    assert every["umf:UMF-1.1.2 (%) 2019"] == 80.0


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@calm
@given(found=lines())
def test_a_package_describes_the_tables_that_it_holds(found: list[Line]) -> None:
    texts = {"local:W1": {("RATIONALE", "fr"): "l'eau"}}
    files = held(package.files(data_of(found, metadata=texts, licence="CC0-1.0")))
    told_ = json.loads(files["datapackage.json"])
    web = json.loads(files["csv-metadata.json"])
    assert told_["licenses"][0]["path"] == "https://spdx.org/licenses/CC0-1.0.html"
    assert [one["path"] for one in told_["resources"]] == [one["url"] for one in web["tables"]]
    tables = {one["name"]: rows_of(files[one["path"]]) for one in told_["resources"]}
    for resource, table in zip(told_["resources"], web["tables"], strict=True):
        _check(resource, table, files[resource["path"]], tables)
    count = sum(max(1, len(line.values)) for line in found)
    assert len(tables["values"]) == count


READERS = {
    "string": str,
    "number": float,
    "integer": int,
    "date": lambda text: days_of(text)[0],
}


def _check(
    resource: dict[str, Any],
    table: dict[str, Any],
    content: bytes,
    tables: dict[str, list[dict[str, str]]],
) -> None:
    """By the rules of Table Schema and of the W3C's vocabulary, as far as we use them."""
    assert not content.startswith(b"\xef\xbb\xbf")
    fields, rows = resource["schema"]["fields"], rows_of(content)
    header = next(csv.reader(io.StringIO(content.decode(), newline="")))
    assert header == [one["name"] for one in fields]
    assert header == [one["titles"] for one in table["tableSchema"]["columns"]]
    names = [one["name"] for one in table["tableSchema"]["columns"]]
    assert len(set(names)) == len(names)
    for row in rows:
        for one in fields:
            text, limits = row[one["name"]], one.get("constraints", {})
            if text:
                READERS[one["type"]](text)
                assert text in limits.get("enum", [text])
            else:
                assert not limits.get("required")
    for key in resource["schema"].get("foreignKeys", ()):
        there = {row[key["reference"]["fields"]] for row in tables[key["reference"]["resource"]]}
        assert {row[key["fields"]] for row in rows} - {""} <= there
    if primary := resource["schema"].get("primaryKey"):
        keys = [tuple(row[name] for name in primary) for row in rows]
        assert len(set(keys)) == len(keys)


# All of them --------------------------------------------------------------------------------------


def everything(data: Data) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for format in DATA:
        found |= {f"{format.name} {n}": c for n, c in held(sdmx_write.files(data, format)).items()}
    for kind, files in (("site", site.files), ("plain", plain.files), ("package", package.files)):
        found |= {f"{kind} {name}": content for name, content in held(files(data)).items()}
    return found


@calm
@given(found=lines())
def test_no_cell_of_any_table_starts_a_formula(found: list[Line]) -> None:
    for name, content in everything(data_of(found)).items():
        if not name.endswith(".csv"):
            continue
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            for cell in row:
                if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
                    float(cell)


def test_equal_data_give_equal_bytes_and_a_zip_holds_them() -> None:
    found = [Line(WATER, (Value("2020", 81.0),))]
    assert everything(data_of(found)) == everything(data_of(found))
    first, second = io.BytesIO(), io.BytesIO()
    for stream in (first, second):
        write_zip(package.files(data_of(found)), stream)
    assert first.getvalue() == second.getvalue()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert archive.read("values.csv").startswith(b"indicator,label,area")
    assert (PLACE.slug, MADE.year) == ("nuru-hills", 2026)
