"""The series of an indicator as a list that stays short: filters, pages, which ones are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from waymark.indicators.forms.seeing import Sought
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.series import Detail, Line
from waymark.indicators.rules.find import same_unit
from waymark.indicators.seeing.block import Control
from waymark.indicators.seeing.subject import dimension_name
from waymark.indicators.wording import group_name
from waymark.kernel import text

PER_PAGE = 25
MOST_GROUPS = 60
FIRST = 3
WHOLE = "-"


@dataclass(frozen=True)
class Listing:
    """A page of series. `ticked` are ids shown in the chart that stand on other pages.

    `first` is the query that shows the first few of what was found.
    """

    page: Page[Line]
    controls: list[Control]
    words: str
    total: int
    found: int
    ticked: list[str]
    first: str
    filters: bool


def listing(at: Here, held: Detail, sought: Sought, shown: Collection[str]) -> Listing:
    """Return the series that were sought, a page of them."""
    found = [line for line in held.lines if _is_sought(line, sought)]
    page = Paginator(found, PER_PAGE).get_page(sought.page)
    here = {line.series.pk for line in page.object_list}
    first = [line.series.pk for line in found if line.points][:FIRST]
    return Listing(
        page,
        _controls(at, held, sought),
        sought.words,
        len(held.lines),
        len(found),
        [pk for pk in shown if pk not in here],
        urlencode([*_query(sought), *(("s", pk) for pk in first)]) if first else "",
        len(held.lines) > PER_PAGE or sought.is_narrow,
    )


def _query(sought: Sought) -> list[tuple[str, str]]:
    pairs = [("q", sought.words), ("dim", sought.dimension), ("area", sought.area)]
    kept = [(name, value) for name, value in pairs if value]
    return kept + ([("unit", sought.unit)] if sought.unit is not None else [])


def _is_sought(line: Line, sought: Sought) -> bool:
    name = text.skeleton(line.name)
    if not all(word in name for word in text.skeleton(sought.words).split()):
        return False
    if sought.unit is not None and not same_unit(line.unit, sought.unit):
        return False
    if sought.area and (line.series.area_id or WHOLE) != sought.area:
        return False
    dimension, _equals, group = sought.dimension.partition("=")
    if not dimension:
        return True
    if dimension == WHOLE:
        return not line.dims
    return any(name == dimension and (not group or group == own) for name, own in line.dims)


def _controls(at: Here, held: Detail, sought: Sought) -> list[Control]:
    """Lists to choose from, as far as there is a choice."""
    controls = []
    groups = sorted({pair for line in held.lines for pair in line.dims})
    if groups:
        options = [("", _("Any")), (WHOLE, _("Everybody")), *_groups(groups)]
        controls.append(_control("dim", _("Group"), options, sought.dimension))
    areas = {line.series.area_id for line in held.lines if line.series.area_id}
    if areas:
        named = [(pk, str(area)) for pk, area in at.areas.items() if pk in areas]
        options = [("", _("Any")), (WHOLE, _("Whole city")), *sorted(named, key=lambda a: a[1])]
        controls.append(_control("area", _("Area of the city"), options, sought.area))
    units = held.units
    if len(units) > 1:
        options = [("*", _("Any")), *((unit, unit or _("no unit")) for unit in units)]
        controls.append(
            _control("unit", _("Unit"), options, "*" if sought.unit is None else sought.unit)
        )
    return controls


def _groups(groups: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each dimension, and below it its groups where they are not too many."""
    by_dimension: dict[str, list[str]] = {}
    for name, group in groups:
        by_dimension.setdefault(name, []).append(group)
    options = []
    for name, held in by_dimension.items():
        words = dimension_name(name)
        options.append((name, words))
        if len(held) <= MOST_GROUPS:
            options += [(f"{name}={one}", f"{words}: {group_name(name, one)}") for one in held]
    return options


def _control(name: str, label: str, options: list[tuple[str, Any]], chosen: str) -> Control:
    return Control(name, label, [(value, str(words), value == chosen) for value, words in options])
