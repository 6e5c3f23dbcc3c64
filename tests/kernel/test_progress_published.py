"""The published results of Statistics Canada, worked out again from their own components.

The data are not part of this project (see their licence); where they are absent this is skipped.
"""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from waymark.kernel.progress import (
    Aim,
    Direction,
    Point,
    Progress,
    Status,
    assess,
    summarise,
)

FOLDER = Path(__file__).resolve().parents[2].parent / "shared/data/canada-gif"
FILE = FOLDER / "indicator_calculation_components.yml"
STATUSES = {
    "target_achieved": Status.ACHIEVED,
    "substantial_progress": Status.ON_TRACK,
    "moderate_progress": Status.MODERATE,
    "limited_progress": Status.LIMITED,
    "deterioration": Status.DETERIORATION,
    "not_available": Status.NOT_AVAILABLE,
}

VECTORS = FOLDER.parents[1] / "domain/progress_test_vectors.csv"

pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"NOT CHECKED against published results: {FILE} is absent"
)


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return found


def series_of(indicator: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {tag: c for tag, c in indicator.items() if isinstance(c, dict)}


def again(c: dict[str, Any]) -> Progress:
    points = [
        Point(int(c[f"{which}_year"]), c[f"{which}_value"])
        for which in ("base", "current")
        if c[f"{which}_value"] is not None
    ]
    if len(points) == 2 and points[0].year == points[1].year:
        points.pop()
    aim = Aim(
        Direction.UP if c["direction"] == 1 else Direction.DOWN,
        c["target"],
        int(c["target_year"]),
        int(c["base_year"]),
        c["limit"],
    )
    return assess(points, aim)


def test_every_published_series(published: dict[str, Any]) -> None:
    count = 0
    for indicator in published.values():
        for tag, c in series_of(indicator).items():
            result = again(c)
            assert result.status is STATUSES[c["status"]], tag
            assert result.score == (c["score"] and pytest.approx(c["score"], abs=1e-12)), tag
            measure = result.ratio
            if c["target"] is None and result.growth is not None:
                measure = result.growth * c["direction"] * c["sign"]
            assert measure == (
                None
                if c["progress_value"] is None
                else pytest.approx(c["progress_value"], abs=1e-12)
            ), tag
            count += 1
    assert count == 247


def test_every_published_indicator(published: dict[str, Any]) -> None:
    count, incomplete = 0, []
    for code, indicator in published.items():
        series = series_of(indicator)
        if not series:
            continue
        config = (FOLDER / "indicator-config" / f"{code}.yml").read_text("utf-8-sig")
        options = yaml.safe_load(config)["progress_calculation_options"]
        if leaves(options) != len(series):  # names cut short overwrote each other when published
            incomplete.append(code)
            continue
        group = [grouped(code, option, series) for option in options]
        summary = summarise(group)
        assert summary.score == (
            None if indicator["score"] is None else pytest.approx(indicator["score"], abs=1e-12)
        ), code
        assert summary.status is STATUSES[indicator["progress_status"]], code
        count += 1
    assert count > 100
    assert len(incomplete) <= 3, incomplete


def leaves(options: list[dict[str, Any]]) -> int:
    return sum(leaves(option["group"]) if "group" in option else 1 for option in options)


def grouped(code: str, option: dict[str, Any], series: dict[str, dict[str, Any]]) -> Any:
    """The published series for one entry of a configuration, in its groups."""
    if "group" in option:
        return [grouped(code, inner, series) for inner in option["group"]]
    parts = [code, option.get("series"), option.get("unit")]
    parts += [d["value"] for d in option.get("disaggregation", [])]
    wanted = [str(part).lstrip("_") for part in parts if part]
    (tag,) = [tag for tag in series if matches(tag, wanted)] or [None]
    assert tag, f"{wanted} not among {list(series)}"
    return again(series[tag])


def matches(tag: str, wanted: list[str]) -> bool:
    """Whether a published name, whose parts may be cut short, stands for these parts."""
    shown = tag.split(" / ")
    return len(shown) == len(wanted) and all(
        whole == part or (part.endswith("...") and whole.startswith(part[:-3]))
        for part, whole in zip(shown, wanted, strict=True)
    )


WORDS = {
    "achieved": Status.ACHIEVED,
    "on track": Status.ON_TRACK,
    "progress, acceleration needed": Status.MODERATE,
    "limited progress": Status.LIMITED,
    "deterioration": Status.DETERIORATION,
}


@pytest.mark.skipif(not VECTORS.exists(), reason=f"NOT CHECKED against {VECTORS}: it is absent")
def test_every_vector_of_the_table() -> None:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 11
    for row in rows:
        aim = Aim(
            Direction(row["good_direction"]),
            float(row["target"]) if row["target"] else None,
            int(row["target_year"]),
        )
        ends = (("base_year", "base_value"), ("year", "value"))
        result = assess([Point(int(row[year]), float(row[value])) for year, value in ends], aim)
        # The table takes the lines through 0.6 and 1.3 themselves; the method rounds them.
        assert result.score == pytest.approx(float(row["score"]), abs=2e-4), row
        assert result.status is WORDS[row["status"]], row
        if row["ratio_or_growth"]:
            sign = aim.direction.sign
            measure = result.ratio if aim.target is not None else sign * (result.growth or 0)
            assert measure == pytest.approx(float(row["ratio_or_growth"]), abs=1e-6), row
