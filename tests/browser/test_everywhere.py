"""F4, F5: every page, in a left-to-right and a right-to-left language, on a phone and at a desk.

No barrier that axe sees, nothing to scroll sideways, one main heading, language and direction
said, no error in the console, and no more bytes than a slow line carries. An address that is not
in the table fails.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.everywhere import (
    FURTHER,
    NO_PAGES,
    Visit,
    faults,
    go_as,
    visits,
    weight,
)
from tests.browsing import DESKTOP, Console, OpenPage
from tests.security.doors import named_patterns
from tests.security.story import make_everything
from tests.security.table import DOORS

pytestmark = [pytest.mark.browser]
Axe = Callable[[Page], list[str]]
EXPECTED = {"nowhere": 404}
ELSEWHERE = "http://spoilt.example"


def opened(page: Page, console: Console, url: str, visit: Visit) -> list[str]:
    """Open a page and say what is wrong with the answer itself."""
    answer = page.goto(url + visit.path)
    assert answer is not None
    status = EXPECTED.get(visit.name, 200)
    if status != 200:
        console.forgive(str(status))
    kind = answer.headers.get("content-type", "").split(";")[0]
    arrived = page.url.removeprefix(url)
    wrong = [f"console: {text}" for text in console.errors]
    console.errors.clear()
    if (answer.status, kind, arrived) != (status, "text/html", visit.path):
        wrong.append(f"answers {answer.status} {kind} at {arrived}")
    return wrong


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_keeps_what_all_pages_have_to_keep(
    live_server: LiveServer,
    open_page: OpenPage,
    console: Console,
    axe: Axe,
    settings: Settings,
    tmp_path: Path,
    language: str,
) -> None:
    settings.WAYMARK_FILES = tmp_path / "files"
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 3600  # a whole walk can take over 5 min
    seen = visits(make_everything(), language)
    assert {visit.name for visit in seen} >= pages_by_name()
    page, wrong = open_page(language=language), {}
    session = None
    for visit in seen:
        if visit.session != session:
            session = visit.session
            go_as(page, live_server.url, session, language)
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        found = opened(page, console, live_server.url, visit)
        found += faults(page, visit, language, axe)
        if found:
            wrong[f"{visit.name} {visit.path}"] = found
    assert not wrong, "\n".join(f"{at}\n  " + "\n  ".join(what) for at, what in wrong.items())


def pages_by_name() -> set[str]:
    """The addresses that one can look at and that answer a page."""
    sends = {door.name for door in DOORS} - {door.name for door in DOORS if door.see is not None}
    return set(named_patterns()) - sends - NO_PAGES - FURTHER


def test_a_page_that_nobody_opens_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.urls import clear_url_caches, path

    from waymark.site import urls

    before = pages_by_name()
    monkeypatch.setattr(
        urls, "urlpatterns", [*urls.urlpatterns, path("new", lambda r: r, name="new")]
    )
    clear_url_caches()
    try:
        assert pages_by_name() - before == {"new"}
    finally:
        monkeypatch.undo()
        clear_url_caches()


GOOD = '<!doctype html><html lang="ar" dir="rtl"><title>T</title><main><h1>H</h1>{}</main></html>'
WIDE = "<p><img alt='' width=700 height=9 src='data:,'></p>"
SPOILT = {
    "says that": (GOOD.replace("rtl", "ltr"), ""),
    "2 main headings": (GOOD, "<h1>Again</h1>"),
    "weighs": (GOOD, "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(20000))),
    "wider than 320": (GOOD, WIDE),
    "label": (GOOD, "<input name=n>"),
    "color-contrast": (GOOD, "<p><font color=#bbbbbb>Hardly to be read</font></p>"),
}


def serve(page: Page, body: str, **answer: Any) -> None:
    """Answer whatever a page asks for with one body."""
    kind = {"content_type": "text/html; charset=utf-8"}
    page.route("**/*", lambda way: way.fulfill(body=body, **kind, **answer))


@pytest.mark.parametrize("fault", SPOILT)
def test_what_is_wrong_is_found(
    open_page: OpenPage, console: Console, axe: Axe, fault: str
) -> None:
    page, (frame, inside) = open_page(), SPOILT[fault]
    visit = Visit("spoilt", "/", public=True)
    serve(page, frame.replace("{}", inside))
    assert opened(page, console, ELSEWHERE, visit) == []
    found = faults(page, visit, "ar", axe)
    assert any(fault in each for each in found), found
    page.unroute_all()
    serve(page, GOOD.replace("{}", ""))
    assert opened(page, console, ELSEWHERE, visit) == []
    assert faults(page, visit, "ar", axe) == []


def test_a_page_that_is_not_the_one_asked_for_is_noticed(
    open_page: OpenPage, console: Console
) -> None:
    page, strict = open_page(), {"content-security-policy": "default-src 'none'"}
    serve(page, "<!doctype html><title>T</title><p style='color:red'>", status=403, headers=strict)
    found = opened(page, console, ELSEWHERE, Visit("spoilt", "/there/"))
    assert any("answers 403" in each for each in found)
    assert any("Content Security Policy" in each for each in found)


def test_the_weight_counts_all_that_is_asked_for() -> None:
    style = '<link rel="stylesheet" href="/static/base/house.css">'
    script = '<script src="/static/base/htmx.min.js" defer></script>'
    assert weight("<p>") < 100
    assert 5_000 < weight(style) < weight(style + script) - 10_000
