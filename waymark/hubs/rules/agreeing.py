"""What the two sides of a hub agree on: its days, deliverables and partners, as a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from waymark.hubs.rules.spans import refuse_span
from waymark.kernel.flow import Reason

FORMAT = "waymark-hub-agreement/1"
BRAND = "waymark-hub-brand/1"
"""The brand rules that the guide states; a changed text gets a new number."""
MOST_LINES, MOST_WORDS = 40, 500


@dataclass(frozen=True)
class Deliverable:
    """What will be there by a day, who leads it, and by what one sees that it is there.

    `id` stays the same through later versions of the agreement.
    """

    id: str
    title: str
    kind: str
    due: date
    lead: str
    proof: str


@dataclass(frozen=True)
class Partner:
    """Who takes part, and with what."""

    name: str
    role: str


@dataclass(frozen=True)
class Terms:
    """What is agreed; days are both included."""

    title: str
    starts: date
    ends: date
    deliverables: tuple[Deliverable, ...]
    partners: tuple[Partner, ...]


def document_of(terms: Terms) -> dict[str, Any]:
    """Return the terms as JSON values, days as ISO dates."""
    return {
        "format": FORMAT,
        "brand": BRAND,
        "title": terms.title,
        "starts": terms.starts.isoformat(),
        "ends": terms.ends.isoformat(),
        "deliverables": [
            {
                "id": one.id,
                "title": one.title,
                "kind": one.kind,
                "due": one.due.isoformat(),
                "lead": one.lead,
                "proof": one.proof,
            }
            for one in terms.deliverables
        ],
        "partners": [{"name": one.name, "role": one.role} for one in terms.partners],
    }


def terms_in(document: dict[str, Any]) -> Terms:
    """Return the terms that a document holds; the inverse of `document_of`."""
    return Terms(
        title=document["title"],
        starts=date.fromisoformat(document["starts"]),
        ends=date.fromisoformat(document["ends"]),
        deliverables=tuple(
            Deliverable(**one | {"due": date.fromisoformat(one["due"])})
            for one in document["deliverables"]
        ),
        partners=tuple(Partner(**one) for one in document["partners"]),
    )


def next_id(taken: Iterable[str]) -> str:
    """Return an id for a new deliverable: "d1", "d2" and so on, never one that was used."""
    numbers = [int(one[1:]) for one in taken if one[1:].isdecimal()]
    return f"d{max(numbers, default=0) + 1}"


def refuse(terms: Terms) -> tuple[Reason, ...]:
    """Return why two sides can't agree on these terms; empty where they can."""
    found = []
    if not terms.title.strip():
        found.append(Reason("agreement.no_title", {"field": "title"}))
    if wrong := refuse_span(terms.starts, terms.ends):
        found.append(wrong)
    if not terms.deliverables:
        found.append(Reason("agreement.no_deliverables"))
    if any(not terms.starts <= one.due <= terms.ends for one in terms.deliverables):
        found.append(Reason("agreement.due_outside"))
    if not terms.partners:
        found.append(Reason("agreement.no_partners"))
    ids = [one.id for one in terms.deliverables]
    if len(set(ids)) < len(ids):
        found.append(Reason("agreement.same_id"))
    return tuple(found)


def refuse_accepting(terms: Terms, on: date) -> Reason | None:
    """Return why terms can't be accepted on a day: partners agree before the hub starts (E4)."""
    return Reason("agreement.begun") if on >= terms.starts else None
