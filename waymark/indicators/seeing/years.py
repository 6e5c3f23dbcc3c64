"""Series over the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from waymark.indicators.rules.cells import year_of
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.seen import SeenLine
from waymark.indicators.seeing.figure import (
    Figure,
    Value,
    chart_key,
    is_rtl,
    shown,
    sources_of,
)
from waymark.indicators.seeing.subject import Subject
from waymark.indicators.wording import STATUS_NAMES, named
from waymark.kernel import charts

MOST_LINES = 6


def years_figure(
    subject: Subject,
    lines: Sequence[SeenLine],
    *,
    ident: str = "values",
    ahead: charts.Band | None = None,
) -> Figure | None:
    """Draw up to six series of one unit, one alone with its baseline, target and milestones.

    `ahead` is where the first would go. None where there is not one number.
    """
    lines = [line for line in lines if line.known][:MOST_LINES]
    if not lines:
        return None
    unit = lines[0].unit
    drawn = [chart_line(line) for line in lines]
    marks = marks_of(lines[0].goal) if len(lines) == 1 else {}
    words: dict[str, Any] = {
        "title": subject.title,
        "desc": _("%(label)s in %(unit)s by year. The same values stand in the table below.")
        % {"label": subject.label, "unit": unit or "–"},
    }
    svg = charts.line_chart(
        drawn,
        ident=ident,
        projection=ahead,
        unit=unit,
        key=chart_key(),
        rtl=is_rtl(),
        number=shown,
        **words,
        **marks,
    )
    header, rows = table(lines)
    return Figure(
        title=subject.title,
        svg=svg,
        header=header,
        rows=rows,
        spec=lambda: charts.vega_line(drawn, unit=unit, projection=ahead, **words, **marks),
        notes=(_("Of several values that begin in one year the last is drawn."),),
        sources=sources_of([one.source for line in lines for one in line.by_year.values()]),
        place=subject.place,
    )


def chart_line(line: SeenLine) -> charts.Line:
    """A series as a chart draws it."""
    return charts.Line(line.name, tuple(line.known.items()), line.kinds)


def marks_of(goal: Goal) -> dict[str, Any]:
    """Baseline, target and milestones of a series as a chart draws them."""
    marks: dict[str, Any] = {}
    if goal.target_value is not None:
        words = _("Target %(year)s") % {"year": goal.target_year}
        marks["target"] = charts.Mark(goal.target_value, words, goal.target_year)
    if goal.baseline_value is not None:
        words = _("Baseline %(period)s") % {"period": goal.baseline_period}
        year = year_of(goal.baseline_period)
        marks["baseline"] = charts.Mark(goal.baseline_value, words, year)
    marks["milestones"] = [
        charts.Mark(value, _("Milestone"), year) for year, value in goal.milestones
    ]
    return marks


def table(lines: Sequence[SeenLine]) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """Header and rows: the years, and for each series its value and how it stands.

    A column for the standing is there only where some value has one.
    """
    header = [_("Year")]
    for line in lines:
        header.append(line.name)
        if line.kinds:
            header.append(_("%(series)s: status") % {"series": line.name})
    years = sorted({year for line in lines for year in line.by_year})
    rows = []
    for year in years:
        row: list[Value] = [str(year)]
        for line in lines:
            seen = line.by_year.get(year)
            row.append(seen.value if seen else None)
            if line.kinds:
                row.append(named(STATUS_NAMES, seen.status) if seen and seen.kind else "")
        rows.append(tuple(row))
    return tuple(header), tuple(rows)
