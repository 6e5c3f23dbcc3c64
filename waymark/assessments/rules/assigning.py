"""Who could review a case: an explained proposal, which a person accepts or does not.

Every reason is a fact about the person and the case that its sentence names; nothing is scored or
added up. Among equals the names decide, so that the same facts always give the same list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from waymark.kernel.flow import Reason


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    language: str
    on: date
    due: date
    country: str  # of the city
    fields: frozenset[str] = frozenset()
    houses: frozenset[str] = frozenset()  # organisations of those who review the case already


@dataclass(frozen=True)
class Person:
    """Somebody with a seat in the team."""

    id: str
    name: str
    languages: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    load: int = 0  # reviews in hand
    most: int = 3  # reviews that she takes at once
    away: tuple[date, date] | None = None  # first and last day
    seat_until: date | None = None  # the first day without a seat
    house: str = ""  # the organisation that sent her, or whose team she is in
    country: str = ""  # of that organisation
    has_slot: bool = False
    barred: tuple[Reason, ...] = ()  # ties, and any part in the case
    replaced: bool = False  # her review of this case was given to somebody else
    declined: bool = False  # she said no to this case


@dataclass(frozen=True)
class Proposal:
    """One person, whether she is proposed, and why or why not."""

    person: Person
    proposed: bool
    reasons: tuple[Reason, ...]


def hindrances(person: Person, wanted: Wanted) -> tuple[Reason, ...]:
    """Return what speaks against asking somebody now; none of it forbids it."""
    found = []
    if person.away and person.away[0] <= wanted.due and wanted.on <= person.away[1]:
        first, last = (day.isoformat() for day in person.away)
        found.append(Reason("assigning.away", {"since": first, "until": last}))
    if person.declined:
        found.append(Reason("assigning.declined"))
    if person.load >= person.most:
        found.append(Reason("assigning.full", {"load": person.load, "most": person.most}))
    return tuple(found)


def ends_too_early(person: Person, due: date) -> bool:
    """Tell whether a seat is over before the review would be due."""
    return person.seat_until is not None and person.seat_until <= due


def _matching(person: Person, wanted: Wanted) -> list[str]:
    return sorted(person.fields & wanted.fields)


def _reasons(person: Person, wanted: Wanted) -> tuple[Reason, ...]:
    """Return what is true of her and matters here."""
    speaks = wanted.language in person.languages
    found = [
        Reason(
            "assigning.speaks" if speaks else "assigning.speaks_not", {"language": wanted.language}
        )
    ]
    if wanted.fields:
        known = _matching(person, wanted)
        key = "assigning.knows" if known else "assigning.knows_none"
        found.append(Reason(key, {"fields": ", ".join(known)} if known else {}))
    found.append(Reason("assigning.load", {"load": person.load, "most": person.most}))
    if person.country:
        same = person.country == wanted.country
        found.append(Reason("assigning.same_country" if same else "assigning.other_country"))
    if person.house and person.house in wanted.houses:
        found.append(Reason("assigning.same_house"))
    return tuple(found)


def _order(person: Person, wanted: Wanted) -> tuple[object, ...]:
    """The language first, then the fields, then how far from the city, then how free she is."""
    far = 1 if not person.country else 2 if person.country == wanted.country else 0
    return (
        wanted.language not in person.languages,
        -len(_matching(person, wanted)),
        bool(person.house) and person.house in wanted.houses,
        far,
        person.load,
        person.name.casefold(),
        person.id,
    )


def propose(people: Iterable[Person], wanted: Wanted) -> tuple[Proposal, ...]:
    """Return everybody who could be asked, those proposed first.

    Never among them: who has a tie or had a part in the case, who has a slot already, whose review
    of it was given to somebody else, and whose seat is over before the day.
    """
    able = [
        person
        for person in people
        if not (person.barred or person.has_slot or person.replaced)
        and not ends_too_early(person, wanted.due)
    ]
    found = []
    for person in sorted(able, key=lambda one: _order(one, wanted)):
        against = hindrances(person, wanted)
        found.append(Proposal(person, not against, against + _reasons(person, wanted)))
    return tuple(sorted(found, key=lambda one: not one.proposed))
