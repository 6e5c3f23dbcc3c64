"""Surveys for the page of an indicator: shares with their error, and what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.indicators.gap_words import MOVED
from waymark.indicators.queries.series import Line
from waymark.indicators.queries.unequal import cells_of
from waymark.indicators.rules.partition import in_order
from waymark.indicators.rules.surveyed import surveyed
from waymark.indicators.rules.units import Kind, read_unit
from waymark.indicators.saying import amount, fact, percent
from waymark.kernel.inequality import CHANGE, SATISFACTION, RoundChange

ASKING = ("survey", "perception")
"""Types of source that ask people."""

MANY = 10
"""From so many groups on it has to be said that some change by chance alone."""


@dataclass(frozen=True)
class Change:
    """Whether a share has changed between two rounds; `status` is one of `survey.…`."""

    status: str
    text: str


@dataclass(frozen=True)
class SurveyRow:
    """One group in the last round, and how it has changed."""

    name: str
    share: str
    sample: str
    low: str
    high: str
    enough: bool
    first: Change | None
    previous: Change | None


@dataclass(frozen=True)
class Survey:
    """The rounds of a survey and its groups.

    `wrong_unit`: samples are known, but no shares. `without_sample`: it is a survey, but nobody
    said how many people were asked.
    """

    years: tuple[int, ...]
    rows: list[SurveyRow]
    many: bool
    wrong_unit: bool = False
    without_sample: bool = False

    @property
    def methods(self) -> tuple[str, str]:
        """The methods of the shares and of their change."""
        return SATISFACTION.id, CHANGE.id


def survey_of(lines: Sequence[Line]) -> Survey | None:
    """Return what a survey says of each series; None where nobody was asked."""
    values = [row for line in lines for row in line.values]
    if not any(row.sample_size for row in values):
        is_survey = any(row.source_type in ASKING for row in values)
        return Survey((), [], many=False, without_sample=True) if is_survey else None
    asked = [line for line in lines if read_unit(line.unit).kind is Kind.SHARE]
    found = surveyed({line.series.pk: cells_of(line, line.series.pk) for line in asked})
    if found is None:
        return Survey((), [], many=False, wrong_unit=True)
    asked.sort(key=lambda line: (line.place, in_order(line.dims), line.unit))
    names = {line.series.pk: line.name for line in asked}
    since_first = {one.group: one for one in found.since_first}
    since_previous = {one.group: one for one in found.since_previous}
    last = {one.group: one for one in found.last}
    rows = [
        SurveyRow(
            name=names[one.group],
            share=percent(one.satisfied),
            sample=fact("sample", one.sample, ""),
            low=percent(one.low),
            high=percent(one.high),
            enough=one.enough,
            first=_change(since_first.get(one.group)),
            previous=_change(since_previous.get(one.group)),
        )
        for one in (last[pk] for pk in names if pk in last)
    ]
    return Survey(found.years, rows, len(rows) >= MANY)


def _change(found: RoundChange | None) -> Change | None:
    if found is None:
        return None
    text = ""
    if found.first is not None and found.last is not None:
        facts = {
            "first": percent(found.first.satisfied),
            "last": percent(found.last.satisfied),
            "low": _points(found.low),
            "high": _points(found.high),
        }
        text = str(MOVED) % facts
    return Change(f"survey.{found.moved}", text)


def _points(value: float | None) -> str:
    sign = "+" if value is not None and value > 0 else ""
    return f"{sign}{amount(None if value is None else round(value, 1))}"
