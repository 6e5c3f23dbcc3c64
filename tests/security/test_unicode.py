"""S20: texts that no honest keyboard makes are refused or cleaned, and never break anything."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.security.doors import Door
from tests.security.story import Everything
from tests.security.table import DOORS
from waymark.people.models import User

pytestmark = pytest.mark.django_db
WORDS = {
    "nul": "a\x00b",
    "surrogate": "a\ud800b",
    "marks": "a" + "\u0301" * 10_000,
    "controls": "a\x01\x02\x08\x0b\x1f\x7f\x85b",
    "one control": "a\x0cb",
    "large": "x" * 1_000_000,
    "odd": "abc\u202egnp.exe a\u2066b\u2069c Cafe\u0301 \ufffe\uffff\U0001fffe "
    "\u200b\u200d\ufeff\u00ad\u2028\u2029 %(x)s %s {0} {{ x }} %",
    "blank": " \t\r\n ",
}
FIGURES = {
    "nul": "2\x00",
    "marks": "2" + "\u0301" * 50,
    "other digits": "٣٤٥",
    "long": "9" * 400,
    "minus": "-1",
    "exponent": "1e400",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "last moment": "9999-12-31T23:59",
    "first moment": "0001-01-01T00:00",
}
FIGURE = re.compile(r"\d{4}(-\d\d)*(T[\d:]+)?|\d+(\.\d+)?")
NASTY = {**FIGURES, **{name: text for name, text in WORDS.items() if name != "large"}}
STILL = {200, 302, 400, 404, 409, 410, 413, 422}
SENT = [door for door in DOORS if door.do and door.words is not None]
ASKED = (
    *("q", "page", "state", "country", "stage", "show", "on", "s", "before", "start", "sheet"),
    *("width", "evidence", "from", "version", "framework", "series", "offer", "kind", "criterion"),
    *("level", "waits", "order", "language", "mechanism", "name", "certificate", "part", "for"),
    *("next", "email", "person", "department", "back"),
)


def encoded(text: str) -> str:
    """Half a surrogate pair can only come as the bytes that some programs make of it."""
    from urllib.parse import quote

    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def send(world: Everything, door: Door, words: dict[str, Any]) -> int:
    """Send a form by hand, for the test client refuses to write half a pair; take it back."""
    pairs = []
    for name, given in words.items():
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, str):
                pairs.append(f"{encoded(name)}={encoded(one)}")
    kind = "application/x-www-form-urlencoded"
    with transaction.atomic():
        client = world.client(min(door.do or {"lead"}))
        body = "&".join(pairs).encode()
        response = client.generic(
            "POST", door.path(world), body, content_type=kind, HTTP_ACCEPT="application/json"
        )
        transaction.set_rollback(True)
    return int(response.status_code)


def broken(world: Everything, nasty: str, *, figures: bool) -> dict[str, int]:
    """The fields of all forms in which a text leads to anything but an answer."""
    wrong = {}
    for door in SENT:
        words = dict(door.words(world))
        for name, text in words.items():
            if isinstance(text, str) and bool(FIGURE.fullmatch(text)) == figures:
                code = send(world, door, words | {name: nasty})
                if code not in STILL:
                    wrong[f"{door} {name}"] = code
    return wrong


@pytest.mark.parametrize("kind", WORDS)
def test_no_field_for_words_breaks(world: Everything, kind: str) -> None:
    assert not broken(world, WORDS[kind], figures=False)


@pytest.mark.parametrize("kind", FIGURES)
def test_no_field_for_figures_breaks(world: Everything, kind: str) -> None:
    assert not broken(world, FIGURES[kind], figures=True)


@pytest.mark.parametrize("kind", NASTY)
def test_no_question_in_an_address_breaks(world: Everything, kind: str) -> None:
    nasty, wrong = NASTY[kind][:3000], {}
    query = "&".join(f"{name}={encoded(nasty)}" for name in ASKED)
    for door in DOORS:
        if door.see and not door.slow:
            path = door.path(world).partition("?")[0]
            with transaction.atomic():
                client = world.client(min(door.see))
                response = client.get(f"{path}?{query}", HTTP_ACCEPT="application/json")
                transaction.set_rollback(True)
            if response.status_code not in STILL | {204, 301}:
                wrong[str(door)] = response.status_code
    assert not wrong


@pytest.mark.parametrize("nasty", ["%00", "%ED%A0%80", "%E2%80%AE", "%FF%FE", "a" * 3000, "%0d%0a"])
def test_no_part_of_an_address_breaks(world: Everything, nasty: str) -> None:
    wrong = {}
    for door in DOORS:
        args = door.args(world)
        for place, arg in enumerate(args):
            if not isinstance(arg, str) or arg == "case":
                continue
            marked = [*args[:place], "0" * 25 + "q", *args[place + 1 :]]
            path = reverse(door.name, args=marked).replace("0" * 25 + "q", nasty)
            client = world.client(min(door.see or door.do or {"lead"}))
            with transaction.atomic():
                answer = client.get(path, HTTP_ACCEPT="application/json")
                if answer.status_code == 301:  # it only lacked its slash at the end
                    assert answer.url.startswith("/workspaces/")
                    assert answer.url.endswith("/")
                    answer = client.get(answer.url, HTTP_ACCEPT="application/json")
                code = answer.status_code
                transaction.set_rollback(True)
            if code not in STILL | {405}:
                wrong[f"{door} part {place}"] = code
    assert not wrong


@pytest.mark.parametrize("number", [0, 10**9, 2**31, 2**63, 10**30])
def test_no_number_in_an_address_breaks(world: Everything, number: int) -> None:
    wrong = {}
    for door in DOORS:
        args = door.args(world)
        for place, arg in enumerate(args):
            if not isinstance(arg, int):
                continue
            path = reverse(door.name, args=[*args[:place], number, *args[place + 1 :]])
            client = world.client(min(door.see or door.do or {"lead"}))
            with transaction.atomic():
                how = client.get if door.see else client.post
                code = how(path, HTTP_ACCEPT="application/json").status_code
                transaction.set_rollback(True)
            if code not in STILL:
                wrong[f"{door} part {place}"] = code
    assert not wrong


BODIES = {
    "surrogate": '{"id": "\\ud800"}',
    "nul": '{"id": "a\\u0000b"}',
    "twice": '{"id": 1, "id": 2}',
    "deep": "[" * 100_000,
    "deep object": '{"a":' * 5_000 + "1" + "}" * 5_000,
    "number": '{"id": ' + "9" * 100_000 + "}",
    "not a number": '{"id": NaN}',
    "infinite": '{"id": 1e999}',
    "marks": json.dumps({"id": "a" + "\u0301" * 10_000}),
    "large": json.dumps({"id": "x" * 1_000_000}),
    "bare": '"text"',
    "other": "\ufeff{}",
}


@pytest.mark.parametrize("kind", BODIES)
def test_no_pasted_certificate_breaks_the_check(world: Everything, kind: str) -> None:
    response = world.client("anonymous").post("/verify/", {"text": BODIES[kind]})
    assert response.status_code in {200, 400, 422}


def test_something_that_breaks_is_noticed(
    world: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    from waymark.people.views import account

    def careless(**given: Any) -> None:
        given["name"].encode("ascii").decode("utf-16")

    monkeypatch.setattr(account.actions, "edit_profile", careless)
    door = next(door for door in DOORS if door.name == "people:account")
    assert send(world, door, dict(door.words(world)) | {"name": "odd"}) not in STILL


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_the_ends_of_time_break_nothing_in_any_zone(world: Everything, zone: str) -> None:
    User.objects.update(time_zone=zone)
    moments = [name for name in FIGURES if name.endswith((" day", " moment"))]
    wrong = {
        name: found for name in moments if (found := broken(world, FIGURES[name], figures=True))
    }
    assert not wrong
