"""The small scripts: what is typed is saved, never lost, and never overwrites another's words."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import comforts
from tests.browsing import Console

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.comforts"),
]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> comforts.Kept:
    """A fresh server."""
    fresh = comforts.Kept()
    monkeypatch.setattr(comforts, "kept", fresh)
    return fresh


@pytest.fixture
def writing(live_server: LiveServer, page: Any, kept: comforts.Kept) -> Any:
    """The page with the text, open."""
    page.goto(live_server.url + "/text")
    return page


def test_what_is_typed_is_saved_and_says_so(writing: Any, kept: comforts.Kept) -> None:
    writing.get_by_label("Text", exact=True).fill("second")
    expect(writing.locator(".saved")).to_have_text("Saved v2")
    assert (kept.text, kept.version) == ("second", 2)
    assert kept.seen[0]["client_key"]
    writing.get_by_label("Text", exact=True).fill("third")
    expect(writing.locator(".saved")).to_have_text("Saved v3")
    assert kept.seen[1]["client_key"] == kept.seen[0]["client_key"]
    assert writing.evaluate("localStorage.length") == 0


def test_the_form_itself_still_saves(writing: Any, kept: comforts.Kept) -> None:
    writing.get_by_label("Text", exact=True).fill("by hand")
    with writing.expect_navigation():
        writing.get_by_role("button", name="Save").click()
    assert kept.text == "by hand"
    assert not writing.locator("[data-kept]").is_visible()


def test_a_dead_server_loses_nothing(writing: Any, kept: comforts.Kept, console: Console) -> None:
    kept.down = True
    writing.get_by_label("Text", exact=True).fill("in the tunnel")
    expect(writing.locator(".saved")).to_have_attribute("data-state", "offline")
    writing.reload()
    assert writing.get_by_label("Text", exact=True).input_value() == "first"
    writing.get_by_role("button", name="Put it back").click()
    kept.down = False
    expect(writing.locator(".saved")).to_have_text("Saved v2")
    assert kept.text == "in the tunnel"
    assert writing.evaluate("localStorage.length") == 0
    console.forgive("503")


def test_two_writers_see_each_other(writing: Any, kept: comforts.Kept, console: Console) -> None:
    kept.text, kept.version = "hers", 5
    writing.get_by_label("Text", exact=True).fill("mine")
    heading = writing.get_by_role("heading", name="Two versions")
    expect(heading).to_be_focused()
    assert writing.locator("#conflict blockquote").all_inner_texts() == ["mine", "hers"]
    assert kept.text == "hers"
    writing.get_by_role("textbox", name="What shall stand").fill("mine and hers")
    with writing.expect_navigation():
        writing.get_by_role("button", name="Save this text").click()
    assert kept.text == "mine and hers"
    console.forgive("409")


def test_a_refusal_names_its_reason_and_keeps_the_text(
    writing: Any, kept: comforts.Kept, console: Console
) -> None:
    box = writing.get_by_label("Text", exact=True)
    box.fill("bad")
    expect(writing.locator(".saved")).to_have_text("Not saved: no bad words")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert box.input_value() == "bad"
    box.fill("good")
    expect(writing.locator(".saved")).to_have_text("Saved v2")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    console.forgive("422")


def test_characters_are_counted_as_people_count_them(writing: Any) -> None:
    box = writing.get_by_label("Text", exact=True)
    box.fill("صفحة 😀")
    expect(writing.locator("#left")).to_have_text("Characters left: 14")
    box.fill("x" * 23)
    expect(writing.locator("#left")).to_have_text("Characters too many: 3")


def test_an_upload_ends_on_the_next_page(writing: Any) -> None:
    file = {"name": "a.bin", "mimeType": "application/octet-stream", "buffer": b"x" * 300_000}
    writing.get_by_label("File").set_input_files(file)
    writing.get_by_role("button", name="Send").click()
    expect(writing.get_by_role("heading", level=1)).to_have_text("300000 bytes")
    assert writing.url.endswith("/size/300000")


def test_rows_are_added(writing: Any) -> None:
    writing.get_by_role("button", name="Add a row").click()
    expect(writing.get_by_label("1", exact=True)).to_be_focused()
    assert writing.locator("[name=r-TOTAL_FORMS]").input_value() == "2"


def test_without_javascript_the_form_saves(
    live_server: LiveServer, page_without_javascript: Any, kept: comforts.Kept
) -> None:
    page = page_without_javascript
    page.goto(live_server.url + "/text")
    assert not page.get_by_role("button", name="Add a row").is_visible()
    assert not page.locator("[data-kept], [data-progress]").first.is_visible()
    page.get_by_label("Text", exact=True).fill("plain")
    page.get_by_role("button", name="Save").click()
    assert kept.text == "plain"
    assert kept.seen == [kept.seen[0] | {"by": "form", "client_key": ""}]
