"""A city officer at work in a browser: autosave, evidence, two windows, keyboard, no scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.base.corpus.pdfs import pdf
from tests.browsing import PHONE, Console, OpenPage, width_overflow
from tests.world import World, make_world
from waymark.assessments.models import Answer, AnswerRevision, EvidenceItem, RegisterTable
from waymark.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "",
    "criteria/",
    "criteria/A01/",
    "criteria/A01/history/",
    "criteria/A01/people/",
    "tables/policies/",
    "evidence/",
    "evidence/add/?for=A01",
    "standing/",
    "submit/",
    "level/",
)


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> World:
    """A city with an open case; files go to a folder of the test."""
    settings.WAYMARK_FILES = tmp_path / "files"
    return make_world()


def log_in(page: Page, server: LiveServer, user: User) -> None:
    """Let a page's browser be that of somebody who is logged in."""
    client = factories.log_in(Client(), user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": server.url}
    page.context.add_cookies([cookie])


def address(server: LiveServer, world: World, path: str = "") -> str:
    """The address of a page of the case."""
    return f"{server.url}/workspaces/{world.place.slug}/case/{path}"


def test_an_officer_answers_a_criterion_and_it_saves_itself(
    live_server: LiveServer, page: Page, world: World
) -> None:
    log_in(page, live_server, world.editor)
    page.goto(address(live_server, world, "criteria/A01/"))
    page.get_by_label("All main policies listed").check()
    expect(page.locator("output.saved")).to_contain_text("Saved")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("What the city did").fill("We list all policies since 2021.")
    expect(page.locator("output.saved[data-state=saved]")).to_be_visible()
    found = Answer.objects.get()
    assert (found.level, found.narrative) == (2, "We list all policies since 2021.")
    page.reload()
    expect(page.get_by_label("What the city did")).to_have_value("We list all policies since 2021.")
    expect(page.get_by_label("All main policies listed")).to_be_checked()


def test_two_windows_conflict_and_no_word_is_lost(
    live_server: LiveServer, open_page: OpenPage, world: World, console: Console
) -> None:
    one, two = open_page(), open_page()
    log_in(one, live_server, world.editor)
    log_in(two, live_server, world.lead)
    for window in (one, two):
        window.goto(address(live_server, world, "criteria/A01/"))
    one.get_by_label("What the city did").fill("The editor's words.")
    expect(one.locator("output.saved[data-state=saved]")).to_be_visible()
    two.get_by_label("What the city did").fill("The lead's words.")
    conflict = two.get_by_role("heading", name="Two versions: choose what shall stand")
    expect(conflict).to_be_focused()
    expect(two.locator(".conflict blockquote").nth(1)).to_have_text("The editor's words.")
    two.get_by_role("button", name="Put both texts together").click()
    expect(two.get_by_label("What shall stand")).to_have_value(
        "The lead's words.\n\nThe editor's words."
    )
    two.get_by_role("button", name="Save what is written here").click()
    expect(two.locator(".note.success")).to_contain_text("Saved")
    assert Answer.objects.get().narrative == "The lead's words.\n\nThe editor's words."
    kept = {row.payload["narrative"] for row in AnswerRevision.objects.all()}
    assert {"The editor's words.", "The lead's words."} <= kept
    console.forgive("409")


def test_evidence_is_uploaded_with_its_progress_shown(
    live_server: LiveServer, page: Page, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "City plan.pdf"
    file.write_bytes(pdf())
    log_in(page, live_server, world.editor)
    page.goto(address(live_server, world, "criteria/A01/"))
    page.get_by_role("link", name="Add a file or a link").click()
    page.get_by_label("A file").set_input_files(file)
    page.get_by_label("What is it?").select_option("policy_document")
    page.get_by_label("Date of the document").fill("2025-03-01")
    page.evaluate(
        """() => { window.seen = false; const box = document.querySelector("[data-progress]");
        new MutationObserver(() => { window.seen = window.seen || !box.hidden; })
          .observe(box, { attributes: true }); }"""
    )
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="City plan", exact=True)).to_be_visible()
    assert page.evaluate("window.seen") is True
    assert "/criteria/A01/" in page.url
    assert EvidenceItem.objects.get().revisions.get().pages == 1


def test_a_refused_file_is_explained_and_the_rest_of_the_form_stays(
    live_server: LiveServer, page: Page, world: World, tmp_path: Path, console: Console
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(b"<html><script>alert(1)</script></html>")
    log_in(page, live_server, world.editor)
    page.goto(address(live_server, world, "evidence/add/?for=A01"))
    page.get_by_label("A file").set_input_files(file)
    page.get_by_label("Title").fill("My report")
    page.get_by_label("What is it?").select_option("policy_document")
    page.get_by_label("Date of the document").fill("2025-03-01")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(".errors")).to_contain_text("HTML")
    expect(page.get_by_label("Title")).to_have_value("My report")
    assert not EvidenceItem.objects.exists()
    console.forgive("422")


def press_until(page: Page, name: str, role: str = "link", most: int = 60) -> None:
    """Press Tab until the control with this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => (document.activeElement.innerText || document.activeElement.value || '').trim()"
        )
        if name in found:
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


def test_the_keyboard_alone_is_enough(live_server: LiveServer, page: Page, world: World) -> None:
    log_in(page, live_server, world.editor)
    page.goto(address(live_server, world))
    press_until(page, "Go on with A01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/criteria/A01/")
    page.locator("#id_level_none").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # from "not answered" over 3 to 2
    expect(page.locator("#id_level_2")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Typed without a mouse.")
    press_until(page, "Save", "button")
    page.keyboard.press("Enter")
    expect(page.locator(".note.success")).to_contain_text("Saved")
    found = Answer.objects.get()
    assert (found.level, found.narrative) == (2, "Typed without a mouse.")


def test_rows_are_added_with_and_without_scripts(
    live_server: LiveServer, open_page: OpenPage, world: World
) -> None:
    for number, scripts in enumerate((True, False), start=1):
        page = open_page(javascript=scripts)
        log_in(page, live_server, world.editor)
        page.goto(address(live_server, world, "tables/policies/"))
        rows = page.locator("#grid tbody tr")
        before = rows.count()
        page.get_by_role("button", name="Add a row").click()
        expect(rows).to_have_count(before + 1)
        row = rows.nth(number - 1)
        row.locator("textarea").nth(0).fill(f"Plan {number}")
        row.locator("select").nth(0).select_option("region")
        row.locator("input").nth(0).fill("6, 11")
        row.locator("textarea").nth(1).fill("Serve all")
        page.locator(".bar").get_by_role("button", name="Save").click()
        expect(page.locator(".note.success")).to_contain_text("Saved")
    found = RegisterTable.objects.get().rows
    assert [row["policy"] for row in found] == ["Plan 1", "Plan 2"]
    assert found[0]["goals"] == ["6", "11"]


def test_without_scripts_everything_is_done_all_the_same(
    live_server: LiveServer,
    page_without_javascript: Page,
    world: World,
    tmp_path: Path,
    console: Console,
) -> None:
    page = page_without_javascript
    file = tmp_path / "City plan.pdf"
    file.write_bytes(pdf())
    log_in(page, live_server, world.editor)
    page.goto(address(live_server, world, "criteria/A01/"))
    page.get_by_label("All main policies listed").check()
    page.get_by_label("What the city did").fill("Saved by a button.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".note.success")).to_contain_text("Saved")
    page.get_by_label("Write to your colleagues").fill("Please look.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".comment")).to_contain_text("Please look.")
    page.get_by_role("link", name="Add a file or a link").click()
    page.get_by_label("A file").set_input_files(file)
    page.get_by_label("What is it?").select_option("policy_document")
    page.get_by_label("Date of the document").fill("2025-03-01")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="City plan", exact=True)).to_be_visible()
    Answer.objects.update(narrative="Somebody else's", version=2)
    page.get_by_label("What the city did").fill("Mine, from before.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Two versions")).to_be_visible()
    page.get_by_role("button", name="Save what is written here").click()
    assert Answer.objects.get().narrative == "Mine, from before."
    console.forgive("409")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_puts_up_a_barrier(
    live_server: LiveServer,
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    world: World,
    language: str,
) -> None:
    world.answer_all()
    for size in ((1280, 900), PHONE):
        page = open_page(language=language, size=size)
        log_in(page, live_server, world.signatory)
        chosen = {"name": "django_language", "value": language, "url": live_server.url}
        page.context.add_cookies([chosen])
        for path in PAGES:
            answer: Any = page.goto(address(live_server, world, path))
            assert answer.status == 200, path
            assert axe(page) == [], (path, size)
            assert width_overflow(page) <= 0, (path, size)
