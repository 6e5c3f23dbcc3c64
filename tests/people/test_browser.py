"""The pages of this room in a real browser: passkeys under the strict policy, axe, 320 px."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browsing import PHONE, OpenPage, width_overflow
from tests.factories import (
    PASSWORD,
    log_in,
    make_body,
    make_country,
    make_member,
    make_place,
    make_seat,
    make_secretary,
    make_user,
)
from waymark.people import actions
from waymark.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def give_key(page: Any) -> None:
    """Plug a security key into the browser that says yes to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def log_in_by_form(page: Any, url: str, email: str) -> None:
    page.goto(url + "/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(lambda where: "login" not in where)


def test_a_passkey_is_added_and_logs_in(live_server: LiveServer, page: Any) -> None:
    make_user("ana@example.org", password=PASSWORD)
    url = live_server.url
    give_key(page)
    log_in_by_form(page, url, "ana@example.org")
    page.goto(url + "/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)  # shows once more that it is she
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("work laptop")
    page.get_by_label("Let me log in with it and no password").check()
    page.get_by_role("button", name="Add a key").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto(url + "/account/2fa/webauthn/")
    assert "work laptop" in page.content()

    page.goto(url + "/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    page.goto(url + "/account/login/?next=/account/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(url + "/account/")
    assert page.get_by_role("heading", name="Your account").is_visible()

    page.goto(url + "/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    page.goto(url + "/account/login/")
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("button", name="Use your passkey or security key").click()
    page.wait_for_url(url + "/workspaces/")


def test_a_key_that_was_not_read_is_said(live_server: LiveServer, page: Any) -> None:
    make_user("ana@example.org", password=PASSWORD)
    give_key(page)  # a key, but no passkey on it
    page.goto(live_server.url + "/account/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.get_by_text("The key was not read.").wait_for(timeout=60_000)


@pytest.fixture
def addresses() -> dict[User, list[str]]:
    """Every page of this room that one can look at, with somebody who may."""
    now, place = timezone.now(), make_place("Mwamba", country="KE")
    lead, secretary = make_member(place, "lead"), make_secretary()
    lead.set_password(PASSWORD)
    lead.save()
    body = make_body()
    make_seat(body, "chair")
    make_member(place)
    department = actions.add_department(place=place, name="Water", by=lead, at=now)
    invited = actions.invite(place=place, email="x@example.org", role="viewer", by=lead, at=now)
    ask = {"country": make_country("KE"), "office": "Planning", "at": now, "message": "Hello"}
    request = actions.ask_workspace(proposed_name="MWAMBA", by=lead, **ask)
    interest = actions.declare_interest(kind="other", organisation="Union", by=lead, at=now)
    member = place.memberships.get(user=lead)
    slug = place.slug
    return {
        lead: [
            reverse("people:account"),
            reverse("people:interests"),
            reverse("people:interest_end", args=[interest.pk]),
            reverse("people:workspaces"),
            reverse("people:ask"),
            reverse("people:ask") + "?country=KE&name=Mwamba",
            reverse("people:members", args=[slug]),
            reverse("people:member", args=[slug, member.pk]),
            reverse("people:place", args=[slug]),
            reverse("people:leave", args=[slug]),
            reverse("people:department", args=[slug, department.pk]),
            reverse("people:invitation", args=[actions.invitation_token(invited)]),
            reverse("account_email"),
            reverse("account_change_password"),
            reverse("account_reauthenticate"),
            reverse("account_logout"),
            reverse("mfa_index"),
            reverse("mfa_activate_totp"),
            reverse("mfa_add_webauthn"),
            reverse("mfa_list_webauthn"),
        ],
        secretary: [
            reverse("people:requests"),
            reverse("people:request", args=[request.pk]),
            reverse("people:bodies"),
            reverse("people:body", args=[body.pk]),
        ],
    }


ENTRANCE = ["/account/login/", "/account/signup/", "/account/password/reset/"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [PHONE, (1280, 900)], ids=["phone", "desktop"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    live_server: LiveServer,
    open_page: OpenPage,
    axe: Callable[[Any], list[str]],
    addresses: dict[User, list[str]],
    language: str,
    size: tuple[int, int],
) -> None:
    found: list[str] = []

    def look(page: Any, path: str) -> None:
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
        found.extend(f"{path}: {finding}" for finding in axe(page))
        if (over := width_overflow(page)) > 0:
            found.append(f"{path}: {over} px too wide")

    stranger = open_page(language=language, size=size)
    for path in ENTRANCE:
        look(stranger, path)
    for person, paths in addresses.items():
        page = open_page(language=language, size=size)
        cookie = log_in(Client(), person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.context.add_cookies(
            [{"name": "django_language", "value": language, "url": live_server.url}]
        )
        for path in paths:
            look(page, path)
    assert not found, "\n".join(found)
