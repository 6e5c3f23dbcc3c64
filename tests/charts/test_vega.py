"""Our Vega-Lite specifications, held against its schema and drawn by Vega itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.needs import missing
from waymark.kernel import charts, maps
from waymark.kernel.charts import Band, Bar, DotRow, Line, Mark, Measured, Panel
from waymark.kernel.maps.geometry import turn

HERE = Path(__file__).parent
SCHEMA = HERE / "node_modules" / "vega-lite" / "build" / "vega-lite-schema.json"
WORDS = {"title": 'Water\'s "title" <b>', "desc": "What it shows"}
WATER = Line(
    "Water",
    ((2015, 40.0), (2016, None), (2018, 47.0), (2019, 51.0)),
    {2016: "missing", 2017: "suppressed", 2019: "estimated"},
)
DUST = Line("Dust", ((2015, 30.0), (2018, 22.0), (2019, 20.0)))
PAIR = (Measured(WATER, "%"), Measured(DUST, "µg/m³"))


def square(x: float) -> dict[str, Any]:
    ring = [[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]  # against the clock, as in RFC 7946
    return {"type": "Polygon", "coordinates": [ring]}


def specifications() -> dict[str, dict[str, Any]]:
    """One of each kind, with all that it can show."""
    areas = [
        maps.Area("North", square(0), 12.0),
        maps.Area("South", square(1), 88.0, "estimated"),
        maps.Area("West", square(2), None, "suppressed"),
        maps.Area("Lost", None, 3.0),
    ]
    line = charts.vega_line(
        [WATER, DUST],
        unit="%",
        target=Mark(80, "Target 2030", 2030),
        baseline=Mark(40, "Baseline 2015"),
        milestones=[Mark(60, "Milestone", 2025)],
        projection=Band("P", ((2020, 52.0, 50.0, 54.0), (2021, 53.0, None, None))),
        **WORDS,
    )
    rows = [DotRow("2015", (1.0, 4.0)), DotRow("2019", (2.0, None))]
    panels = [Panel("6.1.1 Water", "%", WATER), Panel("11.6.2 Dust", "µg/m³", DUST)]
    bars = [Bar("B", 2.0), Bar("A", None, "missing"), Bar("C", 3.0, "estimated")]
    return {
        "line": line,
        "bar": charts.vega_bar(bars, unit="%", baseline=Mark(2, "City"), **WORDS),
        "gap": charts.vega_gap(["A", "B"], rows, unit="%", **WORDS),
        "multiples": charts.vega_multiples(panels, **WORDS),
        "pair": charts.vega_pair(*PAIR, **WORDS),
        "scatter": charts.vega_scatter(*PAIR, **WORDS),
        "areas": maps.vega_areas(areas, maps.classes([12, 88]), unit="%", **WORDS),
    }


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    if not SCHEMA.exists():
        missing("Vega-Lite (npm ci --prefix tests/charts)")
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_every_specification_is_valid(schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft7Validator(schema)
    for name, spec in specifications().items():
        assert json.loads(json.dumps(spec)) == spec
        assert not list(validator.iter_errors(spec)), name


def test_the_schema_refuses_what_is_none(schema: dict[str, Any]) -> None:
    spec = specifications()["bar"]
    spec["layer"][0]["mark"] = "barr"
    assert list(jsonschema.Draft7Validator(schema).iter_errors(spec))


def test_vega_draws_every_specification_without_complaint(schema: dict[str, Any]) -> None:
    node = shutil.which("node")
    if node is None:
        missing("Node")
    done = subprocess.run(
        [node, "compile.mjs"],
        input=json.dumps(specifications()),
        capture_output=True,
        cwd=HERE,
        text=True,
        timeout=120,
        check=True,
    )
    for name, found in json.loads(done.stdout).items():
        assert found["warnings"] == [], name
        assert found["marks"] > 5, name


def test_values_that_are_not_there_keep_their_reason() -> None:
    rows = specifications()["line"]["data"]["values"]
    assert {"year": 2016, "series": "Water", "value": None, "standing": "missing"} in rows
    assert {"year": 2017, "series": "Water", "value": None, "standing": "suppressed"} in rows
    areas = specifications()["areas"]["data"]["values"]
    assert [one["properties"]["name"] for one in areas] == ["North", "South", "West"]


def test_outer_rings_run_with_the_clock_as_vega_reads_them() -> None:
    hole = [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6], [0.4, 0.4]]
    shape = {"type": "Polygon", "coordinates": [*square(0)["coordinates"], hole]}
    spec = maps.vega_areas([maps.Area("A", shape, 1.0)], (1, 1), unit="", **WORDS)
    ((outer, inner),) = spec["data"]["values"][0]["geometry"]["coordinates"]
    assert turn([(x, y) for x, y in outer]) < 0 < turn([(x, y) for x, y in inner])
