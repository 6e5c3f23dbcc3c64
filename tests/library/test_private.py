"""Entries that are not for everybody: seen by whom they are for, and by nobody else at any door."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    log_in,
    make_body,
    make_member,
    make_organisation,
    make_place,
    make_seat,
    make_secretary,
)
from tests.library.shelf import NOW, make_item
from tests.world import make_mechanism
from waymark.base import audiences
from waymark.base.jobs import run_due
from waymark.base.models import Record
from waymark.kernel.flow import Refused
from waymark.library import actions, help
from waymark.library.models import Item
from waymark.library.queries import items as reads
from waymark.people.models import User
from waymark.people.rules import WorkspaceRole
from waymark.portal import finding
from waymark.search.models import KnownWord

pytestmark = pytest.mark.django_db
SECRET = "Zanzibarian ferryboats"


@dataclass
class Cast:
    """Those whom a private entry can be for, and those whom it can't."""

    item: Item
    secretary: User
    member: User
    contributor: User
    partner: User
    official: User
    stranger: User
    audiences: dict[str, str]


@pytest.fixture
def cast() -> Cast:
    place, other = make_place("Aland"), make_place("Borland")
    organisation = make_organisation("Partner")
    mechanism = make_mechanism()
    partner = make_seat(make_body(organisation=organisation))
    official = make_seat(mechanism.technical_team)
    contributor = make_member(place, WorkspaceRole.CONTRIBUTOR)
    member, stranger = make_member(place), make_member(other)
    secretary = make_secretary()
    item = make_item("L001", title={"en": SECRET}, topics=("housing",), kinds=("course",))
    make_item("T001", title={"en": "Ferryboat timetable"})
    return Cast(
        item, secretary, member, contributor, partner, official, stranger,
        {
            "place": f"place:{place.pk}",
            "organisation": f"organisation:{organisation.pk}",
            "mechanism": f"mechanism:{mechanism.slug}",
        },
    )  # fmt: skip


def share(cast: Cast, *kinds: str) -> None:
    readers = [cast.audiences[kind] for kind in kinds]
    actions.share_item(
        item=cast.item, private=bool(kinds), readers=readers, by=cast.secretary, at=NOW
    )
    finding.follow()


def client(user: User | None) -> Client:
    return log_in(Client(), user) if user else Client()


def get(user: User | None, address: str, **asked: str) -> str:
    answer = client(user).get(address, asked)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def in_list(user: User | None) -> bool:
    return SECRET in get(user, "/library/")


def in_csv(user: User | None) -> bool:
    return SECRET in get(user, "/library/items.csv")


def in_json(user: User | None) -> bool:
    return SECRET in get(user, "/library/items.json")


def on_its_page(user: User | None) -> bool:
    return client(user).get("/library/L001/").status_code == 200


def in_filters(user: User | None) -> bool:
    return 'value="housing"' in get(user, "/library/")


def in_search(user: User | None) -> bool:
    return "/library/L001/" in get(user, "/search/", q="zanzibarian")


def in_suggestions(user: User | None) -> bool:
    told = help.help_with(help.shelves(user), [("C03", "C")])
    return any("L001" in one.url for one in told["C03"].shown)


DOORS = [in_list, in_csv, in_json, on_its_page, in_filters, in_search, in_suggestions]


@pytest.mark.parametrize("door", DOORS)
def test_a_private_entry_is_seen_by_those_whom_it_is_for(
    door: Callable[[User | None], bool], cast: Cast
) -> None:
    everybody = [None, cast.stranger, cast.contributor, cast.member, cast.partner, cast.official]
    finding.follow()
    assert all(door(user) for user in everybody), "while it is for everybody"
    for kind, reader in (
        ("place", cast.member),
        ("organisation", cast.partner),
        ("mechanism", cast.official),
    ):
        share(cast, kind)
        assert [user for user in everybody if door(user)] == [reader], kind
    share(cast, "place", "mechanism")
    assert [user for user in everybody if door(user)] == [cast.member, cast.official]
    if door is not in_search:
        assert door(cast.secretary), "who keeps the library"
    share(cast)
    assert all(door(user) for user in everybody)


def test_its_words_change_nothing_that_others_see(cast: Cast) -> None:
    finding.follow()
    asked = ["ferryboat", "zanzibarian", "zanzibaran", "ferryboat zanzibarian", "timetable"]

    def pages() -> list[object]:
        answers = [Client().get("/search/", {"q": typed}) for typed in asked]
        return [answer.context["found"] for answer in answers] + [get(None, "/library/items.json")]

    open_to_all = pages()
    share(cast, "place")
    private = pages()
    assert private != open_to_all
    Item.objects.filter(pk=cast.item.pk).delete()
    finding.follow()
    assert pages() == private, "as if it were not there at all"
    assert not KnownWord.objects.filter(word__startswith="zanzibar").exists()


def test_search_forgets_it_before_any_job_has_run(cast: Cast) -> None:
    finding.follow()
    readers = [cast.audiences["place"]]
    actions.share_item(item=cast.item, private=True, readers=readers, by=cast.secretary, at=NOW)
    assert not in_search(None)
    run_due(NOW.replace(year=2027))
    assert in_search(cast.member)
    assert not in_search(None)


def test_who_leaves_sees_it_no_more(cast: Cast) -> None:
    share(cast, "place")
    assert in_search(cast.member)
    cast.member.memberships.update(until=NOW.replace(year=2020), since=NOW.replace(year=2019))
    assert not any(door(cast.member) for door in DOORS)
    assert audiences.of(cast.member) == frozenset()


def test_private_for_nobody_and_for_unknown_groups_is_refused(cast: Cast) -> None:
    for readers in ([], ["place:none"], ["everybody"]):
        with pytest.raises(Refused):
            actions.share_item(
                item=cast.item, private=True, readers=readers, by=cast.secretary, at=NOW
            )
    cast.item.refresh_from_db()
    assert not cast.item.private


def test_the_form_keeps_what_was_chosen_and_says_what_is_missing(cast: Cast) -> None:
    desk, name = client(cast.secretary), cast.audiences["mechanism"]
    answer = desk.post("/library/L001/share/", {"who": "chosen"})
    assert answer.status_code == 422
    assert "Choose at least one group" in answer.content.decode()
    answer = desk.post("/library/L001/share/", {"who": "chosen", "readers": [name]})
    assert answer.status_code == 302
    assert "Not for everybody" in get(cast.official, "/library/L001/")
    assert f'value="{name}"' in get(cast.secretary, "/library/L001/share/")
    record = Record.objects.filter(verb="library.share").get()
    assert json.loads(record.body)["facts"]["readers"] == [name]
    assert SECRET not in record.body


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(count: int, cast: Cast) -> None:
    for number in range(count):
        share(replace(cast, item=make_item(f"L{number + 10}")), "place")
    for user, most in ((None, 4), (cast.member, 12)):
        browser = client(user)
        browser.get("/library/")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/library/").status_code == 200
        assert len(captured) <= most
        assert sum("mechanism:" in str(one) for one in captured) <= 2, "asked for list and filters"


def test_curators_see_all(cast: Cast) -> None:
    share(cast, "place")
    told: Any = reads.visible(cast.secretary)
    assert told.filter(code="L001").exists()
    assert not reads.visible(None).filter(code="L001").exists()
