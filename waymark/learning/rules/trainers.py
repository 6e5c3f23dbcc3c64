"""The register of trainers: what an entry says, and its way into the register and out of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from waymark.kernel import text
from waymark.kernel.flow import Flow, Reason, Step
from waymark.learning.rules import courses
from waymark.learning.rules.regions import REGIONS
from waymark.library.rules.vocabulary import TOPICS
from waymark.people.rules import Role

MOST = {"name": 120, "bio": 1500, "contact": 200}
"""Characters of a text."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Permit(StrEnum):
    """Acts on the register; who checks courses checks its entries too."""

    ENTER_REGISTER = "enter_register_of_trainers"


TABLE: Mapping[str, frozenset[Role]] = {Permit.ENTER_REGISTER: frozenset({Role.USER})}


class State(StrEnum):
    """Where an entry stands; what is public stands beside it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class Entry:
    """What a trainer says of herself. No country and no region mean anywhere."""

    name: str
    language: str  # of the text
    bio: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]  # in which she trains
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    contact: str = ""
    coaches: bool = False  # single people, on the platform

    def document(self) -> dict[str, Any]:
        """As JSON."""
        told = asdict(self)
        return {name: list(one) if isinstance(one, tuple) else one for name, one in told.items()}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Entry:
        """From what `document` gave."""
        plain: dict[str, Any] = {
            name: tuple(one) if isinstance(one, list) else one for name, one in told.items()
        }
        return cls(**plain)


@dataclass(frozen=True)
class Checked:
    """What the steps of a check look at."""

    note: str = ""
    own: bool = False  # whoever checks is the trainer


def by_others(facts: Checked) -> str | None:
    """Nobody decides on her own entry."""
    return "trainer.own" if facts.own else None


def with_reason(facts: Checked) -> str | None:
    """Whoever declines an entry says why."""
    return None if facts.note.strip() else "trainer.no_reason"


S = State
ENTRY = Flow(
    "trainer",
    S.WAITING,
    (
        Step("write", tuple(S), S.WAITING, Permit.ENTER_REGISTER),
        Step("accept", S.WAITING, S.ACCEPTED, courses.Permit.CHECK_COURSE, (by_others,)),
        Step(
            "decline",
            (S.WAITING, S.ACCEPTED),
            S.DECLINED,
            courses.Permit.CHECK_COURSE,
            (by_others, with_reason),
        ),
    ),
)


def tidy(told: Entry) -> Entry:
    """The entry with clean texts. Raises text.BadText."""
    texts: dict[str, Any] = {name: text.clean(getattr(told, name)).strip() for name in MOST}
    return replace(told, **texts)


def refuse_entry(told: Entry, *, countries: Collection[str]) -> tuple[Reason, ...]:
    """Return what is wrong with an entry; each reason names its field.

    countries: those that there are.
    """
    return tuple(_wrong(told, countries))


def _wrong(told: Entry, countries: Collection[str]) -> Iterator[Reason]:
    for name in ("name", "bio"):
        if not getattr(told, name):
            yield Reason("course.text_needed", {"field": name})
    for name, most in MOST.items():
        if len(getattr(told, name)) > most:
            yield Reason("course.too_long", {"field": name, "most": most})
    for name in ("topics", "languages"):
        if not getattr(told, name):
            yield Reason("trainer.choose", {"field": name})
    known = {"topics": TOPICS, "countries": countries, "regions": REGIONS}
    for name, there in known.items():
        for tag in getattr(told, name):
            if tag not in there:
                yield Reason("course.unknown", {"field": name, "value": tag[:40]})
    for tag in (*told.languages, told.language):
        if not _LANGUAGE.fullmatch(tag):
            yield Reason("course.unknown", {"field": "languages", "value": tag[:40]})
