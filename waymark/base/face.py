"""What a room adds to every page's frame, registered from the room's `face.py`.

The frame knows no room: each room says here which entries it wants in the navigation and which
words its states have. Menus are asked once per request, and only when the page is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

Area = Literal["main", "user", "foot"]


@dataclass(frozen=True)
class Entry:
    """A link of the frame. `order` sorts within its area; `count` shows what waits behind it.

    `work`: behind it lies this person's own work, so that she may be led there after logging in.
    `public`: everybody has it; it makes room where somebody has much work of her own.
    """

    label: str
    url: str
    area: Area = "main"
    order: int = 50
    count: int = 0
    current: bool = False
    work: bool = False
    public: bool = False


@dataclass(frozen=True)
class DemoPerson:
    """Somebody whose place a visitor of the demo may take, and whom she works for ("": all)."""

    id: str
    name: str
    role: str
    house: str = ""
    current: bool = False


@dataclass
class Demo:
    """What the demo bar offers: an address to post `person` to, and who there is."""

    url: str
    people: list[DemoPerson] = field(default_factory=list)


Menu = Callable[[HttpRequest], Iterable[Entry]]
menus: list[Menu] = []
demos: list[Callable[[HttpRequest], Demo | None]] = []


def menu(function: Menu) -> Menu:
    """Register a function that gives the entries a room wants for a request."""
    menus.append(function)
    return function


def demo(function: Callable[[HttpRequest], Demo | None]) -> Callable[[HttpRequest], Demo | None]:
    """Register what the demo bar offers."""
    demos.append(function)
    return function


Beside = Callable[[HttpRequest, Any], Iterable[Entry]]
asides: dict[str, list[Beside]] = {}


def beside(kind: str) -> Callable[[Beside], Beside]:
    """Register links that a higher room puts beside a thing of a lower one, such as "award"."""

    def keep(function: Beside) -> Beside:
        asides.setdefault(kind, []).append(function)
        return function

    return keep


def links_beside(kind: str, request: HttpRequest, thing: Any) -> list[Entry]:
    """Return the links that higher rooms put beside a thing on its page."""
    found = [entry for source in asides.get(kind, ()) for entry in source(request, thing)]
    return sorted((entry for entry in found if entry.url), key=lambda entry: entry.order)


Remark = Callable[[HttpRequest, Any], Iterable[str]]
remarks: dict[str, list[Remark]] = {}


def remark(kind: str) -> Callable[[Remark], Remark]:
    """Register sentences that a higher room adds to a thing of a lower one, such as "award"."""

    def keep(function: Remark) -> Remark:
        remarks.setdefault(kind, []).append(function)
        return function

    return keep


def remarks_on(kind: str, request: HttpRequest, thing: Any) -> list[str]:
    """Return the sentences that higher rooms add to a thing on its page."""
    return [said for source in remarks.get(kind, ()) for said in source(request, thing)]


def address(name: str, *args: Any) -> str:
    """Return the path of a named address, or "" where this installation has none."""
    if args:
        return _address(name, args)
    return _plain_address(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


def _address(name: str, args: Sequence[Any] = ()) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=500)
def _plain_address(name: str, urls: Any, prefix: str) -> str:
    """Without arguments it is the same for everybody, and every page's frame asks for dozens."""
    return _address(name)


_OPEN = "0" * 26  # fits ids, slugs and any other text


def open_address(name: str, *args: Any) -> Callable[[str], str]:
    """Return a function from the last argument of an address to the address.

    For long lists: the address is worked out once. The argument must be an id or a slug, as it
    is put in as it is.
    """
    head, _, tail = reverse(name, args=[*args, _OPEN]).rpartition(_OPEN)
    return lambda last: f"{head}{last}{tail}"


def entries(request: HttpRequest) -> list[Entry]:
    """Return all entries for a request, sorted; the one that holds this page is current."""
    found = [entry for source in menus for entry in source(request) if entry.url]
    found.sort(key=lambda entry: entry.order)
    inside = [entry for entry in found if _holds(entry.url, request.path)]
    here = max(inside, key=lambda entry: len(entry.url), default=None)
    return [replace(entry, current=entry is here) for entry in found]


def work(request: HttpRequest) -> str:
    """Return where somebody's work lies: first where something waits, else the last entry of work.

    Entries come from what everybody has to what few have: whoever has a desk has most to do there.
    """
    found = [entry for source in menus for entry in source(request) if entry.work and entry.url]
    found.sort(key=lambda entry: (entry.count == 0, -entry.order))
    return found[0].url if found else ""


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
