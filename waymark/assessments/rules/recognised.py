"""What a result of another scheme would fill in: a plan that is shown before it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.kernel.flow import Reason
from waymark.schemes.rules.crosswalk import Crosswalk, Relation, Row, why_not


class What(StrEnum):
    """What happens with one of our criteria."""

    FILL = "fill"  # the answer is empty, and theirs covers it
    KEEP = "keep"  # the city has answered: its words stand
    HINT = "hint"  # it tells something, and fills in nothing


@dataclass(frozen=True, slots=True)
class Result:
    """A result that a city names."""

    level: str
    awarded_on: date
    valid_until: date | None = None

    def over(self, today: date) -> bool:
        """Whether it has expired."""
        return self.valid_until is not None and today > self.valid_until


@dataclass(frozen=True, slots=True)
class Planned:
    """One of our criteria, the row that reached it, and why nothing is filled in if not."""

    criterion: str
    what: What
    row: Row
    why: str = ""

    @property
    def fills(self) -> bool:
        """Whether an answer is filled in."""
        return self.what is What.FILL


def refusals(result: Result, levels: Collection[str], today: date) -> tuple[Reason, ...]:
    """Return what is wrong with a result that a city names."""
    found = []
    if result.level not in levels:
        found.append(Reason("recognised.level"))
    if result.awarded_on > today:
        found.append(Reason("recognised.future"))
    if result.valid_until is not None and result.valid_until < result.awarded_on:
        found.append(Reason("recognised.backwards"))
    return tuple(found)


def plan(
    crosswalk: Crosswalk,
    result: Result,
    *,
    known: Collection[str],
    answered: Collection[str],
    today: date,
    in_force: bool = True,
) -> tuple[Planned, ...]:
    """Return what a result would do, by our criteria in order.

    known: the criteria of the case's edition. answered: those on which the city has said something;
    they are never filled in. What is not held there says nothing here, and is left out. Of several
    rows to a criterion one that fills stands, the closest relation first, then the lower level.
    """
    best: dict[str, Planned] = {}
    for row in crosswalk.held(result.level):
        if row.criterion not in known:
            continue
        found = _planned(row, answered, over=result.over(today), in_force=in_force)
        before = best.get(row.criterion)
        if before is None or _order(found) < _order(before):
            best[row.criterion] = found
    return tuple(best[name] for name in sorted(best))


def _planned(row: Row, answered: Collection[str], *, over: bool, in_force: bool) -> Planned:
    why = why_not(row)
    if why is not None:
        return Planned(row.criterion, What.HINT, row, why.value)
    if not in_force:
        return Planned(row.criterion, What.HINT, row, "not_in_force")
    if over:
        return Planned(row.criterion, What.HINT, row, "expired")
    if row.criterion in answered:
        return Planned(row.criterion, What.KEEP, row, "answered")
    return Planned(row.criterion, What.FILL, row)


_CLOSENESS = tuple(Relation)


def _order(one: Planned) -> tuple[bool, int, int]:
    return (one.what is What.HINT, _CLOSENESS.index(one.row.relation), one.row.level)


def criteria_of(planned: Iterable[Planned], what: What) -> tuple[str, ...]:
    """Return the criteria with which the same happens."""
    return tuple(one.criterion for one in planned if one.what is what)
