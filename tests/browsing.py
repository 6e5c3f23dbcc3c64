"""Fixtures for tests in a real browser (a pytest plugin: see addopts).

`page` is a browser's page that fails the test on any error in its console, violations of the
content security policy included. `open_page` opens more of them: another language, a phone's width,
JavaScript off. `axe` finds what assistive technology would stumble over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.needs import missing
from tools.chromium import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "browser" / "node_modules" / "axe-core" / "axe.min.js"
# best-practice rules are opinions; these are WCAG 2.2 A and AA
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESKTOP, PHONE = (1280, 900), (320, 640)

OpenPage = Callable[..., "Page"]


@dataclass
class Console:
    """What went wrong in the pages of one test."""

    errors: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note every error and every broken script of a page."""
        page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))

    def forgive(self, part: str) -> None:
        """Drop the errors that a test expects, such as the one that each 403 page leaves.

        Raises AssertionError if there is none: what is expected must happen.
        """
        kept = [text for text in self.errors if part not in text]
        assert len(kept) < len(self.errors), f"no error with {part!r}: {self.errors}"
        self.errors[:] = kept


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        missing("Chromium")
    # Playwright runs an event loop in our thread; the ORM's calls in a test are not inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if root else []
        )
        yield chromium
        chromium.close()


@pytest.fixture
def console() -> Iterator[Console]:
    """The errors of all pages of this test; any that is left at the end fails it."""
    console = Console()
    yield console
    assert not console.errors, "errors in the browser's console:\n" + "\n".join(console.errors)


@pytest.fixture
def open_page(browser: Browser, console: Console) -> Iterator[OpenPage]:
    """Open a page in a context of its own: other cookies, as if by another person."""
    contexts = []

    def open_one(
        *,
        javascript: bool = True,
        language: str = "en",
        size: tuple[int, int] = DESKTOP,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            java_script_enabled=javascript,
            locale=language,
            viewport={"width": size[0], "height": size[1]},
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        console.watch(page)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page in English at desktop width, with JavaScript."""
    return open_page()


@pytest.fixture
def page_without_javascript(open_page: OpenPage) -> Page:
    """A page in English at desktop width whose scripts never run."""
    return open_page(javascript=False)


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The script of axe-core, from npm."""
    if not AXE.exists():
        missing("axe-core (npm ci --prefix tests/browser)")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def axe(axe_source: str) -> Callable[[Page], list[str]]:
    """Findings of axe on the page as it is now: one line each, none when all is well."""

    def run(page: Page) -> list[str]:
        page.evaluate(axe_source + "; 0")
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
        result = page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{found['id']}: {found['help']}: {node['html'][:200]}"
            for found in result["violations"]
            for node in found["nodes"]
        ]

    return run


def width_overflow(page: Page) -> int:
    """Pixels by which a page is wider than its window; more than 0 means sideways scrolling."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
