"""Loading the catalogue again and again, and what curators do to it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import make_member, make_place, make_secretary, make_user
from tests.library.shelf import NOW, entry, make_item
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.library import actions
from waymark.library.actions import curating
from waymark.library.models import Item
from waymark.library.rules.catalogue import Entry, Shipped
from waymark.library.writing import entry_of

pytestmark = pytest.mark.django_db


def edition(*entries: Entry, name: str = "1") -> Shipped:
    return Shipped(name, "", entries)


def load(*entries: Entry, name: str = "1") -> tuple[int, int, int]:
    done = actions.load_catalogue(at=NOW, catalogue=edition(*entries, name=name))
    return done.added, done.changed, done.kept


def facts(verb: str) -> dict[str, Any]:
    row = Record.objects.filter(verb=verb).latest("id")
    found: dict[str, Any] = json.loads(row.body)["facts"]
    return found


def test_the_shipped_catalogue_is_loaded_once_and_then_left_alone() -> None:
    first = actions.load_catalogue(at=NOW)
    assert (first.added, Item.objects.count()) == (152, 152)
    again = actions.load_catalogue(at=NOW + timedelta(days=1))
    assert (again.added, again.changed, again.kept) == (0, 0, 0)
    assert Record.objects.filter(verb="library.load").count() == 1
    assert set(Item.objects.values_list("address", flat=True)) == {"unchecked"}


def test_a_row_reads_as_the_entry_that_it_was_made_from() -> None:
    told = entry(title={"en": "A", "ar": "ب"}, cost=("free", "grant"), only_for=("asia",))
    load(told)
    assert entry_of(Item.objects.get()) == told


def test_a_new_edition_brings_what_changed_and_adds_what_is_new() -> None:
    load(entry("T001"), entry("T002"))
    changed = entry("T001", cost=("free",))
    assert load(changed, entry("T002"), entry("T003"), name="2") == (1, 1, 0)
    assert Item.objects.get(code="T001").cost == ("free",)
    assert {row.code: row.edition for row in Item.objects.all()} == {
        "T001": "2",
        "T002": "1",
        "T003": "2",
    }


def test_what_a_curator_changed_stays_hers_and_the_rest_follows_the_edition() -> None:
    load(entry())
    item, curator = Item.objects.get(), make_secretary()
    mine = entry(title={"en": "My title"})
    actions.edit_item(item=item, entry=mine, seen=item.version, by=curator, at=NOW)
    theirs = entry(title={"en": "Their title"}, cost=("free",))
    assert load(theirs, name="2") == (0, 1, 1)
    item.refresh_from_db()
    assert (str(item.title), item.cost, item.curated) == ("My title", ("free",), ("title",))


def test_hidden_and_curated_entries_survive_an_edition() -> None:
    load(entry())
    curator = make_secretary()
    actions.hide_item(item=Item.objects.get(), by=curator, at=NOW)
    actions.add_item(entry=entry(code=""), by=curator, at=NOW)
    load(entry(cost=("fee",)), entry("L001", cost=("fee",)), name="2")
    assert Item.objects.get(code="T001").hidden_at is not None
    assert Item.objects.get(code="L001").cost == ()  # a curator's own entry is no edition's


def test_a_new_address_of_an_edition_has_to_be_checked_anew_and_another_change_not() -> None:
    load(entry())
    actions.check_address(item=Item.objects.get(), found="works", by=make_secretary(), at=NOW)
    load(entry(cost=("free",)), name="2")
    assert Item.objects.get().address == "works"
    load(entry(url="https://example.org/new", cost=("free",)), name="3")
    found = Item.objects.get()
    assert (found.address, found.checked_on, found.checked_by) == ("unchecked", None, None)


def test_who_has_no_seat_in_the_secretariat_changes_nothing() -> None:
    item = make_item()
    for stranger in (make_user(), make_member(make_place(), "lead")):
        for act in (
            lambda by: actions.add_item(entry=entry(code=""), by=by, at=NOW),
            lambda by: actions.edit_item(item=item, entry=entry(), seen=1, by=by, at=NOW),
            lambda by: actions.hide_item(item=item, by=by, at=NOW),
            lambda by: actions.show_item(item=item, by=by, at=NOW),
            lambda by: actions.check_address(item=item, found="works", by=by, at=NOW),
        ):
            with pytest.raises(NotPermitted):
                act(stranger)
    assert Item.objects.get().version == 1
    assert not Record.objects.exists()


def test_an_added_entry_gets_the_next_code_and_is_found() -> None:
    curator = make_secretary()
    codes = [actions.add_item(entry=entry(code=""), by=curator, at=NOW).code for _n in range(2)]
    assert codes == ["L001", "L002"]
    assert facts("library.add")["code"] == "L002"
    assert "title" not in json.dumps(facts("library.add"))  # no authored text in the ledger


def test_an_edit_over_somebody_elses_is_refused() -> None:
    item, curator = make_item(), make_secretary()
    actions.edit_item(item=item, entry=entry(cost=("free",)), seen=1, by=curator, at=NOW)
    with pytest.raises(Refused, match=r"library\.overtaken"):
        actions.edit_item(item=item, entry=entry(cost=("fee",)), seen=1, by=curator, at=NOW)
    assert Item.objects.get().cost == ("free",)


def test_an_edit_that_changes_nothing_leaves_no_trace() -> None:
    item = make_item()
    actions.edit_item(item=item, entry=entry(), seen=1, by=make_secretary(), at=NOW)
    assert Item.objects.get().version == 1
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": {"en": " "}}, "title"),
        ({"publisher": {}}, "publisher"),
        ({"title": {"en": "x" * 201}}, "title"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"kinds": ()}, "kinds"),
        ({"criteria": ("c3",)}, "criteria"),
        ({"languages": ("english",)}, "languages"),
        ({"source": "x" * 301}, "source"),
    ],
)
def test_what_can_not_be_stored_is_refused_at_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_item(entry=replace(entry(code=""), **wrong), by=make_secretary(), at=NOW)
    assert [reason.params["field"] for reason in refused.value.reasons] == [field]
    assert not Item.objects.exists()


def test_what_cannot_be_signed_is_refused() -> None:
    with pytest.raises(Refused, match=r"text\.control_character"):
        actions.add_item(entry=entry(title={"en": "a\x00b"}), by=make_secretary(), at=NOW)


def test_a_check_has_a_date_a_name_and_a_line_in_the_ledger() -> None:
    item, curator = make_item(), make_secretary()
    actions.check_address(item=item, found="gone", by=curator, at=NOW)
    found = Item.objects.get()
    assert (found.address, found.checked_on, found.checked_by) == ("gone", NOW.date(), curator)
    assert facts("library.check") == {"code": "T001", "found": "gone", "moved_to_another": False}


def test_an_address_that_moved_is_followed_and_stays_with_the_curator() -> None:
    load(entry())
    new = "https://example.org/moved"
    item = actions.check_address(
        item=Item.objects.get(), found="moved", url=new, by=make_secretary(), at=NOW
    )
    assert (item.url, item.address, item.curated) == (new, "works", ("url",))
    load(entry(cost=("free",)), name="2")
    assert Item.objects.get().url == new


@pytest.mark.parametrize(
    "said",
    [
        {"found": "perhaps"},
        {"found": "works", "url": "https://example.org/other"},
        {"found": "moved", "url": "nowhere"},
        {"found": "works", "seen_url": "https://example.org/former"},
    ],
)
def test_a_check_that_says_nothing_clear_is_refused(said: dict[str, str]) -> None:
    item = make_item()
    with pytest.raises(Refused):
        actions.check_address(item=item, by=make_secretary(), at=NOW, **said)
    assert Item.objects.get().address == "unchecked"


def test_the_database_refuses_a_check_without_a_date() -> None:
    make_item()
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.update(address="works")


def test_two_who_add_at_once_get_two_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one reads the same free code before the first has stored hers."""
    read = iter(["L001", "L001", "L002"])
    monkeypatch.setattr(curating, "_next_code", lambda: next(read))
    curator = make_secretary()
    codes = [actions.add_item(entry=entry(code=""), by=curator, at=NOW).code for _n in range(2)]
    assert codes == ["L001", "L002"]
    assert Item.objects.count() == 2
