"""The checks of quality on 100,000 values, and what is withheld of a large table."""

from __future__ import annotations

from datetime import date
from itertools import product

from benchmarks.measure import cpu, line, title
from waymark.indicators.rules.facts import Dims, Goal
from waymark.indicators.rules.quality import Line, Point, World, examine, points
from waymark.indicators.rules.suppression import Cell, Key
from waymark.indicators.rules.wholes import suppress

YEARS = range(2012, 2025)
GROUPS: tuple[Dims, ...] = (
    (),
    *((("sex", sex),) for sex in ("female", "male")),
    *((("age", age),) for age in ("0-14", "15-64", "65+")),
    *((("age", "0-14"), ("sex", sex)) for sex in ("female", "male")),
)
SEXES = ("female", "male")
AGES = (*(f"{low}-{low + 4}" for low in range(0, 85, 5)), "85+")


def _lines(values: int) -> list[Line]:
    """So many values: indicators with a total, two breakdowns and one across both."""
    found = []
    for number in range(values // (len(YEARS) * len(GROUPS))):
        for dims in GROUPS:
            told = points(
                Point(str(year), 60.0 + year % 7, "A", "Census", "Survey") for year in YEARS
            )
            goal = Goal("2012", told.numbers[0], 2030, 90.0)
            name = f"{number}{dims}"
            found.append(Line(name, f"umf:{number}", "%", "%", "up", "", dims, told, goal))
    return found


def _table(districts: int) -> tuple[dict[Key, Cell], dict[str, str]]:
    """Counts by sex, age in fives, and district, with all margins; most districts are small."""
    areas = {f"d{number:03}": "" for number in range(districts)}
    cells: dict[Key, Cell] = {}
    for place, (area, sex, age) in enumerate(product(areas, SEXES, AGES)):
        count = float((place * 7919) % 60)
        for where, who, old in product((area, ""), (sex, ""), (age, "")):
            named = (("age", old), ("sex", who))
            key = where, tuple((name, group) for name, group in named if group)
            held = cells.get(key)
            cells[key] = Cell((held.value or 0.0 if held else 0.0) + count, True)
    return cells, areas


def run() -> None:
    """Print the figures."""
    title("Quality (CPU, pure rules)")
    lines = _lines(100_000)
    world = World(date(2026, 1, 1))
    count = sum(len(one.points.values) for one in lines)
    line(f"all checks, {count} values", cpu(lambda: examine(lines, world), runs=5), "aim 1 s")
    for districts in (5, 20):
        cells, areas = _table(districts)
        took = cpu(lambda: suppress(cells, areas), runs=3, warm=0)  # noqa: B023 - called at once
        marks = suppress(cells, areas)
        hidden = sum(mark.hidden for mark in marks.values())
        line(f"small numbers, {len(cells)} cells", took, f"{hidden} withheld")
