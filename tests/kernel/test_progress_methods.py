"""Each method on values worked out by hand, and what all of them have in common."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from waymark.kernel.progress import (
    METHODS,
    PEER_METHODS,
    PROJECTION,
    TREND,
    Aim,
    BadSeries,
    Direction,
    DuplicateYear,
    MixedMethods,
    Point,
    Progress,
    Status,
    UnknownMethod,
    Verified,
    assess_by,
    escap_anticipated,
    escap_status,
    eurostat,
    message_keys,
    summarise,
    un_chart,
    weather,
    yes_or_no,
)

UP, DOWN = Direction.UP, Direction.DOWN
GUIDE = Path(__file__).resolve().parents[2] / "docs/reference/methods.md"


def series(**values: float) -> list[Point]:
    return [Point(int(year.lstrip("y")), value) for year, value in values.items()]


def seen(found: Progress) -> tuple[str, str]:
    return found.category, str(found.status)


# The UN's progress chart


@pytest.mark.parametrize(
    ("points", "aim", "score", "category", "status"),
    [
        # 10 % more each year: 100, 161 after five, 418 after fifteen
        (series(y2015=100, y2020=161.051), Aim(UP, 417.7), 3, "on_track", "on_track"),
        (series(y2015=100, y2020=161.051), Aim(UP, 434.4), 3, "on_track", "on_track"),  # 0.950
        (series(y2015=100, y2020=161.051), Aim(UP, 434.6), 2, "fair", "moderate"),  # 0.9496
        (series(y2015=100, y2020=161.051), Aim(UP, 3270), 2, "fair", "moderate"),  # 0.1002
        (
            series(y2015=100, y2020=161.051),
            Aim(UP, 3300),
            1,
            "stagnation_or_regression",
            "limited",
        ),
        (
            series(y2015=100, y2020=99),
            Aim(UP, 200),
            1,
            "stagnation_or_regression",
            "deterioration",
        ),
        (series(y2015=100, y2020=90), Aim(DOWN, 70), 2, "fair", "moderate"),  # 27.1 of 30
        (series(y2015=100, y2020=90), Aim(DOWN), 3, "on_track", "on_track"),  # -2.09 % a year
        (series(y2015=100, y2020=91), Aim(DOWN), 2, "fair", "moderate"),  # -1.87 %
        (
            series(y2015=100, y2020=98),
            Aim(DOWN),
            1,
            "stagnation_or_regression",
            "limited",
        ),  # -0.40 %
        (series(y2015=-100, y2020=-80), Aim(UP), 3, "on_track", "on_track"),
        (series(y2015=3, y2020=80), Aim(UP, 80), 3, "achieved", "achieved"),
        (series(y2015=3, y2020=99.2), Aim(UP, 100, percent=True), 3, "achieved", "achieved"),
        (series(y2015=9, y2020=0.8), Aim(DOWN, 0, percent=True), 3, "achieved", "achieved"),
    ],
)
def test_un_chart(points: list[Point], aim: Aim, score: float, category: str, status: str) -> None:
    found = un_chart(points, aim)
    assert (found.score, *seen(found)) == (score, category, status)


def test_un_chart_stores_what_it_extrapolated() -> None:
    found = un_chart(series(y2015=100, y2020=161.051), Aim(UP, 500))
    assert found.components["growth"] == pytest.approx(0.1)
    assert found.components["expected"] == pytest.approx(100 * 1.1**15)
    assert found.components["share"] == pytest.approx((100 * 1.1**15 - 100) / 400)
    assert found.reason.params["expected"] == found.components["expected"]


def test_un_chart_takes_a_base_before_where_it_must() -> None:
    found = un_chart(series(y2012=50, y2014=60, y2020=75), Aim(UP, 100))
    assert found.base == Point(2014, 60)
    assert [w.key for w in found.warnings] == ["progress.base_before"]
    assert un_chart(series(y2010=1, y2012=2), Aim(UP)).base == Point(2010, 1)
    assert un_chart(series(y2012=9, y2016=1, y2018=2), Aim(UP)).base == Point(2016, 1)


def test_un_chart_judges_a_past_target_up_to_its_year() -> None:
    found = un_chart(series(y2015=50, y2020=55, y2024=20), Aim(UP, 60, 2020))
    assert found.latest == Point(2020, 55)
    assert found.components["share"] == pytest.approx(0.5)
    assert [w.key for w in found.warnings] == ["progress.target_year_past"]


def test_a_percentage_near_its_end_is_met_only_where_it_is_one() -> None:
    assert un_chart(series(y2015=9, y2020=0.8), Aim(DOWN, 0)).category != "achieved"
    far = un_chart(series(y2015=3, y2020=98.9), Aim(UP, 100, percent=True))
    assert far.category != "achieved"


# Eurostat


@pytest.mark.parametrize(
    ("last", "category", "status", "score"),
    [
        (110.0, "significant", "on_track", 250 * (1.1**0.2 - 1)),
        (104.0, "moderate", "moderate", 250 * (1.04**0.2 - 1)),
        (100.0, "moderate", "moderate", 0),
        (96.0, "moderate_away", "deterioration", 250 * (0.96**0.2 - 1)),
        (94.0, "significant_away", "deterioration", 250 * (0.94**0.2 - 1)),
        (120.0, "significant", "on_track", 5),
        (80.0, "significant_away", "deterioration", -5),
    ],
)
def test_eurostat_without_a_target(last: float, category: str, status: str, score: float) -> None:
    found = eurostat(series(y2019=100, y2024=last), Aim(UP))
    assert seen(found) == (category, status)
    assert found.score == pytest.approx(score)
    mirrored = eurostat(series(y2019=100, y2024=100 * 100 / last), Aim(DOWN))
    assert seen(mirrored) == (category, status)


@pytest.mark.parametrize(
    ("years_of_need", "category", "score"),
    [(5.0, "significant", 2.857), (3.5, "moderate", 0.714), (2.0, "insufficient", -0.833)],
)
def test_eurostat_with_a_target(years_of_need: float, category: str, score: float) -> None:
    """The value grows in five years as much as it should in so many."""
    target, need = 100 * 1.03**10, 0.03
    value = 100 * (1 + need * years_of_need / 5) ** 5
    found = eurostat(series(y2020=100, y2025=value), Aim(UP, target))
    assert found.category == category
    assert found.components["ratio"] == pytest.approx(years_of_need / 5)
    assert found.score == pytest.approx(score, abs=1e-3)


def test_eurostat_looks_through_two_windows() -> None:
    points = [Point(year, 100 - 2 * (2024 - year)) for year in range(2005, 2019)]
    points += [Point(year, 88 - (year - 2018)) for year in range(2019, 2025)]
    found = eurostat(points, Aim(UP))
    assert (found.base, found.latest) == (Point(2019, 87), Point(2024, 82))
    assert found.category == "significant_away"
    (long,) = found.also
    assert long.base == Point(2009, 70)
    assert long.category == "significant"
    assert {p.year for p in long.points} == set(range(2009, 2025))


@pytest.mark.parametrize(("first", "short", "long"), [(2022, False, False), (2021, True, False)])
def test_eurostat_needs_three_years_and_ten(first: int, short: bool, long: bool) -> None:
    found = eurostat([Point(first, 1), Point(2024, 2)], Aim(UP))
    assert (found.status is not Status.NOT_AVAILABLE) == short
    assert (found.also[0].status is not Status.NOT_AVAILABLE) == long
    assert found.also[0].reason.key == "progress.window_too_short"


# ESCAP


@pytest.mark.parametrize(
    ("points", "aim", "score", "category"),
    [
        (series(y2015=20, y2020=30), Aim(UP, 50), 10 / 3, "ahead"),  # a third in a third
        (series(y2015=20, y2020=35), Aim(UP, 50, 2025), 5, "ahead"),
        (series(y2015=20, y2020=34.9), Aim(UP, 50, 2025), 14.9 / 3, "behind"),
        (series(y2015=20, y2020=29), Aim(UP, 50), 3, "behind"),
        (series(y2015=20, y2020=20), Aim(UP, 50), 0, "standing"),
        (series(y2015=20, y2020=17), Aim(UP, 50), -1, "back"),
        (series(y2015=20, y2020=-70), Aim(UP, 50), -10, "back"),  # further than the scale
        (series(y2015=20, y2020=51), Aim(UP, 50), 10, "achieved"),
        (series(y2015=50, y2020=35), Aim(DOWN, 20), 5, "ahead"),
        (series(y2015=50, y2020=40), Aim(UP, 50), None, "back"),  # held at the base, and lost
    ],
)
def test_escap_current_status(
    points: list[Point], aim: Aim, score: float | None, category: str
) -> None:
    found = escap_status(points, aim)
    assert found.category == category
    assert found.score == (None if score is None else pytest.approx(score))


@pytest.mark.parametrize(
    ("first", "last", "score"), [(0.6, 0.8, 5), (1.4, 1.2, 5), (0.6, 1.2, 5), (0.8, 0.7, -5)]
)
def test_escap_status_of_a_parity(first: float, last: float, score: float) -> None:
    found = escap_status(series(y2015=first, y2020=last), Aim(UP, 1), parity=True)
    assert found.score == pytest.approx(score)


def test_escap_anticipated_on_a_straight_line_needs_no_weights() -> None:
    points = [Point(year, 20 + 2 * (year - 2015)) for year in range(2010, 2021)]
    found = escap_anticipated(points, Aim(UP, 50))
    assert found.components["expected"] == pytest.approx(50)
    assert found.category == "maintain"
    far = escap_anticipated(points, Aim(UP, 80))
    assert far.components["gap"] == pytest.approx(50)
    assert (far.category, far.score) == ("accelerate", pytest.approx(50))
    back = escap_anticipated(points, Aim(DOWN, 10))
    assert seen(back) == ("reverse", "deterioration")
    assert back.score == 0


@pytest.mark.parametrize(
    ("pace", "category"),
    [(1.81, "maintain"), (1.79, "accelerate"), (0.0, "accelerate"), (-0.1, "reverse")],
)
def test_escap_anticipated_by_its_gap(pace: float, category: str) -> None:
    """From 20 in 2015 to 50 in 2030 takes 2 a year: at 1.8 ten percent of the way are missing."""
    points = [Point(year, 20 + pace * (year - 2015)) for year in range(2015, 2024)]
    assert escap_anticipated(points, Aim(UP, 50)).category == category


def test_escap_weighs_recent_years_more() -> None:
    """Three values, the line by hand: weights 20/20, 20/10, 20/5 for 2010, 2020, 2025."""
    found = escap_anticipated(series(y2010=0, y2020=10, y2025=30), Aim(UP, 100, base_year=2010))
    years, values, weights = (2010, 2020, 2025), (0, 10, 30), (1, 2, 4)
    centre = sum(w * t for w, t in zip(weights, years, strict=True)) / 7
    level = (2 * 10 + 4 * 30) / 7
    top = sum(w * (t - centre) * v for w, t, v in zip(weights, years, values, strict=True))
    slope = top / sum(w * (t - centre) ** 2 for w, t in zip(weights, years, strict=True))
    assert found.components["expected"] == pytest.approx(level + slope * (2030 - centre))
    assert found.components["slope"] > 13 / 7  # the slope where all weigh the same


# Weather


@pytest.mark.parametrize(
    ("pace", "symbol", "status"),
    [
        (2.0, "sun", "on_track"),
        (1.91, "sun", "on_track"),  # misses 4.5 % of what is left
        (1.9, "fair", "moderate"),  # exactly 5 %
        (1.61, "fair", "moderate"),
        (1.5, "cloud", "limited"),
        (0.1, "cloud", "limited"),
        (0.0, "storm", "deterioration"),
        (-1.0, "storm", "deterioration"),
    ],
)
def test_weather_with_a_target(pace: float, symbol: str, status: str) -> None:
    """The last value is 60 in 2025, and 10 are missing in the five years that are left."""
    points = [Point(2025 - back, 60 - pace * back) for back in range(6)]
    points.append(Point(2001, 1000))  # too old to count
    found = weather(points, Aim(UP, 70))
    assert seen(found) == (symbol, status)
    mirrored = weather([Point(p.year, -p.value) for p in points], Aim(DOWN, -70))
    assert seen(mirrored) == (symbol, status)


@pytest.mark.parametrize(
    ("values", "symbol"),
    [
        ((1, 2, 3, 4), "sun"),
        ((1, 4, 5, 4), "fair"),
        ((1, 4, 5, 5), "fair"),
        ((5, 3, 2, 3), "cloud"),
        ((5, 3, 2, 2), "storm"),
        ((3, 3, 3, 3), "storm"),
    ],
)
def test_weather_by_its_signs(values: tuple[float, ...], symbol: str) -> None:
    points = [Point(2020 + i, value) for i, value in enumerate(values)]
    assert weather(points, Aim(UP)).category == symbol


def test_weather_needs_four_values() -> None:
    found = weather(series(y2019=1, y2020=2, y2021=3), Aim(UP))
    assert (found.status, found.reason.key) == (Status.NOT_AVAILABLE, "progress.too_few")


# What they have in common


OBSTACLES = [
    ("un-chart/2023", series(y2015=-3, y2020=3), Aim(UP, 9), "sign_change"),
    ("un-chart/2023", series(y2015=0, y2020=3), Aim(UP, 9), "no_growth_from_zero"),
    ("un-chart/2023", series(y2016=3), Aim(UP, 9), "one_year"),
    ("un-chart/2023", [], Aim(UP, 9), "no_data"),
    ("un-chart/2023", series(y2015=60, y2020=45), Aim(UP, 50), "target_lost"),
    ("un-chart/2023", series(y2022=3, y2024=4), Aim(UP, 9, 2020), "target_before_base"),
    ("eurostat/2024", series(y2015=-3, y2020=3), Aim(UP, 9), "sign_change"),
    ("eurostat/2024", series(y2015=0, y2020=3), Aim(UP, 9), "no_growth_from_zero"),
    ("eurostat/2024", series(y2015=0, y2020=0), Aim(UP, 9), "no_growth_from_zero"),
    ("eurostat/2024", series(y2015=-3, y2020=-2), Aim(UP, 9), "target_beyond_zero"),
    ("eurostat/2024", series(y2020=3), Aim(UP, 9), "one_year"),
    ("eurostat/2024", [], Aim(UP, 9), "no_data"),
    ("eurostat/2024", series(y2015=60, y2020=45), Aim(UP, 50), "target_lost"),
    ("eurostat/2024", series(y2020=3, y2024=4), Aim(UP, 9, 2020), "target_before_base"),
    ("escap-status/2023", series(y2015=3, y2020=4), Aim(UP), "needs_target"),
    ("escap-status/2023", series(y2016=3), Aim(UP, 9), "one_year"),
    ("escap-status/2023", series(y2020=3, y2021=4), Aim(UP, 9, 2020), "target_before_base"),
    ("escap-anticipated/2023", series(y2015=3, y2020=4), Aim(UP), "needs_target"),
    ("escap-anticipated/2023", series(y2016=3), Aim(UP, 9), "one_year"),
    ("escap-anticipated/2023", series(y2015=3, y2020=4), Aim(UP, 9, 2020), "target_year_past"),
    (
        "weather/2021",
        series(y2015=1, y2016=2, y2017=3, y2019=4),
        Aim(UP, 9, 2018),
        "target_year_past",
    ),
    ("weather/2021", [], Aim(UP, 9), "no_data"),
    ("open-sdg/2.4", series(y2015=1e-300, y2020=1e300), Aim(UP), "out_of_range"),
    ("un-chart/2023", series(y2015=1e-300, y2020=1e300), Aim(UP, 1e301), "out_of_range"),
]


@pytest.mark.parametrize(("method", "points", "aim", "key"), OBSTACLES)
def test_what_cannot_be_judged_is_said_by_its_reason(
    method: str, points: list[Point], aim: Aim, key: str
) -> None:
    found = assess_by(method, points, aim)
    assert found.reason.key == f"progress.{key}"
    lost = key == "target_lost"
    assert (found.status in (Status.NOT_AVAILABLE, Status.NOT_ASSESSABLE)) != lost


@pytest.mark.parametrize("method", METHODS)
def test_every_method_refuses_a_series_that_is_not_one(method: str) -> None:
    with pytest.raises(DuplicateYear):
        assess_by(method, [Point(2015, 1), Point(2015, 2)], Aim(UP))
    for odd in (float("nan"), float("inf"), float("-inf")):
        with pytest.raises(ValueError):
            assess_by(method, [Point(2015, 1), Point(2016, odd)], Aim(UP, 3))


@pytest.mark.parametrize("method", METHODS)
def test_a_stored_result_can_be_worked_out_again(method: str) -> None:
    points = [Point(year, 40 + (year - 2009) ** 1.2) for year in range(2009, 2025)]
    found = assess_by(method, points, Aim(UP, 80))
    held = json.loads(json.dumps(found.stored(), allow_nan=False))
    assert held["formula"]
    assert held["verified"] in set(Verified)
    aim = Aim(**{**held["aim"], "direction": Direction(held["aim"]["direction"])})
    values = {tuple(pair) for part in (held, *held["also"]) for pair in part["points"]}
    again = assess_by(held["method"], [Point(y, v) for y, v in values], aim)
    assert json.loads(json.dumps(again.stored())) == held


def test_a_method_without_target_has_its_own_formula() -> None:
    points = series(y2015=3, y2020=4)
    assert un_chart(points, Aim(UP, 9)).formula != un_chart(points, Aim(UP)).formula


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(UnknownMethod, match="no method tea-leaves/1"):
        assess_by("tea-leaves/1", [], Aim(UP))


def test_methods_that_need_peers_are_not_in_the_registry() -> None:
    assert not set(METHODS) & set(PEER_METHODS)
    assert all(entry.method.id == name for name, entry in METHODS.items())
    with pytest.raises(TypeError):
        METHODS["mine/1"] = METHODS["weather/2021"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("method", "verified"),
    [
        ("open-sdg/2.4", "measured"),
        ("un-chart/2023", "read"),
        ("eurostat/2024", "to be checked"),
        ("escap-anticipated/2023", "to be checked"),
        ("weather/2021", "read"),
    ],
)
def test_a_result_carries_how_far_its_method_was_verified(method: str, verified: str) -> None:
    assert assess_by(method, [], Aim(UP)).method.verified == verified


def documented(text: str, name: str, formulas: tuple[str, ...]) -> bool:
    return f"`{name}`" in text and all(formula in text for formula in formulas if formula)


def test_every_method_stands_in_the_reference() -> None:
    text = GUIDE.read_text("utf-8").replace("\\|", "|")  # as tables of Markdown write it
    methods = [entry.method for entry in METHODS.values()] + list(PEER_METHODS.values())
    for method in [*methods, PROJECTION, TREND]:
        assert documented(text, method.id, (method.formula, method.formula_free)), method.id
        row = next(line for line in text.splitlines() if line.startswith(f"| `{method.id}`"))
        assert str(method.verified) in row, row
    assert not documented(text, "tea-leaves/1", ("leaves",))


def test_every_key_stands_in_the_reference() -> None:
    text = GUIDE.read_text("utf-8")
    missing = sorted(key for key in message_keys() if f"`{key}`" not in text)
    assert not missing
    named = set(re.findall(r"`(progress\.\w+)`", text))
    assert named == set(message_keys())


# Several series


def scored(judge: str, points: list[Point], aim: Aim) -> Progress:
    return assess_by(judge, points, aim)


def test_different_methods_have_no_mean() -> None:
    points = series(y2015=3, y2020=4)
    both = [scored("open-sdg/2.4", points, Aim(UP)), scored("un-chart/2023", points, Aim(UP))]
    with pytest.raises(MixedMethods, match=r"open-sdg/2\.4, un-chart/2023"):
        summarise(both)


def test_the_worst_symbol_speaks_for_all() -> None:
    rising = [Point(2020 + i, float(i)) for i in range(6)]
    falling = [Point(2020 + i, float(-i)) for i in range(6)]
    found = summarise([weather(rising, Aim(UP)), [weather(falling, Aim(UP))]])
    assert (found.status, found.score, found.assessed) == (Status.DETERIORATION, 0, 2)
    assert found.method.id == "weather/2021"


@pytest.mark.parametrize(
    ("targets", "status"),
    [
        ((417, 417), "on_track"),
        ((417, 3300), "moderate"),
        ((3270, 3300), "moderate"),  # 1.5
        ((3270, 3300, 3300), "limited"),  # 1.33
        ((3300, 3300), "limited"),
    ],
)
def test_un_scores_are_averaged(targets: tuple[float, ...], status: str) -> None:
    points = series(y2015=100, y2020=161.051)
    found = summarise([un_chart(points, Aim(UP, target)) for target in targets])
    assert found.status == status


def test_escap_scores_are_averaged_against_what_was_expected() -> None:
    ahead, behind = (escap_status(series(y2015=20, y2020=value), Aim(UP, 50)) for value in (35, 21))
    assert summarise([ahead, ahead]).status is Status.ON_TRACK
    assert summarise([ahead, behind, behind]).status is Status.MODERATE
    gone = escap_status(series(y2015=20, y2020=5), Aim(UP, 50))
    assert summarise([gone, gone]).status is Status.DETERIORATION
    points = [Point(year, 20 + 2 * (year - 2015)) for year in range(2010, 2021)]
    near, far = (escap_anticipated(points, Aim(UP, target)) for target in (50, 80))
    assert summarise([near, near]).status is Status.ON_TRACK
    assert summarise([near, far]).status is Status.MODERATE


def test_yes_and_no_are_one_and_zero() -> None:
    assert yes_or_no(Point(2024, 1)) is True
    assert yes_or_no(Point(2024, 0)) is False
    with pytest.raises(BadSeries, match="neither_yes_nor_no"):
        yes_or_no(Point(2024, 0.5))
