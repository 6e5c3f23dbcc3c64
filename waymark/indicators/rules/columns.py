"""Which column of somebody's table holds what."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType

from waymark.indicators.rules.answers import BREAKDOWN as BREAKDOWN_ANSWER
from waymark.indicators.rules.answers import LEAVE_OUT, plain_header, shape
from waymark.indicators.rules.facts import DIMENSIONS, MAX_DIMENSION
from waymark.indicators.rules.groups import read_dimension
from waymark.indicators.rules.problems import Problem, Unreadable
from waymark.kernel.period import BadPeriod, Period
from waymark.kernel.tables import Sheet

HEADERS = {
    "indicator": "indicator",
    "label": "label",
    "area": "area",
    "sex": "sex",
    "age": "age",
    "disability": "disability",
    "income": "income",
    "migration": "migration status",
    "group": "other group",
    "period": "period",
    "value": "value",
    "text": "text",
    "unit": "unit",
    "status": "status",
    "source": "source",
    "source_type": "source type",
    "method": "method",
    "sample_size": "sample size",
    "margin": "margin of error",
    "quality": "quality",
    "next_update": "next update",
    "note": "note",
    "baseline_period": "baseline period",
    "baseline_value": "baseline value",
    "target_year": "target year",
    "target_value": "target value",
    "milestones": "milestones",
    "target_note": "target note",
}
"""The columns of the template and of exports, in their order, with the header of each.

The headers are the same in every language, so that a file can be passed from office to office.
Breakdowns without a vocabulary follow, each under `BREAKDOWN` and its key.
"""

PLACE = "place"
"""The column before these in tables of several places; see `rules.places`."""

BREAKDOWN = "breakdown: "
"""Before the key of a dimension in a header, so that no key is taken for another column."""

ORIGIN = "origin"
"""The header of public tables under which stands that a value was proposed from outside.

It is left out where a table is brought in: what was accepted, a city's own record says.
"""

GOAL_COLUMNS = (
    *("baseline_period", "baseline_value", "target_year", "target_value", "milestones"),
    "target_note",
)

LONG = frozenset({"period", "value", "text"})
"""Columns of a table that has a row for each value."""

_ALIASES = {
    "indicator": "indicator code, code, indicator id, indicator number, series code",
    "label": "indicator name, name, title, indicator label, description",
    "area": "geocode, geo code, ref area, district, area id, area code, neighbourhood, area name",
    "sex": "gender",
    "age": "age group, age band, age range",
    "disability": "disability status",
    "income": "income quintile, income group, quintile, income wealth quantile",
    "migration": "migration, migrant status, migratory status",
    "group": "group, population group, cust breakdown",
    "period": "year, time, time period, date, reference period, years",
    "value": "obs value, observation value, figure, data value",
    "text": "qualitative entry, qualitative, entry in words",
    "unit": "units, unit measure, unit of measure, measurement unit",
    "status": "obs status, observation status",
    "source": "source detail, data source",
    "source_type": "type of source, data source type",
    "method": "methodology",
    "sample_size": "sample, n, respondents",
    "margin": "margin, error, confidence interval",
    "quality": "data quality, quality flag",
    "next_update": "next release",
    "note": "notes, comment, comments, comment obs, remark, remarks, footnote",
    "baseline_period": "baseline year, base year, base period",
    "baseline_value": "baseline, base value",
    "target_year": "year of target",
    "target_value": "target",
    "milestones": "milestone",
}


_KNOWN = {plain_header(name): column for column, name in HEADERS.items()} | {
    plain_header(alias): column for column, names in _ALIASES.items() for alias in names.split(",")
}
_BREAKDOWN = re.compile(r"breakdown\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_YEAR = re.compile(r"(?:y|yr|fy|year)?[ _]?(\d{4}\b.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """Where things stand, counting from 0; `periods` are the columns of a wide table.

    `breakdowns` are columns with a dimension that has no vocabulary.
    """

    places: dict[str, int] = field(default_factory=dict)
    breakdowns: dict[str, int] = field(default_factory=dict)
    periods: tuple[tuple[int, str], ...] = ()
    left_out: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def groups(self) -> dict[str, int]:
        """The dimensions that have a column, and where."""
        return {n: self.places[n] for n in DIMENSIONS if n in self.places} | self.breakdowns


def dimension_of(header: str) -> str:
    """The dimension that a column splits values by: one with a vocabulary, else its own key.

    Raises `Unreadable` for a header that can't be a key, and for one that names an area.
    """
    column = _KNOWN.get(plain_header(header))
    if column in DIMENSIONS:
        return column
    if column == "area":
        raise Unreadable("dimension.area", text=header[:60])
    return read_dimension(header)


def read_columns(
    sheet: Sheet,
    *,
    indicator_given: bool,
    said: Mapping[str, str] = MappingProxyType({}),
    held: Collection[str] = (),
) -> Columns:
    """Find the columns of a sheet; what stands in the way of reading it is in `problems`.

    `indicator_given`: the person has said which indicator the whole file is about. `said` is what
    she says that columns are (`Answers.columns`); `held` are keys of dimensions by which something
    is split already. A column with content that is neither known nor answered is a problem, as
    nothing may get lost unnoticed.
    """
    found = Columns()
    periods: list[tuple[int, str]] = []
    left_out: list[int] = []
    problems: list[Problem] = []
    for index, header in enumerate(sheet.header):
        answer = said.get(plain_header(header), "")
        if answer == LEAVE_OUT or (not answer and plain_header(header) == ORIGIN):
            left_out.append(index)
            continue
        try:
            place = _place(header, found, answer, held)
        except Unreadable as error:
            problems.append(Problem(error.key, None, index + 1, error.params))
            continue
        if place is not None:
            where, name = place
            if name in where:
                params = {"name": header, "other": sheet.header[where[name]]}
                problems.append(Problem("columns.twice", None, index + 1, params))
            else:
                where[name] = index
        elif period := _period(header):
            periods.append((index, period))
        elif any(row[index] for row in sheet.rows):
            problems.append(_unknown(header, index))
        else:
            left_out.append(index)
    problems += _lacking(found.places, periods, indicator_given)
    return Columns(found.places, found.breakdowns, tuple(periods), tuple(left_out), tuple(problems))


def _place(
    header: str, found: Columns, answer: str, held: Collection[str]
) -> tuple[dict[str, int], str] | None:
    """Which column a header names, and among which ones it belongs; None for an unknown one."""
    marked = _BREAKDOWN.fullmatch(header.strip())
    if marked or answer == BREAKDOWN_ANSWER:
        name = dimension_of(marked[1] if marked else header)
        return (found.places if name in DIMENSIONS else found.breakdowns), name
    if answer in HEADERS:
        return found.places, answer
    if column := _KNOWN.get(plain_header(header)):
        return found.places, column
    key = " ".join(header.split())
    if held and key and len(key) <= MAX_DIMENSION and read_dimension(key) in held:
        return found.breakdowns, read_dimension(key)
    return None


def shape_of(sheet: Sheet) -> str:
    """What tells files of one kind from others: their columns, whatever years they are for."""
    return shape(header for header in sheet.header if not _period(header))


def _period(header: str) -> str:
    match = _YEAR.fullmatch(header.strip())
    if match is None:
        return ""
    try:
        return Period.parse(match[1]).label
    except BadPeriod:
        return ""


def _unknown(header: str, index: int) -> Problem:
    close = get_close_matches(plain_header(header), _KNOWN, 1, 0.75)
    near = HEADERS[_KNOWN[close[0]]] if close else ""
    key = "columns.unknown_near" if near else "columns.unknown"
    return Problem(key, None, index + 1, {"name": header[:60], "near": near})


def _lacking(
    places: dict[str, int], periods: list[tuple[int, str]], indicator_given: bool
) -> list[Problem]:
    problems = []
    if "indicator" not in places and not indicator_given:
        problems.append(Problem("columns.no_indicator"))
    if periods and (name := next((n for n in ("value", "period", "text") if n in places), "")):
        problems.append(Problem("columns.wide_and_long", params={"name": HEADERS[name]}))
    goals = any(name in places for name in GOAL_COLUMNS)
    long = "period" in places and not places.keys().isdisjoint(("value", "text"))
    if not periods and not long and not (goals and not LONG & places.keys()):
        lacking = [HEADERS[name] for name in ("period", "value") if name not in places]
        problems.append(Problem("columns.no_values", params={"names": ", ".join(lacking)}))
    return problems
