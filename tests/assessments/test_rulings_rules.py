"""What can be ruled on, by whom, and what a ruling covers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.assessments.rules.independence import (
    RulingFacts,
    Standing,
    Tie,
    conflicts,
    counts_still,
    may_check,
    months_since,
    refuse_ruling,
)

DAY = date(2026, 6, 1)
FAMILY, ADVICE = Tie("family", key="interest:a"), Tie("adviser", key="interest:b", firm=True)
kinds = st.sampled_from(["membership", "employee", "adviser", "family", "funding", "other"])
ties = st.builds(
    Tie,
    kinds,
    st.none() | st.integers(-800, 800).map(lambda days: DAY + timedelta(days=days)),
    st.sampled_from(["interest:a", "interest:b", "declaration:c"]),
    st.booleans(),
)


def facts(**more: object) -> RulingFacts:
    given = {"own": False, "ruler_tied": False, "ties": (FAMILY,), "reason": "Of no weight."}
    return RulingFacts(**(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "clears", "refused"),
    [
        (facts(), True, set()),
        (facts(), False, set()),
        (facts(own=True), True, {"ruling.own"}),
        (facts(ruler_tied=True), False, {"ruling.tied"}),
        (facts(ties=()), False, {"ruling.nothing"}),
        (facts(ties=(FAMILY, ADVICE)), True, {"ruling.firm"}),
        (facts(ties=(FAMILY, ADVICE)), False, set()),
        (facts(reason=" "), True, {"ruling.no_reason"}),
        (facts(made=1, seen=0), True, {"ruling.made"}),
        (facts(made=1, seen=1, last=True, covered=["interest:a"]), True, {"ruling.made"}),
        (facts(made=1, seen=1, last=True, covered=["interest:a"]), False, set()),
        (facts(made=1, seen=1, last=True, covered=["interest:z"]), True, set()),
    ],
)
def test_what_is_refused(known: RulingFacts, clears: bool, refused: set[str]) -> None:
    assert {reason.key for reason in refuse_ruling(known, clears=clears)} == refused


@given(st.integers(0, 4000), st.integers(0, 120))
def test_the_months_that_the_database_compares_are_those_of_the_rule(
    days: int, months: int
) -> None:
    """One restriction in two tongues: the condition on cases, and the rule for one."""
    until = DAY - timedelta(days=days)
    counts = counts_still("adviser", until, on=DAY, adviser_months=months)
    assert counts == (months >= months_since(until, DAY))


@given(st.lists(ties, max_size=4), st.sets(st.sampled_from(["interest:a", "declaration:c"])))
def test_a_ruling_lifts_what_it_names_and_is_not_firm_and_nothing_else(
    held: list[Tie], cleared: set[str]
) -> None:
    person = Standing(ties=tuple(held), cleared=frozenset(cleared))
    rest = Standing(ties=tuple(tie for tie in held if tie.firm or tie.key not in cleared))
    told = conflicts(person, on=DAY, adviser_months=24)
    assert told == conflicts(rest, on=DAY, adviser_months=24)
    strict = may_check(person, on=DAY, adviser_months=24)
    assert strict == may_check(Standing(ties=tuple(held)), on=DAY, adviser_months=24)


@given(st.lists(ties, max_size=4), ties)
def test_another_tie_never_opens_a_case(held: list[Tie], more: Tie) -> None:
    before = conflicts(Standing(ties=tuple(held)), on=DAY, adviser_months=24)
    after = conflicts(Standing(ties=(*held, more)), on=DAY, adviser_months=24)
    assert len(after) >= len(before)
