"""What a public page shows of an indicator: its series, the chart of them, and their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from waymark.indicators.queries import public_rows
from waymark.indicators.queries.public_rows import Line, Published
from waymark.indicators.rules.cells import year_of
from waymark.indicators.seeing.context import FILE_NAMES
from waymark.indicators.seeing.figure import (
    Figure,
    Value,
    chart_key,
    is_rtl,
    shown,
    sources_of,
)
from waymark.indicators.wording import STATUS_NAMES, named
from waymark.kernel import charts
from waymark.opendata.mapping import OnMap, on_map
from waymark.opendata.queries import pages as reads
from waymark.opendata.queries.pages import Course, Split

MAP = "map"
"""How the map of areas stands in an address, beside the ways to split."""

MOST_LINES = 6
"""Of one drawing; more can't be told apart."""


@dataclass(frozen=True)
class Seen:
    """An indicator as a page shows it, by what is asked for in its address."""

    lines: tuple[Line, ...]
    units: list[str]
    unit: str
    splits: Mapping[str, Split]
    by: str
    courses: Sequence[Course]
    figure: Figure | None
    on_map: OnMap | None = None

    @property
    def left(self) -> int:
        """How many series with numbers are not drawn."""
        if self.on_map:
            return 0
        return max(0, len([one for one in self.courses if one.points]) - MOST_LINES)

    @property
    def from_residents(self) -> bool:
        """Whether any value of these series was proposed from outside."""
        return any(value.proposed for one in self.courses for value in one.line.values)

    def query(self, language: str) -> str:
        """What leads to the same drawing again, in a language."""
        said = {"by": self.by, "unit": self.unit if len(self.units) > 1 else ""}
        if self.on_map:
            said["year"] = str(self.on_map.year)
        said["lang"] = language
        return urlencode({name: text for name, text in said.items() if text})


def seen(viewer: Any, publication: Published, asked: Mapping[str, str]) -> Seen:
    """Return what is asked for of an indicator; what there is not is left aside."""
    lines = public_rows.lines(viewer, publication.pk)
    units = list(dict.fromkeys(line.series.unit for line in lines))
    unit = _one_of(asked.get("unit"), units)
    splits = reads.splits(lines, unit)
    if reads.AREA in splits and asked.get("by") == MAP:
        courses = splits[reads.AREA].courses
        drawing = on_map(viewer, publication, courses, unit, asked.get("year", ""))
        if drawing:
            mapped = drawing.mapped.figure
            return Seen(lines, units, unit, splits, MAP, courses, mapped, drawing)
    by = _one_of(asked.get("by"), list(splits))
    courses = splits[by].courses if splits else ()
    drawn = [course for course in courses if course.points][:MOST_LINES]
    figure = figure_of(publication, unit, drawn) if drawn else None
    return Seen(lines, units, unit, splits, by, courses, figure)


def _one_of(asked: str | None, known: list[str]) -> str:
    return asked if asked in known else (known[0] if known else "")


def figure_of(publication: Published, unit: str, courses: Sequence[Course]) -> Figure:
    """Draw series over the years; baseline, milestones and target where one is drawn alone."""
    indicator, place = publication.indicator, publication.place
    drawn = [charts.Line(one.name, one.points, one.kinds) for one in courses]
    marks = _marks(courses[0].line.series) if len(courses) == 1 else {}
    label = str(indicator.label)
    words: dict[str, Any] = {
        "title": f"{indicator.code} {label}",
        "desc": _("%(label)s in %(unit)s by year. The same values stand in the table below.")
        % {"label": label, "unit": unit or "–"},
    }
    svg = charts.line_chart(
        drawn,
        ident="values",
        unit=unit,
        key=chart_key(),
        rtl=is_rtl(),
        number=shown,
        **words,
        **marks,
    )
    header, rows = _table(courses)
    return Figure(
        title=words["title"],
        svg=svg,
        header=header,
        rows=rows,
        spec=lambda: charts.vega_line(drawn, unit=unit, **words, **marks),
        notes=(_("Terms: %(licence)s") % {"licence": place.licence},) if place.licence else (),
        sources=sources_of([v.source for one in courses for v in one.line.values]),
        place=str(place),
    )


def _marks(series: Any) -> dict[str, Any]:
    """Baseline, milestones and target of one series."""
    marks: dict[str, Any] = {
        "milestones": [
            charts.Mark(mark["value"], _("Milestone"), mark["year"]) for mark in series.milestones
        ]
    }
    if series.target_value is not None:
        words = _("Target %(year)s") % {"year": series.target_year}
        marks["target"] = charts.Mark(series.target_value, words, series.target_year)
    if series.baseline_value is not None and series.baseline_period:
        words = _("Baseline %(period)s") % {"period": series.baseline_period}
        year = year_of(series.baseline_period)
        marks["baseline"] = charts.Mark(series.baseline_value, words, year)
    return marks


def _table(
    courses: Sequence[Course],
) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """Every period with each series' number, or in words why there is none."""
    header = (_("Period"), *(one.name for one in courses))
    rows = [(period, *map(_cell, cells)) for period, cells in reads.periods(courses)]
    return header, tuple(rows)


def _cell(value: Any) -> Value:
    if value is None or value.value is not None:
        return value.value if value else None
    return str(value.text) or named(STATUS_NAMES, value.status)


FILES = {kind: name for kind, name in FILE_NAMES.items() if kind != "csv"}
"""What a chart can be taken away as, beside the table of all values."""
