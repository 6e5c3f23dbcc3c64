"""Guessing passwords is slow, and nothing tells who has an account (S9, S10).

How long the answers take is measured by `go.py bench --only enumeration`; here the same work is
done for both: as many hashes, and the same rows written, be it to undo them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache, caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import PASSWORD, log_in, make_member, make_place, make_user
from waymark.base import jobs
from waymark.base.jobs.housekeeping import forget_counts
from waymark.base.models import Record
from waymark.people import adapters
from waymark.people.models import User

pytestmark = pytest.mark.django_db

GUESSES = int(os.environ.get("WAYMARK_TEST_GUESSES", "60"))
"""How often a name is tried, and how many names with one password; 1000 for the whole figure."""
LOGIN = "/account/login/"
THROTTLED = "Too many attempts"
WRONG = "is not right"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often a password is hashed; the hash itself stays what it is, but quick."""
    done: list[str] = []
    encode = hashers.PBKDF2PasswordHasher.encode

    def counting(self: Any, password: str, salt: str, iterations: int | None = None) -> str:
        done.append(password)
        return encode(self, password, salt, iterations)

    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "iterations", 100)
    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "encode", counting)
    return done


@pytest.fixture
def still() -> Iterator[None]:
    """All within one minute, however long the machine takes."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


def attempt(client: Client, name: str, password: str = "wrong", **headers: str) -> str:
    response = client.post(LOGIN, {"login": name, "password": password}, **headers)  # type: ignore[arg-type]
    assert response.status_code in (200, 429), response.status_code
    return response.content.decode()


def test_five_wrong_passwords_for_a_name_and_then_nothing_is_hashed(
    client: Client, hashed: list[str]
) -> None:
    make_user("ana@example.org", password=PASSWORD)
    hashed.clear()
    seen = [attempt(client, "ana@example.org") for _ in range(5)]
    assert all(WRONG in page for page in seen)
    spent = len(hashed)
    assert spent == 5
    spellings = ("ana@example.org", "ANA@example.org", "ana@EXAMPLE.org")
    for number in range(GUESSES):
        page = attempt(
            client,
            spellings[number % 3],
            REMOTE_ADDR=f"10.1.{number % 50}.1",
            HTTP_X_FORWARDED_FOR=f"192.0.2.{number % 256}",
            HTTP_HOST=("localhost", "127.0.0.1", "testserver")[number % 3],
        )
        assert THROTTLED in page
    assert len(hashed) == spent
    # Even the right password is not looked at, so that a guess can't succeed by luck.
    assert THROTTLED in attempt(client, "ana@example.org", PASSWORD)
    assert len(hashed) == spent


def flooded(client: Client, hashed: list[str]) -> int:
    """Guess one name, flood the store of counts with others, guess on: how often was hashed."""
    make_user("ana@example.org", password=PASSWORD)
    for _ in range(5):
        attempt(client, "ana@example.org")
    for number in range(1000):
        cache.set(f"another-{number}", [1.0], 1800)
    hashed.clear()
    for number in range(20):
        attempt(client, "ana@example.org", REMOTE_ADDR=f"10.4.0.{number}")
    return len(hashed)


def test_many_other_names_do_not_make_a_count_forgotten(client: Client, hashed: list[str]) -> None:
    assert flooded(client, hashed) == 0


def test_a_store_of_counts_that_is_too_small_is_noticed(
    client: Client, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control, with the size that Django would give it."""
    monkeypatch.setattr(caches["default"], "_max_entries", 300)
    assert flooded(client, hashed) > 0


def test_counts_that_are_over_are_forgotten_by_and_by(client: Client) -> None:
    cache.set("over", [1.0], -1)
    cache.set("counting", [1.0], 1800)
    forget_counts.call()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM base_cache")
        assert [name for (name,) in cursor.fetchall()] == [":1:counting"]


def test_without_the_limit_every_guess_is_hashed(
    client: Client, hashed: list[str], settings: Any
) -> None:
    """The negative control of the test above."""
    settings.ACCOUNT_RATE_LIMITS = False
    make_user("ana@example.org", password=PASSWORD)
    hashed.clear()
    for _ in range(8):
        assert WRONG in attempt(client, "ana@example.org")
    assert len(hashed) == 8


def test_one_address_gets_thirty_tries_a_minute_over_all_names(
    client: Client, hashed: list[str], still: None
) -> None:
    for number in range(30):
        attempt(client, f"name{number}@example.org", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    spent = len(hashed)
    assert spent == 30
    for number in range(30, GUESSES):
        attempt(client, f"name{number}@example.org", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert len(hashed) == spent
    attempt(client, "other@example.org", REMOTE_ADDR="10.9.9.9")
    assert len(hashed) == spent + 1  # another address is another matter


def test_fifty_addresses_get_no_more_than_thirty_tries_each(
    client: Client, hashed: list[str], still: None
) -> None:
    tries = max(2, GUESSES * 2 // 50)
    for number in range(50 * tries):
        attempt(client, f"name{number}@example.org", REMOTE_ADDR=f"10.2.0.{number % 50}")
    assert len(hashed) == 50 * min(tries, 30)


def test_behind_a_proxy_only_what_the_proxy_added_is_believed(
    client: Client, hashed: list[str], still: None, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(40):
        forged = f"192.0.2.{number}, 198.51.100.7"  # the last entry is the proxy's
        attempt(client, f"name{number}@example.org", HTTP_X_FORWARDED_FOR=forged)
    assert len(hashed) == 30
    attempt(client, "other@example.org", HTTP_X_FORWARDED_FOR="198.51.100.8")
    assert len(hashed) == 31


def test_the_owner_is_not_locked_out_for_good(
    client: Client, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("ana@example.org", password=PASSWORD)
    for _ in range(6):
        attempt(client, "ana@example.org")
    now = ratelimit.time.time()
    monkeypatch.setattr(ratelimit.time, "time", lambda: now + 30 * 60 + 1)
    response = client.post(LOGIN, {"login": "ana@example.org", "password": PASSWORD})
    assert response.status_code == 302


def statements(seen: CaptureQueriesContext) -> tuple[int, list[str]]:
    """How often the database was looked into, and what was written, but for counted tries."""
    words = [query["sql"].split() for query in seen.captured_queries]
    writes = [
        " ".join(word for word in one[:4] if word.isupper() or '"' in word)
        for one in words
        if one[0] in {"INSERT", "UPDATE", "DELETE"} and "cache" not in " ".join(one[:4])
    ]
    return sum(one[0] == "SELECT" for one in words), sorted(writes)


def stripped(page: bytes, *names: str) -> str:
    """A page without what differs by chance (the token) or because it was typed (the address)."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode())
    for name in names:
        text = text.replace(name, "ADDRESS")
    return text


KNOWN, UNKNOWN = "known@example.org", "nobod@example.org"  # equally long


@pytest.mark.parametrize(
    ("url", "field", "more"),
    [
        ("/account/login/", "login", {"password": "wrong"}),
        ("/account/password/reset/", "email", {}),
        ("/account/signup/", "email", {"name": "Ana", "password1": PASSWORD}),
    ],
    ids=["log-in", "reset", "sign-up"],
)
def test_a_known_and_an_unknown_address_get_the_same_answer(
    url: str, field: str, more: dict[str, str], hashed: list[str]
) -> None:
    make_user(KNOWN, password=PASSWORD)
    hashed.clear()
    answers, work, asked = [], [], []
    for name in (KNOWN, UNKNOWN):
        client = Client()
        before = len(hashed)
        with CaptureQueriesContext(connection) as seen:
            first = client.post(url, {field: name} | more)
        asked.append(statements(seen))
        work.append(len(hashed) - before)
        pages = [first]
        if first.status_code == 302:
            pages.append(client.get(first["Location"]))
            pages.append(client.post(first["Location"], {"code": "WRONG1"}))
        answers.append(
            [(p.status_code, p.get("Location"), stripped(p.content, KNOWN, UNKNOWN)) for p in pages]
        )
    assert answers[0] == answers[1]
    assert work[0] == work[1]  # hashing is what takes the time
    looks, writes = zip(*asked, strict=True)
    assert abs(looks[0] - looks[1]) <= 1, "at log-in an unknown name is looked for twice"
    assert writes[0] == writes[1]
    jobs.run_due()
    addressees = sorted(one.to[0] for one in mail.outbox)
    assert addressees in ([], [KNOWN, UNKNOWN])  # both get a mail, or neither


def commits(seen: CaptureQueriesContext) -> int:
    """How often the disk was waited for: transactions committed, and writes outside of any."""
    counted, inside = 0, False
    for query in seen.captured_queries:
        word = query["sql"].split()[0]
        if word == "BEGIN":
            inside = True
        elif word in {"COMMIT", "ROLLBACK"} and "SAVEPOINT" not in query["sql"]:
            counted += word == "COMMIT"
            inside = False
        elif word in {"INSERT", "UPDATE", "DELETE"} and not inside:
            counted += 1
    return counted


def signed_up(name: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        Client().post("/account/signup/", {"email": name, "name": "Ana", "password1": PASSWORD})
    return commits(seen)


@pytest.mark.django_db(transaction=True)
def test_signing_up_waits_for_the_disk_as_often_for_a_known_address(hashed: list[str]) -> None:
    make_user(KNOWN, password=PASSWORD)
    assert signed_up(KNOWN) == signed_up(UNKNOWN)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_known_address_that_waits_less_for_the_disk_is_noticed(
    hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: made and unmade in a transaction that is never committed."""
    make_user(KNOWN, password=PASSWORD)
    monkeypatch.setattr(adapters, "_taken_back", rolled_back)
    assert signed_up(KNOWN) < signed_up(UNKNOWN)


def test_a_known_address_that_is_answered_sooner_is_noticed(
    hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the hash that is made for nothing."""
    monkeypatch.setattr(adapters, "make_password", lambda *_args: "")
    form = {"name": "Ana", "password1": PASSWORD}
    with pytest.raises(AssertionError):
        test_a_known_and_an_unknown_address_get_the_same_answer(
            "/account/signup/", "email", form, hashed
        )


def test_who_signs_up_with_a_known_address_leaves_no_account_behind() -> None:
    make_user(KNOWN, password=PASSWORD)
    before = User.objects.count(), EmailAddress.objects.count(), Record.objects.count()
    Client().post("/account/signup/", {"email": KNOWN, "name": "Ana", "password1": PASSWORD})
    assert (User.objects.count(), EmailAddress.objects.count(), Record.objects.count()) == before


def test_an_invitation_answers_alike_whether_there_is_an_account(client: Client) -> None:
    make_user(KNOWN)
    place = make_place()
    log_in(client, make_member(place, "lead"))
    pages = []
    for name in (KNOWN, UNKNOWN):
        response = client.post(
            reverse("people:invite", args=[place.slug]),
            {"email": name, "role": "viewer", "department": ""},
            follow=True,
        )
        page = stripped(response.content, KNOWN, UNKNOWN)
        page = re.sub(r'datetime="[^"]+"', "", page)
        pages.append(re.sub(r"/invitations/\w+/", "/invitations/ID/", page))
        place.invitations.all().delete()
    assert pages[0] == pages[1]
