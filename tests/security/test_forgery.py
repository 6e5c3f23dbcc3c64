"""S12: no form is taken from another site. (That looking changes nothing: test_matrix.)"""

from __future__ import annotations

from typing import Any

import pytest
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse

from tests.security.doors import Door
from tests.security.snapshots import changed, digests
from tests.security.story import Everything
from tests.security.table import ALLAUTH, DOORS

pytestmark = pytest.mark.django_db
SENT = [door for door in DOORS if door.do]
EVIL = {
    "no token": {},
    "foreign origin": {"HTTP_ORIGIN": "https://evil.example"},
    "null origin": {"HTTP_ORIGIN": "null"},
}


def sent(world: Everything, door: Door, **headers: Any) -> int:
    """The answer to a form that its own person sends without our token."""
    client = world.client(min(door.do or {"lead"}), enforce_csrf_checks=True)
    return int(client.post(door.path(world), door.words(world), **headers).status_code)


@pytest.mark.parametrize("how", EVIL)
def test_no_form_is_taken_without_its_token(world: Everything, how: str) -> None:
    before = digests()
    headers = EVIL[how] | {"HTTP_ACCEPT": "application/json", "HTTP_HX_REQUEST": "true"}
    taken = {str(door): code for door in SENT if (code := sent(world, door, **headers)) != 403}
    assert not taken
    assert changed(before, digests()) == set()


def test_neither_is_one_of_the_ways_in(world: Everything) -> None:
    client = world.client("lead", enforce_csrf_checks=True)
    taken = {}
    for name in ALLAUTH:
        keyed = name in {"mfa_remove_webauthn", "mfa_edit_webauthn"}
        code = client.post(reverse(name, args=[1] if keyed else []), {}).status_code
        if code not in {403, 405}:
            taken[name] = code
    assert not taken


def test_a_form_with_its_token_is_taken(world: Everything) -> None:
    client = world.client("lead", enforce_csrf_checks=True)
    page = client.get("/account/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    words = {
        "name": "New",
        "language": "en",
        "time_zone": "UTC",
        "digest": "weekly",
        "csrfmiddlewaretoken": token,
    }
    assert client.post("/account/", words).status_code == 302
    evil = client.post("/account/", words, HTTP_ORIGIN="https://evil.example")
    assert evil.status_code == 403


def test_a_form_that_is_taken_from_elsewhere_is_noticed(
    world: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the middleware's look, and with a table that was written."""
    monkeypatch.setattr(CsrfViewMiddleware, "process_view", lambda *_args: None)
    before = digests()
    assert sent(world, next(door for door in SENT if door.name == "people:account")) == 302
    assert {"people_user", "base_record"} <= changed(before, digests())
