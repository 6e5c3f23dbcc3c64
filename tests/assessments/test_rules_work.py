"""How far a criterion is, what is next, who may open evidence, what changed between two texts."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.assessments.rules.case import CaseState, Visibility
from waymark.assessments.rules.reading import READERS, may_open
from waymark.assessments.rules.work import (
    Given,
    Next,
    Work,
    counts,
    is_answered,
    lacks_evidence,
    what_is_next,
    work_on,
)
from waymark.kernel.diff import ADDED, REMOVED, SAME, compare, excerpt
from waymark.people.rules import CITY, Role


@pytest.mark.parametrize(
    ("stands", "work", "answered"),
    [
        (Given(), Work.NOT_STARTED, False),
        (Given(narrative=True), Work.IN_PROGRESS, False),
        (Given(evidence=2), Work.IN_PROGRESS, False),
        (Given(level=0), Work.DONE, True),
        (Given(level=1), Work.DONE, True),
        (Given(level=2), Work.IN_PROGRESS, True),
        (Given(level=2, evidence=1), Work.DONE, True),
        (Given(level=3), Work.IN_PROGRESS, True),
        (Given(not_relevant=True), Work.IN_PROGRESS, False),
        (Given(not_relevant=True, reason=True), Work.DONE, True),
        (Given(level=3, not_relevant=True, reason=True), Work.DONE, True),
    ],
)
def test_how_far_a_criterion_is(stands: Given, work: Work, answered: bool) -> None:
    assert work_on(stands) == work
    assert is_answered(stands) == answered


def test_only_claims_of_level_two_or_more_lack_evidence() -> None:
    lacking = [level for level in (None, 0, 1, 2, 3) if lacks_evidence(Given(level=level))]
    assert lacking == [2, 3]


def test_counts_are_counts_and_never_a_score() -> None:
    found = counts([Work.DONE, Work.DONE, Work.IN_PROGRESS, Work.NOT_STARTED])
    assert (found.done, found.begun, found.untouched, found.total) == (2, 1, 1, 4)
    assert found.state == Work.IN_PROGRESS
    assert counts([]).state == Work.NOT_STARTED
    assert counts([Work.DONE]).state == Work.DONE


OVER = {*("closed", "withdrawn", "transferred", "turned_down")}


def test_every_state_of_a_case_says_what_is_next() -> None:
    for state, unanswered, asked in itertools.product(CaseState, (0, 3), (0, 1)):
        found = what_is_next(state, unanswered=unanswered, open_questions=asked)
        ended = state in OVER
        assert (found == Next.NOTHING) == ended, state
    assert what_is_next("draft", unanswered=1, open_questions=0) == Next.ANSWER
    assert what_is_next("draft", unanswered=0, open_questions=0) == Next.SIGN
    assert what_is_next("returned", unanswered=0, open_questions=0) == Next.MEND
    assert what_is_next("clarification", unanswered=0, open_questions=2) == Next.REPLY
    assert what_is_next("clarification", unanswered=0, open_questions=0) == Next.SEND_REPLIES


def test_who_may_open_evidence_by_its_visibility() -> None:
    def openers(visibility: str, *, handed_in: bool = True, published: bool = False) -> set[str]:
        return {
            role
            for role in Role
            if may_open(visibility, frozenset({role}), handed_in=handed_in, published=published)
        }

    reviewing = {Role.REVIEWER, Role.SECRETARIAT, Role.TECHNICAL_LEAD, Role.STEWARD}
    members = {Role.COMMITTEE, Role.CHAIR, Role.APPEAL}
    assert openers(Visibility.COMMITTEE) == CITY | members
    assert openers(Visibility.REVIEWERS) == CITY | members | reviewing
    assert openers(Visibility.PUBLIC) == CITY | members | reviewing | {Role.OBSERVER}
    for visibility in Visibility:
        assert openers(visibility, handed_in=False, published=True) == set(CITY)
    nobody: frozenset[str] = frozenset()
    assert may_open(Visibility.PUBLIC, nobody, handed_in=True, published=True)
    assert not may_open(Visibility.PUBLIC, nobody, handed_in=True, published=False)
    assert not may_open(Visibility.REVIEWERS, nobody, handed_in=True, published=True)
    assert set(READERS) == set(Visibility)


words = st.lists(
    st.sampled_from(["the", "plan", "ends", "2030", ".", "\n", "خطة", "—"]), max_size=40
)


@given(words, words)
def test_a_comparison_holds_both_texts_whole(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    found = compare(before, after)
    assert "".join(piece.text for piece in found if piece.kind != ADDED) == before
    assert "".join(piece.text for piece in found if piece.kind != REMOVED) == after
    assert all(one.kind != two.kind for one, two in itertools.pairwise(found))


def test_a_changed_word_is_shown_as_that_word_alone() -> None:
    found = compare("The plan ends in 2030. It stays.", "The plan ends in 2031. It stays.")
    assert [(piece.kind, piece.text) for piece in found if piece.kind != SAME] == [
        (REMOVED, "2030"),
        (ADDED, "2031"),
    ]


def test_long_unchanged_stretches_are_cut_to_their_ends() -> None:
    before = "Same sentence. " * 60 + "Old end."
    found = excerpt(compare(before, before.replace("Old", "New")))
    assert len(found[0].text) < 300
    assert found[0].text.endswith("Same sentence. ")
    assert found[0].text.startswith(" … ")


def test_twenty_thousand_characters_are_compared_in_a_moment() -> None:
    before = " ".join(f"word{n}" for n in range(2500))
    after = " ".join(f"word{n * 7 % 2500}" for n in range(2500))
    found = compare(before, after)
    assert "".join(piece.text for piece in found if piece.kind != ADDED) == before
