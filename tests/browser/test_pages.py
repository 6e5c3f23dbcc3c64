"""Public pages in a real browser: barriers, narrow screens, the keyboard, JavaScript on and off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browsing import DESKTOP, PHONE, OpenPage, width_overflow
from waymark.schemes.actions import load_reference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGES = (
    *("/", "/schemes/", "/schemes/sdg-cities/?stage=B", "/schemes/sdg-cities/B03/", "/help/"),
    *("/help/city/", "/about/", "/accessibility/", "/privacy/", "/design"),
)
LANGUAGES = ("en", "ar")


@pytest.fixture(autouse=True)
def edition() -> None:
    """The edition that ships with Waymark, in force."""
    load_reference(at=AT)


def in_language(page: Any, server: LiveServer, language: str) -> None:
    """Choose a language as the switch does."""
    cookie = {"name": "django_language", "value": language, "url": server.url}
    page.context.add_cookies([cookie])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_barriers_and_no_sideways_scrolling(
    live_server: LiveServer,
    open_page: OpenPage,
    axe: Callable[[Any], list[str]],
    size: tuple[int, int],
    language: str,
) -> None:
    page = open_page(size=size)
    in_language(page, live_server, language)
    found = {}
    for path in PAGES:
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.lang") == language
        assert width_overflow(page) <= 0, path
        if barriers := axe(page):
            found[path] = barriers
    assert not found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_barriers_in_the_dark(
    live_server: LiveServer,
    open_page: OpenPage,
    axe: Callable[[Any], list[str]],
    language: str,
) -> None:
    page = open_page(color_scheme="dark")
    in_language(page, live_server, language)
    for path in ("/", "/schemes/sdg-cities/B03/", "/design"):
        page.goto(live_server.url + path)
        assert axe(page) == [], path


def test_text_at_twice_its_size_does_not_scroll_sideways(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(size=(640, 900), device_scale_factor=2)
    for path in PAGES:
        page.goto(live_server.url + path)
        page.evaluate("document.documentElement.style.fontSize = '212.5%'")
        assert width_overflow(page) <= 0, path


def test_a_first_visit_takes_few_requests(live_server: LiveServer, page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + "/", wait_until="networkidle")
    assert len(asked) <= 3
    assert all(url.startswith(live_server.url) for url in asked)


def test_targets_are_large_enough(live_server: LiveServer, open_page: OpenPage) -> None:
    page = open_page(size=PHONE)
    page.goto(live_server.url + "/design")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, summary,"
            + " .main-nav a, .foot a, .tabs a, .pages a, .menu .item")]
          .filter((e) => e.offsetParent && !["radio", "checkbox"].includes(e.type))
          .filter((e) => e.getBoundingClientRect().height < 43.5)
          .map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_the_keyboard_reaches_the_content_first(live_server: LiveServer, page: Any) -> None:
    page.goto(live_server.url + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("javascript", [True, False])
def test_the_language_is_switched_with_the_keyboard(
    live_server: LiveServer, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    page.goto(live_server.url + "/schemes/sdg-cities/?stage=B")
    page.locator("details.menu summary").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="العربية").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/schemes/sdg-cities/?stage=B")
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_a_search_needs_no_javascript(
    live_server: LiveServer, page_without_javascript: Any
) -> None:
    page = page_without_javascript
    page.goto(live_server.url + "/schemes/sdg-cities/")
    page.get_by_label("Words in a criterion").fill("stock-take")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Policy stock-take").click()
    assert page.get_by_role("heading", level=1).inner_text() == "A01 Policy stock-take"


def test_forms_lead_to_what_is_wrong(live_server: LiveServer, page: Any) -> None:
    page.goto(live_server.url + "/design")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.locator(".errors a").first.click()
    assert page.evaluate("document.activeElement.name") == "name"


def test_a_question_comes_before_a_grave_act(live_server: LiveServer, page: Any) -> None:
    page.goto(live_server.url + "/design")
    page.evaluate(
        "window.done = 0; addEventListener('click', (e) => {"
        " if (e.target.dataset.confirm && !e.defaultPrevented) window.done += 1; })"
    )
    page.get_by_role("button", name="Ask first").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Ask first").first.click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ask first").first.click()
    dialog.get_by_role("button", name="Revoke").click()
    page.wait_for_function("window.done > 0")  # a dialog tells that it has closed in its own time
    assert page.evaluate("window.done") == 1


def test_in_forced_colours_and_print_the_page_still_stands(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(forced_colors="active")
    page.goto(live_server.url + "/design")
    assert page.locator(".tag").first.evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator("h1").is_visible()
