"""Proposals of reviewers: whom, in which order, and that every reason is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.assessments.rules.assigning import Person, Wanted, ends_too_early, propose
from waymark.assessments.rules.independence import Standing, Tie, may_review
from waymark.kernel.flow import Reason

DAY = date(2026, 6, 1)
WANTED = Wanted("ar", DAY, DAY + timedelta(days=30), "MA", frozenset({"water"}), frozenset({"h1"}))
ANNA = Person("1", "Anna", frozenset({"ar"}), frozenset({"water"}), house="h2", country="PE")


def names(*people: Person) -> list[str]:
    return [one.person.name for one in propose(people, WANTED)]


@pytest.mark.parametrize(
    "less",
    [
        {"languages": frozenset({"en"})},
        {"fields": frozenset({"housing"})},
        {"house": "h1"},
        {"country": "MA"},
        {"country": ""},
        {"load": 1},
        {"load": 3},
        {"away": (DAY + timedelta(days=30), DAY + timedelta(days=40))},
        {"away": (DAY - timedelta(days=9), DAY)},
    ],
)
def test_each_of_these_puts_somebody_after_another(less: dict[str, object]) -> None:
    other = replace(ANNA, id="0", name="Aaron", **less)  # type: ignore[arg-type]
    assert names(other, ANNA) == ["Anna", "Aaron"]
    assert names(replace(ANNA, id="0", name="Aaron"), ANNA) == ["Aaron", "Anna"], "the control"


@pytest.mark.parametrize(
    "out",
    [
        {"barred": (Reason("independence.adviser"),)},
        {"has_slot": True},
        {"seat_until": WANTED.due},
        {"replaced": True},
    ],
)
def test_each_of_these_keeps_somebody_out(out: dict[str, object]) -> None:
    assert names(replace(ANNA, **out)) == []  # type: ignore[arg-type]
    assert names(replace(ANNA, seat_until=WANTED.due + timedelta(days=1))) == ["Anna"]


def test_who_declined_can_be_asked_again_and_is_not_proposed() -> None:
    (one,) = propose([replace(ANNA, declined=True)], WANTED)
    assert not one.proposed
    assert one.reasons[0].key == "assigning.declined"


def test_who_is_away_or_full_can_be_asked_and_is_not_proposed() -> None:
    full, away = replace(ANNA, load=3), replace(ANNA, away=(DAY, DAY))
    (one,), (two,) = propose([full], WANTED), propose([away], WANTED)
    assert (one.proposed, one.reasons[0].key) == (False, "assigning.full")
    assert (two.proposed, two.reasons[0].key) == (False, "assigning.away")
    away_before = replace(ANNA, away=(DAY - timedelta(days=9), DAY - timedelta(days=1)))
    assert propose([away_before], WANTED)[0].proposed


ties = st.builds(
    Tie,
    st.sampled_from(["membership", "employee", "adviser", "family", "funding", "declared"]),
    st.none() | st.integers(0, 2000).map(lambda days: DAY - timedelta(days=days)),
    st.sampled_from(["a", "b"]),
    st.booleans(),
)
standings = st.builds(
    Standing,
    st.lists(ties, max_size=2).map(tuple),
    st.frozensets(st.sampled_from(["a", "b"])),
    decided=st.booleans(),
    overruled=st.booleans(),
)
days = st.integers(-20, 60).map(lambda days: DAY + timedelta(days=days))


@st.composite
def teams(draw: st.DrawFn) -> list[tuple[Person, Standing]]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        known = draw(standings)
        since = draw(days)
        person = Person(
            id=str(number),
            name=draw(st.sampled_from(["Anna", "anna", "Bo"])),
            languages=draw(st.frozensets(st.sampled_from(["ar", "en"]))),
            fields=draw(st.frozensets(st.sampled_from(["water", "housing"]))),
            load=draw(st.integers(0, 4)),
            most=draw(st.integers(0, 4)),
            away=draw(st.none() | st.just((since, since + timedelta(days=10)))),
            seat_until=draw(st.none() | days),
            house=draw(st.sampled_from(["", "h1", "h2"])),
            country=draw(st.sampled_from(["", "MA", "PE"])),
            has_slot=draw(st.booleans()),
            barred=may_review(known, on=DAY, adviser_months=36),
        )
        found.append((person, known))
    return found


@given(teams())
def test_nobody_with_a_tie_nor_an_adviser_of_the_last_thirty_six_months(
    team: list[tuple[Person, Standing]],
) -> None:
    asked = {one.person.id for one in propose([person for person, _ in team], WANTED)}
    for person, known in team:
        if person.id not in asked:
            continue
        assert not known.decided
        for tie in known.ties:
            recent = tie.until is None or (DAY - tie.until).days <= 36 * 30
            if tie.kind == "adviser" and tie.firm:
                assert not recent
            elif tie.until is None:
                assert tie.key in known.cleared, "nothing but a ruling opens it"


@given(teams())
def test_every_reason_is_a_fact(team: list[tuple[Person, Standing]]) -> None:
    for one in propose([person for person, _ in team], WANTED):
        person, said = one.person, {reason.key: dict(reason.params) for reason in one.reasons}
        assert ("assigning.speaks" in said) == ("ar" in person.languages)
        assert ("assigning.speaks_not" in said) == ("ar" not in person.languages)
        assert ("assigning.knows" in said) == ("water" in person.fields)
        assert said["assigning.load"] == {"load": person.load, "most": person.most}
        assert ("assigning.same_country" in said) == (person.country == "MA")
        assert ("assigning.other_country" in said) == (person.country == "PE")
        assert ("assigning.same_house" in said) == (person.house == "h1")
        assert ("assigning.full" in said) == (person.load >= person.most)
        assert one.proposed == (not {"assigning.full", "assigning.away"} & set(said))
        assert not ends_too_early(person, WANTED.due)


@given(teams())
def test_the_order_in_which_people_come_does_not_matter(
    team: list[tuple[Person, Standing]],
) -> None:
    people = [person for person, _ in team]
    assert propose(people, WANTED) == propose(reversed(people), WANTED)
    found = propose(people, WANTED)
    assert [one.proposed for one in found] == sorted((one.proposed for one in found), reverse=True)
    again = propose([one.person for one in found], WANTED)
    assert again == found, "a list of a list is the same list"
