"""Eligibility, dates of calls, length of hubs, their states, and the document of criteria."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.assessments.rules.intake import refuse_time
from waymark.hubs import data
from waymark.hubs.rules import calls, eligibility, spans
from waymark.hubs.rules.calls import Phase, Publishing, Terms
from waymark.hubs.rules.eligibility import Admits, Idea, Status
from waymark.schemes.rules.nodes import AnswerRule, leaves

FIT = Idea(
    leader="city",
    standing="member",
    starts=date(2027, 3, 1),
    ends=date(2028, 2, 29),
    dues=(date(2027, 3, 1), date(2028, 2, 29)),
    agreed_on=date(2027, 2, 28),
    topic="agenda",
    brand=True,
)
BOTH = Admits(standings=("member", "partner"))


@pytest.mark.parametrize(
    ("more", "rule", "status", "keys"),
    [
        ({"leader": "other"}, "E1", "not", ["fit.leader_other"]),
        ({"leader": None}, "E1", "open", ["fit.leader_open"]),
        ({"standing": "partner"}, "E2", "not", ["fit.standing_not_here"]),
        ({"standing": "neither"}, "E2", "not", ["fit.standing_neither"]),
        ({"ends": date(2028, 2, 28), "dues": FIT.dues[:1]}, "E3", "not", ["hub.too_short"]),
        ({"ends": date(2030, 3, 1)}, "E3", "not", ["hub.too_long"]),
        ({"ends": date(2030, 2, 28)}, "", "", []),
        ({"agreed_on": date(2027, 3, 1)}, "E4", "not", ["fit.agreed_late"]),
        ({"agreed_on": None}, "E4", "open", ["fit.agreed_open"]),
        ({"dues": ()}, "E4", "open", ["fit.due_open"]),
        ({"dues": (date(2027, 2, 28),)}, "E4", "not", ["fit.due_early"]),
        ({"dues": (date(2028, 3, 1),)}, "E4", "not", ["fit.due_late"]),
        ({"topic": "innovative"}, "E5", "open", ["fit.reason_open"]),
        ({"topic": "innovative", "reason": "Nobody did."}, "", "", []),
        ({"topic": None}, "E5", "open", ["fit.topic_open"]),
        ({"brand": False}, "E6", "not", ["fit.brand_not"]),
        ({"brand": None}, "E6", "open", ["fit.brand_open"]),
        ({}, "", "", []),
    ],
)
def test_each_rule_of_eligibility_says_what_it_found(
    more: dict[str, Any], rule: str, status: str, keys: list[str]
) -> None:
    found = eligibility.check(replace(FIT, **more), Admits())
    assert [one.rule for one in found] == ["E1", "E2", "E3", "E4", "E5", "E6"]
    wrong = [one for one in found if one.status != Status.FITS]
    assert [(one.rule, str(one.status)) for one in wrong] == ([(rule, status)] if rule else [])
    assert [reason.key for one in wrong for reason in one.reasons] == keys
    assert eligibility.eligible(found) == (not rule)


def test_a_call_decides_whom_it_admits() -> None:
    partner = replace(FIT, standing="partner")
    assert eligibility.eligible(eligibility.check(partner, BOTH))
    only = Admits(leaders=("association",))
    assert not eligibility.eligible(eligibility.check(FIT, only))
    assert not eligibility.eligible(())  # nothing asked is nothing shown


PARTS = {
    name: st.none() | st.just(getattr(FIT, name))
    for name in ("leader", "standing", "starts", "ends", "agreed_on", "topic", "brand")
} | {"dues": st.just(()) | st.just(FIT.dues)}


@given(st.fixed_dictionaries(PARTS))
def test_what_is_not_known_is_never_a_yes_and_never_a_no(known: dict[str, Any]) -> None:
    found = eligibility.check(Idea(**known), Admits())
    whole = all(known.values())
    assert eligibility.eligible(found) == whole
    assert all(one.status != Status.NOT for one in found)
    assert all(one.reasons for one in found)


days = st.dates(date(2000, 1, 1), date(2150, 12, 31))


@given(days, st.integers(0, 1200))
def test_a_length_is_taken_exactly_between_twelve_and_thirty_six_months(
    starts: date, longer: int
) -> None:
    ends = starts + timedelta(days=longer)
    first, last = spans.last_day(starts, 12), spans.last_day(starts, 36)
    assert (spans.refuse_span(starts, ends) is None) == (first <= ends <= last)
    assert 364 <= (first - starts).days <= 365
    assert 1094 <= (last - starts).days <= 1096
    # control: counted in days of an average year, some of these would come out otherwise
    assert spans.refuse_span(starts, last + timedelta(days=1)) is not None


@given(days, days, days)
def test_an_extension_is_longer_and_never_beyond_thirty_six_months(
    starts: date, ends: date, until: date
) -> None:
    taken = spans.refuse_extension(starts, ends, until) is None
    assert taken == (ends < until <= spans.last_day(starts))


@pytest.mark.parametrize(
    ("starts", "months", "last"),
    [
        (date(2027, 1, 1), 12, date(2027, 12, 31)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 27)),
        (date(2027, 8, 31), 18, date(2029, 2, 27)),
    ],
)
def test_months_are_those_of_the_calendar(starts: date, months: int, last: date) -> None:
    assert spans.last_day(starts, months) == last


OPENS = datetime(2027, 1, 15, tzinfo=UTC)
CLOSES = datetime(2027, 3, 31, 23, 59, 59, tzinfo=ZoneInfo("Africa/Nairobi"))


@given(st.timedeltas(timedelta(days=-100), timedelta(days=100)), st.sampled_from([OPENS, CLOSES]))
def test_what_arrives_after_the_last_second_stays_a_draft(off: timedelta, near: datetime) -> None:
    at = near + off
    inside = OPENS <= at < CLOSES + timedelta(seconds=1)
    refused = refuse_time(OPENS, CLOSES, at)
    assert (refused is None) == inside
    abroad = at.astimezone(ZoneInfo("Pacific/Kiritimati"))  # a moment is one in every zone
    assert refuse_time(OPENS, CLOSES, abroad) == refused


def test_the_edges_of_a_call() -> None:
    last = datetime(2027, 3, 31, 20, 59, 59, tzinfo=UTC)
    tick = timedelta(microseconds=1)
    assert calls.phase(OPENS, CLOSES, OPENS - tick) == Phase.COMING
    assert calls.phase(OPENS, CLOSES, OPENS) == Phase.OPEN
    assert calls.phase(OPENS, CLOSES, last + timedelta(seconds=1) - tick) == Phase.OPEN
    assert calls.phase(OPENS, CLOSES, last + timedelta(seconds=1)) == Phase.PAST


WHOLE = Terms(
    opens=OPENS,
    closes=CLOSES,
    zone="Africa/Nairobi",
    languages=("en", "fr"),
    leaders=("city",),
    standings=("member",),
    topics=("agenda",),
    axes=("people",),
)
GAP = datetime(2027, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Madrid"))


@pytest.mark.parametrize(
    ("more", "keys"),
    [
        ({}, []),
        ({"opens": None}, ["call.no_opens"]),
        ({"leaders": ()}, ["call.no_leaders"]),
        ({"axes": ("water",)}, ["call.unknown_choice"]),
        ({"closes": OPENS}, ["call.backwards"]),
        ({"closes": GAP}, ["call.no_such_hour"]),
        ({"seed_money": Decimal(10)}, ["call.currency"]),
        ({"seed_money": Decimal(10), "currency": "EUR"}, []),
        ({"currency": "EUR"}, ["call.money"]),
    ],
)
def test_what_a_call_lacks_before_it_is_published(more: dict[str, Any], keys: list[str]) -> None:
    facts = Publishing(replace(WHOLE, **more), "A call", "For hubs.", OPENS - timedelta(days=9))
    assert [reason.key for reason in calls.missing(facts)] == keys
    over = replace(facts, at=CLOSES + timedelta(days=1), title=" ")
    assert {"call.no_title"} <= {reason.key for reason in calls.missing(over)}


def test_the_document_of_criteria_asks_what_the_label_asks() -> None:
    scheme = data.newest()
    asked = {
        one.id: max(leaf.min for leaf in leaves(one.rule) if isinstance(leaf, AnswerRule))
        for one in scheme.criteria
    }
    assert asked == {
        **dict.fromkeys(("H1", "H2", "H3", "H4"), 2),
        **dict.fromkeys(("H5", "H6", "H7", "H8", "H9"), 1),
        **dict.fromkeys(("H10", "H11"), 0),
    }
    assert data.edition_of(scheme.hash) is scheme
    assert data.edition_of("0" * 64) is None
    assert all("own proposal" in one.provenance for one in scheme.criteria)
    read = [one.id for one in scheme.criteria if "read in seed 004" in one.provenance]
    assert read == ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8"]
    said = [one.title for one in scheme.criteria] + [one.title for one in scheme.registers]
    assert all({"en", "ar"} <= set(text) for text in said)
    firsts = [one.id for one in scheme.registers if one.title["en"].startswith("First step")]
    assert firsts == ["leader", "initiative"]
    assert len(scheme.registers) == 8
