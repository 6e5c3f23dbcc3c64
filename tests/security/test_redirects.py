"""S14: nobody is led away from the site, at whatever door and by whatever words.

(Log-in, log-out and the demo's bar by forty more forms: tests/people/test_views.)
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction

from tests.security.doors import Door
from tests.security.learning import HOST
from tests.security.story import Everything
from tests.security.table import DOORS

pytestmark = pytest.mark.django_db
EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "http:///evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "https://evil.example#testserver",
    "\thttps://evil.example",
    " https://evil.example",
    "/\t/evil.example",
    "//\tevil.example",
    "https:\\\\evil.example",
    "//evil。example",
    "https://ⓔvil.example",
    "//%0devil.example",
    "http://[::1]/",
    "ftp://evil.example",
    "/%09/evil.example",
]
NAMES = ("next", "url", "return", "return_to", "redirect", "redirect_to", "back", "from", "came")
LED = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url", "Refresh")


def leads_away(response: Any) -> list[str]:
    """Where an answer leads that is not on this site."""
    away = []
    for header in LED:
        target = response.headers.get(header)
        if target is None:
            continue
        # A browser takes a backslash for a slash, and drops tabs and line ends.
        read = target.replace("\\", "/").replace("\t", "").replace("\n", "").replace("\r", "")
        parts = urlsplit(read.strip())
        here = parts.netloc in {"", "testserver"} and parts.scheme in {"", "http"}
        if not here or read.strip().startswith("//"):
            away.append(f"{header}: {target}")
    return away


def tried(world: Everything, door: Door, evil: str) -> list[str]:
    """Look and send with a foreign address under every name that could mean one."""
    wishes = dict.fromkeys(NAMES, evil)
    found: list[str] = []
    headers = {"HTTP_REFERER": evil.strip(), "HTTP_HX_CURRENT_URL": evil.strip()}
    for who in {min(door.see or door.do or {"lead"}), "anonymous"}:
        client = world.client(who)
        with transaction.atomic():
            if door.see is not None and not door.slow:
                found += leads_away(client.get(door.path(world), wishes, **headers))
            if door.do:
                words = {**wishes, **door.words(world)}
                if door.name == "set_language":
                    words["next"] = evil
                found += leads_away(client.post(door.path(world), words, **headers))
            transaction.set_rollback(True)
    return found


AWAY = {"lti_course": f"Location: {HOST}/login?"}
"""The one form that leads to another host on purpose: to the address that is registered for it."""


def test_no_door_leads_away(world: Everything) -> None:
    wrong = {}
    for turn, door in enumerate(DOORS):
        found = tried(world, door, EVIL[turn % len(EVIL)])
        if to := AWAY.get(door.name):
            assert [one.startswith(to) for one in found] == [True]
        elif found:
            wrong[str(door)] = found
    assert not wrong


@pytest.mark.parametrize(
    "name", ["set_language", "people:ask", "base:notices_read", "people:account"]
)
def test_no_form_of_address_leads_away(world: Everything, name: str) -> None:
    door = next(door for door in DOORS if door.name == name)
    assert not {evil: found for evil in EVIL if (found := tried(world, door, evil))}


@pytest.mark.parametrize("evil", EVIL)
def test_showing_again_that_it_is_she_leads_nowhere_else(world: Everything, evil: str) -> None:
    for path in ("/account/reauthenticate/", "/account/login/", "/account/signup/"):
        client = world.client("lead")
        for response in (client.get(path, {"next": evil}), client.post(path, {"next": evil})):
            assert not leads_away(response)


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_being_led_away_is_noticed(evil: str) -> None:
    from django.http import HttpResponse

    assert leads_away(HttpResponse(headers={"Location": evil}))
    assert leads_away(HttpResponse(headers={"HX-Redirect": evil}))
    assert not leads_away(HttpResponse(headers={"Location": "/workspaces/?next=" + "x"}))
