"""Values proposed from outside: who may, what counts when, and what becomes of each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import make_member, make_place
from tests.indicators.cities import City, make_city, upload
from tests.races import ROUNDS, race, split
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions.choices import Choices
from waymark.indicators.actions.chosen import choose_indicators
from waymark.indicators.actions.deciding import (
    accept_proposal,
    decline_proposal,
    undo_acceptance,
)
from waymark.indicators.actions.proposing import propose_file, propose_value, withdraw_proposal
from waymark.indicators.actions.values import change_value
from waymark.indicators.models import Indicator, Observation, Proposal, ProposalStep
from waymark.indicators.queries import proposals as reads
from waymark.indicators.rules.facts import Value
from waymark.indicators.rules.proposals import MOST_OPEN, refuse_proposing
from waymark.indicators.rules.rows import Options
from waymark.kernel.flow import Refused
from waymark.people.actions import open_contributions
from waymark.people.models import Contributing, User

pytestmark = pytest.mark.django_db
WATER = "UMF-1.1.2"


def contributing_city(**more: Any) -> tuple[City, User]:
    """A city that works with an indicator and takes contributions, and a contributor of it."""
    city = make_city(**more)
    open_contributions(place=city.place, opened=True, by=city.lead, at=city.later())
    wanted = [Indicator.objects.get(code=code) for code in (WATER, "UMF-1.1.5")]
    choose_indicators(place=city.place, wanted=wanted, among=(), by=city.editor, at=city.later())
    return city, make_member(city.place, "contributor")


def proposed(city: City, by: User, value: float | None = 71.5, **more: Any) -> Proposal:
    """A value that somebody proposes."""
    told = Value(
        more.pop("period", "2024"), value, sample_size=more.pop("asked", 40), source="Our survey"
    )
    row = Indicator.objects.get(code=more.pop("code", WATER))
    return propose_value(
        place=city.place, indicator=row, value=told, by=by, at=city.later(), **more
    )


def sent(city: City, by: User, table: str, **more: Any) -> Any:
    """A file of proposals."""
    return propose_file(
        place=city.place,
        source=upload(table, "ours.csv"),
        name="ours.csv",
        choices=Choices(Options(framework="umf")),
        by=by,
        at=city.later(),
        **more,
    )


def keys(refused: Any) -> list[str]:
    return [reason.key for reason in refused.value.reasons]


def current() -> list[tuple[str, float | None, str]]:
    rows = Observation.objects.filter(retired_at=None).order_by("period", "pk")
    return list(rows.values_list("period", "value", "source_type"))


def test_a_proposal_is_no_value_until_somebody_accepts_it() -> None:
    city, resident = contributing_city()
    row = proposed(city, resident)
    assert not Observation.objects.exists()
    assert reads.open_count(city.place, resident) == 1
    step = accept_proposal(proposal=row, by=city.editor, at=city.later())
    made = Observation.objects.get()
    assert (made.value, made.source_type, made.source) == (71.5, "citizen_generated", "Our survey")
    assert (made.sample_size, made.entered_by) == (40, city.editor)
    assert (step.observation, step.changed, step.replaced) == (made, False, None)
    came = reads.came_from(city.here, made)
    assert came is not None
    assert (came.proposal, came.proposal.proposed_by) == (row, resident)
    assert reads.open_count(city.place, resident) == 0


def test_only_contributors_propose_and_only_editors_decide() -> None:
    city, resident = contributing_city()
    other, stranger = make_member(city.place, "contributor"), make_member(make_place(), "lead")
    for person in (city.lead, city.editor, city.viewer, stranger):
        with pytest.raises(NotPermitted):
            proposed(city, person)
        with pytest.raises(NotPermitted):
            sent(city, person, "indicator,period,value\nUMF-1.1.2,2024,1\n")
    row = proposed(city, resident)
    for person in (resident, other, city.viewer, stranger):
        with pytest.raises(NotPermitted):
            accept_proposal(proposal=row, by=person, at=city.later())
        with pytest.raises(NotPermitted):
            decline_proposal(proposal=row, reason="No", by=person, at=city.later())
    for person in (other, city.lead, stranger):
        with pytest.raises(NotPermitted):
            withdraw_proposal(proposal=row, by=person, at=city.later())
    assert not ProposalStep.objects.exists()
    withdraw_proposal(proposal=row, by=resident, at=city.later())
    assert ProposalStep.objects.get().state == "withdrawn"
    with pytest.raises(NotPermitted):
        undo_acceptance(proposal=row, by=resident, at=city.later())


def test_nothing_is_proposed_where_contributions_are_closed() -> None:
    city, resident = contributing_city()
    row = proposed(city, resident)
    open_contributions(place=city.place, opened=False, by=city.lead, at=city.later())
    with pytest.raises(Refused) as refused:
        proposed(city, resident, 3, period="2023")
    assert keys(refused) == ["contributions.closed"]
    with pytest.raises(Refused) as refused:
        sent(city, resident, "indicator,period,value\nUMF-1.1.2,2022,1\n")
    assert keys(refused) == ["contributions.closed"]
    Contributing.objects.all().delete()
    with pytest.raises(Refused):
        proposed(city, resident, 3, period="2023")
    accept_proposal(proposal=row, by=city.editor, at=city.later())  # what waits can be decided
    assert current() == [("2024", 71.5, "citizen_generated")]


def test_what_holds_is_replaced_only_as_it_was_seen_and_comes_back() -> None:
    city, resident = contributing_city()
    held = city.enter(60, "2024")
    row = proposed(city, resident)
    assert reads.holding([row]) == {row.pk: held}
    with pytest.raises(Refused) as refused:
        accept_proposal(proposal=row, by=city.editor, at=city.later())
    assert keys(refused) == ["value.changed_meanwhile"]
    newer = change_value(
        observation=held, value=Value("2024", 61.0), by=city.editor, at=city.later()
    )
    with pytest.raises(Refused):
        accept_proposal(proposal=row, replaces=held.pk, by=city.editor, at=city.later())
    assert current() == [("2024", 61.0, "")]
    accept_proposal(proposal=row, replaces=newer.pk, by=city.editor, at=city.later())
    assert current() == [("2024", 71.5, "citizen_generated")]
    undo_acceptance(proposal=row, by=city.lead, at=city.later())
    assert current() == [("2024", 61.0, "")]
    newer.refresh_from_db()
    assert newer.retired_at is None
    accept_proposal(proposal=row, replaces=newer.pk, by=city.editor, at=city.later())
    assert list(row.steps.values_list("number", "kind", "state")) == [
        (1, "accept", "accepted"),
        (2, "undo", "open"),
        (3, "accept", "accepted"),
    ]


def test_an_acceptance_that_was_built_upon_is_not_undone() -> None:
    city, resident = contributing_city()
    row = proposed(city, resident)
    made = accept_proposal(proposal=row, by=city.editor, at=city.later()).observation
    assert made is not None
    change_value(observation=made, value=Value("2024", 5.0), by=city.editor, at=city.later())
    with pytest.raises(Refused) as refused:
        undo_acceptance(proposal=row, by=city.lead, at=city.later())
    assert keys(refused) == ["value.changed_meanwhile"]
    assert current() == [("2024", 5.0, "")]


def test_a_change_is_kept_beside_the_proposal_which_stays_as_it_was() -> None:
    city, resident = contributing_city()
    row = proposed(city, resident)
    changed = Value("2024", 70.0, status="E", source="Survey of the quarter", note="Rounded")
    step = accept_proposal(proposal=row, value=changed, by=city.editor, at=city.later())
    row.refresh_from_db()
    assert (row.value, row.source, row.note) == (71.5, "Our survey", "")
    assert step.changed
    assert current() == [("2024", 70.0, "citizen_generated")]
    other = proposed(city, resident, 3, period="2022")
    with pytest.raises(Refused) as refused:
        accept_proposal(proposal=other, value=Value("2021", 3.0), by=city.editor, at=city.later())
    assert keys(refused) == ["proposal.other_period"]


def test_each_proposal_is_decided_once() -> None:
    city, resident = contributing_city()
    row = proposed(city, resident)
    decline_proposal(proposal=row, reason="Asked twice", by=city.editor, at=city.later())
    acts: list[Any] = [
        lambda: accept_proposal(proposal=row, by=city.editor, at=city.later()),
        lambda: decline_proposal(proposal=row, reason="x", by=city.editor, at=city.later()),
        lambda: withdraw_proposal(proposal=row, by=resident, at=city.later()),
        lambda: undo_acceptance(proposal=row, by=city.editor, at=city.later()),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert keys(refused) == ["proposal.decided_meanwhile"]
    assert not Observation.objects.exists()
    again = proposed(city, resident)
    with pytest.raises(Refused) as refused:
        decline_proposal(proposal=again, reason=" \u200b ", by=city.editor, at=city.later())
    assert keys(refused) == ["proposal.reason_missing"]


def test_the_very_same_value_is_not_accepted_twice() -> None:
    city, resident = contributing_city()
    first, second = proposed(city, resident), proposed(city, resident)
    made = accept_proposal(proposal=first, by=city.editor, at=city.later()).observation
    assert made is not None
    with pytest.raises(Refused) as refused:
        accept_proposal(proposal=second, replaces=made.pk, by=city.editor, at=city.later())
    assert keys(refused) == ["proposal.holds_already"]
    assert Observation.objects.count() == 1


def test_what_can_not_be_a_value_of_the_city_can_not_be_proposed() -> None:
    city, resident = contributing_city()
    with pytest.raises(Refused) as refused:
        proposed(city, resident, code="UMFX-2.3.a")
    assert keys(refused) == ["proposal.other_indicator"]
    with pytest.raises(Refused) as refused:
        proposed(city, resident, area=make_place(parent=make_place()))
    assert keys(refused) == ["area.foreign"]
    with pytest.raises(Refused) as refused:
        proposed(city, resident, None)
    assert keys(refused) == ["value.empty"]
    assert not Proposal.objects.exists()
    assert refuse_proposing(True, MOST_OPEN - 1, 1) == ()
    assert refuse_proposing(True, MOST_OPEN, 1)[0].key == "proposal.too_many"


def test_an_area_and_a_group_reach_the_value() -> None:
    city, resident = contributing_city(areas=("north",))
    area = city.areas["north"]
    row = proposed(city, resident, area=area, dims=(("sex", "female"),))
    accept_proposal(proposal=row, by=city.editor, at=city.later())
    series = Observation.objects.get().series
    assert (series.area, series.dimensions) == (area, {"sex": "female"})


TABLE = (
    "indicator,period,value,sample_size,sex\nUMF-1.1.2,2023,70,30,\nUMF-1.1.2,2023,72,15,female\n"
)


def test_a_file_becomes_proposals_and_says_nothing_of_what_the_city_holds() -> None:
    city, resident = contributing_city()
    city.enter(70, "2023")
    done = sent(city, resident, TABLE)
    assert [(row.value, row.dimensions, row.row) for row in done.rows] == [
        (70.0, {}, 2),
        (72.0, {"sex": "female"}, 3),
    ]
    assert {row.file_name for row in done.rows} == {"ours.csv"}
    assert done.plan.counts["unchanged"] == 0, "an equal value of the city is not known to her"
    assert len(current()) == 1
    assert Record.objects.filter(verb="proposal.make").count() == 1


def test_a_file_with_a_row_that_cannot_be_read_proposes_nothing_unless_told_so() -> None:
    city, resident = contributing_city()
    table = TABLE + "UMF-1.1.2,soon,1,,\nUMFX-2.3.a,2023,4,,\n"
    done = sent(city, resident, table)
    assert (done.rows, done.plan.refused) == ((), 2)
    assert not Proposal.objects.exists()
    assert len(sent(city, resident, table, leave_out=True).rows) == 2
    many = "indicator,period,value\n" + "".join(
        f"UMF-1.1.2,{1990 + n // 12}-{n % 12 + 1:02d},1\n" for n in range(420)
    )
    wide = many + "".join(f"UMF-1.1.5,{1990 + n // 12}-{n % 12 + 1:02d},1\n" for n in range(81))
    with pytest.raises(Refused) as refused:
        sent(city, resident, wide)
    assert keys(refused) == ["proposal.too_many_rows"]
    assert len(sent(city, resident, many).rows) == 420
    unreadable = sent(city, resident, "not,a,table\n1,2,3\n", leave_out=True)
    assert unreadable.rows == ()
    assert unreadable.plan.columns.problems
    with pytest.raises(Refused) as refused:
        sent(city, resident, "indicator,period,value\nUMF-1.1.2,2023,\n")
    assert keys(refused) == ["proposal.nothing"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["accept", "decline", "withdraw"])
def test_two_who_decide_at_once_decide_once(other: str) -> None:
    city, resident = contributing_city()
    now = city.later()
    for number in range(min(ROUNDS, 4)):
        row = proposed(city, resident, 5.5, period=str(2000 + number))
        acts: dict[str, Any] = {
            "accept": lambda row=row: accept_proposal(proposal=row, by=city.lead, at=now),
            "decline": lambda row=row: decline_proposal(
                proposal=row, reason="No", by=city.lead, at=now
            ),
            "withdraw": lambda row=row: withdraw_proposal(proposal=row, by=resident, at=now),
        }
        results = race(
            lambda row=row: accept_proposal(proposal=row, by=city.editor, at=now), acts[other]
        )
        done, lost = split(results)
        assert (len(done), len(lost)) == (1, 1), results
        assert isinstance(lost[0], Refused), results
        assert row.steps.count() == 1
        accepted = done[0].kind == "accept"
        assert Observation.objects.filter(period=str(2000 + number)).count() == accepted
