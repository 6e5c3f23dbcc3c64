import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.progress import (
    METHOD,
    TRANSFORMS,
    Aim,
    BadSeries,
    Direction,
    DuplicateYear,
    Point,
    Progress,
    Status,
    assess,
    assess_yes_no,
    levels_from_growth,
    parity,
    status_of_score,
    summarise,
)

UP, DOWN = Direction.UP, Direction.DOWN
WORSE, UNCLEAR = Status.DETERIORATION, Status.NOT_ASSESSABLE


def two(base: float, base_year: int, value: float, year: int) -> list[Point]:
    return [Point(base_year, base), Point(year, value)]


# Worked out by hand from the published rules, apart from this code.
VECTORS = [
    (60, 2015, 75, 2022, UP, 100, 0.935038, 2.3931, Status.MODERATE),
    (60, 2015, 62, 2022, UP, 100, 0.135538, -1.9353, Status.LIMITED),
    (60, 2015, 58, 2022, UP, 100, -0.139467, -3.0811, Status.DETERIORATION),
    (20, 2015, 12, 2023, DOWN, 10, 1.369785, 5.0000, Status.ON_TRACK),
    (20, 2015, 9, 2023, DOWN, 10, None, 5.0000, Status.ACHIEVED),
    (35, 2018, 30, 2024, DOWN, 0, 0.043593, -2.3184, Status.LIMITED),
    (100, 2015, 101, 2020, UP, None, 0.001992, -1.5040, Status.LIMITED),
    (100, 2015, 112, 2020, UP, None, 0.022925, 5.0000, Status.ON_TRACK),
    (100, 2015, 95, 2020, UP, None, -0.010206, -3.7758, Status.DETERIORATION),
    (30, 2016, 28, 2022, DOWN, None, 0.011433, 1.6082, Status.MODERATE),
    (50, 2019, 50, 2024, UP, None, 0.000000, -2.5000, Status.LIMITED),
]


@pytest.mark.parametrize(
    ("base", "base_year", "value", "year", "way", "target", "measure", "score", "status"), VECTORS
)
def test_vectors(
    base: float,
    base_year: int,
    value: float,
    year: int,
    way: Direction,
    target: float | None,
    measure: float | None,
    score: float,
    status: Status,
) -> None:
    result = assess(two(base, base_year, value, year), Aim(way, target))
    assert result.status is status
    # The published coefficients (7.1429, 4.2857 ...) are rounded; the vectors are not.
    assert result.score == pytest.approx(score, abs=2e-4)
    assert result.method is METHOD
    if measure is not None and target is None:
        assert result.growth is not None
        assert way.sign * result.growth == pytest.approx(measure, abs=1e-6)
    elif measure is not None:
        assert result.ratio == pytest.approx(measure, abs=1e-6)


@pytest.mark.parametrize(
    ("points", "aim", "status", "key"),
    [
        ([], Aim(UP), Status.NOT_AVAILABLE, "no_data"),
        ([Point(2014, 3)], Aim(UP), Status.NOT_AVAILABLE, "no_data"),
        ([Point(2016, 3)], Aim(UP), Status.NOT_AVAILABLE, "one_year"),
        ([Point(2016, 3)], Aim(UP, 3), Status.ACHIEVED, "achieved"),
        (two(-3, 2015, 3, 2020), Aim(UP), UNCLEAR, "sign_change"),
        (two(0, 2015, -3, 2020), Aim(UP), UNCLEAR, "sign_change"),
        (two(-3, 2015, 3, 2020), Aim(UP, 2), Status.ACHIEVED, "achieved"),
        (two(-3, 2015, -2, 2020), Aim(UP, 5), UNCLEAR, "target_beyond_zero"),
        (
            two(3, 2020, 4, 2022),
            Aim(UP, 5, 2020),
            UNCLEAR,
            "target_before_base",
        ),
        (two(5, 2015, 4, 2020), Aim(UP, 5), WORSE, "target_lost"),
        (two(5, 2015, 5, 2020), Aim(UP, 5), Status.ACHIEVED, "achieved"),
        (two(60, 2015, 75, 2022), Aim(UP, 100), Status.MODERATE, "moderate_with_target"),
        (
            two(60, 2015, 55, 2022),
            Aim(UP),
            WORSE,
            "deterioration_without_target",
        ),
        (
            two(100, 2015, 100, 2022),
            Aim(UP, limit=100),
            Status.ON_TRACK,
            "on_track_without_target",
        ),
        (two(0, 2015, 0, 2022), Aim(UP), Status.LIMITED, "limited_without_target"),
        (two(-4, 2015, -3, 2022), Aim(UP), Status.ON_TRACK, "on_track_without_target"),
        (
            two(-4, 2015, -5, 2022),
            Aim(UP),
            WORSE,
            "deterioration_without_target",
        ),
        (two(-4, 2015, -2, 2022), Aim(UP, -1), Status.ON_TRACK, "on_track_with_target"),
    ],
)
def test_statuses_and_their_reasons(
    points: list[Point], aim: Aim, status: Status, key: str
) -> None:
    result = assess(points, aim)
    assert (result.status, result.reason.key) == (status, f"progress.{key}")
    assert (result.score is None) == (status in (Status.NOT_AVAILABLE, Status.NOT_ASSESSABLE))


def test_the_sentence_has_its_numbers() -> None:
    facts = assess(two(60, 2015, 75, 2022), Aim(UP, 100)).reason.params
    assert (facts["base_value"], facts["base_year"]) == (60, 2015)
    assert (facts["value"], facts["year"]) == (75, 2022)
    assert (facts["target"], facts["target_year"], facts["direction"]) == (100, 2030, "up")
    assert facts["ratio"] == pytest.approx(0.935038, abs=1e-6)
    assert "target" not in assess(two(60, 2015, 75, 2022), Aim(UP)).reason.params


def test_the_base_is_the_base_year_or_the_next_with_a_value() -> None:
    points = [Point(2012, 1), Point(2019, 4), Point(2017, 2), Point(2024, 8)]
    assert assess(points, Aim(UP)).base == Point(2017, 2)
    assert assess(points, Aim(UP, base_year=2019)).base == Point(2019, 4)
    assert assess(points, Aim(UP)).latest == Point(2024, 8)


def test_zero_is_replaced_and_said_so() -> None:
    result = assess(two(0, 2015, 2, 2020), Aim(DOWN, 0))
    assert [w.key for w in result.warnings] == ["progress.zero_target", "progress.zero_base"]
    beyond = assess(two(104, 2015, 105, 2020), Aim(UP, limit=100))
    assert [w.key for w in beyond.warnings] == ["progress.base_beyond_limit"]


def test_a_natural_limit_lowers_what_is_expected() -> None:
    far, near = (assess(two(b, 2015, b * 1.01, 2020), Aim(UP, limit=100)) for b in (30.0, 95.0))
    assert far.growth == pytest.approx(near.growth)
    assert far.status is Status.LIMITED
    assert near.status is Status.MODERATE
    assert near.coefficient == pytest.approx(1 - 0.95**4.44)
    over = assess(two(250, 2015, 240, 2020), Aim(DOWN, limit=100))
    assert over.coefficient == 1


@pytest.mark.parametrize(
    ("points", "error"),
    [
        ([Point(2015, 1), Point(2015, 2)], DuplicateYear),
        ([Point(2015, math.nan)], ValueError),
        ([Point(2015, math.inf)], ValueError),
    ],
)
def test_a_series_that_is_not_one_is_refused(points: list[Point], error: type[Exception]) -> None:
    with pytest.raises(error):
        assess(points, Aim(UP))


def test_yes_or_no() -> None:
    assert assess_yes_no(True, 2024).status is Status.ACHIEVED
    no = assess_yes_no(False, 2024)
    assert (no.status, no.score) == (Status.NOT_ACHIEVED, None)
    assert no.reason.key == "progress.not_achieved_yes_no"


VALUES = st.floats(0.01, 1e6)
YEARS = st.tuples(st.integers(2015, 2020), st.integers(1, 9)).map(lambda y: (y[0], y[0] + y[1]))


@given(VALUES, VALUES, YEARS, st.sampled_from(Direction), st.none() | VALUES, st.none() | VALUES)
def test_any_positive_series_is_assessed_within_bounds_and_in_any_unit(
    base: float,
    value: float,
    years: tuple[int, int],
    way: Direction,
    target: float | None,
    limit: float | None,
) -> None:
    result = assess(two(base, years[0], value, years[1]), Aim(way, target, limit=limit))
    assert result.score is not None
    assert -5 <= result.score <= 5
    assert (result.status is Status.ACHIEVED) == (
        target is not None and way.sign * (value - target) >= 0
    )
    if result.status is Status.DETERIORATION:
        assert way.sign * (value - base) < 0
    scaled = assess(
        two(base * 4, years[0], value * 4, years[1]),
        Aim(way, target and target * 4, limit=limit and limit * 4),
    )
    assert scaled.status is result.status
    assert scaled.score == pytest.approx(result.score, abs=1e-6)


@given(VALUES, VALUES, VALUES, YEARS, st.none() | VALUES)
def test_a_better_value_never_scores_less(
    base: float, one: float, other: float, years: tuple[int, int], limit: float | None
) -> None:
    low, high = sorted((one, other))
    aim = Aim(UP, limit=limit)
    worse = assess(two(base, years[0], low, years[1]), aim).score
    better = assess(two(base, years[0], high, years[1]), aim).score
    assert worse is not None
    assert better is not None
    assert better >= worse - 1e-9


def scored(score: float | None, status: Status | None = None) -> Progress:
    given_status = status or (Status.NOT_AVAILABLE if score is None else status_of_score(score))
    blank = assess([], Aim(UP))
    return Progress(given_status, blank.aim, blank.reason, score)


@pytest.mark.parametrize(
    ("group", "score", "status", "assessed"),
    [
        ([], None, Status.NOT_AVAILABLE, 0),
        ([scored(None)], None, Status.NOT_AVAILABLE, 0),
        ([scored(4), scored(None), scored(1)], 2.5, Status.ON_TRACK, 2),
        ([scored(5), [scored(-5), scored(-4), scored(-3)]], 0.5, Status.MODERATE, 4),
        ([scored(-3), [[scored(1)], scored(None)]], -1, Status.LIMITED, 2),
        ([scored(-3), [scored(None)], -2 and scored(-2.2)], -2.6, Status.DETERIORATION, 2),
        ([scored(5, Status.ACHIEVED)] * 2, 5, Status.ACHIEVED, 2),
        ([scored(5, Status.ACHIEVED), scored(5)], 5, Status.ON_TRACK, 2),
    ],
)
def test_several_series_are_averaged_group_by_group(
    group: list[Progress], score: float | None, status: Status, assessed: int
) -> None:
    summary = summarise(group)
    assert summary.score == (None if score is None else pytest.approx(score))
    assert (summary.status, summary.assessed) == (status, assessed)
    assert summary.reason.key == f"progress.summary_{status}"


@pytest.mark.parametrize(
    ("name", "value", "result"),
    [
        ("parity", 0.98, 1),
        ("parity", 0.8, 1.25),
        ("parity", 1.25, 1.25),
        ("distance_from_half", 30, 70),
        ("distance_from_half", 65, 65),
        ("distance_from_plan", 92, 108),
    ],
)
def test_transformations(name: str, value: float, result: float) -> None:
    assert TRANSFORMS[name](Point(2020, value)) == Point(2020, result)


def test_levels_from_growth() -> None:
    levels = levels_from_growth([Point(2017, 10), Point(2016, -50), Point(2018, 0)])
    assert [(p.year, round(p.value, 6)) for p in levels] == [
        (2015, 100),
        (2016, 50),
        (2017, 55),
        (2018, 55),
    ]
    assert levels_from_growth([]) == []
    with pytest.raises(BadSeries, match="2018: progress.growth_year_missing"):
        levels_from_growth([Point(2016, 1), Point(2018, 1)])
    with pytest.raises(BadSeries, match="nothing"):
        levels_from_growth([Point(2016, -100)])
    with pytest.raises(BadSeries, match="not_positive"):
        parity(Point(2016, 0))
