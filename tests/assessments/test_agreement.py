"""Kappa against examples that were published, and what must hold of any."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.assessments.rules.agreement import FEW, cohen, enough, fleiss

WORDS = ["accept", "reject", "need_more"]


def spread(*counts: int) -> list[str]:
    """One subject: how many raters gave each word."""
    return [str(word) for word, count in enumerate(counts) for _ in range(count)]


FLEISS_1971 = [
    (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0),
    (2, 0, 4, 0, 0), (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6),
    (1, 0, 0, 5, 0), (1, 1, 0, 4, 0), (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1),
    (0, 0, 5, 0, 1), (3, 0, 0, 1, 2), (5, 1, 0, 0, 0), (0, 2, 0, 4, 0), (1, 0, 2, 0, 3),
    (0, 0, 0, 0, 6), (0, 1, 0, 5, 0), (0, 2, 0, 1, 3), (2, 0, 0, 4, 0), (1, 0, 0, 4, 1),
    (0, 5, 0, 1, 0), (4, 0, 0, 0, 2), (0, 2, 0, 4, 0), (1, 0, 5, 0, 0), (0, 0, 0, 0, 6),
]  # fmt: skip
"""30 patients, 6 psychiatrists, 5 diagnoses: the example of Fleiss' paper, table 1."""


def test_fleiss_own_example_of_thirty_patients() -> None:
    found = fleiss(spread(*row) for row in FLEISS_1971)
    assert found is not None
    assert found.kappa is not None
    assert round(float(found.observed), 3) == 0.556
    assert round(float(found.expected), 3) == 0.220
    assert round(float(found.kappa), 3) == 0.430


FOURTEEN_RATERS = [
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
]  # fmt: skip


def test_the_example_of_fourteen_psychiatrists_and_ten_patients() -> None:
    found = fleiss(spread(*row) for row in FOURTEEN_RATERS)
    assert found is not None
    assert found.kappa is not None
    assert (round(float(found.observed), 3), round(float(found.expected), 3)) == (0.378, 0.213)
    assert round(float(found.kappa), 3) == 0.210


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ((20, 5, 10, 15), 0.4),  # fifty grant proposals, two readers
        ((45, 15, 25, 15), 0.1304),  # the same agreement seen, with different margins
        ((25, 35, 5, 35), 0.2593),
    ],
)
def test_cohen_with_two_words(table: tuple[int, int, int, int], kappa: float) -> None:
    both, first, second, neither = table
    pairs = [("y", "y")] * both + [("y", "n")] * first + [("n", "y")] * second
    found = cohen(pairs + [("n", "n")] * neither)
    assert found is not None
    assert found.kappa is not None
    assert round(float(found.kappa), 4) == kappa


words = st.sampled_from(WORDS)
subjects = st.lists(st.tuples(words, words), min_size=1, max_size=30)


@given(subjects)
def test_nothing_is_above_full_agreement_and_full_agreement_is_one(
    pairs: list[tuple[str, str]],
) -> None:
    for found in (cohen(pairs), fleiss(pairs)):
        assert found is not None
        same = all(one == two for one, two in pairs)
        if found.kappa is None:
            assert len({word for pair in pairs for word in pair}) == 1
        else:
            assert found.kappa <= 1
            assert (found.kappa == 1) == same


@given(subjects)
def test_for_fleiss_it_does_not_matter_who_is_first_nor_in_which_order(
    pairs: list[tuple[str, str]],
) -> None:
    turned = [(two, one) for one, two in reversed(pairs)]
    assert fleiss(pairs) == fleiss(turned)


def test_one_word_alone_tells_nothing_and_few_cases_say_so() -> None:
    found = fleiss([("accept", "accept")] * FEW)
    assert found is not None
    assert found.kappa is None
    assert found.observed == Fraction(1)
    assert enough(found)
    assert not enough(fleiss([("accept", "accept")] * (FEW - 1)))
    assert fleiss([]) is None
    assert cohen([]) is None
    with pytest.raises(ValueError, match="same number"):
        fleiss([("accept", "accept"), ("accept",)])
