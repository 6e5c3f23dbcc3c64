"""What of a city's data may be seen by everybody: small numbers withheld over whole tables.

`wholes` and `suppression` look at one indicator in one period. Readers of published data know more
sums than those, and this looks at them together:

- indicators that are exactly linked say the same thing, so what one shows the other shows too;
- a count and its share are one table: who knows one and the whole knows the other;
- a year and its quarters, or three years and their mean, add up over time;
- a baseline repeats a value, and is a value of its period where there is no other.

What a reader can work out from two different indicators that nobody has linked, or from what was
public earlier and is no longer, is beyond it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from waymark.indicators.rules.facts import Days, Dims
from waymark.indicators.rules.find import unit_key
from waymark.indicators.rules.holes import completed
from waymark.indicators.rules.suppression import LIMITS, Cell, Key, Limits, Mark, Sum
from waymark.indicators.rules.units import Kind, read_unit
from waymark.indicators.rules.wholes import chains, coarse, marked, sums_of, suppress

TIME = "\x7ftime"
"""A dimension that no breakdown can have, by which the periods of one table are told apart."""

_CLEAR = (Kind.SHARE, Kind.RATE, Kind.MEAN, Kind.AMOUNT)
"""What counts no people, whatever somebody says of the indicator."""


@dataclass(frozen=True, slots=True)
class Told:
    """A number of a series in a period, a baseline too. `size`: of the sample, where known.

    `in_words`: an entry in words, which has no number. It adds up to nothing, but goes with the
    numbers of its group.
    """

    days: Days
    value: float | None
    status: str = "A"
    size: float | None = None
    in_words: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A series that is to be public. `family`: equal for indicators that say the same thing.

    `counts`: the city says that the values count people or cases, where the unit leaves it open.
    """

    id: str
    family: str
    area: str
    dims: Dims
    unit: str
    told: tuple[Told, ...]
    counts: bool = False


Marks = dict[tuple[str, Days], Mark]
"""What becomes of each number, by its series and period."""

_Spot = tuple[Days, Key]
_Table = dict[_Spot, Cell]


def disclose(rows: Iterable[Row], areas: Mapping[str, str], limits: Limits = LIMITS) -> Marks:
    """What of these series everybody may see.

    `areas` holds every area of the place and what it belongs to ("" for the place itself). Nothing
    that is withheld follows from what is shown, by any of the sums named above.
    """
    families: dict[str, list[Row]] = {}
    for row in rows:
        families.setdefault(row.family, []).append(row)
    found: Marks = {}
    for members in families.values():
        marks = _family(_tables(members, limits), areas, limits)
        for row in members:
            for told in row.told:
                mark = marks[told.days, (row.area, row.dims)]
                found[row.id, told.days] = _own(told, mark)
    return found


def _own(told: Told, mark: Mark) -> Mark:
    """What becomes of a number, given what becomes of all that is said of its group then."""
    if told.in_words:
        return mark if mark.hidden else Mark.SHOWN
    return Mark.MISSING if told.value is None and told.status != "Q" else mark


def _family(
    tables: Sequence[_Table], areas: Mapping[str, str], limits: Limits
) -> dict[_Spot, Mark]:
    """The marks of all tables of a family; what goes in one of them goes in all."""
    small = {
        spot for table in tables for spot, cell in table.items() if limits.primary(cell).hidden
    }
    withheld = set(small)
    while True:
        marks: dict[_Spot, Mark] = {}
        for table in tables:
            given = {s: _taken_out(c) if s in withheld else c for s, c in table.items()}
            for spot, mark in _protected(given, areas, limits).items():
                if mark.hidden or marks.get(spot, Mark.MISSING) is Mark.MISSING:
                    marks[spot] = mark
        hidden = {spot for spot, mark in marks.items() if mark.hidden}
        if len(tables) == 1 or hidden <= withheld:
            return {s: Mark.SECONDARY if s in hidden - small else m for s, m in marks.items()}
        withheld |= hidden


def _taken_out(cell: Cell) -> Cell:
    """The cell as one that must not be shown; its value still tells how many it is about."""
    return replace(cell, status="Q") if cell.value is not None else cell


def _tables(rows: Sequence[Row], limits: Limits) -> list[_Table]:
    """A table for each unit, and where numbers for one spot differ, another one with the second.

    So is a baseline that was restated, or an indicator that disagrees with a linked one.
    """
    units: dict[str, dict[_Spot, list[Cell]]] = {}
    for row in rows:
        unit = unit_key(row.unit)
        kind = read_unit(row.unit).kind
        counts = kind is Kind.COUNT or (row.counts and kind not in _CLEAR)
        spots = units.setdefault(unit, {})
        for told in row.told:
            cells = spots.setdefault((told.days, (row.area, row.dims)), [])
            thin = told.in_words and told.size is not None and 0 < told.size < limits.size
            cell = Cell(told.value, counts, told.size, "Q" if thin else told.status)
            if cell not in cells:
                cells.append(cell)
    found: list[_Table] = []
    for spots in units.values():
        for cells in spots.values():
            cells.sort(key=lambda cell: (not limits.primary(cell).hidden, cell.value is None))
        most = max(len(cells) for cells in spots.values())
        found += [
            {spot: cells[min(layer, len(cells) - 1)] for spot, cells in spots.items()}
            for layer in range(most)
        ]
    return found


def _protected(table: _Table, areas: Mapping[str, str], limits: Limits) -> dict[_Spot, Mark]:
    """The marks of one table with all its periods."""
    periods: dict[Days, dict[Key, Cell]] = {}
    for (days, key), cell in table.items():
        periods.setdefault(days, {})[key] = cell
    overlap = _overlap(periods)
    marks: dict[_Spot, Mark] = {}
    for days, cells in periods.items():
        if days not in overlap:
            own = suppress(cells, areas, limits)
            marks.update({(days, key): mark for key, mark in own.items()})
    if overlap:
        marks.update(_over_time({days: periods[days] for days in overlap}, areas, limits))
    return marks


def _overlap(periods: Iterable[Days]) -> set[Days]:
    """The periods that share a day with another one; only they can add up to each other."""
    found: set[Days] = set()
    last: Days | None = None
    for days in sorted(periods):
        if last is not None and days[0] <= last[1]:
            found |= {last, days}
        if last is None or days[1] > last[1]:
            last = days
    return found


def _over_time(
    periods: Mapping[Days, Mapping[Key, Cell]], areas: Mapping[str, str], limits: Limits
) -> dict[_Spot, Mark]:
    """The marks where periods lie in each other: one table, with time as a dimension."""
    names = {_name(days): days for days in periods}
    table = completed((key for own in periods.values() for key in own), areas)
    cells = {_at(key, days): cell for days, own in periods.items() for key, cell in own.items()}
    sums: list[Sum] = []
    for days, own in periods.items() if table else ():
        for terms in sums_of(own, areas, limits, table):
            sums.append(tuple((_at(key, days), sign) for key, sign in terms))
    for key in table:
        sums += chains(
            ((float(days[0].toordinal()), float(days[1].toordinal() + 1)), _at(key, days))
            for days in periods
        )
    marks = marked(cells, sums, limits) if table else coarse(cells, limits)
    return {(names[dims[-1][1]], (area, dims[:-1])): mark for (area, dims), mark in marks.items()}


def _name(days: Days) -> str:
    return f"{days[0].isoformat()}/{days[1].isoformat()}"


def _at(key: Key, days: Days) -> Key:
    area, dims = key
    return area, (*dims, (TIME, _name(days)))
