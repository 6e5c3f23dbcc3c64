"""The checks of quality: each fault is found where it is, and what is sound is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from waymark.indicators.quality_words import CHECKS as CHECK_WORDS
from waymark.indicators.quality_words import FINDINGS
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.quality import (
    CHECKS,
    Finding,
    Line,
    Point,
    Severity,
    World,
    examine,
    points,
)

AT = date(2026, 3, 1)
WORLD = World(AT, {"north": "", "south": "", "hill": "north", "lake": "north"})


def point(period: str, value: float | None, **more: Any) -> Point:
    """A documented value."""
    return Point(period, value, **{"source": "Census", "method": "Count", **more})


def line(values: Any, first: int = 2014, **more: Any) -> Line:
    """A sound series, from 2014 on where only numbers are given."""
    told = values.items() if isinstance(values, dict) else enumerate(values, first)
    rows = [
        value if isinstance(value, Point) else point(str(period), value) for period, value in told
    ]
    about = {"id": "s", "indicator": "umf:1", "unit": "%", "listed_unit": "%"}
    return Line(points=points(rows), **{**about, **more})


def group(values: Any, unit: str = "people", **more: Any) -> Line:
    """A series of a group: sex=, age= or area=."""
    area = more.pop("area", "")
    about = {name: more.pop(name) for name in ("goal", "id") if name in more}
    dims = tuple(sorted(more.items()))
    name = f"{area}{dims}"
    return line(values, **{"id": name, **about}, unit=unit, listed_unit=unit, area=area, dims=dims)


def keys(*lines: Line, world: World = WORLD) -> list[str]:
    """The keys of what is found."""
    return [finding.key for finding in examine(lines, world)]


SOUND = (60.0, 61.5, 62.0, 63.8, 64.0, 65.5, 66.0, 67.1, 68.9, 69.0, 70.5)
"""Eleven years to 2024 without anything odd."""

YEAR = {"2024": 0.0}
ONE = {"2024": 10.0}


def of(value: float, **more: Any) -> dict[str, Any]:
    """One value, of 2024."""
    return {"2024": point("2024", value, **more)}


def changed(place: int, value: float, **more: Any) -> list[Any]:
    """The sound series with another value in one place."""
    found: list[Any] = list(SOUND)
    found[place] = point(str(2014 + place), value, **more)
    return found


def shifted(place: int, by: float, status: str = "A") -> list[Any]:
    """The sound series with another level from a place on."""
    found: list[Any] = [*SOUND[:place], *(value + by for value in SOUND[place:])]
    found[place] = point(str(2014 + place), found[place], status=status)
    return found


FAULTS: list[tuple[str, tuple[Line, ...]]] = [
    ("quality.range.value_above", (line(of(104)),)),
    ("quality.range.value_below", (line(of(-0.5)),)),
    ("quality.range.value_below", (line(of(-3), unit="people"),)),
    ("quality.range.value_above", (line(of(2000), unit="per 1 000 live births"),)),
    ("quality.range.value_above", (line(of(1.4), unit="score 0-1"),)),
    ("quality.range.target_above", (line(SOUND, goal=Goal(target_value=120)),)),
    ("quality.range.milestone_below", (line(SOUND, goal=Goal(milestones=((2027, -1.0),))),)),
    ("quality.range.baseline_above", (line({}, goal=Goal("2014", 101.0)),)),
    ("quality.source.one", (line(of(50, source="")),)),
    ("quality.method.one", (line(of(50, method="")),)),
    ("quality.source", (line({**of(50, source=""), "2023": point("2023", 50, source="")}),)),
    ("quality.year.one", (line({**of(50), "soon": point("soon", 50)}),)),
    ("quality.stale.old", (line(SOUND, first=2010),)),
    ("quality.stale.due", (line(of(50, next_update=date(2026, 2, 28))),)),
    ("quality.duplicate.days", (line({"2024/25": 1.0, "2024-2025": 2.0}),)),
    ("quality.duplicate.group", (group(ONE, group="Fisherfolk"), group(ONE, group="fisherfolk "))),
    (
        "quality.unit.differs",
        (group(YEAR, "%"), group(YEAR, "%", sex="female"), group(YEAR, "t", sex="male")),
    ),
    ("quality.unit.listed", (line(of(50), unit="people"),)),
    ("quality.jump.up", (line({"2023": 8.1, "2024": 81.0}),)),
    ("quality.jump.down", (line({"2023": 81.0, "2024": 0.81}),)),
    ("quality.outlier.value", (line(changed(5, 30.0)),)),
    ("quality.outlier.last", (line(changed(10, 30.0)),)),
    ("quality.outlier.first", (line(changed(0, 90.0)),)),
    ("quality.break", (line(shifted(6, 20.0)),)),
    ("quality.direction.up", (line((80, 78, 75, 71), first=2021, direction="up"),)),
    ("quality.direction.down", (line((8.0, 8.5, 9.0, 9.9), first=2021, direction="down"),)),
    ("quality.baseline.absent", (line(SOUND, goal=Goal("2001", 60.0)),)),
    ("quality.baseline.differs", (line(SOUND, goal=Goal("2014", 60.1)),)),
    (
        "quality.baseline.before_break",
        (line(shifted(6, 20.0, "B"), goal=Goal("2014", 60.0)),),
    ),
    ("quality.target.up", (line(SOUND, goal=Goal("2014", 60.0, target_value=55), direction="up"),)),
    (
        "quality.target.down",
        (line(SOUND, goal=Goal("2014", 60.0, target_value=75), direction="down"),),
    ),
    (
        "quality.total.sum",
        (group(of(100)), group(of(50), sex="female"), group(of(40), sex="male")),
    ),
    (
        "quality.total.sum",
        (group(of(100)), group(of(50), area="north"), group(of(40), area="south")),
    ),
    (
        "quality.total.sum",
        (
            group(of(50), area="north"),
            group(of(20), area="hill"),
            group(of(10), area="lake"),
        ),
    ),
    (
        "quality.total.sum",
        (
            group(of(90), sex="female"),
            group(of(30), sex="female", age="0-14"),
            group(of(30), sex="female", age="15+"),
        ),
    ),
    ("quality.total.part_above", (group(of(100)), group(of(120), sex="female"))),
    (
        "quality.outside",
        (group(of(80), "%"), group(of(60), "%", sex="female"), group(of(70), "%", sex="male")),
    ),
    (
        "quality.disagree.sum",
        (
            *(group(of(50), sex="female"), group(of(40), sex="male")),
            *(group(of(60), age="0-14"), group(of(50), age="15+")),
        ),
    ),
    (
        "quality.disagree.range",
        (
            *(group(of(50), "%", sex="female"), group(of(55), "%", sex="male")),
            *(group(of(60), "%", age="0-14"), group(of(65), "%", age="15+")),
        ),
    ),
]


@pytest.mark.parametrize(("key", "lines"), FAULTS, ids=lambda v: v if isinstance(v, str) else "")
def test_a_fault_is_found(key: str, lines: tuple[Line, ...]) -> None:
    assert key in keys(*lines)


SOUNDS: dict[str, tuple[Line, ...]] = {
    "a sound series": (line(SOUND, direction="up", goal=Goal("2014", 60.0, target_value=80)),),
    "the bounds themselves": (line({"2023": 100.0, "2024": 99.0}),),
    "growth of more than 100 %": (line(of(120), unit="% a year", listed_unit="% a year"),),
    "debt": (line(of(120), unit="% of GDP", listed_unit="% of GDP"),),
    "a unit that says nothing": (line(of(-3), unit="index", listed_unit="index"),),
    "missing needs no source": (line(of(None, status="M", source="", method="")),),  # type: ignore[arg-type]
    "three years old": (line({"2023": 50.0}),),
    "a census with its next day": (line({"2015": point("2015", 5, next_update=date(2027, 1, 1))}),),
    "a marked break": (line(shifted(6, 20.0, "B")),),
    "a jump over many years": (line({"2010": 1.0, "2024": 60.0}),),
    "chance in small numbers": (group({"2023": 1.0, "2024": 9.0}),),
    "years and quarters apart": (
        group({"2021": 400.0, "2022": 410.0, "2023": 405.0, "2024 Q1": 40.0, "2024 Q2": 41.0}),
    ),
    "two years against": (line((80, 82, 81, 79), first=2021, direction="up"),),
    "against, but hardly": (line((80, 79.9, 79.8, 79.7), first=2021, direction="up"),),
    "rounded to one digit": (line((0.8, 1.0, 1.2, 1.3, 1.5, 1.7, 1.9, 2.0, 2.2, 2.4, 2.6)),),
    "a trend that stops": (line((10, 14, 18, 22, 26, 30, 34, 34.5, 34, 34.5, 35)),),
    "few of a kind": (
        group({str(year): 3.0 + (year in (2016, 2021)) for year in range(2012, 2025)}),
    ),
    "days apart": (
        group(
            {
                f"2024-05-{day:02}": value
                for day, value in enumerate((40, 44, 41, 47, 43, 46, 40, 45, 42), 1)
            }
        ),
    ),
    "no direction": (line((80, 78, 75, 71), first=2021),),
    "rounded groups": (group(of(100)), group(of(50), sex="female"), group(of(49), sex="male")),
    "not all groups": (group(of(100)), group(of(50), sex="female"), group(of(10), age="0-14")),
    "not all areas": (group(of(100)), group(of(50), area="north")),
    "groups that overlap": (
        *(group(of(100)), group(of(60), group="poor"), group(of(70), group="older")),
    ),
    "shares of a whole": (
        *(group(of(100), "%"), group(of(40), "%", sex="female"), group(of(60), "%", sex="male")),
    ),
    "a share between its groups": (
        *(group(of(65), "%"), group(of(60), "%", sex="female"), group(of(70), "%", sex="male")),
    ),
    "other years": (
        *(group({"2023": 100.0}), group(of(50), sex="female"), group(of(40), sex="male")),
    ),
    "a unit left open": (line(of(5), unit="index 0-100", listed_unit="several"),),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_what_is_sound_is_left_alone(name: str) -> None:
    assert keys(*SOUNDS[name]) == []


def test_every_check_is_tried_and_no_other_exists() -> None:
    tried = {finding.check for _, lines in FAULTS for finding in examine(lines, WORLD)}
    assert tried == set(CHECKS)


def test_every_finding_has_its_words() -> None:
    said = {finding.key for _, lines in FAULTS for finding in examine(lines, WORLD)}
    assert said <= FINDINGS.keys()
    assert CHECK_WORDS.keys() == set(CHECKS)
    for _, lines in FAULTS:
        for finding in examine(lines, WORLD):
            assert str(FINDINGS[finding.key]) % dict(finding.params)


def test_a_finding_says_where_and_with_which_numbers() -> None:
    (found,) = examine([line(changed(5, 30.0))], WORLD)
    assert (found.check, found.severity, found.series) == ("outlier", Severity.LOOK, "s")
    assert (found.period, found.params["value"]) == ("2019", 30.0)
    assert found.params["before"] == 64.0
    assert 3 < float(str(found.params["limit"])) < 6  # far less than the change of 34


def test_a_jump_there_and_back_is_one_finding() -> None:
    found = examine([line({"2022": 81.0, "2023": 8.1, "2024": 81.5})], WORLD)
    assert [(one.key, one.period) for one in found] == [("quality.jump.down", "2023")]


def test_the_mark_follows_the_values_and_not_the_thresholds() -> None:
    (first,) = examine([line(changed(5, 30.0))], WORLD)
    (longer,) = examine([line([*changed(5, 30.0), 71.9])], WORLD)
    (other,) = examine([line(changed(5, 31.0))], WORLD)
    assert first.params["limit"] != longer.params["limit"]
    assert first.mark == longer.mark != other.mark


# --- sound data made by chance -------------------------------------------------------------

LEVELS = st.integers(min_value=4000, max_value=6000)
NOISE = st.lists(st.integers(min_value=-20, max_value=20), min_size=8, max_size=14)
AGES = ("0-14", "15-64", "65+")


@st.composite
def sound_tables(draw: Any) -> list[Line]:
    """Counts by sex and age in two areas, with their sums: a level, and a little noise."""
    noise = draw(NOISE)
    years = range(2025 - len(noise), 2025)
    cells: dict[tuple[str, str, str], dict[str, float]] = {}
    for area in ("north", "south"):
        for sex in ("female", "male"):
            for age in AGES:
                level = draw(LEVELS)
                shift = draw(st.integers(0, len(noise) - 1))
                turned = [*noise[shift:], *noise[:shift]]
                cells[area, sex, age] = {
                    str(year): float(level + off) for year, off in zip(years, turned, strict=True)
                }
    wholes: dict[tuple[str, str, str], dict[str, float]] = {}
    for (area, sex, age), values in cells.items():
        for key in {(a, s, g) for a in (area, "") for s in (sex, "") for g in (age, "")}:
            held = wholes.setdefault(key, {})
            for period, value in values.items():
                held[period] = held.get(period, 0.0) + value
    return [
        group(values, area=area, **{k: v for k, v in (("sex", sex), ("age", age)) if v})
        for (area, sex, age), values in wholes.items()
    ]


FLAT = World(AT, {"north": "", "south": ""})


@given(sound_tables(), st.randoms(use_true_random=False))
def test_sound_tables_give_no_findings_in_any_order(lines: list[Line], chance: Any) -> None:
    chance.shuffle(lines)
    assert examine(lines, FLAT) == ()


def with_point(found: Line, place: int, **more: Any) -> Line:
    """The series with one of its points changed."""
    rows = list(found.points.rows)
    rows[place] = structs.replace(rows[place], **more)
    return replace(found, points=points(rows))


def worth(found: Line, place: int) -> float:
    value = found.points.rows[place].value
    assert value is not None
    return value


def again(one: Point) -> Point:
    """The same days, written in another way."""
    return structs.replace(one, period=f"{one.period} (again)")


INJECTED: dict[str, Callable[[Line, int], Line]] = {
    "range": lambda found, place: with_point(found, place, value=-worth(found, place)),
    "jump": lambda found, place: with_point(found, place, value=worth(found, place) * 10),
    "outlier": lambda found, place: with_point(found, place, value=worth(found, place) * 1.3),
    "total": lambda found, place: with_point(found, place, value=worth(found, place) * 1.3),
    "source": lambda found, place: with_point(found, place, source=""),
    "method": lambda found, place: with_point(found, place, method=""),
    "year": lambda found, place: with_point(found, place, period="soon"),
    "unit": lambda found, place: replace(found, unit="households"),
    "duplicate": lambda found, place: replace(
        found, points=points([*found.points.rows, again(found.points.rows[place])])
    ),
    "baseline": lambda found, place: replace(
        found, goal=Goal(found.points.rows[place].period, worth(found, place) + 1)
    ),
    "target": lambda found, place: replace(
        found,
        direction="up",
        goal=Goal(found.points.rows[place].period, worth(found, place), target_value=1.0),
    ),
}


def test_a_second_unit_beside_the_first_is_no_fault_and_adds_up_by_itself() -> None:
    people = (group({"2024": 100.0}), group({"2024": 60.0}, sex="female"))
    shares = (group({"2024": 8.0}, "%"), group({"2024": 9.0}, "%", sex="female"))
    shares = tuple(replace(one, id=f"{one.id} %", listed_unit="people") for one in shares)
    found = keys(*people, *shares, group({"2024": 40.0}, sex="male"))
    assert not {"quality.unit.differs", "quality.total.sum", "quality.total.part_above"} & set(
        found
    )
    assert "quality.total.sum" in keys(*people, *shares, group({"2024": 30.0}, sex="male"))


@pytest.mark.parametrize("check", INJECTED)
@settings(max_examples=40)
@given(sound_tables(), st.data())
def test_a_fault_put_into_a_sound_table_is_found(check: str, lines: list[Line], data: Any) -> None:
    which = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(1, len(lines[which].points.rows) - 2))
    broken = INJECTED[check](lines[which], place)
    lines[which] = broken
    found = [one for one in examine(lines, FLAT) if one.check == check]
    assert found
    if check not in ("total",):  # a total is told at the whole that the group belongs to
        assert broken.id in {one.series for one in found}


@given(sound_tables(), st.data())
def test_the_order_of_series_and_values_changes_nothing(lines: list[Line], data: Any) -> None:
    for check in data.draw(st.lists(st.sampled_from(sorted(INJECTED)), max_size=4)):
        which = data.draw(st.integers(0, len(lines) - 1))
        if lines[which].points.rows[1].value is not None:
            lines[which] = INJECTED[check](lines[which], 1)
    found = examine(lines, FLAT)
    turned = [
        replace(one, points=points(data.draw(st.permutations(one.points.rows))))
        for one in lines[::-1]
    ]
    assert examine(turned, FLAT) == found


def test_a_finding_is_comparable() -> None:
    (found,) = examine([line(of(104))], WORLD)
    assert found == Finding(
        "range",
        "quality.range.value_above",
        Severity.LOOK,
        "s",
        "2024",
        {"value": 104, "bound": 100, "period": "2024"},
        (104,),
    )


def test_years_before_a_break_are_looked_at_where_one_value_follows_it() -> None:
    falling = [70.0, 66.0, 62.0, 58.0]
    after = {"2024": point("2024", 60.0, status="B")}
    told = {str(2020 + place): value for place, value in enumerate(falling)}
    assert keys(line(told | after, direction="up")) == ["quality.direction.up"]
    assert keys(line(told | {"2024": 60.0}, direction="up")) == []


def test_what_many_series_lack_alike_is_said_once() -> None:
    bare = {str(year): point(str(year), 60.0, source="") for year in range(2020, 2025)}
    one, two = examine([line(bare, id="a"), line(bare, id="b")], WORLD)
    assert (one.series, two.series) == ("a", "b")
    assert one.params is two.params
    assert one.seen is two.seen
    assert one.mark != two.mark
