"""S13 in a browser: where everybody types scripts, no page runs one and no policy steps in."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from tests.browsing import OpenPage
from tests.security.doors import Door
from tests.security.scripts import Speaker
from tests.security.story import Everything, make_everything
from tests.security.table import DOORS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = ("_csv", "_xlsx", "_pdf", "_json", "_file", ":file", "document", "credential", "did")
WATCH = "window.ran = 0; window.xss = () => { window.ran += 1; };"


def is_page(door: Door, world: Everything) -> bool:
    """Whether a door leads to a page and not to a file."""
    if not door.see or door.slow or door.unready or door.name.endswith(FILES):
        return False
    return "." not in door.path(world).partition("?")[0].rpartition("/")[2]


def visit(page: Any, server: LiveServer, world: Everything, doors: list[Door]) -> int:
    """Open pages, put the focus on what asks for it, and say how many showed a script as text."""
    shown = 0
    for door in doors:
        who = max(door.see or {"lead"})
        page.context.clear_cookies()
        if who in world.sessions:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": world.sessions[who]}
            page.context.add_cookies([cookie | {"url": server.url}])
        page.goto(server.url + door.path(world))
        page.keyboard.press("Tab")
        assert page.evaluate("window.ran") == 0, door
        assert page.locator("xss").count() == 0, door
        shown += "xss" in page.evaluate("document.body.innerText")
    return shown


def test_no_script_that_people_typed_runs(live_server: LiveServer, open_page: OpenPage) -> None:
    world = make_everything(Speaker())
    page = open_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.add_init_script(WATCH)
    private = [
        door for door in DOORS if (door.private or door.name == "registry") and is_page(door, world)
    ]
    assert visit(page, live_server, world, private) >= 15
    assert not dialogs


def test_a_script_that_runs_is_noticed(live_server: LiveServer, open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(WATCH)
    page.goto("about:blank")
    page.set_content("<img src=x onerror=xss()>", wait_until="load")
    page.wait_for_function("window.ran > 0")
