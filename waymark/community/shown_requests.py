"""Requests for support as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from waymark.base import face
from waymark.base.fields import Words
from waymark.community.models import RequestWord, SupportRequest
from waymark.community.rules.permits import Permit
from waymark.community.rules.requests import ENDED, REQUEST, Side, waits_for
from waymark.community.shown_needs import Line as NeedLine
from waymark.community.shown_needs import line as need_line
from waymark.community.wording_requests import DO, DO_BY_LETTER, DONE
from waymark.library.help import standing
from waymark.library.models import Item
from waymark.places.models import Place

CITY, PROVIDER = Side.CITY, Side.PROVIDER
SAY = "say"  # no step: a message alone


@dataclass(frozen=True)
class Line:
    """A request, whom it goes to, and whether it waits for the reader."""

    row: SupportRequest
    provider: Words
    waits: bool

    @property
    def state(self) -> str:
        """Where it stands, as a status."""
        return f"support.{self.row.state}"

    @property
    def by_letter(self) -> bool:
        """Whether the other side has nobody here."""
        return self.row.partner_id is None


def provider(row: SupportRequest) -> Words:
    """Whom a request goes to."""
    if row.partner is not None:
        return row.partner.name
    return row.offer.publisher if row.offer is not None else Words()


def line(row: SupportRequest, reader: Side) -> Line:
    """Put a request into words; what goes by letter waits for the city alone."""
    next_ = waits_for(row.state)
    return Line(row, provider(row), next_ == reader)


def steps(row: SupportRequest, may: Callable[[str], bool]) -> list[tuple[str, Any]]:
    """Return what a reader can do next, as choices: a message last, nothing once it is over."""
    if row.state in ENDED:
        return []
    words = {**DO, **DO_BY_LETTER} if row.partner_id is None else DO
    found = [(step.name, words[step.name]) for step in REQUEST.open(row.state) if may(step.permit)]
    return [*found, (SAY, words[SAY])] if may(Permit.SPEAK_ON_SUPPORT) else []


@dataclass(frozen=True)
class Word:
    """One thing that was said."""

    row: RequestWord
    title: str
    of_city: bool
    noted: bool  # by the city, of a provider who writes by letter

    @property
    def at(self) -> datetime:
        """When."""
        return self.row.at


def word(row: RequestWord) -> Word:
    """Put what was said into words."""
    title = str(DONE.get(row.step, row.step))
    if row.step == "review":
        helped = _("It helped.") if row.request.helped else _("It did not help.")
        title = f"{title}: {helped}"
    of_city = row.side == Side.CITY
    return Word(row, title, of_city, not of_city and row.request.partner_id is None)


def offers(rows: Iterable[Item]) -> list[tuple[str, str]]:
    """Offers as choices of a form."""
    return [(row.code, f"{row.publisher}: {row.title}") for row in rows]


def address(row: SupportRequest) -> str:
    """Where a request stands."""
    return face.address("support_request", row.pk)


def list_address(place: Place) -> str:
    """Where a city's requests stand."""
    return face.address("city_requests", place.slug)


@dataclass(frozen=True)
class Letter:
    """What a letter says besides its form."""

    offer: Item
    state: str  # how sure the address is
    text: str
    writer: str
    need: NeedLine | None


def letter(row: SupportRequest, first: RequestWord) -> Letter:
    """Return the letter of a request to an offer."""
    assert row.offer is not None
    need = need_line(row.need, first.at.date()) if row.need is not None else None
    return Letter(row.offer, standing(row.offer), first.text, str(first.by), need)
