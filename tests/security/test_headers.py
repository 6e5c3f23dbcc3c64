"""S17 and S16: what every answer carries, and whose address the site believes to have."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import settings as live
from django.core import mail
from django.db import OperationalError
from django.test import Client

from tests.factories import PASSWORD, make_user
from tests.security.doors import EVERYBODY, Door
from tests.security.story import Everything
from tests.security.table import DOORS
from waymark.base.jobs import run_due
from waymark.people.views import account

pytestmark = pytest.mark.django_db
FILES = {"assessments:evidence_file", "indicators:file"}
FRAMED = {"opendata:embed": {"frames", "whole policy"}}
"""What is allowed on purpose: the one page that others may put into a frame."""


def lacking(response: Any) -> list[str]:
    """The guards that an answer does not have."""
    policy = response.headers.get("Content-Security-Policy", "")
    guards = {
        "policy": "default-src 'none'" in policy,
        "no inline": "unsafe" not in policy and "*" not in policy,
        "frames": response.headers.get("X-Frame-Options") == "DENY",
        "nosniff": response.headers.get("X-Content-Type-Options") == "nosniff",
        "opener": response.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "referrer": response.headers.get("Referrer-Policy") in {"same-origin", "no-referrer"},
    }
    if "sandbox" not in policy:
        parts = ("frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action")
        guards["whole policy"] = all(part in policy for part in parts)
    return [name for name, there in guards.items() if not there]


def answers(world: Everything, door: Door) -> list[tuple[str, Any]]:
    """A door opened by somebody who may, and knocked at by one who may not."""
    who = min(door.see or {"nobody"})
    found = [(who, world.client(who).get(door.path(world)))]
    if door.private:
        found.append(("nobody", world.client("nobody").get(door.path(world))))
    return found


def test_every_answer_is_guarded_and_no_private_one_is_kept(world: Everything) -> None:
    wrong = []
    for door in DOORS:
        for who, response in answers(world, door):
            missing = set(lacking(response)) - FRAMED.get(door.name, set())
            wrong += [(str(door), who, name) for name in missing]
            kept = response.headers.get("Cache-Control", "")
            private = response.status_code == 200 and door.see != EVERYBODY
            if private and "no-store" not in kept:
                wrong.append((str(door), who, f"kept: {kept}"))
    assert not wrong


def test_one_page_alone_may_stand_in_a_frame_and_runs_nothing(world: Everything) -> None:
    framed = set()
    for door in DOORS:
        for _who, response in answers(world, door):
            policy = response.headers.get("Content-Security-Policy", "")
            ancestors = "frame-ancestors 'none'" in policy or "sandbox" in policy
            if response.headers.get("X-Frame-Options") != "DENY" or not ancestors:
                framed.add(door.name)
    assert framed == set(FRAMED)
    door = next(door for door in DOORS if door.name == "opendata:embed")
    answer = world.client("lead").get(door.path(world))
    policy = answer["Content-Security-Policy"]
    for part in ("script-src 'none'", "form-action 'none'", "base-uri 'none'", "object-src 'none'"):
        assert part in policy
    page = answer.content.decode()
    assert "<script" not in page
    assert "<form" not in page
    assert " on" + "click" not in page
    assert not answer.cookies
    assert world.here.slug in page
    nothing = world.client("lead").get(door.nowhere(world))
    assert (nothing.status_code, nothing["X-Frame-Options"]) == (404, "DENY")


@pytest.mark.parametrize("path", ["/nowhere/", "/account/", "/%00/", "/workspaces/ask/x.css"])
def test_errors_and_redirects_are_guarded_too(world: Everything, path: str) -> None:
    for who in ("anonymous", "lead"):
        assert not lacking(world.client(who).get(path))


STYLES = "/static/base/house.css"


def refusals(world: Everything, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """One answer of each kind that no door gives when all is well."""
    lead, careful = world.client("lead"), world.client("lead", enforce_csrf_checks=True)
    found = {
        "file": lead.get(STYLES),
        "no file": lead.get("/static/base/nowhere.css"),
        "400": lead.get("/?q=%00"),
        "403": careful.post("/account/", {"name": "x"}),
        "404": lead.get("/nowhere/"),
        "405": lead.put("/account/"),
        "foreign host": lead.get("/", HTTP_HOST="evil.example"),
    }
    for kind, error in (("500", RuntimeError("oh")), ("503", OperationalError("full"))):

        def failing(*_args: Any, error: Exception = error, **_more: Any) -> None:
            raise error

        monkeypatch.setattr(account.actions, "edit_profile", failing)
        words = {"name": "New", "language": "en", "time_zone": "UTC", "digest": "weekly"}
        found[kind] = lead.post("/account/", words)
    return found


def test_files_and_refusals_are_guarded_too(
    world: Everything, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    found = refusals(world, monkeypatch)
    codes = {kind: response.status_code for kind, response in found.items()}
    assert codes == {"file": 200, "no file": 404, "foreign host": 400} | {
        kind: int(kind) for kind in codes if kind.isdigit()
    }
    assert not {kind: names for kind, one in found.items() if (names := lacking(one))}


def test_files_that_are_answered_before_the_guards_are_noticed(settings: Any) -> None:
    inner = [name for name in settings.MIDDLEWARE if "csp" in name or "XFrame" in name]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name not in inner] + inner
    assert {"policy", "frames"} <= set(lacking(Client().get(STYLES)))


def test_what_a_person_sees_of_a_public_page_stays_hers(world: Everything) -> None:
    for path in ("/", "/registry/", "/schemes/"):
        assert "no-store" in world.client("lead").get(path).headers["Cache-Control"]


def test_a_missing_guard_is_noticed(world: Everything) -> None:
    response = world.client("anonymous").get("/")
    assert not lacking(response)
    del response.headers["Content-Security-Policy"]
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    assert {"policy", "frames"} <= set(lacking(response))


FOREIGN = ["evil.example", "testserver.evil.example", "evil.example:80", "testserver@evil.example"]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_refused(world: Everything, host: str) -> None:
    for who in ("anonymous", "lead"):
        for path in ("/", "/account/", "/account/password/reset/"):
            assert world.client(who).get(path, HTTP_HOST=host).status_code == 400


def test_a_forwarded_host_is_not_believed(world: Everything) -> None:
    forged = {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_FORWARDED": "host=evil.example"}
    for path in ("/", "/account/login/", "/registry/", "/verify/"):
        response = Client().get(path, **forged)
        assert response.status_code == 200
        assert b"evil.example" not in response.content
    assert b"evil.example" not in world.client("lead").get("/account/", **forged).content


@pytest.mark.parametrize("host", ["testserver", "localhost"])
def test_a_mail_names_the_host_of_the_settings_alone(world: Everything, host: str) -> None:
    person = make_user(password=PASSWORD)
    forged = {"HTTP_HOST": host, "HTTP_X_FORWARDED_HOST": "evil.example"}
    Client().post("/account/password/reset/", {"email": person.email}, **forged)
    run_due()
    sent = [one for one in mail.outbox if person.email in one.to]
    assert sent
    for one in sent:
        text = one.message().as_string()
        assert "evil.example" not in text
        named = {word for word in one.body.split() if "://" in word}
        assert all(word.startswith(live.WAYMARK_BASE_URL) for word in named)
