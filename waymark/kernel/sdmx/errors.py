"""What can be wrong with a message, and where: named keys, never translated text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from waymark.kernel.text import BadText, clean

MAX_TEXT = 10_000  # characters of one attribute of an observation
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


class BadSdmx(ValueError):
    """A message, structure or query that can't be used as a whole.

    `key` is a message key, `line` and `column` count from 1 (None where there is no such place),
    `params` holds what else the sentence needs.
    """

    def __init__(
        self, key: str, line: int | None = None, column: int | None = None, **params: Any
    ) -> None:
        place = f" at line {line}" if line else ""
        place += f", column {column}" if column else ""
        super().__init__(f"{key}{place} {params or ''}".rstrip())
        self.key = key
        self.line = line
        self.column = column
        self.params = params


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an observation in its file; all count from 1, a series of 0 is none."""

    observation: int
    line: int
    series: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an observation was refused: message key, the component meant, what stood there."""

    key: str
    component: str = ""
    value: str = ""


def tidy(text: str) -> str:
    """Text as all formats carry it alike: trimmed, in normal form C, fit for XML 1.0.

    Raises `BadText` for control characters, half surrogate pairs and the like; nothing is
    dropped silently. `tidy(tidy(x)) == tidy(x)`.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    if found := _NOT_IN_XML.search(text):
        raise BadText(found.start() + 1, "sdmx.not_in_xml")
    return clean(text).strip()  # in this order: some control characters count as blanks


def shown(text: str) -> str:
    """What stood in a place, short enough for a report."""
    return text if len(text) <= 80 else text[:79] + "…"
