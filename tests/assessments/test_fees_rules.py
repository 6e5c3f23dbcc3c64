"""What a schedule asks: the poorest never, the lowest of all lines, nothing held up by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.assessments.rules.fees.invoice import (
    INVOICE,
    InvoiceFacts,
    number,
    reminder,
)
from waymark.assessments.rules.fees.schedule import (
    GROUPS,
    Ask,
    CityFacts,
    Holds,
    Line,
    Schedule,
    asked,
    newest_on,
    read_schedule,
    refusals,
)
from waymark.kernel.flow import Refused

DAY = date(2027, 1, 1)
CODES = ("XA", "XB", "XC")
amounts = st.decimals(0, 100_000, places=2)
lines = st.builds(
    Line,
    amounts,
    st.frozensets(st.sampled_from(GROUPS)),
    st.frozensets(st.sampled_from(CODES), max_size=2),
    st.integers(0, 10**6),
    st.none() | st.integers(1, 10**7),
)
schedules = st.builds(Schedule, st.just("USD"), st.just(DAY), st.lists(lines).map(tuple))
cities = st.builds(
    CityFacts,
    st.sampled_from(CODES),
    st.frozensets(st.sampled_from(GROUPS)),
    st.frozensets(st.sampled_from(GROUPS)),
    st.none() | st.integers(0, 10**8),
)


@given(schedules, cities, st.booleans(), st.booleans())
def test_a_city_of_a_least_developed_country_is_never_asked(
    schedule: Schedule, city: CityFacts, then: bool, waived: bool
) -> None:
    poor = {"groups": city.groups | {"ldc"}} if then else {"groups_now": city.groups_now | {"ldc"}}
    told = asked(schedule, replace(city, **poor), waived=waived)
    assert (told.ask, told.amount) == (Ask.EXEMPT, 0)


def test_the_same_city_in_another_country_is_asked() -> None:
    schedule = Schedule("USD", DAY, (Line(Decimal(500)),))
    assert asked(schedule, CityFacts("XA")).amount == 500
    assert asked(schedule, CityFacts("XA", frozenset({"ldc"}))).amount == 0


@given(schedules, cities, lines)
def test_a_line_more_never_makes_a_city_that_paid_pay_more(
    schedule: Schedule, city: CityFacts, line: Line
) -> None:
    before = asked(schedule, city)
    more = asked(replace(schedule, lines=(*schedule.lines, line)), city)
    if before.line is not None:
        assert more.amount <= before.amount


@given(schedules, cities)
def test_not_to_know_the_size_never_costs_more(schedule: Schedule, city: CityFacts) -> None:
    known, unknown = asked(schedule, city), asked(schedule, replace(city, people=None))
    if known.line is not None:
        assert unknown.amount <= known.amount


@given(schedules, cities)
def test_what_is_asked_is_an_amount_of_the_schedule_and_written_the_same(
    schedule: Schedule, city: CityFacts
) -> None:
    told = asked(read_schedule(schedule.document()), city)
    assert told == asked(schedule, city)
    assert (told.ask is Ask.DUE) == (told.amount > 0)
    assert told.amount in {line.amount for line in schedule.lines} | {0}


def test_without_a_schedule_nothing_is_asked_and_a_waiver_says_so() -> None:
    assert asked(None, CityFacts("XA")).ask is Ask.NOTHING
    schedule = Schedule("USD", DAY, (Line(Decimal(5), people_from=10, people_below=20),))
    assert asked(schedule, CityFacts("XA", people=15), waived=True).ask is Ask.WAIVED
    assert asked(schedule, CityFacts("XA", people=20), waived=True).ask is Ask.NOTHING


def test_the_newest_of_those_begun_holds() -> None:
    early, late = Schedule("USD", date(2027, 1, 1)), Schedule("EUR", date(2027, 6, 1))
    both = [(1, early), (2, late)]
    assert newest_on(both, date(2026, 12, 31)) is None
    assert newest_on(both, date(2027, 5, 31)) == early
    assert newest_on(both, date(2027, 6, 1)) == late


def test_an_unpaid_invoice_can_hold_up_nothing_but_paper() -> None:
    assert {held.value for held in Holds} == {"nothing", "paper"}


GOOD = Schedule("USD", DAY, (Line(Decimal("10.50"), countries=frozenset({"XA"})),), "A bank")


def wrong(schedule: Schedule, today: date = date(2026, 12, 31), digits: int = 2) -> list[str]:
    return [r.key for r in refusals(schedule, today=today, digits=digits, poorest={"XB"})]


def test_what_a_schedule_can_not_be() -> None:
    assert wrong(GOOD) == []
    line = GOOD.lines[0]
    assert wrong(GOOD, DAY) == ["fees.backdated"]
    assert wrong(replace(GOOD, due_days=3)) == ["fees.due_days"]
    assert wrong(replace(GOOD, pay_to=" ")) == ["fees.pay_to"]
    assert wrong(replace(GOOD, lines=(replace(line, amount=Decimal(0)),), pay_to="")) == []
    assert wrong(GOOD, digits=0) == ["fees.decimals"]
    assert wrong(replace(GOOD, lines=(replace(line, amount=Decimal(-1)),))) == ["fees.amount"]
    named = replace(line, countries=frozenset({"XA", "XB"}))
    assert wrong(replace(GOOD, lines=(named,))) == ["fees.names_poorest"]
    sizes = replace(line, people_from=9, people_below=9)
    assert wrong(replace(GOOD, lines=(sizes,))) == ["fees.sizes"]


def test_an_invoice_is_paid_taken_back_or_cancelled_and_nothing_else() -> None:
    pay = InvoiceFacts(received_on=DAY, issued_on=DAY, today=DAY)
    assert INVOICE.step("pay", "open", pay).target == "paid"
    why = InvoiceFacts(reason="Wrong city.")
    assert INVOICE.step("take_back", "paid", why).target == "open"
    assert INVOICE.step("cancel", "open", why).target == "cancelled"
    for step, state, facts in (
        ("pay", "open", replace(pay, received_on=date(2027, 1, 2))),
        ("pay", "open", replace(pay, received_on=date(2026, 12, 31))),
        ("cancel", "open", InvoiceFacts()),
        ("cancel", "paid", why),
        ("pay", "cancelled", pay),
    ):
        with pytest.raises(Refused):
            INVOICE.step(step, state, facts)


def test_numbers_and_the_days_of_reminders() -> None:
    assert number("ke", 2027, 12) == "KE-2027-F0012"
    assert number("ke", 2027, 1, credit=True) == "KE-2027-C0001"
    due = date(2027, 3, 1)
    assert reminder(due, due) is None
    assert reminder(due, date(2027, 3, 2)) == 1
    assert reminder(due, date(2027, 3, 31)) == 30
    assert reminder(due, date(2028, 3, 31)) == 90
