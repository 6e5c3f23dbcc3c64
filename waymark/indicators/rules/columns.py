"""Which column of somebody's table holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from waymark.indicators.rules.facts import DIMENSIONS
from waymark.indicators.rules.problems import Problem
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
    "unit": "unit",
    "status": "status",
    "source": "source",
    "method": "method",
    "sample_size": "sample size",
    "margin": "margin of error",
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
"""

GOAL_COLUMNS = (
    *("baseline_period", "baseline_value", "target_year", "target_value", "milestones"),
    "target_note",
)

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
    "unit": "units, unit measure, unit of measure, measurement unit",
    "status": "obs status, observation status",
    "source": "source detail, data source",
    "method": "methodology",
    "sample_size": "sample, n, respondents",
    "margin": "margin, error, confidence interval",
    "next_update": "next release",
    "note": "notes, comment, comments, comment obs, remark, remarks, footnote",
    "baseline_period": "baseline year, base year, base period",
    "baseline_value": "baseline, base value",
    "target_year": "year of target",
    "target_value": "target",
    "milestones": "milestone",
}


def _plain(header: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", header.casefold()).split())


_KNOWN = {_plain(name): column for column, name in HEADERS.items()} | {
    _plain(alias): column for column, names in _ALIASES.items() for alias in names.split(",")
}
_YEAR = re.compile(r"(?:y|yr|fy|year)?[ _]?(\d{4}\b.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """Where things stand, counting from 0; `periods` are the columns of a wide table."""

    places: dict[str, int] = field(default_factory=dict)
    periods: tuple[tuple[int, str], ...] = ()
    left_out: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The dimensions that have a column."""
        return tuple(name for name in DIMENSIONS if name in self.places)


def read_columns(sheet: Sheet, *, indicator_given: bool, ignored: Sequence[str] = ()) -> Columns:
    """Find the columns of a sheet; what stands in the way of reading it is in `problems`.

    `indicator_given`: the person has said which indicator the whole file is about. `ignored` are
    headers that she wants left out; a column with content that is neither known nor ignored is a
    problem, as nothing may get lost unnoticed.
    """
    places: dict[str, int] = {}
    periods: list[tuple[int, str]] = []
    left_out: list[int] = []
    problems: list[Problem] = []
    for index, header in enumerate(sheet.header):
        column = _KNOWN.get(_plain(header))
        if header in ignored:
            left_out.append(index)
        elif column in places:
            params = {"name": header, "other": sheet.header[places[column]]}
            problems.append(Problem("columns.twice", None, index + 1, params))
        elif column:
            places[column] = index
        elif period := _period(header):
            periods.append((index, period))
        elif any(row[index] for row in sheet.rows):
            problems.append(_unknown(header, index))
        else:
            left_out.append(index)
    problems += _lacking(places, periods, indicator_given)
    return Columns(places, tuple(periods), tuple(left_out), tuple(problems))


def _period(header: str) -> str:
    match = _YEAR.fullmatch(header.strip())
    if match is None:
        return ""
    try:
        return Period.parse(match[1]).label
    except BadPeriod:
        return ""


def _unknown(header: str, index: int) -> Problem:
    close = get_close_matches(_plain(header), _KNOWN, 1, 0.75)
    near = HEADERS[_KNOWN[close[0]]] if close else ""
    key = "columns.unknown_near" if near else "columns.unknown"
    return Problem(key, None, index + 1, {"name": header[:60], "near": near})


def _lacking(
    places: dict[str, int], periods: list[tuple[int, str]], indicator_given: bool
) -> list[Problem]:
    problems = []
    if "indicator" not in places and not indicator_given:
        problems.append(Problem("columns.no_indicator"))
    if periods and ("value" in places or "period" in places):
        name = "value" if "value" in places else "period"
        problems.append(Problem("columns.wide_and_long", params={"name": HEADERS[name]}))
    goals = any(name in places for name in GOAL_COLUMNS)
    long = "period" in places and "value" in places
    if not periods and not long and not (goals and not {"period", "value"} & places.keys()):
        lacking = [HEADERS[name] for name in ("period", "value") if name not in places]
        problems.append(Problem("columns.no_values", params={"names": ", ".join(lacking)}))
    return problems
