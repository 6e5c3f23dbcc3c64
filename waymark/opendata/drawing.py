"""The chart of a public page, drawn from what everybody sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from waymark.indicators.rules.cells import days_of
from waymark.indicators.seeing.figure import chart_key, is_rtl, shown
from waymark.kernel import charts
from waymark.opendata.queries.pages import Course

MOST_LINES = 6
"""Of one drawing; more can't be told apart."""


def chart(indicator: Any, unit: str, courses: Sequence[Course]) -> str:
    """Draw series over the years; baseline, milestones and target where one is drawn alone."""
    drawn = [charts.Line(one.name, one.points, one.kinds) for one in courses[:MOST_LINES]]
    series = courses[0].line.series if len(courses) == 1 else None
    target = baseline = None
    steps: list[dict[str, Any]] = series.milestones if series else []
    if series and series.target_value is not None:
        words = _("Target %(year)s") % {"year": series.target_year}
        target = charts.Mark(series.target_value, words, series.target_year)
    if series and series.baseline_value is not None and series.baseline_period:
        words = _("Baseline %(period)s") % {"period": series.baseline_period}
        year = days_of(series.baseline_period)[0].year
        baseline = charts.Mark(series.baseline_value, words, year)
    label = str(indicator.label)
    return charts.line_chart(
        drawn,
        title=f"{indicator.code} {label}",
        desc=_("%(label)s in %(unit)s by year. The same values stand in the table below.")
        % {"label": label, "unit": unit or "–"},
        ident="values",
        target=target,
        baseline=baseline,
        milestones=[charts.Mark(m["value"], _("Milestone"), m["year"]) for m in steps],
        unit=unit,
        key=chart_key(),
        rtl=is_rtl(),
        number=shown,
    )
