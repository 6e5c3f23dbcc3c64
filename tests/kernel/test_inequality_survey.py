from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.inequality import (
    Answer,
    BadGroups,
    Moved,
    change_between,
    message_keys,
    satisfaction,
)


def test_a_share_with_its_margin() -> None:
    (men, women) = satisfaction([Answer("women", 100 * 81 / 263, 263), Answer("men", 0, 20)])
    assert (women.low, women.high) == pytest.approx((25.53, 36.62), abs=0.005)  # Newcombe
    assert women.margin == pytest.approx((36.62 - 25.53) / 2, abs=0.01)
    assert (women.enough, women.reason.key) == (True, "survey.share")
    assert (men.low, men.high) == pytest.approx((0, 16.11), abs=0.005)
    assert (men.enough, men.reason.key) == (False, "survey.small_sample")
    assert women.reason.params["sample"] == 263


def test_a_survey_in_clusters_knows_less() -> None:
    plain, clustered = (satisfaction([Answer("all", 60, 400, design)])[0] for design in (1.0, 2.0))
    assert clustered.margin > plain.margin
    assert clustered.margin == pytest.approx(satisfaction([Answer("all", 60, 200)])[0].margin)


@pytest.mark.parametrize(
    ("first", "last", "moved"),
    [
        (Answer("all", 60, 400), Answer("all", 70, 400), Moved.ROSE),
        (Answer("all", 70, 400), Answer("all", 60, 400), Moved.FELL),
        (Answer("all", 60, 400), Answer("all", 64, 400), Moved.WITHIN_ERROR),
        (Answer("all", 60, 400), Answer("all", 60, 400), Moved.WITHIN_ERROR),
        (Answer("all", 60, 400), Answer("all", 70, 400, 5.0), Moved.WITHIN_ERROR),
        (Answer("all", 10, 29), Answer("all", 90, 400), Moved.TOO_FEW),
    ],
)
def test_change_beyond_error(first: Answer, last: Answer, moved: Moved) -> None:
    (found,) = change_between([first], [last])
    assert (found.moved, found.reason.key) == (moved, f"survey.{moved}")
    assert found.change == last.satisfied - first.satisfied


def test_the_published_difference() -> None:
    (found,) = change_between([Answer("a", 60, 80)], [Answer("a", 80, 70)])  # 48/80 and 56/70
    assert (found.low, found.high) == pytest.approx((5.24, 33.39), abs=0.005)


def test_a_group_of_one_round_is_named() -> None:
    found = change_between([Answer("a", 60, 80)], [Answer("b", 80, 70)])
    assert [(c.group, c.moved, c.change) for c in found] == [
        ("a", Moved.ONE_ROUND, None),
        ("b", Moved.ONE_ROUND, None),
    ]


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ([Answer("a", 101, 10)], "survey.no_percentage"),
        ([Answer("a", float("nan"), 10)], "survey.no_percentage"),
        ([Answer("a", 50, 0)], "survey.no_sample"),
        ([Answer("a", 50, 10, 0.5)], "survey.no_sample"),
        ([Answer("a", 50, 10), Answer("a", 50, 10)], "inequality.name_twice"),
    ],
)
def test_answers_that_are_none_are_refused(answers: list[Answer], key: str) -> None:
    with pytest.raises(BadGroups) as caught:
        satisfaction(answers)
    assert caught.value.key == key
    assert key in message_keys()


SHARES, SAMPLES = st.floats(0, 100), st.integers(1, 5000)


@given(SHARES, SAMPLES, SHARES, SAMPLES)
def test_a_change_and_its_reverse(one: float, few: int, other: float, many: int) -> None:
    first, last = Answer("g", one, few), Answer("g", other, many)
    (there,), (back,) = change_between([first], [last]), change_between([last], [first])
    assert there.low is not None
    assert there.high is not None
    assert back.low is not None
    assert there.low <= (there.change or 0) <= there.high
    assert -100 <= there.low <= there.high <= 100
    assert there.high == pytest.approx(-back.low, abs=1e-9)
    turned = {Moved.ROSE: Moved.FELL, Moved.FELL: Moved.ROSE}
    assert back.moved == turned.get(there.moved, there.moved)
    assert {there.reason.key, *(s.reason.key for s in (there.first, there.last) if s)} <= (
        message_keys()
    )
    if min(few, many) >= 30 and there.moved is not Moved.WITHIN_ERROR:
        assert abs(there.change or 0) > 0


@given(SHARES, st.integers(30, 5000))
def test_more_answers_are_surer(share: float, sample: int) -> None:
    (few,), (many,) = (satisfaction([Answer("g", share, n)]) for n in (sample, 2 * sample))
    assert many.margin < few.margin
    assert 0 <= few.low <= share <= few.high <= 100
