"""S17 and S16: what a server in earnest refuses to start with, says of itself, and sends along."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from waymark.site import env
from waymark.site.env import UnsafeSetting

SECRET = "K8s0pQmZr3XwVtYbNcLdFgHjUoIeAiWu5x7R9T2yB4n6M1v0Q3z"
GOOD = {
    "WAYMARK_MODE": "production",
    "WAYMARK_DATABASE_URL": "postgres://waymark:secret@db.example/waymark",
    "WAYMARK_FILES": "/srv/waymark/files",
    "WAYMARK_KEYS": "/srv/waymark/keys",
    "WAYMARK_SECRET_KEY": SECRET,
    "WAYMARK_BASE_URL": "https://waymark.example",
    "WAYMARK_MAIL": "smtp://user:password@mail.example:587",
}
NEEDED = sorted(set(GOOD) - {"WAYMARK_MODE"})
BAD = [
    ("WAYMARK_MODE", "prod"),
    ("WAYMARK_SECRET_KEY", "short"),
    ("WAYMARK_SECRET_KEY", "a" * 80),
    ("WAYMARK_BASE_URL", "http://waymark.example"),
    ("WAYMARK_BASE_URL", "waymark.example"),
    ("WAYMARK_BASE_URL", "ftp://waymark.example"),
    ("WAYMARK_DEMO", "yes"),
    ("WAYMARK_DEMO", "perhaps"),
    ("WAYMARK_BEHIND_PROXY", "maybe"),
    ("WAYMARK_MAIL", "file:/tmp/mail"),
    ("WAYMARK_HOSTS", "*"),
    ("WAYMARK_HOSTS", "waymark.example, *"),
    ("WAYMARK_UPLOAD_LIMIT", "0"),
    ("WAYMARK_UPLOAD_LIMIT", "-5"),
    ("WAYMARK_UPLOAD_LIMIT", "50 MB"),
]


def test_a_sound_environment_is_taken() -> None:
    found = env.read(GOOD)
    assert found.production
    assert found.hosts == ("waymark.example",)


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("value", [None, ""])
def test_a_start_without_it_is_refused(name: str, value: str | None) -> None:
    given = {key: text for key, text in GOOD.items() if key != name}
    if value is not None:
        given[name] = value
    with pytest.raises(UnsafeSetting, match=name):
        env.read(given)


@pytest.mark.parametrize(("name", "value"), BAD)
def test_an_unsafe_start_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(UnsafeSetting, match=name) as refused:
        env.read(GOOD | {name: value})
    assert str(refused.value).endswith((".", ")", "'"))


REPORT = """
import json, django
from django.conf import settings
django.setup()
from django.core.checks import run_checks
found = [str(one) for one in run_checks(include_deployment_checks=True)]
names = [name for name in dir(settings) if name.isupper()]
wanted = ("SESSION_COOKIE", "CSRF_COOKIE", "SECURE_", "LANGUAGE_COOKIE", "ALLOWED", "DEBUG")
told = {name: getattr(settings, name) for name in names if name.startswith(wanted)}
print(json.dumps({"found": found, "settings": told}, default=str))
"""


def started(given: dict[str, str], tmp_path: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run a program under settings made from an environment."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("WAYMARK_")}
    more = {"DJANGO_SETTINGS_MODULE": "waymark.site.settings", "WAYMARK_DATA": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept | more | given,
        cwd=env.ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a production start says of itself."""
    folder = tmp_path_factory.mktemp("production")
    (folder / "static").mkdir()
    done = started(GOOD, folder, REPORT)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_django_finds_nothing_to_warn_of(production: dict[str, Any]) -> None:
    assert production["found"] == []


def test_cookies_are_closed(production: dict[str, Any]) -> None:
    told = production["settings"]
    for cookie in ("SESSION", "CSRF"):
        assert told[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert told[f"{cookie}_COOKIE_SECURE"] is True
        assert told[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert told[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
        # What __Host- demands: the whole site, and no other one.
        assert (told[f"{cookie}_COOKIE_PATH"], told[f"{cookie}_COOKIE_DOMAIN"]) == ("/", None)
    assert told["LANGUAGE_COOKIE_SECURE"] is True
    assert told["LANGUAGE_COOKIE_HTTPONLY"] is True


def test_only_encrypted_and_only_our_host(production: dict[str, Any]) -> None:
    told = production["settings"]
    assert told["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert told["SECURE_SSL_REDIRECT"] is True
    assert told["ALLOWED_HOSTS"] == ["waymark.example"]
    assert told["DEBUG"] is False


CRAWL = """
import json, logging, django
django.setup()
logging.disable(logging.CRITICAL)
from django.conf import settings
from django.contrib import messages
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from waymark.base.sessions import MessageStorage
call_command("collectstatic", verbosity=0, interactive=False)
with open(settings.STATIC_ROOT / "staticfiles.json") as held:
    styles = "/static/" + json.load(held)["paths"]["base/house.css"]
client = Client(raise_request_exception=False, headers={"host": "waymark.example"})
guess = {"login": "ana@example.org", "password": "wrong"}
careful = Client(enforce_csrf_checks=True, headers={"host": "waymark.example"})
asked = {
    "file": client.get(styles, secure=True),
    "no file": client.get("/static/nowhere.css", secure=True),
    "not encrypted": client.get("/account/login/"),
    "page": client.get("/account/login/", secure=True),
    "not found": client.get("/nowhere/", secure=True),
    "no token": careful.post("/account/login/", {}, secure=True),
    "failed": client.post("/account/login/", guess, secure=True),
    "foreign host": client.get("/", secure=True, headers={"host": "evil.example"}),
    "language": client.post("/language/", {"language": "ar"}, secure=True),
}
told, request = HttpResponse(), HttpRequest()
request.session = {}
storage = MessageStorage(request)
storage.add(messages.INFO, "Saved.")
storage.update(told)
asked["message"] = told
print(json.dumps({kind: {
    "status": one.status_code, "headers": dict(one.headers),
    "cookies": {name: dict(cookie) for name, cookie in one.cookies.items()},
} for kind, one in asked.items()}))
"""
EVERYWHERE = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a production start answers, on an empty database on which every log-in fails."""
    folder = tmp_path_factory.mktemp("crawl")
    database = {"WAYMARK_DATABASE_URL": f"sqlite:///{folder / 'empty.sqlite3'}"}
    done = started(GOOD | database, folder, CRAWL)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def lacking(answer: dict[str, Any]) -> list[str]:
    """The headers that an answer does not have as it should."""
    headers = answer["headers"]
    return [name for name, part in EVERYWHERE.items() if part not in headers.get(name, "")]


def test_whatever_is_answered_in_earnest_has_every_header(crawled: dict[str, Any]) -> None:
    told = crawled.pop("message")
    codes = {kind: answer["status"] for kind, answer in crawled.items()}
    assert codes.pop("failed") in {500, 503}
    assert codes == {
        "file": 200, "page": 200, "no file": 404, "not found": 404, "not encrypted": 301,
        "no token": 403, "foreign host": 400, "language": 302,
    }  # fmt: skip
    wrong = {kind: names for kind, answer in crawled.items() if (names := lacking(answer))}
    # Over a line that anybody can read, this header would not be believed.
    assert wrong == {"not encrypted": ["Strict-Transport-Security"]}
    assert lacking(told), "the control"
    crawled["message"] = told


def test_every_cookie_in_earnest_is_the_hosts_own_and_closed(crawled: dict[str, Any]) -> None:
    found = {name: kept for answer in crawled.values() for name, kept in answer["cookies"].items()}
    assert set(found) == {"__Host-csrf", "__Host-language", "__Host-messages"}
    for kept in found.values():
        assert (kept["path"], kept["domain"]) == ("/", "")
        assert kept["secure"] is True
        assert kept["httponly"] is True
        assert kept["samesite"] == "Lax"


def test_a_refused_start_says_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = started(GOOD | {"WAYMARK_SECRET_KEY": "short"}, tmp_path, REPORT)
    assert done.returncode != 0
    assert done.stderr.startswith("Waymark does not start. WAYMARK_SECRET_KEY")
    assert "Traceback" not in done.stderr
    assert "short" not in done.stderr
