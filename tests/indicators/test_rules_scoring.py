"""Verdicts on many series at once are those that each series would have had by itself."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import example, given, settings
from hypothesis import strategies as st

from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.judging import Judged, judge
from waymark.indicators.rules.scoring import About, Spoken, inputs_of, scored, verdict
from waymark.indicators.rules.together import part_of, together
from waymark.indicators.rules.transforms import NAMES
from waymark.kernel.progress import METHODS, Status

VALUES = st.one_of(
    st.sampled_from([0.0, -0.0, 1.0, 50.0, 100.0, 101.0, 1e-300, 1e300, -5.0, 200.0]),
    st.floats(-1e4, 1e4),
    st.floats(0, 100),
)
YEARS = st.integers(2008, 2024)
GOALS = st.builds(
    Goal,
    st.sampled_from(["", "2012", "2016", "2020"]),
    st.none() | VALUES,
    st.sampled_from([2010, 2020, 2030]),
    st.none() | VALUES,
)
SERIES = st.builds(
    Spoken,
    st.sampled_from(["", "north"]),
    st.sampled_from([(), (("sex", "female"),), (("age", "0-4"), ("sex", "female"))]),
    st.sampled_from(["", "%", "people"]),
    st.dictionaries(YEARS, VALUES, min_size=1, max_size=6),
    GOALS,
)
ABOUT = st.builds(
    lambda direction, turned: About("sdg:1.1.1", "%", direction, {"%": turned, "people": turned}),
    st.sampled_from(["up", "down", "", "target"]),
    st.sampled_from(["", "", "", *NAMES]),
)


def alone(about: About, one: Spoken, method: str) -> Judged:
    """The whole verdict on a series."""
    return judge(inputs_of(about, one), method)


@settings(max_examples=400)
@example(About("a", "%", "up", {"%": ""}), Spoken("", (), "%", {2015: 1e-300, 2016: 1e300}), "")
@given(ABOUT, SERIES, st.sampled_from(["", *METHODS]))
def test_a_score_is_that_of_the_whole_verdict(about: About, one: Spoken, method: str) -> None:
    method = method or "open-sdg/2.4"  # the one with a short way is tried most
    found, whole = scored(about, one, method), alone(about, one, method).progress
    assert (found is None) == (whole is None)
    if found is not None and whole is not None:
        assert (found.status, found.score) == (whole.status, whole.score)
        assert (found.method, found.expected) == (whole.method, whole.expected)


@given(ABOUT, st.lists(SERIES, max_size=6), st.sampled_from(sorted(METHODS)))
def test_many_series_are_judged_as_one_by_one(
    about: About, series: list[Spoken], method: str
) -> None:
    parts: dict[str, list[Judged]] = defaultdict(list)
    for one in series:
        parts[part_of(one.area, one.dims)].append(alone(about, one, method))
    assert verdict(about, series, method) == together(parts)


def test_what_counts_shows_in_the_score() -> None:
    about = About("sdg:1.1.1", "%", "up", {"%": "", "people": ""})
    found = [
        scored(about, Spoken("", (), unit, {2015: 80.0, 2020: last}, goal), "open-sdg/2.4")
        for unit, last, goal in (
            ("%", 84.0, Goal()),
            ("people", 84.0, Goal()),  # no limit of 100 is near
            ("%", 84.0, Goal(target_value=90.0)),
            ("%", 84.0, Goal("2016", 83.0)),
            ("%", 70.0, Goal()),
        )
    ]
    assert len({one.score for one in found if one is not None}) == 5


def test_a_series_that_begins_after_its_last_value_is_not_judged() -> None:
    about = About("sdg:1.1.1", "%", "up", {"%": ""})
    found = scored(about, Spoken("", (), "", {2009: 1.0, 2012: 2.0}), "open-sdg/2.4")
    assert found is not None
    assert (found.status, found.score) == (Status.NOT_AVAILABLE, None)
