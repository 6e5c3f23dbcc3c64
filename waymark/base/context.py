"""What every page's frame shows, worked out only if a template asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from waymark.base import face
from waymark.base.queries import unread_count
from waymark.kernel import text

COMPLETE = frozenset({"en", "ar"})
"""Interface languages whose catalogue is whole; the others fall back to English in places."""

IN_A_ROW = 9
"""Entries of the main navigation that fit beside the language, the notices and a name."""

OWN_IN_A_ROW = 7
"""Entries of a person's own that fit there beside the menu of public pages."""


@dataclass(frozen=True)
class Choice:
    """A language of the switch."""

    code: str
    tag: str
    name: str
    direction: str
    complete: bool
    current: bool


def language_tag(code: str) -> str:
    """Return the BCP 47 tag of a Django language code (zh-hans is zh-Hans)."""
    first, _, rest = code.partition("-")
    return f"{first}-{rest.title() if len(rest) == 4 else rest.upper()}" if rest else first


class Frame:
    """What stands around one page. Each part is computed once and on first use."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def language(self) -> str:
        """The active language as a BCP 47 tag."""
        return language_tag(get_language() or settings.LANGUAGE_CODE)

    @cached_property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return text.direction(self.language)

    @cached_property
    def languages(self) -> list[Choice]:
        """The languages that one can switch to."""
        now = get_language() or settings.LANGUAGE_CODE
        return [
            Choice(
                code=code,
                tag=language_tag(code),
                name=str(name),
                direction=text.direction(code),
                complete=code in COMPLETE,
                current=code == now,
            )
            for code, name in settings.LANGUAGES
        ]

    @cached_property
    def language_name(self) -> str:
        """What the active language calls itself."""
        found = next((choice.name for choice in self.languages if choice.current), "")
        return found or str(get_language_info(self.language)["name_local"])

    @cached_property
    def _entries(self) -> list[face.Entry]:
        return face.entries(self.request)

    @cached_property
    def nav(self) -> list[face.Entry]:
        """The main navigation for this person."""
        return [entry for entry in self._entries if entry.area == "main"]

    @cached_property
    def _own(self) -> list[face.Entry]:
        return [entry for entry in self.nav if not entry.public]

    @cached_property
    def nav_row(self) -> list[face.Entry]:
        """What stands in a row: all of it, or the first of the person's own, as many as fit."""
        if len(self.nav) <= IN_A_ROW:
            return self.nav
        return self._own if len(self._own) <= OWN_IN_A_ROW else self._own[: OWN_IN_A_ROW - 1]

    @cached_property
    def nav_rest(self) -> list[face.Entry]:
        """What of her own then waits in a menu."""
        return [entry for entry in self._own if entry not in self.nav_row]

    @property
    def nav_rest_count(self) -> int:
        """How much waits behind what is in that menu."""
        return sum(entry.count for entry in self.nav_rest)

    @property
    def nav_more(self) -> list[face.Entry]:
        """The pages that everybody has, where they wait in a menu."""
        return [entry for entry in self.nav if entry.public and entry not in self.nav_row]

    @property
    def user_menu(self) -> list[face.Entry]:
        """The person's own pages."""
        return [entry for entry in self._entries if entry.area == "user"]

    @property
    def foot(self) -> list[face.Entry]:
        """Links at the foot of every page."""
        return [entry for entry in self._entries if entry.area == "foot"]

    @cached_property
    def unread(self) -> int:
        """How many notices the person has not read; no query for strangers."""
        return unread_count(getattr(self.request, "user", None))

    @property
    def language_url(self) -> str:
        """Where the choice of a language is posted."""
        return face.address("set_language")

    @property
    def login_url(self) -> str:
        """Where one logs in."""
        return face.address("account_login")

    @property
    def logout_url(self) -> str:
        """Where one logs out."""
        return face.address("account_logout")

    @property
    def notices_url(self) -> str:
        """Where the notices are read."""
        return face.address("base:notices")

    @cached_property
    def is_demo(self) -> bool:
        """True where every city is invented."""
        return bool(settings.DEMO)

    @cached_property
    def demo(self) -> face.Demo | None:
        """What the demo bar offers; None outside the demo."""
        if not self.is_demo:
            return None
        found = (source(self.request) for source in face.demos)
        return next((demo for demo in found if demo is not None), None)

    @property
    def path(self) -> str:
        """This page with its query, for forms that come back to it."""
        return self.request.get_full_path()


def page(request: HttpRequest) -> dict[str, Any]:
    """Give templates `frame`, what stands around this page."""
    return {"frame": Frame(request)}
