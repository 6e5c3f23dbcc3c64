"""Events that networks and their members announce to everybody: what one says, and who may."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from waymark.kernel import text
from waymark.kernel.flow import Reason
from waymark.library.rules.catalogue import is_address
from waymark.library.rules.vocabulary import TOPICS
from waymark.people.rules import Role

MOST = {"title": 150, "about": 4000, "where": 300, "url": 500}
"""Characters of a text."""
LONGEST = timedelta(days=366)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Permit(StrEnum):
    """Acts on announced events."""

    ANNOUNCE_EVENT = "announce_event"
    HIDE_EVENT = "hide_event"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.ANNOUNCE_EVENT: frozenset({Role.PARTNER, Role.SECRETARIAT}),
    Permit.HIDE_EVENT: frozenset({Role.SECRETARIAT}),
}


class EventSort(StrEnum):
    """What is announced."""

    TRAINING = "training"
    PEERS = "peers"  # cities learn from each other
    CONFERENCE = "conference"
    MEETING = "meeting"
    DEADLINE = "deadline"  # the last moment to apply for something


@dataclass(frozen=True)
class Told:
    """What an announcement says; its moments carry their zone."""

    sort: str
    title: str
    language: str  # of the texts
    starts: datetime
    ends: datetime
    zone: str
    about: str = ""
    where: str = ""
    online: bool = False
    url: str = ""  # where one signs up
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # that are spoken there


def tidy(told: Told) -> Told:
    """The announcement with clean texts. Raises text.BadText."""
    texts: dict[str, Any] = {name: text.clean(getattr(told, name)).strip() for name in MOST}
    return replace(told, **texts)


def refuse_event(
    told: Told, *, at: datetime, zones: Collection[str], moved: bool = True
) -> tuple[Reason, ...]:
    """Return what is wrong with an announcement; each reason names its field.

    zones: the names of those that there are. moved: its times are new, so they have to lie ahead.
    """
    return (*_words(told), *_times(told, at, zones, moved=moved))


def _words(told: Told) -> Iterator[Reason]:
    if not told.title:
        yield Reason("course.text_needed", {"field": "title"})
    for name, most in MOST.items():
        if len(getattr(told, name)) > most:
            yield Reason("course.too_long", {"field": name, "most": most})
    if told.url and not is_address(told.url):
        yield Reason("announced.address", {"field": "url"})
    if not told.where and not told.online:
        yield Reason("announced.nowhere", {"field": "where"})
    for name, values, known in (
        ("sort", (told.sort,), frozenset(EventSort)),
        ("topics", told.topics, TOPICS),
    ):
        for tag in values:
            if tag not in known:
                yield Reason("course.unknown", {"field": name, "value": tag[:40]})
    for tag in (*told.languages, told.language):
        if not _LANGUAGE.fullmatch(tag):
            yield Reason("course.unknown", {"field": "languages", "value": tag[:40]})


def _times(told: Told, at: datetime, zones: Collection[str], *, moved: bool) -> Iterator[Reason]:
    if told.zone not in zones:
        yield Reason("course.unknown", {"field": "zone", "value": told.zone[:40]})
    if told.ends < told.starts:
        yield Reason("announced.backwards", {"field": "until"})
    elif told.ends - told.starts > LONGEST:
        yield Reason("announced.too_long", {"field": "last_day", "most": LONGEST.days})
    elif moved and told.ends <= at:
        yield Reason("announced.passed", {"field": "day"})
