"""S11: a log-in begins anew, ends when it should, and nothing that was taken away is still there.

Each protection is turned off once, and the same look finds what it kept out. (Rights that end at
the next request, and accounts that are closed: test_views.)
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings as live
from django.contrib.auth import hashers
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories import PASSWORD, log_in, make_user
from waymark.base import sessions

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 1, 8, tzinfo=UTC)
INSIDE, OUTSIDE = 200, 302
EACH_WAY = pytest.mark.parametrize("protected", [True, False], ids=["protected", "control"])


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with few rounds: no test here is about passwords."""
    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "iterations", 100)


def holder(key: str | None) -> Client:
    """Somebody who has got hold of a session's key."""
    client = Client()
    client.cookies[live.SESSION_COOKIE_NAME] = key or ""
    return client


def look(client: Client, *, after: timedelta = timedelta(0)) -> int:
    """Open one's own page at a time after the start; the status says whether one is inside."""
    with time_machine.travel(START + after, tick=False):
        return client.get("/account/").status_code


def entered() -> Client:
    """Log in at the start."""
    with time_machine.travel(START, tick=False):
        return log_in(Client(), make_user())


@EACH_WAY
def test_the_key_from_before_the_log_in_opens_nothing(
    protected: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fixation: whoever put a key into her browser holds it still."""
    if not protected:
        monkeypatch.setattr(SessionBase, "cycle_key", lambda self: None)
    make_user("ana@example.org", password=PASSWORD)
    session = client.session
    session["planted"] = True
    session.save()
    planted = str(session.session_key)
    client.cookies[live.SESSION_COOKIE_NAME] = planted
    client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert client.get("/account/").status_code == INSIDE
    assert holder(planted).get("/account/").status_code == (OUTSIDE if protected else INSIDE)


def test_a_key_that_nobody_gave_out_is_not_taken(client: Client) -> None:
    make_user("ana@example.org", password=PASSWORD)
    made_up = "x" * 32
    client.cookies[live.SESSION_COOKIE_NAME] = made_up
    client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert client.cookies[live.SESSION_COOKIE_NAME].value != made_up
    assert not Session.objects.filter(session_key=made_up).exists()


@EACH_WAY
def test_a_key_is_worth_nothing_after_the_log_out(
    protected: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not protected:
        monkeypatch.setattr(DefaultAccountAdapter, "logout", lambda *_args: None)
    log_in(client, make_user())
    kept = client.session.session_key
    client.post("/account/logout/")
    assert holder(kept).get("/account/").status_code == (OUTSIDE if protected else INSIDE)


@EACH_WAY
def test_a_new_password_ends_the_log_ins_on_other_devices(
    protected: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not protected:
        for name in ("get_session_auth_hash", "_get_session_auth_hash"):
            monkeypatch.setattr(AbstractBaseUser, name, lambda *_args, **_more: "same")
    user = make_user(password=PASSWORD)
    other = log_in(Client(), user)
    log_in(client, user)
    before = client.session.session_key
    new = "another good one 77"
    client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert client.get("/account/").status_code == INSIDE
    assert client.session.session_key != before
    assert other.get("/account/").status_code == (OUTSIDE if protected else INSIDE)


@EACH_WAY
def test_a_log_in_ends_after_two_hours_of_rest(
    protected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not protected:
        monkeypatch.setattr(sessions, "has_ended", lambda *_args: False)
    client = entered()
    assert look(client) == INSIDE
    assert look(client, after=timedelta(hours=1, minutes=50)) == INSIDE
    assert look(client, after=timedelta(hours=3, minutes=40)) == INSIDE, "rest, not age"
    kept = client.session.session_key
    rested = look(client, after=timedelta(hours=5, minutes=40))
    assert rested == (OUTSIDE if protected else INSIDE)
    if protected:
        assert not Session.objects.filter(session_key=kept).exists(), "it never comes back"
        assert look(holder(kept), after=timedelta(hours=4)) == OUTSIDE


@EACH_WAY
def test_a_log_in_ends_after_twelve_hours_however_busy(
    protected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not protected:
        monkeypatch.setattr(sessions, "has_ended", lambda *_args: False)
    client = entered()
    for hour in range(12):
        assert look(client, after=timedelta(hours=hour)) == INSIDE
    last = look(client, after=timedelta(hours=12))
    assert last == (OUTSIDE if protected else INSIDE)


def test_logging_in_again_starts_the_hours_anew(client: Client) -> None:
    make_user("ana@example.org", password=PASSWORD)
    form = {"login": "ana@example.org", "password": PASSWORD}
    for hour in (0, 11):
        with time_machine.travel(START + timedelta(hours=hour), tick=False):
            assert client.post("/account/login/", form).status_code == 302
            assert client.get("/account/").status_code == INSIDE
    for hours in (12, 13):
        assert look(client, after=timedelta(hours=hours)) == INSIDE


def test_whoever_comes_back_is_told_why_and_led_where_she_was() -> None:
    client = entered()
    look(client)
    with time_machine.travel(START + timedelta(hours=2), tick=False):
        page = client.get("/account/interests/", follow=True)
    assert page.redirect_chain == [("/account/login/?next=/account/interests/", 302)]
    assert "You were away for some time." in page.content.decode()


def test_a_public_page_stays_open_and_a_clock_set_back_ends_nothing() -> None:
    client = entered()
    look(client)
    assert look(client, after=timedelta(hours=-1)) == INSIDE
    with time_machine.travel(START + timedelta(hours=2), tick=False):
        assert client.get("/").status_code == 200


def test_a_log_out_in_another_tab_does_not_spoil_the_answer_of_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = entered()
    usual = sessions.note

    def log_out_meanwhile(session: Any, at: datetime) -> None:
        Session.objects.all().delete()
        usual(session, at)

    monkeypatch.setattr(sessions, "note", log_out_meanwhile)
    assert look(client) == INSIDE
    assert not Session.objects.exists(), "and does not come back by it"
    assert look(client) == OUTSIDE


def test_pages_in_quick_succession_write_the_session_once() -> None:
    client = entered()
    look(client)
    stored = Session.objects.get().session_data
    for minute in range(5):
        look(client, after=timedelta(minutes=minute))
    assert Session.objects.get().session_data == stored
    look(client, after=timedelta(minutes=5))
    assert Session.objects.get().session_data != stored
