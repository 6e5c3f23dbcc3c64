"""Somebody who has a keyboard and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 250
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const seen = (x, y) => {
    const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return top && (e.contains(top) || top.contains(e));
  };
  return {
    tag: e.tagName, name: e.name || "", value: e.value || "", text: e.textContent.trim(),
    html: e.outerHTML.slice(0, 160),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    uncovered: seen(.5, .5) || seen(.02, .1) || seen(.98, .9) || seen(.5, .1) || seen(.5, .9),
  };
}"""


@dataclass
class Keyboard:
    """Tab, Shift and Tab, Space, Enter, arrows and letters; each stop is looked at."""

    page: Page

    def focused(self) -> dict[str, Any]:
        """What has the focus."""
        found: dict[str, Any] = self.page.evaluate(FOCUSED)
        return found

    def step(self, keys: str = "Tab") -> dict[str, Any]:
        """Go on by one stop. Raises AssertionError if nobody could see where one is now."""
        self.page.keyboard.press(keys)
        stop = self.focused()
        if stop["tag"] != "BODY":
            assert stop["ring"], f"no sign of the focus: {stop['html']}"
            assert stop["uncovered"], f"hidden behind something: {stop['html']}"
        return stop

    def to(self, tag: str, keys: str = "Tab", **like: str) -> None:
        """Step until something of this kind has the focus."""
        start = self.page.url
        for _ in range(MOST_STOPS):
            stop = self.step(keys)
            if stop["tag"] == tag and all(stop[name] == value for name, value in like.items()):
                return
        raise AssertionError(f"no way to {tag} {like} on {start}")

    def past_the_frame(self) -> None:
        """Jump over what stands at the top of every page."""
        stop = self.step()
        assert stop["html"].startswith('<a class="skip"'), stop["html"]
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main"

    def choose(self, name: str, value: str) -> None:
        """Choose one of a group of radio buttons."""
        self.to("INPUT", name=name)
        if self.focused()["value"] != value:
            for _ in range(20):
                self.page.keyboard.press("ArrowDown")
                if self.focused()["value"] == value:
                    break
        else:
            self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked"), f"{name} is not {value}"

    def write(self, name: str, text: str, tag: str = "INPUT") -> None:
        """Write into a field."""
        self.to(tag, name=name)
        self.page.keyboard.type(text)

    def press(self, text: str, tag: str = "BUTTON", keys: str = "Tab") -> None:
        """Go to a button or a link, and follow it."""
        self.to(tag, keys, text=text)
        with self.page.expect_navigation(timeout=60_000):
            self.page.keyboard.press("Enter")

    def goes_round(self) -> int:
        """Walk through the page to its end and back one stop; return how many stops it has."""
        first, stops = self.step()["html"], 1
        while stops < MOST_STOPS and (stop := self.step())["tag"] != "BODY":
            if stop["html"] == first:
                break
            stops += 1
        assert stops < MOST_STOPS, f"a trap, or no end: {stop['html']}"
        back = self.step("Shift+Tab")
        assert back["html"] != first or stops == 1
        return stops
