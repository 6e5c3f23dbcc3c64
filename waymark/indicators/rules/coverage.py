"""What a city has of a list, as counts: never as a share of others, never as a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class State:
    """What there is of one indicator. `part` is its domain or goal.

    `groups` and `areas`: there is a value for at least one group, for at least one area.
    `targets`: the whole place has both a baseline and a target.
    """

    part: str
    chosen: bool = False
    value: bool = False
    groups: bool = False
    areas: bool = False
    targets: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many indicators of a part of a list there are, and how many have what."""

    part: str
    listed: int = 0
    chosen: int = 0
    value: int = 0
    groups: int = 0
    areas: int = 0
    targets: int = 0


def coverage(states: Iterable[State]) -> tuple[Count, ...]:
    """Count by part, in the order in which the parts first appear."""
    found: dict[str, dict[str, int]] = {}
    names = [field.name for field in fields(Count) if field.name not in ("part", "listed")]
    for state in states:
        counts = found.setdefault(state.part, {"listed": 0} | dict.fromkeys(names, 0))
        counts["listed"] += 1
        for name in names:
            counts[name] += bool(getattr(state, name))
    return tuple(Count(part, **counts) for part, counts in found.items())


def total(counts: Iterable[Count]) -> Count:
    """The sum over all parts."""
    rows = list(counts)
    names = [field.name for field in fields(Count) if field.name != "part"]
    return Count("", **{name: sum(getattr(row, name) for row in rows) for name in names})
