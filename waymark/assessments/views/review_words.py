"""What the engine and the registers hold, put into words for a reviewer's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waymark.assessments.queries.review_page import Sheet
from waymark.assessments.reporting.context import pick
from waymark.assessments.reporting.words import sentence
from waymark.assessments.rules.evaluate_report import CriterionResult
from waymark.base.fields import listed
from waymark.schemes.rules import Column, Scheme


@dataclass(frozen=True)
class CheckRow:
    """A platform check as a page shows it."""

    text: str
    status: str


def check_rows(scheme: Scheme, result: CriterionResult) -> list[CheckRow]:
    """Return the checks of a criterion in words."""
    return [
        CheckRow(
            sentence(scheme, check.message.code, check.message.params),
            f"check.{check.outcome}",
        )
        for check in result.checks
    ]


def gap_sentences(scheme: Scheme, result: CriterionResult) -> list[str]:
    """Return what is lacking, as sentences."""
    return [sentence(scheme, gap.code, gap.params) for gap in result.gaps]


@dataclass(frozen=True)
class SheetRows:
    """A register as a table of words."""

    title: str
    columns: list[str]
    rows: list[list[str]]


def sheet_rows(scheme: Scheme, sheet: Sheet) -> SheetRows:
    """Return a register with labels in place of ids."""
    columns = sheet.register.columns
    return SheetRows(
        title=pick(sheet.register.title),
        columns=[pick(column.label) for column in columns],
        rows=[
            [_cell(scheme, column, row.get(column.id)) for column in columns] for row in sheet.rows
        ],
    )


def _cell(scheme: Scheme, column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, tuple | list):
        return listed(_cell(scheme, column, one) for one in value)
    labels = {option.id: pick(option.label) for option in scheme.options_of(column)}
    return labels.get(str(value), str(value))
