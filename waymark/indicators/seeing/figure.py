"""A drawing with the table beneath it, and the files that can be made from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.base.drawings.picture import as_png
from waymark.base.fields import listed
from waymark.base.templatetags.house import number, show_date
from waymark.indicators.wording import STATUS_NAMES, named
from waymark.kernel.charts import standalone
from waymark.kernel.tables import write_csv
from waymark.kernel.text import direction

Value = str | float | int | None
MOST_SOURCES = 3
FILES = {
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
}
"""What a figure can be taken away as, with the media types."""


def is_rtl() -> bool:
    """Whether the page is read from right to left."""
    return direction(get_language() or "en") == "rtl"


def shown(value: float | None, unit: str = "") -> str:
    """A value in the reader's locale, with its unit behind."""
    return unescape(str(number(value, unit=unit)))  # it is escaped again where it is drawn


def chart_key() -> dict[str, str]:
    """What the signs of charts and maps mean."""
    return {
        "gap": _("No values between"),
        "break": named(STATUS_NAMES, "B"),
        "estimated": named(STATUS_NAMES, "E"),
        "provisional": named(STATUS_NAMES, "P"),
        "missing": named(STATUS_NAMES, "M"),
        "suppressed": named(STATUS_NAMES, "Q"),
        "milestone": _("Milestone"),
        "none": _("No value entered"),
    }


@dataclass(frozen=True)
class Figure:
    """A drawing with its title, table and notes. `spec` makes its Vega-Lite specification.

    The first cell of each row heads it; None in a table is a value that is not there.
    """

    title: str
    svg: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    spec: Callable[[], dict[str, Any]]
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    place: str = ""

    @property
    def table(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """The rows as they are shown: heading, and cells with whether they are numbers."""
        return [
            (
                str(row[0]),
                [
                    (cell, False) if isinstance(cell, str) else (shown(cell), True)
                    for cell in row[1:]
                ],
            )
            for row in self.rows
        ]

    @property
    def numeric(self) -> list[tuple[str, bool]]:
        """The header, with whether the column holds numbers."""
        return [
            (name, all(not isinstance(row[i], str) for row in self.rows) and i > 0)
            for i, name in enumerate(self.header)
        ]

    def foot(self, on: date) -> list[str]:
        """Where and when it was drawn, and from which sources."""
        said = _("%(place)s, as it stood on %(day)s.") % {
            "place": self.place,
            "day": strip_tags(show_date(on, "long")),
        }
        if not self.sources:
            return [said]
        sources = listed(list(self.sources[:MOST_SOURCES]))
        more = len(self.sources) - MOST_SOURCES
        words = _("Source: %(sources)s") % {"sources": sources}
        return [said, words if more <= 0 else f"{words} (+{more})"]

    def as_csv(self) -> bytes:
        """The table as CSV that opens safely in any spreadsheet."""
        return write_csv([list(self.header), *(list(row) for row in self.rows)])

    def as_svg(self, on: date) -> str:
        """The drawing as a file of its own."""
        return standalone(
            self.svg, heading=self.title, notes=self.notes, foot=self.foot(on), rtl=is_rtl()
        )

    def as_file(self, kind: str, on: date) -> bytes:
        """One of `FILES`. Raises `NoPicture` where a PNG can't be made just now."""
        if kind == "csv":
            return self.as_csv()
        if kind == "json":
            return json.dumps(self.spec(), ensure_ascii=False, indent=1).encode()
        drawing = self.as_svg(on)
        return as_png(drawing) if kind == "png" else drawing.encode()


def sources_of(found: Sequence[str]) -> tuple[str, ...]:
    """The different sources of some values, in their order."""
    return tuple(dict.fromkeys(source for source in found if source))
