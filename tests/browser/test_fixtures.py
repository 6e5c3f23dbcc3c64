"""The browser fixtures themselves: they must see what they claim to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browsing import PHONE, Console, OpenPage, width_overflow

pytestmark = pytest.mark.browser

BAD = "<html><body><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><input></body></html>"
GOOD = "<html lang=en><head><title>A page</title></head><body><main><h1>A</h1></main></body></html>"


def test_the_server_answers(live_server: LiveServer, page: Any) -> None:
    answer = page.goto(live_server.url + "/")
    assert answer.status == 200
    assert page.title()


def test_console_errors_are_seen_and_must_be_forgiven(page: Any, console: Console) -> None:
    page.set_content("<script>console.error('broken'); throw new Error('thrown')</script>")
    assert len(console.errors) == 2
    console.forgive("broken")
    console.forgive("thrown")
    with pytest.raises(AssertionError):
        console.forgive("never said")


def test_a_policy_violation_is_an_error(page: Any, console: Console) -> None:
    policy = "<meta http-equiv='Content-Security-Policy' content=\"script-src 'self'\">"
    page.set_content(f"<html><head>{policy}<script>document.title = 'ran'</script></head></html>")
    assert page.title() == ""
    console.forgive("Content Security Policy")


def test_javascript_can_be_off(page_without_javascript: Any) -> None:
    page_without_javascript.set_content("<title>no</title><script>document.title = 'ran'</script>")
    assert page_without_javascript.title() == "no"


def test_axe_finds_barriers(page: Any, axe: Callable[[Any], list[str]]) -> None:
    page.set_content(GOOD)
    assert axe(page) == []
    page.set_content(BAD)
    found = {line.partition(":")[0] for line in axe(page)}
    assert {"image-alt", "label", "document-title", "html-has-lang"} <= found


def test_sideways_scrolling_is_measured(open_page: OpenPage) -> None:
    page = open_page(size=PHONE)
    page.set_content("<body><div style='width: 500px'>wide</div></body>")
    assert width_overflow(page) > 100
