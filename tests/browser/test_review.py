"""Desk, reviewer and report in a browser: barriers, previews in the page, keyboard, no scripts."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.assessments.review_acts import assignment_of, declare, judge, judge_all, the_case
from tests.base.corpus.pdfs import pdf
from tests.browsing import DESKTOP, PHONE, OpenPage, width_overflow
from tests.world import World, make_world
from waymark.assessments.actions import evidence
from waymark.assessments.models import Verdict
from waymark.assessments.rules.case import Outcome
from waymark.base.files.storage import keep, store
from waymark.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CSV = b"year,area,value\n2020,North,3\n2021,South,4\n"


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> World:
    """A case in review, with a PDF of three pages and a table behind its first criterion."""
    settings.WAYMARK_FILES = tmp_path / "files"
    world = make_world()
    world.answer_all()
    for name, content in (("plan.pdf", pdf(3)), ("values.csv", CSV)):
        attach(world, name, content)
    world.submit()
    world.assign()
    return world


def attach(world: World, name: str, content: bytes) -> None:
    """Put a file behind A01."""
    stored = store(io.BytesIO(content), name=name)
    with transaction.atomic():
        blob = keep(stored, at=world.now)
    evidence.add_evidence(
        case=the_case(world),
        details=evidence.Details(title=name, kind="plan", effective_on=date(2026, 1, 1)),
        content=evidence.Content(blob=blob, name=name),
        links={"A01": "page 2"},
        by=world.editor,
        at=world.later(),
    )


def log_in(page: Page, server: LiveServer, user: User, language: str = "en") -> Page:
    """Let a page's browser be that of somebody who is logged in and reads a language."""
    client = factories.log_in(Client(), user)
    session = client.cookies[site.SESSION_COOKIE_NAME].value
    cookies = {site.SESSION_COOKIE_NAME: session, site.LANGUAGE_COOKIE_NAME: language}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in cookies.items()]
    )
    return page


def item(world: World, title: str) -> str:
    """The id of a piece of evidence."""
    return str(the_case(world).evidence.get(title=title).pk)


def shows_a_picture(page: Page) -> None:
    """Wait for the preview in the evidence pane; an address that gave no picture fails."""
    picture = page.locator("#evidence-pane img")
    expect(picture).to_have_js_property("complete", True, timeout=30_000)
    assert picture.evaluate("node => node.naturalWidth") > 100


def pages_of(world: World) -> dict[User, list[str]]:
    """Every page of desk, reviewer and report, by who opens it."""
    invited, case = assignment_of(world, 1), f"/cases/{world.case.pk}/"
    first = declare(world, 0)
    judge(world, first, "A02", Outcome.REJECT, "Page 7 has no date.")
    own = f"/reviews/{first.pk}/"
    sheet = f"{own}criteria/A01/?evidence={item(world, 'values.csv')}"
    return {
        world.reviewers[0]: [
            *("/reviews/", own, f"{own}criteria/A02/", sheet, f"{own}deliver/", f"{own}recuse/")
        ],
        world.reviewers[1]: [f"/reviews/{invited.pk}/", f"/reviews/{invited.pk}/decline/"],
        world.secretary: [
            *("/secretariat/", case, f"{case}assign/"),
            *(f"{case}reviews/{first.pk}/{act}/" for act in ("due", "replace")),
        ],
    }


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_barriers_and_no_sideways_scrolling(
    live_server: LiveServer,
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    world: World,
    size: tuple[int, int],
    language: str,
) -> None:
    visits = pages_of(world)
    found: dict[str, Any] = {}
    for user, paths in visits.items():
        page = log_in(open_page(size=size), live_server, user, language)
        for path in paths:
            answer = page.goto(live_server.url + path)
            assert answer is not None
            assert answer.status == 200, path
            assert page.evaluate("document.documentElement.lang") == language
            found[path] = [*axe(page), *(["too wide"] if width_overflow(page) > 0 else [])]
        page.context.close()
    second = declare(world, 1)
    judge(world, second, "A02", Outcome.REJECT, "It has no date.")  # or they would have to talk
    for assignment in (assignment_of(world, 0), second):
        judge_all(world, assignment)
    world.report()
    report = f"/reports/{the_case(world).reports.get().pk}/"
    for user, path in ((world.lead, report), (world.secretary, f"/cases/{world.case.pk}/")):
        page = log_in(open_page(size=size), live_server, user, language)
        page.goto(live_server.url + path)
        found[path] = [*axe(page), *(["too wide"] if width_overflow(page) > 0 else [])]
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_pages_of_a_document_are_turned_in_the_page(
    live_server: LiveServer, open_page: OpenPage, world: World, javascript: bool
) -> None:
    first = declare(world, 0)
    page = log_in(open_page(javascript=javascript), live_server, first.reviewer)
    where = f"{live_server.url}/reviews/{first.pk}/criteria/A01/"
    page.goto(f"{where}?evidence={item(world, 'plan.pdf')}")
    expect(page.locator("#evidence-pane")).to_contain_text("Page 1 of 3")
    shows_a_picture(page)
    page.locator("[name=reason]").fill("Half a sentence")
    page.get_by_role("link", name="Next page").click()
    expect(page.locator("#evidence-pane")).to_contain_text("Page 2 of 3")
    shows_a_picture(page)
    if javascript:  # what she was writing stays, for only the pane is exchanged
        expect(page.locator("[name=reason]")).to_have_value("Half a sentence")
    page.get_by_role("link", name="values.csv").click()
    expect(page.locator("#evidence-pane td", has_text="South")).to_be_visible()


def test_a_verdict_is_given_with_the_keyboard_alone(
    live_server: LiveServer, open_page: OpenPage, world: World
) -> None:
    first = declare(world, 0)
    page = log_in(open_page(), live_server, first.reviewer)
    page.goto(f"{live_server.url}/reviews/{first.pk}/criteria/A02/")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "outcome":
            break
    page.keyboard.press("ArrowDown")  # from nothing to the first, as radio groups do
    while page.evaluate("document.activeElement.value") != "reject":
        page.keyboard.press("ArrowDown")
    while page.evaluate("document.activeElement.name") != "reason_code":
        page.keyboard.press("Tab")
    page.keyboard.type("Evidence is missing")
    while page.evaluate("document.activeElement.name") != "reason":
        page.keyboard.press("Tab")
    page.keyboard.type("The list has no owners.")
    while page.evaluate("document.activeElement.name") != "next":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/criteria/A03/")
    given = Verdict.objects.get()
    assert (given.outcome, given.reason) == ("reject", "The list has no owners.")
    assert given.reason_code == "evidence.missing"


def test_no_script_is_needed_from_invitation_to_delivery(
    live_server: LiveServer, open_page: OpenPage, world: World
) -> None:
    invited = assignment_of(world, 0)
    page = log_in(open_page(javascript=False), live_server, invited.reviewer)
    page.goto(f"{live_server.url}/reviews/")
    page.locator("main table a").first.click()
    page.locator("[name=tie][value=no]").check()
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_role("link", name="Go on with A01").click()
    for number in range(11):
        page.locator("[name=outcome][value=accept]").check()
        last = number == 10
        name = "Save" if last else "Save and go to the next"
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("link", name="All criteria").first.click()
    page.get_by_role("link", name="Deliver my review").click()
    page.get_by_role("button", name="Deliver my review").click()
    expect(page.locator("main")).to_contain_text("Your review is delivered")
    assert assignment_of(world, 0).state == "delivered"
