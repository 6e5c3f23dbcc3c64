"""Profiles of those who help cities: what one holds, who keeps and who checks it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from waymark.kernel import text
from waymark.kernel.flow import Flow, Reason, Step
from waymark.library.rules.catalogue import is_address
from waymark.library.rules.vocabulary import COSTS, TOPICS
from waymark.people.rules import Role

MOST = {"summary": 1500, "capacity": 300, "contact": 200}
"""Characters of a text."""
MOST_OFFERS = 30
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Permit(StrEnum):
    """Acts on profiles."""

    KEEP_PROFILE = "keep_provider_profile"
    CHECK_PROFILE = "check_provider_profile"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.KEEP_PROFILE: frozenset({Role.PARTNER}),
    Permit.CHECK_PROFILE: frozenset({Role.SECRETARIAT}),
}


class ProviderKind(StrEnum):
    """What a provider is."""

    UN = "un"
    UNIVERSITY = "university"
    LAB = "lab"  # of research, of a city, or of innovation
    CONSULTANCY = "consultancy"
    PRACTITIONER = "practitioner"  # who has done it, and shows others
    DONOR = "donor"
    ASSOCIATION = "association"
    CITY = "city"
    OTHER = "other"


class DraftState(StrEnum):
    """Where a state of a profile stands that its provider has handed in."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Profile:
    """What a provider says of itself. Texts by language; no country means anywhere."""

    kind: str
    original: str
    summary: Mapping[str, str]
    capacity: Mapping[str, str]
    contact: str
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()  # codes of entries of the library
    url: str = ""

    def document(self) -> dict[str, Any]:
        """As JSON."""
        told = asdict(self)
        return {name: list(one) if isinstance(one, tuple) else one for name, one in told.items()}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Profile:
        """From what `document` gave."""
        plain: dict[str, Any] = {
            name: tuple(one) if isinstance(one, list) else one for name, one in told.items()
        }
        return cls(**plain)


@dataclass(frozen=True)
class Checked:
    """What the steps of a check look at."""

    note: str = ""
    own: bool = False  # whoever checks sits with the provider


def by_others(facts: Checked) -> str | None:
    """Nobody checks what her own organisation says of itself."""
    return "provider.own" if facts.own else None


def with_note(facts: Checked) -> str | None:
    """Whoever sends a profile back says what to mend."""
    return None if facts.note.strip() else "provider.no_note"


S, P = DraftState, Permit
DRAFT = Flow(
    "provider",
    S.WAITING,
    (
        Step("accept", S.WAITING, S.ACCEPTED, P.CHECK_PROFILE, (by_others,)),
        Step("return", S.WAITING, S.RETURNED, P.CHECK_PROFILE, (by_others, with_note)),
        Step("replace", S.WAITING, S.REPLACED, P.KEEP_PROFILE),
    ),
)


def tidy(told: Profile) -> Profile:
    """The profile with clean texts, none of them blank. Raises text.BadText."""
    return replace(
        told,
        summary=_tidied(told.summary),
        capacity=_tidied(told.capacity),
        contact=text.clean(told.contact).strip(),
        url=told.url.strip(),
    )


def _tidied(words: Mapping[str, str]) -> dict[str, str]:
    cleaned = {language: text.clean(said).strip() for language, said in words.items()}
    return {language: said for language, said in cleaned.items() if said}


def refuse_profile(
    told: Profile, *, countries: Collection[str], offers: Collection[str]
) -> tuple[Reason, ...]:
    """Return what is wrong with a profile; each reason names its field.

    countries, offers: those that there are.
    """
    return tuple(_wrong(told, {"countries": countries, "offers": offers}))


def _wrong(told: Profile, known: Mapping[str, Collection[str]]) -> Iterator[Reason]:
    if told.kind not in set(ProviderKind):
        yield Reason("provider.unknown", {"field": "kind", "value": told.kind[:40]})
    if not told.summary.get(told.original):
        yield Reason("provider.text_needed", {"field": "summary"})
    if not told.topics:
        yield Reason("provider.topic_needed", {"field": "topics"})
    for name, said in (*_said(told), ("contact", told.contact)):
        if len(said) > MOST[name]:
            yield Reason("provider.too_long", {"field": name, "most": MOST[name]})
    if told.url and not is_address(told.url):
        yield Reason("provider.no_address", {"field": "url"})
    if len(told.offers) > MOST_OFFERS:
        yield Reason("provider.many_offers", {"field": "offers", "most": MOST_OFFERS})
    for name, there in {"topics": TOPICS, "cost": COSTS, **known}.items():
        for tag in getattr(told, name):
            if tag not in there:
                yield Reason("provider.unknown", {"field": name, "value": tag[:40]})
    for tag in told.languages:
        if not _LANGUAGE.fullmatch(tag):
            yield Reason("provider.unknown", {"field": "languages", "value": tag[:40]})


def _said(told: Profile) -> Iterator[tuple[str, str]]:
    for name in ("summary", "capacity"):
        for said in getattr(told, name).values():
            yield name, said
