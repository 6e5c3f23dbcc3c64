"""Who is left behind: how the distance of each group has moved over the years.

The distance from the reference is taken in the unit of the indicator and as a share of the
reference's value. A group falls behind when one of them has grown and the other has not shrunk,
and catches up the other way round. Where the two disagree, as they may when everybody gains, the
verdict is that they disagree: to choose one of them would be to choose the answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from waymark.kernel.flow import Reason
from waymark.kernel.inequality import measures
from waymark.kernel.inequality.held import Held, Undefined, hold
from waymark.kernel.inequality.model import Group, Setting, checked

_DUST = 1e-9


class Move(StrEnum):
    """How a distance has moved."""

    FALLS_BEHIND = "falls_behind"
    CATCHES_UP = "catches_up"
    KEEPS = "keeps"
    MIXED = "mixed"  # one way in the unit, the other way as a share
    REFERENCE = "reference"  # the others are measured from it


class Gap(StrEnum):
    """How the gap between the ends has moved."""

    WIDER = "wider"
    NARROWER = "narrower"
    SAME = "same"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One group in the first and in the last year.

    `behind` is its distance from the reference, positive where the group is worse off, in the
    unit of the indicator and as a share of the reference's value (None where that is 0).
    `improved` says whether its own value got better; `sure` whether the distance has moved by
    more than the margins of error, None where those are not known.
    """

    name: str
    move: Move
    reason: Reason
    first: float
    last: float
    behind_first: float
    behind_last: float
    relative_first: float | None
    relative_last: float | None
    improved: bool
    sure: bool | None = None


@dataclass(frozen=True, slots=True)
class GapYear:
    """Difference and ratio of one year, among all groups of that year."""

    year: int
    groups: int
    difference: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Follow:
    """The distances between groups over the years, from the first to the last year."""

    path: tuple[GapYear, ...]
    reason: Reason
    first_year: int | None = None
    last_year: int | None = None
    gap: Gap | None = None
    changes: tuple[GroupChange, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def left_behind(self) -> tuple[str, ...]:
        """The groups that fall behind, by name."""
        return tuple(one.name for one in self.changes if one.move is Move.FALLS_BEHIND)


def follow(years: Mapping[int, Iterable[Group]], setting: Setting | None = None) -> Follow:
    """How the gap between groups, and the distance of each of them, has moved.

    Compares the first and the last year that have two or more groups in common, and only those
    groups. The reference is the group named, or the most advantaged, or whoever is best off in
    each year. Raises `BadGroups`.
    """
    setting = setting or Setting()
    free = replace(setting, reference=None)
    held = {year: checked(groups, free) for year, groups in sorted(years.items())}
    path = tuple(_year(year, groups, setting) for year, groups in held.items() if len(groups) > 1)
    pair = _pair(held, setting)
    if pair is None:
        return Follow(path, Reason("behind.nothing_to_compare", {"years": len(path)}))
    first, last = pair
    common = {group.name for group in held[first]} & {group.name for group in held[last]}
    before, after = (
        hold(tuple(g for g in held[year] if g.name in common), setting) for year in pair
    )
    gone = {g.name for year in pair for g in held[year]} - common
    warnings = [Reason("behind.groups_left_out", {"groups": tuple(sorted(gone))})] if gone else []
    changes = tuple(_change(name, before, after) for name in sorted(common))
    facts = {"first_year": first, "last_year": last, "groups": len(common)}
    if not all(map(math.isfinite, (n for one in changes for n in _distances(one)))):
        return Follow(path, Reason("behind.out_of_range", facts), first, last)
    gap = _gap(before, after)
    return Follow(path, Reason(f"behind.{gap}", facts), first, last, gap, changes, tuple(warnings))


def _distances(one: GroupChange) -> list[float]:
    numbers = (one.behind_first, one.behind_last, one.relative_first, one.relative_last)
    return [number for number in numbers if number is not None]


def _year(year: int, groups: tuple[Group, ...], setting: Setting) -> GapYear:
    there = setting.reference in {group.name for group in groups}
    held = hold(groups, setting if there else replace(setting, reference=None))
    difference, ratio = _number(measures.difference, held), _number(measures.ratio, held)
    return GapYear(year, len(groups), difference, ratio)


def _number(measure: Callable[[Held], float], held: Held) -> float | None:
    """A measure, or None where these groups don't have it."""
    try:
        found = measure(held)
    except Undefined:
        return None
    return found if math.isfinite(found) else None


def _pair(held: Mapping[int, tuple[Group, ...]], setting: Setting) -> tuple[int, int] | None:
    """The two years farthest apart that can be compared, the later ones first."""
    names = {year: {group.name for group in groups} for year, groups in held.items()}
    for last in reversed(names):
        for first in names:
            common = names[first] & names[last]
            known = setting.reference is None or setting.reference in common
            if first < last and len(common) > 1 and known:
                return first, last
    return None


def _change(name: str, before: Held, after: Held) -> GroupChange:
    was, now = (_named(held, name) for held in (before, after))
    sign = before.sign
    behind = [sign * (held.reference.value - _named(held, name).value) for held in (before, after)]
    shares = [
        distance / abs(held.reference.value) if held.reference.value else None
        for distance, held in zip(behind, (before, after), strict=True)
    ]
    if before.reference.name == after.reference.name == name:
        move = Move.REFERENCE
    else:
        move = _move(behind[0], behind[1], shares[0], shares[1])
    facts = {"group": name, "first": was.value, "last": now.value}
    facts |= {"behind_first": behind[0], "behind_last": behind[1]}
    return GroupChange(
        name,
        move,
        Reason(f"behind.{move}", facts),
        was.value,
        now.value,
        behind[0],
        behind[1],
        shares[0],
        shares[1],
        sign * (now.value - was.value) > 0,
        None if move is Move.REFERENCE else _sure(name, behind[1] - behind[0], before, after),
    )


def _named(held: Held, name: str) -> Group:
    return next(group for group in held.groups if group.name == name)


def _side(first: float, last: float) -> int:
    """Whether a number has grown (1), shrunk (-1) or stayed, the dust of floats apart."""
    if abs(last - first) <= _DUST * max(abs(first), abs(last)):
        return 0
    return 1 if last > first else -1


def _both(first: float, last: float, share: float | None, later: float | None) -> int | None:
    """The side to which unit and share agree; None where they don't."""
    absolute = _side(first, last)
    relative = absolute if share is None or later is None else _side(share, later)
    if absolute and relative and absolute != relative:
        return None
    return absolute or relative


def _move(first: float, last: float, share: float | None, later: float | None) -> Move:
    moves = {None: Move.MIXED, 1: Move.FALLS_BEHIND, -1: Move.CATCHES_UP, 0: Move.KEEPS}
    return moves[_both(first, last, share, later)]


def _gap(before: Held, after: Held) -> Gap:
    """How far the ends of the groups in common have moved apart, in both senses."""
    first, last = (abs(_number(measures.difference, held) or 0.0) for held in (before, after))
    shares = [_number(measures.ratio, held) for held in (before, after)]
    logs = [abs(math.log(share)) if share else None for share in shares]
    gaps = {None: Gap.MIXED, 1: Gap.WIDER, -1: Gap.NARROWER, 0: Gap.SAME}
    return gaps[_both(first, last, logs[0], logs[1])]


def _sure(name: str, moved: float, before: Held, after: Held) -> bool | None:
    """Whether a distance has moved by more than its margins of error allow for."""
    margins: list[float | None] = []
    for held in (before, after):
        margins.append(_named(held, name).margin)
        if held.reference.name != name:
            margins.append(held.reference.margin)
    known = [margin for margin in margins if margin is not None]
    if len(known) < len(margins):
        return None
    return abs(moved) > math.hypot(*known)
