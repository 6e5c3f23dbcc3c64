"""What the database itself holds of lists: editions never change, codes stay apart, links make
sense.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests import triggers
from tests.factories import make_place
from tests.indicators.cities import NOW, make_lists
from waymark.indicators.models import LOCAL, Edition, Framework, Indicator, Link

pytestmark = pytest.mark.django_db


def make_edition(**extra: Any) -> Edition:
    make_lists()
    fields = {"framework_id": "umf", "number": 1, "label": "2022", "content_hash": "0" * 64}
    return Edition.objects.create(**fields | {"rows": [], "made_at": NOW} | extra)


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "can not be changed" in str(error)
    return False


CHANGES = (
    "UPDATE indicators_edition SET label = 'other'",
    "UPDATE indicators_edition SET rows = '[1]'",
    "DELETE FROM indicators_edition",
)


@pytest.mark.parametrize("sql", CHANGES)
def test_an_edition_is_never_changed_or_deleted(sql: str) -> None:
    make_edition()
    assert refused(sql)


@pytest.mark.parametrize("sql", CHANGES)
def test_without_its_triggers_an_edition_could_be_changed(sql: str) -> None:
    make_edition()
    triggers.drop_all()
    assert not refused(sql)


def test_no_two_editions_have_the_same_number_or_label() -> None:
    make_edition()
    for clash in ({"label": "2023"}, {"number": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_edition(**clash)
    make_edition(number=2, label="2023")


def local(code: str, place: Any, **extra: Any) -> Indicator:
    Framework.objects.get_or_create(code=LOCAL, defaults={"edition": ""})
    return Indicator.objects.create(framework_id=LOCAL, code=code, owner=place, **extra)


def test_two_places_may_use_one_code_and_one_place_may_not_use_it_twice() -> None:
    one, other = make_place(), make_place()
    local("W1", one)
    local("W1", other)
    with pytest.raises(IntegrityError), transaction.atomic():
        local("W1", one)
    make_lists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.create(framework_id="sdg", code="11.6.2")


def test_just_the_local_ones_have_an_owner() -> None:
    place = make_place()
    local("W1", place)
    make_lists()
    with pytest.raises(IntegrityError), transaction.atomic():
        local("W2", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.create(framework_id="umf", code="W3", owner=place)


def test_a_link_is_made_once_between_two_and_only_none_may_lead_nowhere() -> None:
    make_lists()
    one, other = Indicator.objects.order_by("pk")[:2]
    Link.objects.create(indicator=one, other=other, kind="exact")
    Link.objects.create(indicator=one, kind="none")
    for wrong in (
        {"other": other, "kind": "proxy"},
        {"other": one, "kind": "exact"},
        {"other": None, "kind": "none"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.create(indicator=one, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(indicator=other, other=None, kind="exact")
