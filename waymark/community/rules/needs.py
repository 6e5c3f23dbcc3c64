"""What a city needs: who may read it, which states it has, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from waymark.community.rules.permits import Permit
from waymark.kernel.flow import Flow, Reason, Step
from waymark.kernel.text import LANGUAGES
from waymark.library.rules.vocabulary import TOPICS

MOST = {"title": 150, "why": 4000, "note": 2000}
MOST_TOPICS = 6
MOST_BUDGET = Decimal(10) ** 13
CODES = frozenset(one.code for one in LANGUAGES)
_CURRENCY = re.compile(r"[A-Z]{3}")
GOAL = re.compile(r"(?:[1-9]|1[0-7])(?:\.(?:[1-9]|1[0-9]|[a-d]))?")


class Visible(StrEnum):
    """Who reads a need besides the city's own people, from narrowest to widest."""

    PRIVATE = "private"
    PARTNERS = "partners"  # those that are chosen
    PUBLIC = "public"


class NeedState(StrEnum):
    """Where a need stands."""

    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Closing:
    """What the steps of a need look at."""

    note: str = ""


def with_note(facts: Closing) -> str | None:
    """Whoever closes a need says how it came."""
    return None if facts.note.strip() else "need.no_note"


NEED = Flow(
    "need",
    NeedState.OPEN,
    (
        Step("meet", NeedState.OPEN, NeedState.MET, Permit.KEEP_NEEDS, (with_note,)),
        Step("withdraw", NeedState.OPEN, NeedState.WITHDRAWN, Permit.KEEP_NEEDS, (with_note,)),
    ),
)


@dataclass(frozen=True)
class Budget:
    """An amount or a range of a currency; nothing at all where the city names none."""

    least: Decimal | None = None
    most: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a city writes of its need."""

    title: str
    why: str = ""
    by_when: date | None = None
    languages: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)
    topics: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()  # goals and targets, such as "6" and "11.6"
    criteria: tuple[str, ...] = ()
    visible: Visible = Visible.PRIVATE
    partners: frozenset[str] = frozenset()
    counted: bool = False  # in figures by country and topic, without the city's name


@dataclass(frozen=True)
class Gap:
    """The gap that a need was opened from: of a criterion, or of a question of a diagnostic.

    report: the id of the one that names it, or empty. diagnostic: the id of the run, or empty.
    """

    criterion: str = ""
    level: str = ""
    report: str = ""
    diagnostic: str = ""
    question: str = ""


def refuse_need(
    told: Wanted,
    *,
    known_partners: Collection[str],
    criteria: Collection[str],
    today: date,
    same_day: bool = False,
) -> tuple[Reason, ...]:
    """Return what is wrong with what was written; each reason names its field.

    criteria: those that the scheme in force has. same_day: its day stood there before.
    """
    found = [*_texts(told), *_tags(told, criteria), *_budget(told.budget)]
    if told.by_when is not None and told.by_when < today and not same_day:
        found.append(_at("by_when", "need.past"))
    if told.visible == Visible.PARTNERS and not told.partners:
        found.append(_at("partners", "need.no_partner"))
    if not told.partners <= set(known_partners):
        found.append(_at("partners", "need.unknown_partner"))
    return tuple(found)


def _at(name: str, key: str, **params: object) -> Reason:
    return Reason(key, {"field": name, **params})


def _texts(told: Wanted) -> list[Reason]:
    found = [] if told.title.strip() else [_at("title", "need.no_title")]
    for name in ("title", "why"):
        if len(getattr(told, name)) > MOST[name]:
            found.append(_at(name, "need.too_long", most=MOST[name]))
    return found


def _tags(told: Wanted, criteria: Collection[str]) -> list[Reason]:
    found = []
    if not told.topics:
        found.append(_at("topics", "need.no_topic"))
    if len(told.topics) > MOST_TOPICS:
        found.append(_at("topics", "need.many_topics", most=MOST_TOPICS))
    if not set(told.topics) <= set(TOPICS):
        found.append(_at("topics", "need.unknown_topic"))
    if not set(told.languages) <= CODES:
        found.append(_at("languages", "need.unknown_language"))
    if bad := [one for one in told.goals if not GOAL.fullmatch(one)]:
        found.append(_at("goals", "need.unknown_goal", what=bad[0]))
    unknown = [one for one in told.criteria if one not in criteria]
    if unknown:
        found.append(_at("criteria", "need.unknown_criterion", what=unknown[0]))
    return found


def _budget(told: Budget) -> list[Reason]:
    amounts = [one for one in (told.least, told.most) if one is not None]
    if any(one < 0 or one > MOST_BUDGET for one in amounts):
        return [_at("budget_most", "need.odd_budget")]
    if told.least is not None and told.most is not None and told.least > told.most:
        return [_at("budget_most", "need.budget_backwards")]
    if amounts and not _CURRENCY.fullmatch(told.currency):
        return [_at("currency", "need.no_currency")]
    return []


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which parts of a need differ, by name."""
    return tuple(sorted(name for name in after if before.get(name) != after[name]))
