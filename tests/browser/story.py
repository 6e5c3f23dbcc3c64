"""The people of the main job, and what each of them does in a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from waymark.base.jobs import run_due


def work() -> None:
    """Do what the worker would do in the background."""
    run_due(datetime.now(UTC))


PASSWORD = "violet harbour ninety pines"


@dataclass(eq=False)
class Person:
    """Somebody in front of a browser."""

    page: Page
    url: str

    def go(self, path: str) -> None:
        """Open an address of the site."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    def press(self, text: str, *, within: str = "main") -> None:
        """Press a button or follow a link that looks like one, and wait for the next page."""
        place = self.page.locator(within)
        found = place.get_by_role("button", name=text, exact=True)
        if not found.count():
            found = place.get_by_role("link", name=text, exact=True)
        with self.page.expect_navigation(timeout=60_000):
            found.first.click()

    def fill(self, **values: str) -> None:
        """Fill fields by their names."""
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") == "radio":
                self.choose(name, value)
            else:
                field.fill(value)

    def choose(self, name: str, value: str) -> None:
        """Choose a radio button or tick a box."""
        self.page.locator(f"main [name={name}][value={value!r}]").first.check()

    def sees(self, text: str) -> None:
        """Wait until the page says something."""
        expect(self.page.locator("main")).to_contain_text(text)

    @property
    def path(self) -> str:
        """Where she is now."""
        return self.page.url.removeprefix(self.url).split("?")[0]

    def sign_up(self, name: str, email: str, mails: list[Any]) -> None:
        """Make an account and confirm the address with the code from the e-mail."""
        if not self.path.startswith("/account/signup/"):
            self.go("/account/signup/")
        self.fill(name=name, email=email, password1=PASSWORD)
        self.press("Sign up")
        work()
        code = re.search(r"^\s*([A-Z0-9]{3,6}-[A-Z0-9]{3,6})\s*$", mails[-1].body, re.MULTILINE)
        assert code, mails[-1].body
        self.fill(code=code.group(1))
        self.page.locator("main form button").first.click()
        self.page.wait_for_load_state()

    def ask_for(self, city: str) -> None:
        """Ask for the workspace of a city that is not there yet."""
        self.go("/workspaces/ask/")
        self.fill(country="KE", name=city)
        self.press("Go on")
        new = self.page.locator("main [name=place]").last
        if new.is_visible():
            new.check()
        self.fill(office="Planning office")
        self.press("Ask the secretariat")

    def invite(self, slug: str, email: str, role: str) -> None:
        """Invite a colleague."""
        self.go(f"/workspaces/{slug}/people/")
        form = self.page.locator(f"form[action$='/{slug}/invitations/']")
        form.locator("[name=email]").fill(email)
        form.locator(f"[name=role][value={role}]").check()
        form.get_by_role("button").click()
        self.page.wait_for_load_state()

    def bring_data(self, slug: str, file: Path) -> None:
        """Upload a table of indicator values, look at the preview and take it over."""
        self.go(f"/workspaces/{slug}/indicators/imports/")
        self.page.locator("main input[type=file]").set_input_files(file)
        self.page.locator("main form[enctype] button").first.click()
        self.page.wait_for_load_state()
        self.page.get_by_role("button", name="Store all of it").click()
        self.page.wait_for_load_state()

    def answer(self, slug: str, criterion: str, evidence: Path | str) -> None:
        """Answer a criterion and put a file or a link behind it."""
        page = f"/workspaces/{slug}/case/criteria/{criterion}/"
        self.go(page)
        self.choose("level", "2")
        self.fill(narrative=f"What we did for {criterion}.")
        self.press("Save")
        self.go(page)
        self.press("Add a file or a link")
        if isinstance(evidence, Path):
            self.page.locator("main input[type=file]").set_input_files(evidence)
        else:
            self.fill(url=evidence)
        kind = self.page.locator("main [name=kind] option:not([value=''])").first
        self.fill(
            title=f"Proof of {criterion}",
            effective_on="2026-01-15",
            kind=kind.get_attribute("value") or "",
        )
        self.press("Add")
        self.page.wait_for_url(re.compile(rf"criteria/{criterion}/"))
        self.sees(f"Proof of {criterion}")

    def sign(self, slug: str) -> str:
        """Sign and hand in; return the hash on the receipt."""
        self.go(f"/workspaces/{slug}/case/submit/")
        self.page.locator("main [name=statement]").check()
        self.press("Sign and hand in")
        if "/account/reauthenticate/" in self.page.url:
            self.fill(password=PASSWORD)
            self.page.locator("main form button").first.click()
            self.page.wait_for_load_state()
            if "/submit/" in self.page.url:
                self.page.locator("main [name=statement]").check()
                self.press("Sign and hand in")
        self.page.wait_for_url(re.compile("/submissions/"))
        found = self.page.locator("#hash").text_content() or ""
        assert re.fullmatch("[0-9a-f]{64}", found.strip())
        return found.strip()

    def declare(self, *, reviewing: str = "") -> None:
        """Say that there is no tie, as a reviewer."""
        self.go("/reviews/")
        self.page.locator("main a[href^='/reviews/']").first.click()
        self.page.wait_for_load_state()
        self.choose("tie", "no")
        self.press("Send my answer")

    def judge(self, review: str, criterion: str, outcome: str, reason: str = "") -> None:
        """Give a verdict on one criterion."""
        self.go(f"{review}criteria/{criterion}/")
        self.choose("outcome", outcome)
        self.fill(reason=reason)
        self.press("Save")

    def ask(self, review: str, criterion: str, question: str) -> None:
        """Put a question to the city."""
        self.go(f"{review}criteria/{criterion}/")
        form = self.page.locator("form[action$='/ask/']")
        if not form.locator("textarea").is_visible():
            form.locator("xpath=ancestor::details").locator("summary").first.click()
        form.locator("textarea").fill(question)
        with self.page.expect_navigation(timeout=60_000):
            form.get_by_role("button").click()

    def vote(self, item: str, choice: str) -> None:
        """Vote on an item of a meeting."""
        self.go(item)
        self.choose("choice", choice)
        self.press("Cast your vote")
        self.sees("Your vote is cast.")
