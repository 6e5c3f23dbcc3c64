"""One small chart an indicator, over the same years: what a place has of a goal or a domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waymark.indicators.rules.seen import SeenLine
from waymark.indicators.saying import about
from waymark.indicators.seeing.figure import (
    Figure,
    Value,
    chart_key,
    is_rtl,
    shown,
    sources_of,
)
from waymark.indicators.seeing.years import chart_line, marks_of
from waymark.indicators.wording import STATUS_NAMES, named
from waymark.kernel import charts


@dataclass(frozen=True)
class Small:
    """One of the small charts."""

    line: SeenLine
    svg: str


def short(value: float) -> str:
    """A value beside a small chart: there is room for three digits that count."""
    return shown(about(value))


def small_charts(lines: Sequence[SeenLine]) -> list[Small]:
    """Return a small drawing for each series that has a number, in their order."""
    panels = [_panel(line) for line in lines]
    years = charts.span(panels)
    if years is None:
        return []
    drawn = []
    for number, (line, panel) in enumerate(zip(lines, panels, strict=True)):
        svg = charts.small_chart(
            panel,
            years,
            title=line.name,
            desc=_("%(label)s in %(unit)s by year.") % {"label": line.name, "unit": line.unit},
            ident=f"small{number}",
            key=chart_key(),
            rtl=is_rtl(),
            number=short,
        )
        if svg:
            drawn.append(Small(line, svg))
    return drawn


def multiples_figure(place: str, title: str, lines: Sequence[SeenLine]) -> Figure | None:
    """All of them on one sheet, with a table of their values; None where nothing can be drawn."""
    panels = [_panel(line) for line in lines if line.known]
    words: dict[str, Any] = {
        "title": title,
        "desc": _(
            "One small chart an indicator, each with values of its own, over the same years."
        ),
    }
    svg = charts.small_multiples(
        panels, ident="sheet", columns=2, key=chart_key(), rtl=is_rtl(), number=short, **words
    )
    if not svg:
        return None
    return Figure(
        title=title,
        svg=svg,
        header=(_("Indicator"), _("Unit"), _("Year"), _("Value"), _("Status")),
        rows=tuple(row for line in lines for row in _rows(line)),
        spec=lambda: charts.vega_multiples(panels, **words),
        notes=(_note(),),
        sources=sources_of([one.source for line in lines for one in line.by_year.values()]),
        place=place,
    )


def _note() -> str:
    return _(
        "All charts span the same years. Heights can’t be compared: each chart has the scale and "
        "the unit of its own values. A dashed level is the city’s target."
    )


def _panel(line: SeenLine) -> charts.Panel:
    return charts.Panel(line.name, line.unit, chart_line(line), marks_of(line.goal).get("target"))


def _rows(line: SeenLine) -> list[tuple[Value, ...]]:
    return [
        (
            line.name,
            line.unit,
            str(year),
            seen.value,
            named(STATUS_NAMES, seen.status) if seen.kind else "",
        )
        for year, seen in line.by_year.items()
    ]
