"""From what the queries of a city's own pages read to what is drawn."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.indicators.queries.place import Here
from waymark.indicators.queries.series import Detail, Line
from waymark.indicators.rules.find import unit_key
from waymark.indicators.rules.seen import Seen, SeenLine
from waymark.indicators.rules.unit_choice import spelled
from waymark.indicators.seeing.subject import Subject


def of_detail(at: Here, held: Detail) -> Subject:
    """An indicator as its page has read it."""
    return Subject(
        held.indicator.code,
        str(held.indicator.label),
        str(at.place),
        tuple(seen_lines(held, held.lines)),
        {pk: str(area) for pk, area in at.areas.items()},
        at.cells,
    )


def seen_lines(held: Detail, lines: Iterable[Line]) -> list[SeenLine]:
    """Some of its series. Units that mean the same are spelled alike."""
    spelling = spelled(held.units)
    return [_seen(line, spelling.get(unit_key(line.unit), line.unit)) for line in lines]


def _seen(line: Line, unit: str) -> SeenLine:
    values = tuple(Seen(row.year, row.value, row.status, row.source) for row in line.values)
    return SeenLine(
        line.series.pk, line.name, line.series.area_id or "", line.dims, unit, values, line.goal
    )
