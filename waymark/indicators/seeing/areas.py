"""The parts of a place on a map, and what could not be put there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waymark.indicators.rules.facts import Dims
from waymark.indicators.rules.layers import AREA
from waymark.indicators.rules.seen import Seen, SeenLine
from waymark.indicators.seeing.figure import (
    Figure,
    Value,
    chart_key,
    is_rtl,
    shown,
    sources_of,
)
from waymark.indicators.seeing.subject import Subject
from waymark.indicators.wording import STATUS_NAMES, named, series_name
from waymark.kernel import maps

Boundary = Mapping[str, Any] | None


@dataclass(frozen=True)
class Mapped:
    """The map, and by name what is not on it: nothing is left out in silence.

    The figure has no drawing where not one area has a boundary; its table it has all the same.
    `unbounded`: areas with a value that have no boundary; `empty`: areas on the map without a
    value; `unknown`: values of areas that the place does not have.
    """

    figure: Figure
    unbounded: tuple[str, ...]
    empty: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class AreaLines:
    """The series of areas that differ in nothing but the area; those of unknown ones apart."""

    dims: Dims
    unit: str
    layer: str
    lines: Mapping[str, SeenLine]
    unknown: tuple[SeenLine, ...]

    @property
    def years(self) -> list[int]:
        """The years of which something is known of an area."""
        lines = [*self.lines.values(), *self.unknown]
        return sorted({year for line in lines for year in line.by_year})

    @property
    def numbers(self) -> list[float]:
        """Every number of every year, from which the classes are made."""
        return [value for line in self.lines.values() for value in line.known.values()]


def area_lines(subject: Subject, dims: Dims, unit: str, layer: str = AREA) -> AreaLines:
    """Return the series of the areas of one layer, of one breakdown and unit."""
    key = (dims, unit, layer)
    found = [
        line
        for line in subject.lines
        if line.area and (line.dims, line.unit, subject.layer(line.area)) == key
    ]
    known = {line.area: line for line in found if line.area in subject.areas}
    return AreaLines(
        dims, unit, layer, known, tuple(line for line in found if line.area not in subject.areas)
    )


def areas_figure(
    subject: Subject,
    held: AreaLines,
    boundaries: Mapping[str, Boundary],
    year: int,
    fit: Callable[[Sequence[Boundary]], maps.Fitted] = maps.fit,
) -> Mapped:
    """Draw the areas of a place by their value in a year, in classes that hold for all years."""
    names = _names(subject, held)
    areas = [_area(names, held, boundaries, pk, year) for pk in names]
    edges = maps.classes(held.numbers)
    about = series_name("", held.dims) if held.dims else ""
    words = _words(subject, held, about, year)
    drawn = maps.area_map(
        areas,
        edges=edges,
        ident="areas",
        unit=held.unit,
        key=chart_key(),
        rtl=is_rtl(),
        number=shown,
        fitted=fit([area.boundary for area in areas]),
        **words,
    )
    undrawn = set(drawn.undrawn)
    header, rows = _table(subject, held, year)
    seen = [line.by_year[year] for line in held.lines.values() if year in line.by_year]
    figure = Figure(
        title=words["title"],
        svg=drawn.svg,
        header=header,
        rows=rows,
        spec=lambda: maps.vega_areas(areas, edges, unit=held.unit, **words),
        notes=(_("The classes are the same for all years, so that years can be compared."),),
        sources=sources_of([one.source for one in seen]),
        place=subject.place,
    )
    has = {area.name for area in areas if area.value is not None}
    return Mapped(
        figure,
        unbounded=tuple(area.name for area in areas if area.name in undrawn & has),
        empty=tuple(a.name for a in areas if a.value is None and a.name not in undrawn),
        unknown=tuple(line.name for line in held.unknown if year in line.by_year),
    )


def _names(subject: Subject, held: AreaLines) -> dict[str, str]:
    """The areas of the layer that is drawn."""
    return {pk: name for pk, name in subject.areas.items() if subject.layer(pk) == held.layer}


def _area(
    names: Mapping[str, str],
    held: AreaLines,
    boundaries: Mapping[str, Boundary],
    pk: str,
    year: int,
) -> maps.Area:
    line = held.lines.get(pk)
    seen = line.by_year.get(year) if line else None
    value, kind = (seen.value, seen.kind) if seen else (None, "none")
    return maps.Area(names[pk], boundaries.get(pk), value, kind)


def _words(subject: Subject, held: AreaLines, about: str, year: int) -> dict[str, Any]:
    facts = {"label": subject.title, "about": about, "year": year, "unit": held.unit or "–"}
    if held.layer != AREA:
        return _words_of_cells(facts)
    title = (
        _("%(label)s by area, %(about)s, %(year)s") if about else _("%(label)s by area, %(year)s")
    )
    desc = _("A map of the areas of the city, coloured by value in %(unit)s. The values stand in "
             "the table below.")  # fmt: skip
    return {"title": title % facts, "desc": desc % facts}


def _words_of_cells(facts: Mapping[str, Any]) -> dict[str, Any]:
    title = (
        _("%(label)s by grid cell, %(about)s, %(year)s")
        if facts["about"]
        else _("%(label)s by grid cell, %(year)s")
    )
    desc = _("A map of the cells of a grid over the city, coloured by value in %(unit)s. "
             "The values stand in the table below.")  # fmt: skip
    return {"title": title % facts, "desc": desc % facts}


def _table(
    subject: Subject, held: AreaLines, year: int
) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """Every area by name, those that the place does not know at the end."""
    header = (_("Area"), str(year), _("Status"))
    rows: list[tuple[Value, ...]] = []
    for pk, name in sorted(_names(subject, held).items(), key=lambda pair: pair[1]):
        line = held.lines.get(pk)
        rows.append(_row(name, line.by_year.get(year) if line else None))
    for line in held.unknown:
        if year in line.by_year:
            rows.append(_row(line.name, line.by_year[year]))
    return header, tuple(rows)


def _row(name: str, seen: Seen | None) -> tuple[Value, ...]:
    if seen is None:
        return (name, None, _("No value entered"))
    return (name, seen.value, named(STATUS_NAMES, seen.status) if seen.kind else "")


def breakdown_key(dims: Dims) -> str:
    """A breakdown as it stands in an address."""
    return "|".join(f"{name}={group}" for name, group in dims)
