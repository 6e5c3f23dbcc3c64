"""The chart of an indicator's page: which drawings there are, which one is shown, and choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from waymark.indicators.forms.seeing import AREAS, GAP, GROUPS, YEARS, Asked
from waymark.indicators.rules.layers import AREA, size_in
from waymark.indicators.rules.seen import SeenLine, Split
from waymark.indicators.seeing.areas import (
    AreaLines,
    Boundary,
    Mapped,
    area_lines,
    areas_figure,
    breakdown_key,
)
from waymark.indicators.seeing.figure import Figure
from waymark.indicators.seeing.groups import MOST_DOTS, bars_figure, gap_figure
from waymark.indicators.seeing.subject import Subject, dimension_name
from waymark.indicators.seeing.years import MOST_LINES, years_figure
from waymark.indicators.wording import series_name
from waymark.kernel.charts import Band

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Control:
    """A list to choose from: name in the address, label, and (value, words, chosen)."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Drawing:
    """A figure, and the query that leads to it again."""

    figure: Figure
    query: str


@dataclass(frozen=True)
class Block:
    """What is drawn, and what else could be: one drawing, over the years one for each unit.

    `kinds` are (words, query, chosen); `keep` what a form has to send along; `steps` lead a year
    back and forth; `left` counts series that are asked for but not drawn.
    """

    view: str
    kinds: list[tuple[str, str, bool]]
    drawings: list[Drawing]
    controls: list[Control] = field(default_factory=list)
    keep: Pairs = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    mapped: Mapped | None = None
    left: int = 0

    @property
    def figure(self) -> Figure | None:
        """The first drawing."""
        return self.drawings[0].figure if self.drawings else None


def block(
    subject: Subject,
    asked: Asked,
    lines: Sequence[SeenLine],
    *,
    boundaries: Callable[[], Mapping[str, Boundary]],
    ahead: Band | None = None,
) -> Block:
    """Return the drawing asked for, or the nearest that there is.

    `lines` are the series of the chart over the years. `boundaries` is asked only for a map.
    """
    offered = _offered(subject)
    view = asked.view if asked.view in offered else YEARS
    keep = [("s", pk) for pk in asked.lines]
    keep += [("method", asked.method)] if asked.method else []
    kinds = [
        (words, urlencode([*keep, *_view(name)]), name == view) for name, words in offered.items()
    ]
    if view == AREAS:
        return _areas(subject, asked, boundaries(), kinds, keep)
    if view in (GROUPS, GAP):
        return _groups(subject, asked, view, kinds, keep)
    return _years(subject, asked, lines, ahead, kinds, keep)


def _years(
    subject: Subject,
    asked: Asked,
    lines: Sequence[SeenLine],
    ahead: Band | None,
    kinds: list[tuple[str, str, bool]],
    keep: Pairs,
) -> Block:
    """A chart for each unit, as numbers in two units never share an axis."""
    by_unit: dict[str, list[SeenLine]] = {}
    for line in lines:
        if line.known and (asked.unit is None or asked.unit == line.unit):
            by_unit.setdefault(line.unit, []).append(line)
    drawings = []
    for number, (unit, same) in enumerate(by_unit.items()):
        ident = f"values{number}" if number else "values"
        figure = years_figure(subject, same, ident=ident, ahead=ahead if len(lines) == 1 else None)
        query = urlencode([*keep, *([("in", unit)] if len(by_unit) > 1 else [])])
        if figure:
            drawings.append(Drawing(figure, query))
    left = sum(max(0, len(same) - MOST_LINES) for same in by_unit.values())
    return Block(YEARS, kinds, drawings, keep=keep, left=left)


def _view(name: str) -> Pairs:
    return [] if name == YEARS else [("view", name)]


def _offered(subject: Subject) -> dict[str, str]:
    """The kinds of drawing for which there are values."""
    found = {YEARS: _("Over the years")}
    if subject.splits:
        found[GROUPS] = _("Groups in one year")
    if any(_has_gap(split) for split in subject.splits):
        found[GAP] = _("Gap between groups")
    if any(line.area and line.by_year for line in subject.lines):
        found[AREAS] = _("Map of areas")
    return found


def _has_gap(split: Split) -> bool:
    return len(split.groups) <= MOST_DOTS and any(split.count(year) > 1 for year in split.years)


def split_key(split: Split) -> str:
    """A split as it stands in an address."""
    return "~".join([split.dimension, split.within.key, split.unit])


def _split_name(subject: Subject, split: Split) -> str:
    about, name = subject.about(split.within), dimension_name(split.dimension)
    if about:
        name = _("%(dimension)s: %(about)s") % {"dimension": name, "about": about}
    if len(subject.units) > 1 and split.unit:
        return _("%(name)s (%(unit)s)") % {"name": name, "unit": split.unit}
    return name


def _groups(
    subject: Subject, asked: Asked, view: str, kinds: list[tuple[str, str, bool]], keep: Pairs
) -> Block:
    found = [split for split in subject.splits if view == GROUPS or _has_gap(split)]
    split = next((one for one in found if split_key(one) == asked.split), found[0])
    options = [(split_key(one), _split_name(subject, one), one is split) for one in found]
    controls = [Control("by", _("Split by"), options)]
    years = [year for year in split.years if view == GROUPS or split.count(year) > 1]
    wanted = (asked.year, split.latest, years[-1])
    year = next(one for one in wanted if one is not None and one in years)
    base = [*keep, *_view(view), ("by", split_key(split))]
    query, steps = _stepped(base, years, year)
    controls.append(_year_control(years, year))
    figure: Figure | None
    if view == GROUPS:
        figure = bars_figure(subject, split, year)
    else:
        first = split.earliest_before(year)
        figure = gap_figure(subject, split, [year] if first is None else [first, year])
    drawings = [Drawing(figure, query)] if figure else []
    return Block(view, kinds, drawings, controls, [*keep, *_view(view)], steps)


def _areas(
    subject: Subject,
    asked: Asked,
    boundaries: Mapping[str, Boundary],
    kinds: list[tuple[str, str, bool]],
    keep: Pairs,
) -> Block:
    """The map; its classes, and so the choice of years, are those of one breakdown and unit."""
    keys = sorted(
        {
            (subject.layer(line.area), line.dims, line.unit)
            for line in subject.lines
            if line.area and line.by_year
        }
    )
    found = [area_lines(subject, dims, unit, layer) for layer, dims, unit in keys]
    held = next((one for one in found if _mapped_key(one) == asked.mapped), found[0])
    options = [(_mapped_key(one), _mapped_name(subject, one), one is held) for one in found]
    years = held.years
    known = [year for year in years if any(year in line.known for line in held.lines.values())]
    latest = (known or years)[-1]
    year = asked.year if asked.year is not None and asked.year in years else latest
    query, steps = _stepped([*keep, *_view(AREAS), ("of", _mapped_key(held))], years, year)
    controls = [_year_control(years, year)]
    if len(options) > 1:
        controls.insert(0, Control("of", _("Breakdown and unit"), options))
    mapped = areas_figure(subject, held, boundaries, year)
    hidden = [*keep, *_view(AREAS)]
    return Block(AREAS, kinds, [Drawing(mapped.figure, query)], controls, hidden, steps, mapped)


def _mapped_key(held: AreaLines) -> str:
    key = f"{breakdown_key(held.dims)}~{held.unit}"
    return key if held.layer == AREA else f"{held.layer}~{key}"


def _mapped_name(subject: Subject, held: AreaLines) -> str:
    name = series_name("", held.dims) if held.dims else _("Everybody")
    if subject.cells:
        layer = _("Districts") if held.layer == AREA else _cells_name(size_in(held.layer))
        name = _("%(layer)s: %(name)s") % {"layer": layer, "name": name}
    if len(subject.units) > 1 and held.unit:
        return _("%(name)s (%(unit)s)") % {"name": name, "unit": held.unit}
    return name


def _cells_name(size: str) -> str:
    """What a layer of cells is called: those of a known size by it."""
    shown = size.upper() if size.startswith("h3") else re.sub(r"(k?m)$", " \\1", size)
    return _("Grid cells, %(size)s") % {"size": shown} if size else _("Grid cells")


def _year_control(years: Sequence[int], year: int) -> Control:
    options = [(str(one), str(one), one == year) for one in reversed(years)]
    return Control("year", _("Year"), options)


def _stepped(base: Pairs, years: Sequence[int], year: int) -> tuple[str, list[tuple[str, str]]]:
    """The query of the drawing, and links to the years before and after."""
    at = list(years).index(year)
    ways = ((at - 1, _("Earlier: %(year)s")), (at + 1, _("Later: %(year)s")))
    steps = [
        (words % {"year": years[other]}, urlencode([*base, ("year", str(years[other]))]))
        for other, words in ways
        if 0 <= other < len(years)
    ]
    return urlencode([*base, ("year", str(year))]), steps
