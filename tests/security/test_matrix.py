"""S5: who reaches which address; what is foreign looks like what does not exist.

The table is made from the address list of the site itself: an address that it does not know fails
the tests. Every person of the story knocks at every door, looks, and sends the form that would be
right; what she may not do must change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from tests.security.doors import EVERYBODY, Door, named_patterns, unlike
from tests.security.doors_public import ANY_OF_ALLAUTH, OWN_OF_ALLAUTH
from tests.security.snapshots import changed, digests
from tests.security.story import Everything
from tests.security.table import ALLAUTH, DOORS, NAMES

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}  # a refusal in a line is enough, and quick
SHOWN, TAKEN = {200}, {200, 302, 400, 409, 422}
LOGIN = "/account/login/"


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def few(door: Door, who: str) -> bool:
    """Whether a person may be left out: at doors for everybody, and at those that open slowly."""
    some = {min(door.see or {"lead"}), "anonymous", "neighbour"}
    return (door.slow or door.see in (EVERYBODY, None)) and who not in some


_absent: dict[tuple[str, str, bool], tuple[int, int, str]] = {}


def absent(client: Any, world: Everything, door: Door, method: str, *, stranger: bool) -> Any:
    """The answer about a thing that does not exist; it is the same for all who may not see it."""
    key = (str(door), method, stranger)
    if key not in _absent:
        words = door.words(world) if method == "post" else {}
        _absent[key] = kind(getattr(client, method)(door.nowhere(world), words, **JSON))
    return _absent[key]


def asked_to_log_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith(LOGIN)


def kind(response: Any) -> tuple[int, int, str]:
    """What one could tell two refusals apart by; the way back from the log-in is one's own."""
    place = response.headers.get("Location", "").partition("?")[0]
    return response.status_code, len(response.content), place


def test_every_address_is_in_the_table_and_the_table_has_no_other() -> None:
    assert set(named_patterns()) == NAMES


def test_the_table_notices_a_new_address(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.urls import clear_url_caches, path

    from waymark.site import urls

    monkeypatch.setattr(
        urls, "urlpatterns", [*urls.urlpatterns, path("new", lambda r: r, name="new")]
    )
    clear_url_caches()
    try:
        assert "new" in set(named_patterns()) - NAMES
    finally:
        monkeypatch.undo()
        clear_url_caches()


def looked(world: Everything, who: str, doors: Sequence[Door]) -> list[Any]:
    """What is odd when somebody looks behind doors."""
    client, wrong = world.client(who), []
    for door in doors:
        if few(door, who):
            continue
        if door.see is not None and who in door.see:
            response = client.get(door.path(world))
            fine = SHOWN | ({301, 302} if door.leads else set())
            fine |= {404} if door.unready else set()
            if response.status_code not in fine or asked_to_log_in(response):
                wrong.append((str(door), response.status_code))
            continue
        found = kind(client.get(door.path(world), **JSON))
        refused = {405, 404} if door.see is None else {404}
        if who == "anonymous" and door.private:
            refused = {405, 302}
        none = absent(client, world, door, "get", stranger=who == "anonymous")
        if found[0] not in refused or found != none:
            wrong.append((str(door), found, none))
    return wrong


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_who_may_look_sees_and_nobody_else_learns_anything(world: Everything, who: str) -> None:
    before = digests()
    assert not looked(world, who, DOORS)
    assert changed(before, digests()) == set(), "looking changes nothing"


def test_a_door_left_open_is_noticed(world: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    from waymark.assessments.views import city_base

    workspace = [door for door in DOORS if door.name == "assessments:criteria"]
    assert not looked(world, "neighbour", workspace)
    lead = world.people["lead"]
    careless = city_base.here
    monkeypatch.setattr(city_base, "here", lambda viewer, *more: careless(lead, *more))
    assert looked(world, "neighbour", workspace)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_one_may_not_do_is_not_done(world: Everything, who: str) -> None:
    client, before, wrong = world.client(who), digests(), []
    for door in DOORS:
        if (door.do is not None and who in door.do) or (door.do is None and few(door, who)):
            continue
        response = client.post(door.path(world), door.words(world), **JSON)
        refused = {404} if door.do is not None else {405}
        if who == "anonymous" and door.private:
            refused = {302, 405}
        if who in door.reached:
            refused = TAKEN | {404}
        elif door.args(world) and door.do is not None:
            none = absent(client, world, door, "post", stranger=who == "anonymous")
            if kind(response) != none:
                wrong.append((str(door), kind(response), none))
        if response.status_code not in refused:
            wrong.append((str(door), response.status_code, response.content[:200]))
    assert not wrong
    assert changed(before, digests()) == set(), "a refused form changes nothing"


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_one_may_do_is_done(world: Everything, who: str) -> None:
    client, wrong = world.client(who), []
    for door in DOORS:
        if not door.do or who not in (min(door.do), max(door.do)):
            continue
        with undone():
            response = client.post(door.path(world), door.words(world))
            if response.status_code not in TAKEN or asked_to_log_in(response):
                wrong.append((str(door), response.status_code))
            elif not door.unready and response.status_code not in {200, 302}:
                wrong.append((str(door), response.status_code, "refused"))
    assert not wrong


def test_a_thing_of_another_city_is_not_found_under_ones_own(world: Everything) -> None:
    their_case = world.next_door.story.case
    assert their_case
    wrong = []
    for door in DOORS:
        ways = [door.foreign(world)] if door.foreign else []
        args = door.args(world)
        if "case" in args:
            ways.append([f"case-{their_case.pk}" if arg == "case" else arg for arg in args])
        for args in ways:
            those = (door.see or frozenset()) | door.reached
            for who in sorted({min(those), max(those)}):
                client, path = world.client(who), door_path(door, args)
                if door.see is not None:
                    wrong += odd(door, who, client.get(path, **JSON))
                if door.do is not None:
                    with undone():
                        wrong += odd(door, who, client.post(path, door.words(world), **JSON))
    assert not wrong


def door_path(door: Door, args: list[Any]) -> str:
    from django.urls import reverse

    return reverse(door.name, args=args) + door.query


def odd(door: Door, who: str, response: Any) -> list[Any]:
    return [] if response.status_code == door.unknown else [(str(door), who, response.status_code)]


def test_a_part_of_an_address_that_names_nothing_is_not_found(world: Everything) -> None:
    wrong = []
    for door in DOORS:
        args = door.args(world)
        who = sorted((door.see if door.see is not None else door.do) or ["secretary"])[0]
        client = world.client(who)
        for place, arg in enumerate(args):
            path = door_path(door, [*args[:place], unlike(arg), *args[place + 1 :]])
            with undone():
                found = (
                    client.post(path, door.words(world), **JSON)
                    if door.see is None
                    else client.get(path, **JSON)
                )
            if not (door.leads and found.status_code == 302):
                wrong += odd(door, f"{who} part {place}", found)
    assert not wrong


OTHERS = ("options", "put", "patch", "delete", "trace")


def test_no_other_method_does_anything(world: Everything) -> None:
    before, wrong = digests(), []
    for turn, door in enumerate(DOORS):
        allowed = min(door.see or door.do or {"lead"})
        calls = [(allowed, method) for method in OTHERS]
        calls += [("anonymous", OTHERS[turn % 5]), ("neighbour", OTHERS[turn % 5])]
        for who, method in calls:
            response = getattr(world.client(who), method)(door.path(world), **JSON)
            fine = {302, 404, 405}
            if door.name == "set_language":  # Django's own, which is silent without a POST
                fine = {204}
            if response.status_code not in fine:
                wrong.append((str(door), who, method, response.status_code))
    assert not wrong
    assert changed(before, digests()) == set()


def test_asking_for_the_head_alone_is_asking_for_the_page(world: Everything) -> None:
    wrong = []
    for door in DOORS[::4]:
        if door.see and not door.slow:
            client = world.client(min(door.see))
            got, head = client.get(door.path(world)), client.head(door.path(world))
            if got.status_code != head.status_code:
                wrong.append((str(door), got.status_code, head.status_code))
    assert not wrong


@pytest.mark.parametrize("who", ["anonymous", "lead", "nobody"])
def test_the_ways_in_give_nothing_away(world: Everything, who: str) -> None:
    from django.urls import reverse

    client, before, wrong = world.client(who), digests(), []
    for name in ALLAUTH:
        keyed = name in {"mfa_remove_webauthn", "mfa_edit_webauthn"}
        path = reverse(name, args=[987654] if keyed else [])
        with undone():
            for response in (client.get(path), client.post(path, {})):
                if response.status_code >= 500:
                    wrong.append((name, response.status_code))
                if who == "anonymous" and name in OWN_OF_ALLAUTH and response.status_code == 200:
                    wrong.append((name, "shown to a stranger"))
        client = world.client(who)  # one of these pages ends the session
    assert not wrong
    assert OWN_OF_ALLAUTH.isdisjoint(ANY_OF_ALLAUTH)
    assert changed(before, digests()) == set()
