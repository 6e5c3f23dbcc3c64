"""Everything a city has, and an empty form for what it lacks, as tables to take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from waymark.base.fields import Words
from waymark.indicators import models
from waymark.indicators.queries.links import visible
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.taking import Chosen, taken
from waymark.indicators.rules.exports import table
from waymark.indicators.rules.facts import Series, dims_of
from waymark.indicators.rules.find import is_loose
from waymark.indicators.rules.unit_choice import usual_unit
from waymark.kernel.tables import Block, Cell


@dataclass(frozen=True)
class Table:
    """Rows under a header; `breakdowns` are the dimensions beyond those with a vocabulary.

    `origin` says that one column tells which values came from outside.
    """

    blocks: Iterable[Block]
    breakdowns: tuple[str, ...] = ()
    origin: bool = False

    @property
    def rows(self) -> Iterator[list[Cell]]:
        """The rows one by one."""
        return (row for block in self.blocks for row in block.whole())

    @property
    def header(self) -> list[str]:
        """The columns of every table, and one more for each further dimension."""
        return table.header(self.breakdowns, origin=self.origin)


def export(here: Here, chosen: Chosen | None = None) -> Table:
    """Return every current value of the place, or of a list or one indicator, with its target.

    A series with a target and no value gives one row without a period. Read again, the table
    changes nothing. Values are read when the rows are.
    """
    held = taken(here, chosen or Chosen())
    labels = {one.name: str(Words(one.names)) for one in held.listed.values()}
    names = table.breakdowns_of(held.series)
    came = held.proposed
    return Table(table.blocks(held.lines(), labels, names, origin=came), names, came)


def template(here: Here, framework: str) -> Table:
    """Return one prepared row for each chosen indicator of a list, or for each of its rows."""
    held = list(models.Series.objects.filter(place=here.place, indicator__framework=framework))
    units: dict[int, list[str]] = {}
    for series in held:
        units.setdefault(series.indicator_id, []).append(series.unit)
    told = [Series("", dims=dims_of(series.dimensions)) for series in held]
    names = table.breakdowns_of(told)
    return Table([Block((), list(_template(here, framework, units, names)))], names)


def _template(
    here: Here, framework: str, units: Mapping[int, list[str]], breakdowns: Sequence[str]
) -> Iterator[list[Cell]]:
    rows = models.Indicator.objects.filter(
        visible(here.place), framework=framework, retired_in=None, retired_at=None
    ).order_by("order", "code")
    chosen = rows.filter(
        pk__in=models.ChosenIndicator.objects.filter(place=here.place).values("indicator")
    )
    for row in list(chosen) or rows:
        name = f"{row.framework_id}:{row.code}"
        unit = "" if is_loose(row.unit) else row.unit
        if row.pk in units:
            unit = usual_unit(units[row.pk], row.unit)
        yield table.prepared(name, str(row.label), unit, breakdowns)
