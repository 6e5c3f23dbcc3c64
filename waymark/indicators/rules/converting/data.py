"""What a plan brings as the data of an export: the same as if it had been stored and read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from waymark.indicators.rules.columns import read_columns
from waymark.indicators.rules.converting.areas import slugs_of
from waymark.indicators.rules.editions import Row
from waymark.indicators.rules.exports.model import Data, Line, Listed, Part
from waymark.indicators.rules.facts import (
    NO_GOAL,
    Area,
    Goal,
    Indicator,
    Known,
    Series,
    Value,
    dimensions_key,
)
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.planner import ValueChange
from waymark.indicators.rules.rows import Options
from waymark.indicators.rules.sources.beyond import LOCAL, NEW, NewLocal, local_code
from waymark.kernel.tables import Sheet
from waymark.places.rules import AreaChange


@dataclass(frozen=True)
class Setting:
    """What a file is read against: the place, the rows of all lists in order, what was said.

    `whole` are names and codes by which the file means the place itself; `transforms` says how
    values are turned before they are judged.
    """

    place: Part
    rows: tuple[tuple[str, Row], ...]
    options: Options
    made_at: datetime
    whole: tuple[str, ...] = ()
    language: str = ""
    licence: str = ""
    transforms: Mapping[str, str] = field(default_factory=dict)


def known_of(setting: Setting, areas: tuple[Area, ...], sheet: Sheet | None = None) -> Known:
    """The lists and areas as planning knows them; nothing is held."""
    indicators = [
        Indicator(code, row.code, row.unit, tuple(text for _, text in row.label), row.former)
        for code, row in setting.rows
    ]
    for one in _locals(sheet, setting):
        indicators.append(Indicator(LOCAL, one.code, "", tuple(dict(one.names).values())))
    return Known(tuple(indicators), areas, own=setting.whole)


def _locals(sheet: Sheet | None, setting: Setting) -> tuple[NewLocal, ...]:
    """Indicators of a place's own that a table names as such, with what it calls them."""
    columns = read_columns(sheet, indicator_given=True).places if sheet else {}
    at, label = columns.get("indicator"), columns.get("label")
    if sheet is None or at is None or not setting.options.local:
        return ()
    begin = f"{LOCAL}:"
    found: dict[str, NewLocal] = {}
    for row in sheet.rows:
        code = row[at].removeprefix(begin)
        if row[at].startswith(begin) and code not in found and local_code(code) == code:
            words = row[label] if label is not None else ""
            found[code] = NewLocal(code, (("en", words or code),))
    return tuple(found.values())


def data_of(
    plan: Plan, areas: tuple[Area, ...], setting: Setting, sheet: Sheet | None = None
) -> Data:
    """What was planned, in the order and form in which a place's data are taken away."""
    beyond = plan.beyond
    maps = beyond.areas.changes if beyond and beyond.areas else ()
    slugs = slugs_of(areas, {f"{NEW}{one.code}": one.name for one in maps}, setting.place)
    texts = dict(beyond.texts) if beyond else {}
    new = (*_locals(sheet, setting), *(beyond.locals if beyond else ()))
    listed = _listed(plan, texts.keys(), setting, new)
    lines = _lines(plan, slugs, {name: place for place, name in enumerate(listed)})
    language = setting.language or (beyond.language if beyond else "en")
    return Data(
        place=setting.place,
        made_at=setting.made_at,
        indicators=tuple(listed.values()),
        parts=_parts(areas, maps, slugs, language),
        series=tuple(line.series for line in lines),
        lines=lambda: iter(lines),
        metadata={name: texts[name] for name in listed if name in texts},
        licence=setting.licence,
    )


def _parts(
    areas: Iterable[Area], maps: Iterable[AreaChange], slugs: Mapping[str, str], language: str
) -> tuple[Part, ...]:
    found = [Part(one.slug, {language: next(iter(one.names), one.slug)}, one.code) for one in areas]
    for one in maps:
        slug = slugs[f"{NEW}{one.code}"]
        found.append(Part(slug, {language: one.name}, one.code, one.boundary.geometry))
    return tuple(sorted(found, key=lambda part: part.slug))


def _listed(
    plan: Plan, told: Iterable[str], setting: Setting, new: Iterable[NewLocal]
) -> dict[str, Listed]:
    """The indicators of which something is said, in the order of their lists; own ones last."""
    named = {change.series.indicator for change in plan.values}
    named |= {change.series.indicator for change in plan.goals} | set(told)
    found = {}
    for code, row in setting.rows:
        if f"{code}:{row.code}" in named:
            one = Listed(
                *(code, row.code, dict(row.label), row.unit, row.direction),
                *(row.goal, row.target_code),
            )
            found[one.name] = one
    for local in new:
        if local.name in named:
            found[local.name] = Listed(LOCAL, local.code, dict(local.names), local.unit)
    return found


def _lines(plan: Plan, slugs: Mapping[str, str], order: Mapping[str, int]) -> list[Line]:
    """Each series with its values in the order of their periods, and its target."""
    held: dict[int, tuple[Series, list[ValueChange]]] = {}  # by identity: to hash takes long
    for change in plan.values:
        found = held.get(id(change.series))
        if found is None:
            found = held[id(change.series)] = change.series, []
        found[1].append(change)
    goals = {one.series: one.after for one in plan.goals if not one.after.is_empty}
    if goals:
        values = {series: _sorted(changes) for series, changes in held.values()}
        every: Iterable[tuple[Series, tuple[Value, ...], Goal]] = [
            (one, values.get(one, ()), goals.get(one, NO_GOAL)) for one in values | goals
        ]
    else:
        every = ((series, _sorted(changes), NO_GOAL) for series, changes in held.values())
    lines = [_line(series, told, goal, slugs) for series, told, goal in every]
    keys = {dims: dimensions_key(dims) for dims in {line.series.dims for line in lines}}
    lines.sort(
        key=lambda line: (
            order[line.series.indicator],
            line.series.area,
            keys[line.series.dims],
            line.series.unit,
        )
    )
    return lines


def _sorted(changes: list[ValueChange]) -> tuple[Value, ...]:
    if len(changes) > 1:
        changes.sort(key=_DAYS)
    return tuple([change.after for change in changes])


_DAYS = attrgetter("days")  # no two values of a series are for the same


def _line(series: Series, told: tuple[Value, ...], goal: Goal, slugs: Mapping[str, str]) -> Line:
    if series.area:
        series = series._replace(area=slugs[series.area])
    return Line(series, told, goal)
