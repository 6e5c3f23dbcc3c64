"""Which groups are proposed: sizes, order, and what a city can tell from a number."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.community.rules import groups as rules
from waymark.community.rules.groups import LEAST, MOST, OFFERS, City, Proposal, Subject, propose

WATER, PLAN = Subject("gap", "s/A01"), Subject("gap", "s/C03")


def cities(count: int, **facts: object) -> list[City]:
    start = City("x", "en", "50k-250k", frozenset({WATER}))
    return [replace(start, id=f"c{number:02}", **facts) for number in range(count)]  # type: ignore[arg-type]


OTHER = City("other", "en", "50k-250k")
"""One of the same language and size that does not share the gap: without one, nobody is hidden."""


@pytest.mark.parametrize(
    ("known", "sizes"),
    [
        ([*cities(LEAST), OTHER], [LEAST]),
        ([*cities(LEAST - 1), OTHER], []),
        (cities(LEAST), []),  # all of them share it: the number would name them
        ([*cities(MOST), OTHER], [MOST]),
        ([*cities(MOST + 1), OTHER], [6, 7]),
        ([*cities(LEAST, known=frozenset({WATER})), OTHER], [LEAST]),  # everybody reads it of all
        ([*cities(LEAST, asked=frozenset({WATER})), OTHER], []),
        ([*cities(LEAST, open=OFFERS), OTHER], []),
        ([*cities(3), *[replace(c, id=f"l{c.id}", size="over-1m") for c in cities(3)], OTHER], [6]),
        ([*cities(3), *[replace(c, id=f"f{c.id}", language="fr") for c in cities(3)], OTHER], []),
    ],
)
def test_how_many_cities_are_asked_together(known: list[City], sizes: list[int]) -> None:
    assert [len(one.cities) for one in propose(known)] == sizes


@pytest.mark.parametrize(("others", "said"), [(2, 0), (3, 3), (4, 3), (9, 5), (11, 10), (999, 100)])
def test_a_number_is_told_only_where_it_hides_somebody(others: int, said: int) -> None:
    assert rules.told(others) == said


some = st.lists(
    st.builds(
        City,
        id=st.integers(0, 60).map(lambda n: f"c{n:02}"),
        language=st.sampled_from(["en", "ar"]),
        size=st.sampled_from(["", "under-50k", "over-1m"]),
        subjects=st.frozensets(st.sampled_from([WATER, PLAN, Subject("topic", "water")])),
        known=st.frozensets(st.sampled_from([WATER, Subject("topic", "water")])),
        asked=st.frozensets(st.sampled_from([WATER, PLAN]), max_size=1),
        open=st.integers(0, OFFERS),
    ),
    max_size=60,
    unique_by=lambda city: city.id,
)


def faults(known: list[City], found: tuple[Proposal, ...]) -> list[str]:
    """What is wrong with an answer; nothing for a right one."""
    by_id = {city.id: city for city in known}
    wrong = []
    for one in found:
        asked = [by_id[city] for city in one.cities]
        alike = [
            city for city in known if city.language == one.language and one.size in ("", city.size)
        ]
        checks = {
            "size": LEAST <= len(asked) <= MOST and len(set(one.cities)) == len(asked),
            "shared": all(one.subject in city.subjects for city in asked),
            "asked": all(one.subject not in city.asked for city in asked),
            "alike": all(city in alike for city in asked),
            "few": sum(one.subject not in city.known for city in asked) not in (1, 2),
            "hidden": any(one.subject not in city.subjects for city in alike),
        }
        wrong += [name for name, holds in checks.items() if not holds]
    for city in known:
        if city.open + sum(city.id in one.cities for one in found) > OFFERS:
            wrong.append("too many")
    return wrong


@given(some, st.randoms(use_true_random=False))
def test_every_proposal_keeps_the_rules_and_order_does_not_matter(
    known: list[City], chance: Random
) -> None:
    found = propose(known)
    assert faults(known, found) == []
    shuffled = list(known)
    chance.shuffle(shuffled)
    assert propose(shuffled) == found


def test_the_check_sees_what_is_wrong() -> None:
    known = [*cities(LEAST), OTHER]
    (right,) = propose(known)
    assert faults(known, (right,)) == []
    assert "size" in faults(known, (replace(right, cities=right.cities[:3]),))
    assert "shared" in faults(known, (replace(right, cities=(*right.cities, "other")),))
    assert "alike" in faults(known, (replace(right, language="ar"),))
    assert "hidden" in faults(known[:-1], (right,))
    told = [replace(c, known=c.subjects) if i else c for i, c in enumerate(known)]
    assert "few" in faults(told, (right,))
    assert not propose(told)
    assert "too many" in faults(known, (right,) * (OFFERS + 1))
