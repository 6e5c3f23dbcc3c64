"""How a committee is made up: groups, terms, rotation, and reminders before a term ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people import actions
from waymark.people.jobs import remind_of_terms
from waymark.people.models import Seat
from waymark.people.rules import (
    BodyKind,
    Composition,
    SeatRole,
    Term,
    lacking,
    read_composition,
    refuse_by_composition,
    refuse_composition,
)
from waymark.people.rules.composition import in_a_row

START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
GROUPS = ["academia", "civil_society", "local_government", "national_government"]
MADE = st.builds(
    Composition,
    groups=st.dictionaries(st.sampled_from(GROUPS), st.integers(1, 5)),
    term_months=st.integers(1, 60),
    most_terms=st.integers(0, 5),
)


def terms(*spans: tuple[float, float]) -> list[Term]:
    return [Term(START + YEAR * since, START + YEAR * until) for since, until in spans]


@pytest.mark.parametrize(
    ("held", "count"),
    [
        ([], 1),
        ([(0, 1)], 2),
        ([(0, 1), (1, 2)], 3),
        ([(-3, -2)], 1),  # a pause of more than a year before
        ([(-2, -1)], 1),  # a whole year
        ([(-1.5, -0.5)], 2),
        ([(-4, -3), (0, 1)], 2),
        ([(0, 0)], 1),  # a seat that never began
    ],
)
def test_terms_follow_each_other_unless_a_year_lies_between(
    held: list[tuple[float, float]], count: int
) -> None:
    begins = max((until for _since, until in held if until > -1), default=0)
    assert in_a_row(Term(START + YEAR * begins), terms(*held)) == count


@given(MADE)
def test_it_is_read_as_it_was_written(made: Composition) -> None:
    assert read_composition(made.document()) == made
    assert refuse_composition(made) == ()


@given(MADE, st.lists(st.sampled_from(GROUPS), max_size=12))
def test_one_more_seat_of_a_group_never_makes_more_lacking(
    made: Composition, held: list[str]
) -> None:
    short = lacking(made, held)
    assert all(count > 0 for count in short.values())
    for group in GROUPS:
        after = lacking(made, [*held, group])
        assert after.get(group, 0) == max(short.get(group, 0) - 1, 0)


def test_nothing_is_asked_where_nothing_is_laid_down() -> None:
    nothing = read_composition({})
    assert refuse_by_composition(nothing, "", Term(START), terms((0, 9)), votes=True) == ()
    asked = Composition({"academia": 1}, 12, 1)
    assert refuse_by_composition(asked, "", Term(START), (), votes=False) == ()
    keys = {
        reason.key
        for reason in refuse_by_composition(
            asked, "civil_society", Term(START + YEAR), terms((0, 1)), votes=True
        )
    }
    assert keys == {"seat.group_missing", "seat.term_too_long", "seat.rotates"}


@pytest.fixture
def committee(db: Any) -> Any:
    factories.make_seat(factories.make_body(BodyKind.SECRETARIAT))
    return factories.make_body(BodyKind.COMMITTEE)


def test_a_committee_seats_people_by_group_for_a_term_and_rotates(committee: Any) -> None:
    made = Composition({"academia": 1, "local_government": 2}, 12, 2)
    actions.set_composition(body=committee, composition=made, by=None, at=START)
    person = factories.make_user()
    seat: dict[str, Any] = {"body": committee, "user": person, "role": SeatRole.MEMBER, "by": None}
    with pytest.raises(Refused, match="seat.group_missing"):
        actions.give_seat(**seat, at=START, until=START + YEAR)
    with pytest.raises(Refused, match="seat.term_too_long"):
        actions.give_seat(**seat, group="academia", at=START)
    for number in range(2):
        begins = START + number * YEAR
        actions.give_seat(**seat, group="academia", at=START, since=begins, until=begins + YEAR)
    begins = START + 2 * YEAR
    third: dict[str, Any] = {"group": "academia", "at": START}
    with pytest.raises(Refused, match="seat.rotates"):
        actions.give_seat(**seat, **third, since=begins, until=begins + YEAR)
    later = begins + YEAR
    actions.give_seat(**seat, **third, since=later, until=later + YEAR)


def test_a_deputy_stands_in_for_a_member_of_the_same_committee(committee: Any) -> None:
    member = factories.make_seat(committee)
    held = Seat.objects.get(user=member)
    other = Seat.objects.get(user=factories.make_seat(factories.make_body(BodyKind.COMMITTEE)))
    person = factories.make_user()
    seat: dict[str, Any] = {
        "body": committee,
        "role": SeatRole.DEPUTY,
        "by": None,
        "at": datetime.now(UTC),
    }
    for wrong in (None, other):
        with pytest.raises(Refused, match="seat.deputy_of_nobody"):
            actions.give_seat(user=person, deputy_for=wrong, **seat)
    with pytest.raises(Refused, match="seat.deputy_of_nobody|seat.held_already"):
        actions.give_seat(user=member, deputy_for=held, **seat)
    with pytest.raises(Refused, match="seat.deputy_of_nobody"):
        actions.give_seat(user=person, deputy_for=held, **seat | {"role": SeatRole.MEMBER})
    made = actions.give_seat(user=person, deputy_for=held, **seat)
    with pytest.raises(Refused, match="seat.deputy_of_nobody"):
        actions.give_seat(user=factories.make_user(), deputy_for=made, **seat)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=made.pk).update(deputy_for=None)


def test_who_holds_a_seat_and_the_secretariat_are_told_twice_before_it_ends(
    committee: Any,
) -> None:
    ends = START + YEAR
    member = factories.make_seat(committee, since=START, until=ends)
    factories.make_seat(committee, since=START)
    secretary = Seat.objects.get(body__kind=BodyKind.SECRETARIAT)
    Seat.objects.filter(pk=secretary.pk).update(since=START)
    assert remind_of_terms(ends - timedelta(days=91)) == 0
    assert remind_of_terms(ends - timedelta(days=90)) == 2
    assert remind_of_terms(ends - timedelta(days=60)) == 0
    assert remind_of_terms(ends - timedelta(days=30)) == 2
    assert remind_of_terms(ends + timedelta(days=1)) == 0
    told = Notice.objects.filter(kind="seat.ends_soon").values_list("user", flat=True)
    assert set(told) == {member.pk}
    desk = Notice.objects.filter(kind="seat.term_ends").values_list("user", flat=True)
    assert set(desk) == {secretary.user_id}


def test_of_a_seat_for_a_few_weeks_people_are_told_once(committee: Any) -> None:
    member = factories.make_seat(committee, since=START, until=START + timedelta(days=20))
    remind_of_terms(START)
    remind_of_terms(START + timedelta(days=10))
    assert Notice.objects.filter(kind="seat.ends_soon", user=member).count() == 1


def test_the_composition_by_plain_forms(committee: Any) -> None:
    secretary = Seat.objects.get(body__kind=BodyKind.SECRETARIAT).user
    client = factories.log_in(Client(), secretary)
    url = reverse("people:composition", args=[committee.pk])
    page = reverse("people:body", args=[committee.pk])
    assert url in client.get(page).content.decode()
    sent = {"academia": "2", "civil_society": "0", "term_months": "0", "most_terms": "1"}
    wrong = client.post(url, sent)
    assert wrong.status_code == 400
    assert "Say how long a term is" in wrong.content.decode()
    assert client.post(url, sent | {"term_months": "24"}).status_code == 302
    assert "0 of 2 seats are held" in client.get(page).content.decode()
    person = factories.make_user()
    given = {"email": person.email, "role": "member", "group": "academia"}
    short = client.post(page, given)
    assert "A term in this committee ends after 24 months" in short.content.decode()
    until = (datetime.now(UTC) + YEAR).date().isoformat()
    assert client.post(page, given | {"until": until}).status_code == 302
    assert "1 of 2 seats are held" in client.get(page).content.decode()
    desk = secretary.seats.get().body
    assert client.get(reverse("people:composition", args=[desk.pk])).status_code == 404
    member = factories.make_seat(committee)
    with pytest.raises(NotPermitted):
        actions.set_composition(
            body=committee, composition=Composition(), by=member, at=datetime.now(UTC)
        )
