"""A preview of what everybody would see, in words and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.indicators import models
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.publishing import Looked, Preview
from waymark.indicators.queries.series import line_name
from waymark.indicators.rules.public import PublicNumber
from waymark.indicators.rules.suppression import Mark
from waymark.indicators.rules.units import Kind, read_unit
from waymark.indicators.wording import STATUS_NAMES, named
from waymark.kernel.tables import Cell, write_csv

MOST_ROWS = 1000
"""Of one page; the table to take away has all."""

WHY = {
    Mark.SHOWN: "",
    Mark.PRIMARY: __("Withheld: a small number"),
    Mark.SECONDARY: __("Withheld: it would give a small number away"),
    Mark.MISSING: __("Missing: nobody has it"),
}


@dataclass(frozen=True)
class Line:
    """A value of the city beside what everybody would see."""

    name: str
    held: models.Observation
    public: PublicNumber
    unit: str
    hidden: bool
    why: str


@dataclass(frozen=True)
class Card:
    """One indicator of the preview. `unclear`: its unit leaves open whether it counts people."""

    looked: Looked
    lines: list[Line]
    left: int
    unclear: bool
    has_notes: bool


def cards(at: Here, preview: Preview) -> list[Card]:
    """Return every indicator of a preview with its values, as many as a page holds."""
    room, found = MOST_ROWS, []
    for looked in preview.looked:
        lines = list(_lines(at, looked))
        found.append(
            Card(
                looked,
                lines[:room],
                max(0, len(lines) - room),
                any(read_unit(one.series.unit).kind is Kind.OTHER for one in looked.series),
                any(line.held.note for line in lines),
            )
        )
        room = max(0, room - len(lines))
    return found


def _lines(at: Here, looked: Looked) -> Iterator[Line]:
    for one in looked.series:
        name = line_name(at, one.series)
        for held, mark, number in zip(one.held, one.marks, one.public.numbers, strict=True):
            yield Line(name, held, number, one.series.unit, mark.hidden, str(WHY[mark]))


def preview_csv(at: Here, preview: Preview) -> bytes:
    """Everything that would be seen, beside what the city has, as CSV."""
    header = [_("Indicator"), _("About"), _("Unit"), _("Period"), _("Your value")]
    header += [_("Everybody sees"), _("Status"), _("Why"), _("Source"), _("Method"), _("Note")]
    rows: list[list[Cell]] = [list(header)]
    for looked in preview.looked:
        indicator = looked.wish.indicator
        for line in _lines(at, looked):
            public = line.public
            rows.append(
                [
                    f"{indicator.framework_id}:{indicator.code}",
                    line.name,
                    line.unit,
                    public.period,
                    line.held.value,
                    public.value,
                    named(STATUS_NAMES, public.status),
                    line.why,
                    public.source,
                    public.method,
                    public.note,
                ]
            )
    return write_csv(rows)
