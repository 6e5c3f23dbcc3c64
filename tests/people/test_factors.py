"""Second factors: an authenticator app, recovery codes, showing once more that it is you."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from tests.factories import PASSWORD, log_in, make_user
from waymark.base import jobs

pytestmark = pytest.mark.django_db(transaction=True)  # allauth tells of changes on commit


def app_code(secret: str) -> str:
    """Return what the app would show now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up(client: Client) -> str:
    """Set up an app and return its secret."""
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'<code translate="no">(\w+)</code>', page)
    assert secret
    answer = client.post("/account/2fa/totp/activate/", {"code": app_code(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return secret[1]


def first_step(client: Client) -> str:
    form = {"login": "ana@example.org", "password": PASSWORD, "next": "/account/"}
    answer = client.post("/account/login/", form)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_an_app_is_asked_for_at_the_next_log_in_and_recovery_codes_replace_it(
    client: Client,
) -> None:
    user = make_user("ana@example.org", password=PASSWORD)
    secret = set_up(log_in(client, user))
    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in stored  # sealed
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>(\w+)</code></li>", page)
    assert len(codes) == 10
    jobs.run_due()
    assert any("Second factor turned on" in one.subject for one in mail.outbox)

    elsewhere = Client()
    step = first_step(elsewhere)
    assert step.startswith("/account/2fa/authenticate/")
    assert elsewhere.get("/account/").status_code == 302  # half a log-in opens nothing
    wrong = elsewhere.post(step, {"code": "000000"})
    assert wrong.status_code == 200
    assert "This code is not right" in wrong.content.decode()
    assert elsewhere.post(step, {"code": codes[0]})["Location"] == "/account/"
    assert elsewhere.get("/account/").status_code == 200

    third = Client()
    again = third.post(first_step(third), {"code": codes[0]})
    assert again.status_code == 200  # each works once
    assert third.get("/account/").status_code == 302


def test_an_important_page_asks_once_more_and_goes_on(client: Client) -> None:
    user = make_user("ana@example.org", password=PASSWORD)
    client.force_login(user)
    answer = client.get("/account/2fa/totp/activate/")
    assert answer["Location"].startswith("/account/reauthenticate/?next=")
    url = answer["Location"]
    wrong = client.post(url, {"password": "wrong"})
    assert wrong.status_code == 200
    assert "This password is not right" in wrong.content.decode()
    answer = client.post(url, {"password": PASSWORD})
    assert answer["Location"] == "/account/2fa/totp/activate/"
    assert client.get("/account/2fa/totp/activate/").status_code == 200


def test_a_closed_account_gets_no_further_than_being_told(client: Client) -> None:
    make_user("ana@example.org", password=PASSWORD, is_active=False)
    form = {"login": "ana@example.org", "password": PASSWORD}
    answer = client.post("/account/login/", form, follow=True)
    assert "This account is closed" in answer.content.decode()
    assert client.get("/account/").status_code == 302


def test_an_address_that_is_not_confirmed_lets_nobody_in(client: Client) -> None:
    make_user("ana@example.org", password=PASSWORD, verified=False)
    form = {"login": "ana@example.org", "password": PASSWORD}
    answer = client.post("/account/login/", form)
    assert answer["Location"].startswith("/account/confirm-email/")
    assert client.get("/account/").status_code == 302
