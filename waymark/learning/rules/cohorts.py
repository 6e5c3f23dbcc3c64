"""Courses that people take together: when, with which trainers, who gets in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from waymark.kernel import text
from waymark.kernel.flow import Reason
from waymark.people.rules import Role

MOST = {"title": 150, "about": 4000, "where": 300, "words": 4000}
"""Characters of a text."""
LONGEST = timedelta(days=366)
MOST_SEATS, MOST_TRAINERS, MOST_SESSIONS = 500, 8, 60


class Permit(StrEnum):
    """Acts on a cohort."""

    KEEP_COHORT = "keep_cohort"
    TEACH_COHORT = "teach_cohort"
    JOIN_COHORT = "join_cohort"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.KEEP_COHORT: frozenset({Role.PARTNER, Role.SECRETARIAT}),
    Permit.TEACH_COHORT: frozenset({Role.PARTNER, Role.SECRETARIAT, Role.FACILITATOR}),
    Permit.JOIN_COHORT: frozenset({Role.USER}),
}


@dataclass(frozen=True)
class Told:
    """What a cohort says of itself. No seats means that there is room for everybody."""

    title: str
    language: str
    first: date
    last: date
    about: str = ""
    seats: int | None = None


@dataclass(frozen=True)
class Stand:
    """What somebody who wants to get in finds."""

    first: date
    last: date
    seats: int | None
    members: int
    cancelled: bool
    open: bool  # its course is public


def tidy(told: Told) -> Told:
    """The cohort with clean texts. Raises text.BadText."""
    return replace(told, title=text.clean(told.title).strip(), about=text.clean(told.about).strip())


def refuse_cohort(
    told: Told, *, today: date, members: int = 0, languages: Collection[str], moved: bool = True
) -> tuple[Reason, ...]:
    """Return what is wrong with a cohort; each reason names its field.

    members: how many are in it. languages: those in which its course is whole. moved: its days are
    new, so that the first lies ahead.
    """
    return tuple(_wrong(told, today, members, languages, moved=moved))


def _wrong(
    told: Told, today: date, members: int, languages: Collection[str], *, moved: bool
) -> Iterator[Reason]:
    if not told.title:
        yield Reason("course.text_needed", {"field": "title"})
    for name in ("title", "about"):
        if len(getattr(told, name)) > MOST[name]:
            yield Reason("course.too_long", {"field": name, "most": MOST[name]})
    if told.language not in languages:
        yield Reason("cohort.language", {"field": "language"})
    if told.last < told.first:
        yield Reason("cohort.backwards", {"field": "last"})
    elif told.last - told.first > LONGEST:
        yield Reason("cohort.too_long", {"field": "last", "most": LONGEST.days})
    if moved and told.first < today:
        yield Reason("cohort.passed", {"field": "first"})
    if told.seats is not None and not max(1, members) <= told.seats <= MOST_SEATS:
        yield Reason("cohort.seats", {"field": "seats", "least": max(1, members)})


def refuse_joining(stand: Stand, today: date) -> tuple[Reason, ...]:
    """Return why nobody gets into a cohort now. One can join until its last day."""
    if stand.cancelled:
        return (Reason("cohort.cancelled"),)
    if not stand.open or today > stand.last:
        return (Reason("cohort.over"),)
    if stand.seats is not None and stand.members >= stand.seats:
        return (Reason("cohort.full"),)
    return ()


def refuse_session(starts: datetime, ends: datetime, *, told: Told, at: datetime) -> Any:
    """Return why a session can't take place then; its moments carry their zone.

    It begins on a day of the cohort, in its own zone, and ends within a day.
    """
    if ends <= starts or ends - starts > timedelta(days=1):
        return (Reason("cohort.session_times", {"field": "until"}),)
    if not told.first <= starts.date() <= told.last:
        return (Reason("cohort.session_outside", {"field": "day"}),)
    return (Reason("announced.passed", {"field": "day"}),) if ends <= at else ()
