"""Searches that people keep: what may be kept, and when news of one is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from waymark.kernel import text as texts
from waymark.kernel.flow import Reason
from waymark.people.rules import Role


class Permit(StrEnum):
    """Acts of this room."""

    KEEP_SEARCHES = "keep_searches"


TABLE: Mapping[str, frozenset[Role]] = {Permit.KEEP_SEARCHES: frozenset({Role.USER})}
"""Whoever is signed in keeps her own; `queries` gives no others."""


class Where(StrEnum):
    """Which page asks."""

    SEARCH = "search"
    LIBRARY = "library"


class Alert(StrEnum):
    """How often somebody is told of what is new."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"


MOST = 30
"""Searches that one person keeps."""
LOOKED_AT = 1000
"""Results of a search that are held against those of the last time, the newest of them."""
NAMED = 5
"""Titles that a message names."""
KEPT_DAYS = 30
"""How long a deleted search can be brought back."""
NAME, QUERY = 100, 500
"""Characters of a name, and of what an address asks."""
EVERY: Mapping[str, timedelta] = {
    Alert.DAILY: timedelta(hours=23),
    Alert.WEEKLY: timedelta(days=7) - timedelta(hours=1),
}
"""An hour less, as jobs begin a little later each time."""


def tidy(name: str) -> str:
    """A name without what can't be seen. Raises text.BadText."""
    return " ".join(texts.clean(name).split())


def wrong(*, name: str, where: str, query: str, alert: str, held: int) -> list[Reason]:
    """What keeps a search from being kept; held: how many this person keeps besides."""
    found = []
    if not name:
        found.append(Reason("saved.name_missing", {"field": "name"}))
    if len(name) > NAME:
        found.append(Reason("saved.name_too_long", {"field": "name", "most": NAME}))
    if where not in set(Where) or not query or len(query) > QUERY:
        found.append(Reason("saved.nothing_asked"))
    if alert not in set(Alert):
        found.append(Reason("saved.unknown_alert", {"field": "alert"}))
    if held >= MOST:
        found.append(Reason("saved.too_many", {"most": MOST}))
    return found


def is_due(alert: str, looked_at: datetime, at: datetime) -> bool:
    """Whether it is time to look for news again."""
    step = EVERY.get(alert)
    return step is not None and at - looked_at >= step
