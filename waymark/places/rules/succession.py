"""How places follow on one another: mergers, splits, new names, changed boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.kernel.flow import Reason

MOST_PLACES = 50  # in one change


class Kind(StrEnum):
    """What happened to a place."""

    MERGE = "merge"  # those before became part of the one after, and ended
    SPLIT = "split"  # one became several; it may go on, smaller, as one of them
    RENAME = "rename"  # it is the same place under another name
    BOUNDARY = "boundary"  # the same places, with another line between or around them


@dataclass(frozen=True, slots=True)
class Change:
    """One act of law: the ids of the places before and after it."""

    id: str
    kind: Kind
    on: date
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def ends(self) -> frozenset[str]:
        """The places that are no more from this day on."""
        return frozenset(self.before) - frozenset(self.after)

    @property
    def places(self) -> frozenset[str]:
        """Every place that has to do with it."""
        return frozenset(self.before) | frozenset(self.after)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known of a place that takes part in a change."""

    id: str
    name: str
    country: str
    whole: bool = True  # no district and no cell of a grid, and not retired


@dataclass(frozen=True, slots=True)
class Changing:
    """The places of one country that a change is about: what somebody holds a role on."""

    country: str
    places: frozenset[str] = frozenset()


def end_of(place: str, known: Iterable[Change]) -> Change | None:
    """Return the change with which a place ended, or None while it is there."""
    return next((change for change in known if place in change.ends), None)


def heirs(place: str, known: Iterable[Change]) -> tuple[str, ...]:
    """Return the places that there are now of what a place was; itself while it is there.

    A place that became part of another which ended in turn leads to that one's heirs.
    """
    by_end = {ended: change for change in known for ended in change.ends}
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [place]
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        if one in by_end:
            waiting.extend(by_end[one].after)
        else:
            found[one] = None
    return tuple(found)


def _shape(change: Change) -> Reason | None:
    before, after = set(change.before), set(change.after)
    if len(before | after) > MOST_PLACES:
        return Reason("succession.too_many", {"most": MOST_PLACES})
    match change.kind:
        case Kind.MERGE:
            fits = bool(before) and len(after) == 1 and not before & after
        case Kind.SPLIT:
            fits = len(before) == 1 and len(after) > 1
        case Kind.RENAME:
            fits = len(before) == 1 and before == after
        case _:
            fits = bool(before) and before == after
    return None if fits else Reason(f"succession.shape_{change.kind}")


def refuse(
    change: Change, units: Sequence[Unit], known: Sequence[Change], *, today: date
) -> tuple[Reason, ...]:
    """Return why a change can not be entered; empty when it can.

    A place that ended takes part in nothing more, so that none ever follows on itself; what is
    entered of a place is entered in the order of its dates.
    """
    found = []
    if (shape := _shape(change)) is not None:
        found.append(shape)
    if change.on > today:
        found.append(Reason("succession.not_yet"))
    if len({unit.country for unit in units}) > 1:
        found.append(Reason("succession.countries"))
    for unit in units:
        if not unit.whole:
            found.append(Reason("succession.part", {"place": unit.name}))
        if (end := end_of(unit.id, known)) is not None:
            told = {"place": unit.name, "day": end.on.isoformat()}
            found.append(Reason("succession.ended", told))
        elif later := [one.on for one in known if unit.id in one.places and one.on > change.on]:
            told = {"place": unit.name, "day": max(later).isoformat()}
            found.append(Reason("succession.out_of_order", told))
    return tuple(found)


def follows(change: Change, known: Sequence[Change]) -> bool:
    """Tell whether something that was entered after a change rests on it.

    known: in the order in which they were entered, the change among them.
    """
    ids = [one.id for one in known]
    later = known[ids.index(change.id) + 1 :] if change.id in ids else ()
    return any(one.places & change.places for one in later)
