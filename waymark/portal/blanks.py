"""Templates: the tables of a scheme, empty, to be filled in outside of Waymark.

Their headings are those by which a city's page takes pasted rows in again
(`assessments.forms.grid.paste`), in the language of whoever takes the template away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base.fields import listed, short_language
from waymark.kernel import text
from waymark.kernel.tables.csv_out import write_csv
from waymark.schemes.rules import Column, Criterion, Register, Scheme

_HOLDS: Mapping[str, object] = {
    "bool": __("Yes or no"),
    "date": __("A date as year-month-day, such as 2025-03-31"),
    "goals": __("Numbers of goals, from 1 to 17, separated by semicolons"),
    "targets": __("Numbers of targets, such as 11.2, separated by semicolons"),
    "integer": __("A whole number"),
    "number": __("A number"),
    "money": __("An amount of money, without its currency"),
    "url": __("An address on the Internet"),
    "area": __("The name of an area, as the city’s workspace has it"),
    "text": __("Words"),
}


@dataclass(frozen=True, slots=True)
class Blank:
    """A table that can be taken away empty, and the criteria that look at it."""

    register: Register
    criteria: tuple[Criterion, ...]


def blanks(scheme: Scheme) -> list[Blank]:
    """Return the tables of a scheme in its own order."""
    return [
        Blank(
            register,
            tuple(one for one in scheme.criteria if register.id in one.registers),
        )
        for register in scheme.registers
    ]


def as_csv(scheme: Scheme, register: Register) -> bytes:
    """Return a table's headings as CSV."""
    return write_csv([[_pick(column.label) for column in register.columns]])


def as_xlsx(scheme: Scheme, register: Register) -> bytes:
    """Return a workbook: the empty table, with its choices, and a page that says what goes in."""
    from waymark.kernel.tables.export import Page, write_xlsx

    choices = {
        _pick(column.label): [_pick(option.label) for option in scheme.options_of(column)]
        for column in register.columns
    }
    page = Page(
        _pick(register.title),
        [_pick(column.label) for column in register.columns],
        [],
        {heading: found for heading, found in choices.items() if found},
        rtl=get_language_bidi(),
    )
    notes = [
        [_pick(register.title), _pick(register.help)],
        [
            "",
            _("Fill in the first page, copy its rows, and paste them into the table of your case."),
        ],
        [],
        *(
            [_pick(column.label), _needed(column), _holds(scheme, column)]
            for column in register.columns
        ),
    ]
    return write_xlsx([page], notes=notes, notes_name=_("Notes"))


def _needed(column: Column) -> str:
    return _("needed in every row") if column.required else _("can stay empty")


def _holds(scheme: Scheme, column: Column) -> str:
    options = scheme.options_of(column)
    if not options:
        return str(_HOLDS.get(column.type, _HOLDS["text"]))
    named = listed(_pick(option.label) for option in options)
    if column.many:
        return _("One or several of these, separated by semicolons: %(choices)s") % {
            "choices": named
        }
    return _("One of these: %(choices)s") % {"choices": named}


def _pick(words: Mapping[str, str]) -> str:
    return text.pick(words, short_language()).text
