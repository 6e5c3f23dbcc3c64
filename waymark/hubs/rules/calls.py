"""A call's dates, what it must hold before it is published, and its flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from waymark.hubs.rules.eligibility import LEADERS, STANDINGS, Axis, Topic
from waymark.hubs.rules.permits import Permit
from waymark.kernel.flow import Flow, Reason, Step
from waymark.kernel.text import LANGUAGES

MOST: Mapping[str, int] = {"title": 150, "summary": 1_000, "guidance": 10_000, "why": 1_000}
MOST_ASKED, MOST_ANSWERED = 2_000, 5_000  # characters of a question and of its answer


class CallState(StrEnum):
    """Where a call stands with its secretariat."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Phase(StrEnum):
    """What a published call is at a moment, for everybody."""

    COMING = "coming"
    OPEN = "open"
    PAST = "past"


class Focus(StrEnum):
    """Whom a call is made for first. A fact about a place and no merit: nothing is weighted."""

    LDC = "ldc"  # least developed countries
    SMALL = "small"  # small places


@dataclass(frozen=True)
class Terms:
    """What a call says besides its texts; moments carry their zone."""

    opens: datetime | None = None
    closes: datetime | None = None
    zone: str = "UTC"
    languages: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    seed_money: Decimal | None = None
    currency: str = ""


def phase(opens: datetime, closes: datetime, at: datetime) -> Phase:
    """Return what a call is at a moment: the second in which it closes is its last one."""
    second = at.replace(microsecond=0)
    if second < opens:
        return Phase.COMING
    return Phase.OPEN if second <= closes else Phase.PAST


def happens(moment: datetime) -> bool:
    """Tell whether a local time exists: when clocks go forward, an hour of the day does not."""
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None) == moment.replace(tzinfo=None)


def refuse_terms(terms: Terms) -> tuple[Reason, ...]:
    """Return what is wrong with a call's terms; a draft may leave everything open."""
    found = list(_wrong_choices(terms))
    if terms.opens and terms.closes and terms.closes <= terms.opens:
        found.append(Reason("call.backwards", {"field": "closes_day"}))
    found += [
        Reason("call.no_such_hour", {"field": f"{name}_time"})
        for name, moment in (("opens", terms.opens), ("closes", terms.closes))
        if moment and not happens(moment)
    ]
    if terms.seed_money is not None and terms.seed_money < 0:
        found.append(Reason("call.money", {"field": "seed_money"}))
    coded = len(terms.currency) == 3 and terms.currency.isascii() and terms.currency.isalpha()
    if (terms.seed_money is not None or terms.currency) and not coded:
        found.append(Reason("call.currency", {"field": "currency"}))
    if terms.currency and terms.seed_money is None:
        found.append(Reason("call.money", {"field": "seed_money"}))
    return tuple(found)


def _wrong_choices(terms: Terms) -> list[Reason]:
    known: dict[str, set[str]] = {
        "languages": {one.code for one in LANGUAGES},
        "leaders": {*LEADERS},
        "standings": {*STANDINGS},
        "topics": {*Topic},
        "axes": {*Axis},
        "focus": {*Focus},
    }
    return [
        Reason("call.unknown_choice", {"field": name})
        for name, codes in known.items()
        if set(getattr(terms, name)) - codes
    ]


@dataclass(frozen=True)
class Publishing:
    """What is known when somebody wants to publish a call."""

    terms: Terms
    title: str
    summary: str
    at: datetime


def missing(facts: Publishing) -> tuple[Reason, ...]:
    """Return what a call lacks before everybody may read it."""
    terms = facts.terms
    found = [
        Reason(f"call.no_{name}")
        for name in ("title", "summary")
        if not getattr(facts, name).strip()
    ]
    found += [
        Reason(f"call.no_{name}")
        for name in ("opens", "closes", "languages", "leaders", "standings", "topics", "axes")
        if not getattr(terms, name)
    ]
    if terms.closes and terms.closes <= facts.at:
        found.append(Reason("call.over_already"))
    return (*found, *refuse_terms(terms))


def _why(facts: str) -> Reason | None:
    return None if facts.strip() else Reason("call.no_why", {"field": "why"})


CALL = Flow(
    "call",
    start=CallState.DRAFT,
    steps=(
        Step("publish", CallState.DRAFT, CallState.PUBLISHED, Permit.KEEP_CALLS),
        Step("withdraw", CallState.PUBLISHED, CallState.WITHDRAWN, Permit.KEEP_CALLS, (_why,)),
    ),
)


@dataclass(frozen=True)
class Asked:
    """Where a question stands."""

    answered: bool = False
    withdrawn: bool = False


def refuse_answer(asked: Asked) -> Reason | None:
    """Return why a question can't be answered, or None."""
    if asked.withdrawn:
        return Reason("question.withdrawn")
    return Reason("question.answered") if asked.answered else None


def refuse_withdrawal(asked: Asked) -> Reason | None:
    """Return why a question can't be withdrawn, or None: what is answered is public."""
    if asked.answered:
        return Reason("question.answered_stays")
    return Reason("question.withdrawn") if asked.withdrawn else None
