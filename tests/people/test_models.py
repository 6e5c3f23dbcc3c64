"""The database itself keeps memberships and seats in order."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.factories import PAST, make_body, make_member, make_place, make_seat, make_user
from waymark.people.models import Membership, Seat

pytestmark = pytest.mark.django_db


def test_one_open_membership_per_person_and_place() -> None:
    place = make_place()
    user = make_member(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_member(place, "lead", user=user)
    Membership.objects.update(until=PAST)
    make_member(place, "lead", user=user)  # after the first has ended


def test_one_open_seat_per_person_and_body() -> None:
    body = make_body()
    user = make_seat(body)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_seat(body, "chair", user=user)
    Seat.objects.update(until=PAST)
    make_seat(body, "chair", user=user)


def test_one_address_per_person_whatever_its_case() -> None:
    make_user("ana@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("ANA@Example.org")


def test_a_name_just_given_reads_in_the_reader_s_language() -> None:
    made = make_body(name="")
    made.name = {"en": "Council", "ar": "المجلس"}
    made.save()
    with translation.override("ar"):
        assert f"{made.name}" == str(made) == "المجلس"
    assert str(made) == "Council"
