"""Groups of one dimension: as bars in one year, and how far apart they lie in two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from waymark.base.fields import listed
from waymark.indicators.rules.seen import SeenLine, Split
from waymark.indicators.seeing.figure import (
    Figure,
    Value,
    chart_key,
    is_rtl,
    shown,
    sources_of,
)
from waymark.indicators.seeing.subject import Subject, dimension_name
from waymark.indicators.wording import STATUS_NAMES, named
from waymark.kernel import charts

MOST_BARS = 40
MOST_DOTS = 6


def bars_figure(subject: Subject, split: Split, year: int) -> Figure:
    """Draw one bar a group, in the order of the vocabulary or by name, never by value."""
    groups = split.groups[:MOST_BARS]
    bars = [
        charts.Bar(subject.group(split.dimension, group), line.known.get(year), _kind(line, year))
        for group, line in groups
    ]
    whole = split.whole.known.get(year) if split.whole else None
    baseline = charts.Mark(whole, _("All together")) if whole is not None else None
    words = _words(subject, split, str(year))
    svg = charts.bar_chart(
        bars,
        ident="groups",
        baseline=baseline,
        unit=split.unit,
        key=chart_key(),
        rtl=is_rtl(),
        number=shown,
        **words,
    )
    header, rows = _table(subject, split, [year])
    return Figure(
        title=words["title"],
        svg=svg,
        header=header,
        rows=rows,
        spec=lambda: charts.vega_bar(bars, unit=split.unit, baseline=baseline, **words),
        notes=(_order(split), *_more(split)),
        sources=_sources(split, [year]),
        place=subject.place,
    )


def gap_figure(subject: Subject, split: Split, years: Sequence[int]) -> Figure | None:
    """Draw the groups as dots in each year, the gap between the outermost marked.

    None for more than six groups, or where no year has two numbers.
    """
    if len(split.groups) > MOST_DOTS or not any(split.count(year) > 1 for year in years):
        return None
    names = [subject.group(split.dimension, group) for group, _line in split.groups]
    rows = [_dots(split, names, year) for year in years]
    words = _words(subject, split, listed(years))
    svg = charts.gap_chart(
        names, rows, ident="gap", unit=split.unit, rtl=is_rtl(), number=shown, **words
    )
    header, cells = _table(subject, split, years)
    return Figure(
        title=words["title"],
        svg=svg,
        header=header,
        rows=cells,
        spec=lambda: charts.vega_gap(names, rows, unit=split.unit, **words),
        notes=(_("The gap is the distance between the highest and the lowest group."),),
        sources=_sources(split, years),
        place=subject.place,
    )


def _dots(split: Split, names: Sequence[str], year: int) -> charts.DotRow:
    values = tuple(line.known.get(year) for _group, line in split.groups)
    known = [value for value in values if value is not None]
    gap = ""
    if len(known) > 1:
        size = float(f"{max(known) - min(known):.10g}")
        gap = _("Gap: %(size)s") % {"size": shown(size, split.unit)}
    lacking = [
        _("%(group)s: %(why)s") % {"group": name, "why": _why(line, year)}
        for name, value, (_group, line) in zip(names, values, split.groups, strict=True)
        if value is None
    ]
    return charts.DotRow(str(year), values, gap, listed(lacking))


def _why(line: SeenLine, year: int) -> str:
    """Why there is no number."""
    seen = line.by_year.get(year)
    return named(STATUS_NAMES, seen.status) if seen else _("No value entered")


def _kind(line: SeenLine, year: int) -> str:
    seen = line.by_year.get(year)
    return seen.kind if seen else "none"


def _words(subject: Subject, split: Split, when: str) -> dict[str, Any]:
    about = subject.about(split.within)
    facts = {
        "label": subject.title,
        "dimension": dimension_name(split.dimension),
        "when": when,
        "about": about,
    }
    title = (
        _("%(label)s: %(dimension)s, %(about)s, %(when)s")
        if about
        else _("%(label)s: %(dimension)s, %(when)s")
    ) % facts
    desc = _("One mark for each group, in %(unit)s. The same values stand in the table below.")
    return {"title": title, "desc": desc % {"unit": split.unit or "–"}}


def _order(split: Split) -> str:
    return _("Groups stand in the order of their list or by name, not by value.")


def _more(split: Split) -> list[str]:
    left = len(split.groups) - MOST_BARS
    if left <= 0:
        return []
    return [_("Groups that are not drawn: %(count)s. All stand in the table.") % {"count": left}]


def _table(
    subject: Subject, split: Split, years: Sequence[int]
) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """A row a group, and for each year its value and, where that is special, how it stands."""
    header = [dimension_name(split.dimension)]
    for year in years:
        header += [str(year), _("Status %(year)s") % {"year": year}]
    rows = []
    lines = list(split.groups)
    for group, line in lines:
        row: list[Value] = [subject.group(split.dimension, group)]
        row += _cells(line, years)
        rows.append(tuple(row))
    if split.whole:
        rows.append((_("All together"), *_cells(split.whole, years)))
    return tuple(header), tuple(rows)


def _cells(line: SeenLine, years: Sequence[int]) -> list[Value]:
    cells: list[Value] = []
    for year in years:
        seen = line.by_year.get(year)
        cells.append(seen.value if seen else None)
        cells.append(_why(line, year) if seen is None or seen.kind else "")
    return cells


def _sources(split: Split, years: Sequence[int]) -> tuple[str, ...]:
    lines = [line for _group, line in split.groups]
    return sources_of(
        [line.by_year[year].source for line in lines for year in years if year in line.by_year]
    )
