"""Two indicators of one place beside each other, without pretending that one moves the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from waymark.indicators.rules.seen import SeenLine, common_years, indexed
from waymark.indicators.seeing.figure import (
    Figure,
    chart_key,
    is_rtl,
    shown,
    sources_of,
)
from waymark.indicators.seeing.years import chart_line, table
from waymark.kernel import charts

BESIDE, INDEX, CLOUD = WAYS = ("beside", "index", "cloud")
LEAST_POINTS = 3


@dataclass(frozen=True)
class Compared:
    """The drawing, or the sentence that says why there is none."""

    figure: Figure | None
    reason: str = ""


def compared(place: str, first: SeenLine, second: SeenLine, way: str) -> Compared:
    """Hold two series beside each other in one of `WAYS`."""
    if way == INDEX:
        return _index(place, first, second)
    return _cloud(place, first, second) if way == CLOUD else _beside(place, first, second)


def _title(first: SeenLine, second: SeenLine) -> str:
    return _("%(first)s and %(second)s") % {"first": first.name, "second": second.name}


def _figure(place: str, first: SeenLine, second: SeenLine, **more: Any) -> Figure:
    lines = [replace(line, name=_with_unit(line)) for line in (first, second)]
    header, rows = table(lines)
    return Figure(
        title=_title(first, second),
        header=header,
        rows=rows,
        sources=sources_of([s.source for line in lines for s in line.by_year.values()]),
        place=place,
        **more,
    )


def _with_unit(line: SeenLine) -> str:
    if not line.unit:
        return line.name
    return _("%(name)s (%(unit)s)") % {"name": line.name, "unit": line.unit}


def _pair(first: SeenLine, second: SeenLine) -> tuple[charts.Measured, charts.Measured]:
    a, b = (charts.Measured(chart_line(line), line.unit) for line in (first, second))
    return a, b


def _beside(place: str, first: SeenLine, second: SeenLine) -> Compared:
    pair = _pair(first, second)
    words: dict[str, Any] = {
        "title": _title(first, second),
        "desc": _("Two charts over the same years, each in its own unit."),
    }
    svg = charts.pair_chart(
        *pair, ident="pair", key=chart_key(), rtl=is_rtl(), number=shown, **words
    )
    note = _("Each chart has a scale of its own, so heights and steepness can’t be compared.")
    return Compared(
        _figure(
            place,
            first,
            second,
            svg=svg,
            notes=(note,),
            spec=lambda: charts.vega_pair(*pair, **words),
        )
    )


def _index(place: str, first: SeenLine, second: SeenLine) -> Compared:
    """Both with the first year that they share set to 100."""
    common = common_years(first, second)
    if not common:
        return Compared(None, _("The two have no year in common, so there is no common start."))
    base = common[0]
    lines = [indexed(line, base) for line in (first, second)]
    if lines[0] is None or lines[1] is None:
        return Compared(
            None, _("A value is zero or below, and of such a series no index can be made.")
        )
    unit = _("Index, %(year)s = 100") % {"year": base}
    drawn = [chart_line(line) for line in lines if line]
    words: dict[str, Any] = {
        "title": _title(first, second),
        "desc": _("Both as an index, the value of %(year)s being 100.") % {"year": base},
    }
    svg = charts.line_chart(
        drawn,
        ident="index",
        unit=unit,
        key=chart_key(),
        rtl=is_rtl(),
        number=_index_number,
        **words,
    )
    note = _("An index shows by which share each has changed since %(year)s, not how large it is.")
    return Compared(
        _figure(
            place,
            first,
            second,
            svg=svg,
            notes=(note % {"year": base},),
            spec=lambda: charts.vega_line(drawn, unit=unit, **words),
        )
    )


def _index_number(value: float) -> str:
    return shown(round(value, 1))


def _cloud(place: str, first: SeenLine, second: SeenLine) -> Compared:
    """A point a year, for years in which both have a number."""
    common = common_years(first, second)
    if len(common) < LEAST_POINTS:
        said = _("Both have a number in %(count)s years; a cloud of points needs %(least)s.")
        return Compared(None, said % {"count": len(common), "least": LEAST_POINTS})
    pair = _pair(first, second)
    words: dict[str, Any] = {
        "title": _title(first, second),
        "desc": _("A point for each year in which both have a value, joined in their order."),
    }
    svg = charts.scatter_chart(*pair, ident="cloud", rtl=is_rtl(), number=shown, **words)
    note = _(
        "Points: %(count)s years, joined in their order. Two things that both change with time "
        "always seem to go together, so no measure of correlation is given."
    )
    return Compared(
        _figure(
            place,
            first,
            second,
            svg=svg,
            notes=(note % {"count": len(common)},),
            spec=lambda: charts.vega_scatter(*pair, **words),
        )
    )
