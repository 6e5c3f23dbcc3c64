"""Every sum that a reader can know of one indicator's values in one period.

Where groups might make up a whole, they are taken to: a sum too many costs a value, a sum too few
might give somebody away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from waymark.indicators.rules.facts import DIMENSIONS
from waymark.indicators.rules.holes import completed
from waymark.indicators.rules.layers import inside, is_layer, layer_of, parent_of
from waymark.indicators.rules.partition import PAIRS, WHOLE, Stretch, stretch
from waymark.indicators.rules.suppression import LIMITS, Cell, Key, Limits, Mark, Sum, protect

REMAINDER = 0.01
"""Of the whole. What the groups leave over is then taken for rounding, not for a further group."""


def suppress(
    cells: Mapping[Key, Cell], areas: Mapping[str, str], limits: Limits = LIMITS
) -> dict[Key, Mark]:
    """What becomes of each value of an indicator in a period.

    `areas` holds every area of the place and what it belongs to ("" for the place itself), as
    `layers.belongs` writes it.
    """
    table = completed(cells, areas)
    if not table:
        return coarse(cells, limits)
    return marked(cells, sums_of(cells, areas, limits, table), limits)


def coarse(cells: Mapping[Key, Cell], limits: Limits) -> dict[Key, Mark]:
    """What becomes of a table too large to be worked out: with anything small all of it goes."""
    marks = {key: limits.primary(cell) for key, cell in cells.items()}
    if any(mark.hidden for mark in marks.values()):
        for key, mark in marks.items():
            marks[key] = Mark.SECONDARY if mark is Mark.SHOWN else mark
    return marks


def marked(cells: Mapping[Key, Cell], sums: Iterable[Sum], limits: Limits) -> dict[Key, Mark]:
    """What becomes of each cell, also for the sake of small ones that nobody has listed."""
    known = list(sums)
    marks = protect({**implied(cells, known, limits), **cells}, known, limits)
    return {key: marks[key] for key in cells}


def suppress_units(
    tables: Mapping[str, Mapping[Key, Cell]],
    areas: Mapping[str, str],
    limits: Limits = LIMITS,
) -> dict[str, dict[Key, Mark]]:
    """What becomes of each value of an indicator in a period, in each of its units.

    What is withheld in one unit is withheld in all: the same people stand behind it, and a share
    and its whole tell their number.
    """
    held = {unit: dict(cells) for unit, cells in tables.items()}
    while True:
        marks = {unit: suppress(cells, areas, limits) for unit, cells in held.items()}
        hidden = {key for found in marks.values() for key, mark in found.items() if mark.hidden}
        spread = False
        for unit, cells in held.items():
            for key in hidden & cells.keys():
                if not marks[unit][key].hidden and cells[key].value is not None:
                    cells[key] = replace(cells[key], status="Q")
                    spread = True
        if not spread:
            return marks


def sums_of(
    cells: Mapping[Key, Cell],
    areas: Mapping[str, str],
    limits: Limits,
    table: Collection[Key],
) -> list[Sum]:
    """The sums among the cells of a table, by each dimension and by area, at every level.

    What the table lacks may follow from what it has, and lead on: so the sums go over `table`, as
    it would be without its holes.
    """
    families: dict[tuple[Key, str], dict[str, Key]] = {}
    for key in sorted({*cells, *table}):
        area, dims = key
        if area:
            parent = areas.get(area, "")
            families.setdefault(((parent_of(parent), dims), layer_of(parent)), {})[area] = key
        for place, (dimension, group) in enumerate(dims):
            rest = dims[:place] + dims[place + 1 :]
            families.setdefault(((area, rest), dimension), {})[group] = key
    found: list[Sum] = []
    for (whole, dimension), parts in families.items():
        told = list(_structural(whole, dimension, parts, areas))
        # What is missing may be no group at all: somebody may know that it is empty.
        held = {group: key for group, key in parts.items() if _is_told(cells.get(key))}
        if len(held) < len(parts):
            told += _structural(whole, dimension, held, areas)
        if not (dimension in PAIRS and told):
            told += _by_value(whole, held, cells, limits, holes=len(held) < len(parts))
        found += dict.fromkeys(told)
    return found


def _is_told(cell: Cell | None) -> bool:
    return cell is not None and (cell.value is not None or cell.status == "Q")


def implied(cells: Mapping[Key, Cell], sums: Sequence[Sum], limits: Limits) -> dict[Key, Cell]:
    """Small counts that stand in no cell and follow from the values of those that do."""
    if not any(cell.counts for cell in cells.values()):
        return {}
    values = {key: cell.value for key, cell in cells.items() if cell.value is not None}
    uses: dict[Key, list[Sum]] = {}
    for terms in sums:
        for key, _sign in terms:
            uses.setdefault(key, []).append(terms)
    waiting = list(sums)
    while waiting:
        terms = waiting.pop()
        lacking = [(key, sign) for key, sign in terms if key not in values]
        if len(lacking) == 1:
            key, sign = lacking[0]
            values[key] = -sign * sum(s * values[other] for other, s in terms if other != key)
            waiting += uses[key]
    return {
        key: Cell(value, True)
        for key, value in values.items()
        if key not in cells and 0 < value < limits.count
    }


def _structural(
    whole: Key, dimension: str, parts: Mapping[str, Key], areas: Mapping[str, str]
) -> Iterator[Sum]:
    """Sums that hold by what the groups are."""
    if is_layer(dimension):
        every = inside(areas, whole[0], dimension)
        if every and every <= parts.keys():
            yield _sum(whole, parts.values())
    elif dimension in PAIRS:
        if PAIRS[dimension] <= parts.keys():
            yield _sum(whole, parts.values())
    elif dimension in WHOLE:
        placed = [
            (found, key) for group, key in parts.items() if (found := stretch(dimension, group))
        ]
        yield from chains([*placed, (WHOLE[dimension], whole)])
    elif dimension not in DIMENSIONS and len(parts) > 1:
        # Nothing is known of a city's own breakdown, so its groups may make up the whole.
        yield _sum(whole, parts.values())


def _sum(whole: Key, parts: Iterable[Key]) -> Sum:
    return (*((part, 1) for part in parts), (whole, -1))


def _by_value(
    whole: Key,
    parts: Mapping[str, Key],
    cells: Mapping[Key, Cell],
    limits: Limits,
    *,
    holes: bool,
) -> list[Sum]:
    """Counts that leave nothing, or next to nothing, of their whole.

    A little that is left for what the table lacks is a small count of its own (`implied`).
    """
    held = cells.get(whole)
    if held is None or held.value is None or not held.counts:
        return []
    rest = held.value - sum(cells[key].value or 0.0 for key in parts.values())
    unsaid = any(cells[key].value is None for key in parts.values())
    if not parts or (holes and not unsaid and 0 < rest < limits.count):
        return []
    most = max(limits.count - 1, REMAINDER * abs(held.value))
    if abs(rest) <= most or (unsaid and rest > 0):
        return [_sum(whole, parts.values())]
    return []


def chains(placed: Iterable[tuple[Stretch, Key]]) -> Iterator[Sum]:
    """Sums among stretches of a line: two chains from one end to another are worth the same.

    The stretches are the edges of a graph whose nodes are their ends. A forest of its edges gives
    every other edge as a chain of forest edges, and all further sums follow from these.
    """
    tree: dict[float, list[tuple[float, Key, int]]] = {}
    for (low, high), key in sorted(placed, key=_by_length):
        chain = _chain(tree, low, high)
        if chain is not None:
            yield (*chain, (key, -1))
        else:
            tree.setdefault(low, []).append((high, key, 1))
            tree.setdefault(high, []).append((low, key, -1))


def _by_length(placed: tuple[Stretch, Key]) -> tuple[float, float, Key]:
    """Short stretches first; of several without end the one that begins first comes last."""
    (low, high), key = placed
    return high - low, -low, key


def _chain(
    tree: Mapping[float, list[tuple[float, Key, int]]], start: float, end: float
) -> Sum | None:
    """The way through the forest from one end to another, or None."""
    ways: dict[float, Sum] = {start: ()}
    nodes = [start]
    while nodes:
        node = nodes.pop()
        for other, key, sign in tree.get(node, []):
            if other not in ways:
                ways[other] = (*ways[node], (key, sign))
                nodes.append(other)
    return ways.get(end)
