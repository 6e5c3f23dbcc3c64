"""What a proposal says, as pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _

from waymark.assessments.forms.grid import Columns
from waymark.assessments.models import Case
from waymark.assessments.queries.dossier import asked_tables
from waymark.hubs.queries import proposals as queries
from waymark.hubs.shown import locale
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Column


@dataclass(frozen=True)
class Part:
    """A register with its lines: label and words of each cell."""

    title: Mapping[str, str]
    lines: list[list[tuple[str, str]]]


def parts(case: Case) -> list[Part]:
    """Put what is asked of a proposal so far into words; empty cells are left out."""
    scheme, rows = scheme_of(case.edition), queries.lines_of(case)
    found = []
    for name in asked_tables(case, scheme):
        register = scheme.register_by_id[name]
        columns = Columns(register, scheme)
        lines = [
            [
                (columns.label(column), _word(columns, column, row[column.id]))
                for column in columns.all
                if row.get(column.id) not in (None, "", [])
            ]
            for row in rows.get(name, ())
        ]
        found.append(Part(register.title, lines))
    return found


def _word(columns: Columns, column: Column, value: Any) -> str:
    if column.type == "date":
        return format_date(date.fromisoformat(value), "long", locale=locale())
    return columns.word(column, value)


def titled(said: Mapping[str, Any]) -> str:
    """Return what an initiative is called, or that it has no title yet."""
    return str(said.get("title") or _("Without a title yet"))
