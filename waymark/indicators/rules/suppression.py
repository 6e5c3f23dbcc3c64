"""Small numbers: which cells of a table are withheld, so that nobody can be made out.

*Primary* are the cells that are small themselves. *Secondary* are those that have to go with them,
because a total less the other groups would give a small one away. Which ones go is a heuristic
that tries to lose little; two things are not: that the search ends, and that no withheld cell
follows from what is published.

Why sums are enough: the mean or share of a whole is the sum of its groups' values, each times the
size of its group. That only stretches each unknown by a factor of its own, in every sum alike, and
so leaves open which unknowns follow from the sums. Sizes may therefore be known to everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from waymark.indicators.rules.facts import Dims

COUNT_UNDER = 10
"""Counts of 1 to 9 are withheld: with fewer than ten, neighbours can tell who is meant. Statistical
offices use 3 to 20; a city may ask for more."""

SIZE_UNDER = 30
"""A value for a group or sample of fewer than thirty says more of its members than of the group,
and its error is as large as what it tells."""

Key = tuple[str, Dims]
"""Which area ("" is the whole place), which group (() is everybody)."""

Sum = tuple[tuple[Key, int], ...]
"""Cells with +1 or -1 that together give nothing: groups less their whole."""


class Mark(StrEnum):
    """What becomes of a cell. Missing is what nobody knows; suppressed is known and withheld."""

    SHOWN = "shown"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    MISSING = "missing"

    @property
    def hidden(self) -> bool:
        """Whether it is withheld, to be published with the status Q and no value."""
        return self in (Mark.PRIMARY, Mark.SECONDARY)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of one indicator in one period.

    `counts`: the value is a number of people or cases. `size`: how many people or answers stand
    behind it, None where that is not known. A cell with the status Q was withheld by its source.
    """

    value: float | None
    counts: bool = False
    size: float | None = None
    status: str = "A"

    @property
    def weight(self) -> float | None:
        """How many people it is about; None where that is not known."""
        return self.value if self.counts else self.size


@dataclass(frozen=True, slots=True)
class Limits:
    """From which number on a count, or a value by the size of its group, may be shown."""

    count: float = COUNT_UNDER
    size: float = SIZE_UNDER

    def primary(self, cell: Cell) -> Mark:
        """Whether a cell is small by itself. Nought is shown: there is nobody behind it."""
        if cell.status == "Q":
            return Mark.PRIMARY
        if cell.value is None:
            return Mark.MISSING
        few = cell.counts and 0 < abs(cell.value) < self.count
        thin = cell.size is not None and 0 < cell.size < self.size
        return Mark.PRIMARY if few or thin else Mark.SHOWN

    def of(self, cell: Cell) -> float:
        """The limit that holds for a cell's weight."""
        return self.count if cell.counts else self.size


LIMITS = Limits()


def published(cell: Cell, mark: Mark) -> tuple[float | None, str]:
    """The value and the SDMX status under which a cell may appear in public."""
    if mark.hidden:
        return None, "Q"
    return (None, "M") if mark is Mark.MISSING else (cell.value, cell.status)


def protect(
    cells: Mapping[Key, Cell], sums: Iterable[Sum], limits: Limits = LIMITS
) -> dict[Key, Mark]:
    """What becomes of each cell, given every sum that a reader of the table can know.

    No withheld cell follows from the shown ones by these sums. Ends after at most as many rounds as
    there are cells, as each round withholds one more or is the last.
    """
    search = _Search(cells, list(sums), limits)
    while any(search.covered_more(look()) for look in (search.alone, search.thin, search.follow)):
        pass
    return search.marks


Exposed = list[tuple[Key, Sequence[int]]]
"""Withheld cells and the sums in which another cell has to go for their sake."""


class _Search:
    """The state of one search for what to withhold."""

    def __init__(self, cells: Mapping[Key, Cell], sums: list[Sum], limits: Limits) -> None:
        self.cells, self.sums, self.limits = cells, sums, limits
        self.marks = {key: limits.primary(cell) for key, cell in cells.items()}
        self.uses: dict[Key, list[int]] = {}
        self.wholes = {key for terms in sums for key, sign in terms if sign < 0}
        for number, terms in enumerate(sums):
            for key, _sign in terms:
                self.uses.setdefault(key, []).append(number)

    def unknown(self, key: Key) -> bool:
        """Whether a reader of the table lacks this number."""
        return self.marks.get(key) is not Mark.SHOWN

    def hidden(self, key: Key) -> bool:
        """Whether it is withheld, rather than unknown to everybody."""
        mark = self.marks.get(key)
        return mark is not None and mark.hidden

    def open(self, number: int) -> list[tuple[Key, int]]:
        """The terms of a sum that a reader lacks."""
        return [term for term in self.sums[number] if self.unknown(term[0])]

    def alone(self) -> Exposed:
        """Withheld cells that are the only unknown of a sum."""
        found = ((self.open(number), number) for number in range(len(self.sums)))
        return [
            (terms[0][0], [number])
            for terms, number in found
            if len(terms) == 1 and self.hidden(terms[0][0])
        ]

    def thin(self) -> Exposed:
        """One cell of each sum that shows how few people the withheld ones are together."""
        found: Exposed = []
        for number in range(len(self.sums)):
            terms = self.open(number)
            if not terms or len({sign for _key, sign in terms}) > 1:
                continue
            weights = [self.cells[key].weight if key in self.cells else None for key, _ in terms]
            known = [abs(weight) for weight in weights if weight is not None]
            few = len(known) == len(terms) and sum(known) < self.limits.of(self.cells[terms[0][0]])
            if few and self._candidates([number], zero=False):
                found.append((terms[0][0], [number]))
        return found

    def follow(self) -> Exposed:
        """Withheld cells that follow from all sums together."""
        if not any(mark.hidden for mark in self.marks.values()):
            return []
        keys = sorted(key for key in determined(self.telling()) if self.hidden(key))
        return [(key, self.uses[key]) for key in keys]

    def telling(self) -> list[dict[Key, int]]:
        """The sums, as their unknown terms, that may tell something of a withheld cell.

        An unknown that is not withheld and stands in one sum alone takes up whatever that sum
        says, so the sum tells nothing of the others.
        """
        rows = {number: dict(self.open(number)) for number in range(len(self.sums))}
        rows = {number: row for number, row in rows.items() if row}
        uses: dict[Key, set[int]] = {}
        for number, row in rows.items():
            for key in row:
                uses.setdefault(key, set()).add(number)
        free = [key for key, numbers in uses.items() if len(numbers) == 1 and not self.hidden(key)]
        while free:
            for number in list(uses[free.pop()]):
                for key in rows.pop(number):
                    uses[key].discard(number)
                    if len(uses[key]) == 1 and not self.hidden(key):
                        free.append(key)
        return list(rows.values())

    def covered_more(self, exposed: Exposed) -> bool:
        """Withhold further cells for the sake of exposed ones; False where none is left.

        A sum from which a cell has just gone is looked at again first.
        """
        fresh: set[int] = set()
        for key, near in exposed:
            if fresh.intersection(near):
                continue
            choice = self._cheapest(near) or self._cheapest(self._connected(key))
            if choice is not None:
                self.marks[choice] = Mark.SECONDARY
                fresh.update(self.uses[choice])
        return bool(fresh)

    def _candidates(self, numbers: Sequence[int], *, zero: bool) -> set[Key]:
        return {
            key
            for number in numbers
            for key, _sign in self.sums[number]
            if not self.unknown(key) and (zero or self.cells[key].weight != 0)
        }

    def _cheapest(self, numbers: Sequence[int]) -> Key | None:
        """A group rather than a whole; where it exposes nothing new; of few people; not empty."""
        found = self._candidates(numbers, zero=False) or self._candidates(numbers, zero=True)

        def cost(key: Key) -> tuple[bool, int, float, Key]:
            fresh = sum(not self.open(number) for number in self.uses[key])
            return key in self.wholes, fresh, abs(self.cells[key].weight or 0.0), key

        return min(found, key=cost, default=None)

    def _connected(self, key: Key) -> list[int]:
        """All sums that hang together with a cell."""
        seen: set[int] = set()
        keys = [key]
        while keys:
            for number in self.uses.get(keys.pop(), []):
                if number not in seen:
                    seen.add(number)
                    keys += [other for other, _sign in self.sums[number]]
        return sorted(seen)


def determined(rows: Iterable[Mapping[Key, int]]) -> set[Key]:
    """The unknowns that a system of linear equations fixes, whatever its right-hand sides are.

    In the reduced form of the system they are those whose row holds nothing else. Exact.
    """
    reduced: dict[Key, dict[Key, Fraction]] = {}  # by pivot
    holders: dict[Key, set[Key]] = {}  # pivots of the rows that hold an unknown
    for given in rows:
        row = {key: Fraction(sign) for key, sign in given.items()}
        for pivot in [key for key in row if key in reduced]:
            _subtract(row, reduced[pivot], row[pivot])
        if not row:
            continue
        pivot = min(row)
        row = {key: part / row[pivot] for key, part in row.items()}
        for other in list(holders.get(pivot, ())):
            target = reduced[other]
            before = set(target)
            _subtract(target, row, target[pivot])
            for key in before - set(target):
                holders[key].discard(other)
            for key in set(target) - before:
                holders.setdefault(key, set()).add(other)
        reduced[pivot] = row
        for key in row:
            holders.setdefault(key, set()).add(pivot)
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _subtract(row: dict[Key, Fraction], other: Mapping[Key, Fraction], times: Fraction) -> None:
    """Take a multiple of one row from another, and drop what becomes nothing."""
    for key, part in other.items():
        left = row.get(key, Fraction(0)) - times * part
        if left:
            row[key] = left
        else:
            row.pop(key, None)
