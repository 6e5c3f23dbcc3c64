"""What is wrong with a cell, a row or a file: a message key, a place, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` and `column` count from 1 as a spreadsheet shows them; None is the whole file or row.

    `key` names the sentence, `params` fill it. A warning leaves the row in. `file` is that inside
    an archive, `header` the name of a column where its number is not known.
    """

    key: str
    row: int | None = None
    column: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    warning: bool = False
    file: str = ""
    header: str = ""


class Unreadable(ValueError):
    """A cell that can't be taken. The reader of the row adds where it is."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(f"{key} {params or ''}".rstrip())
        self.key = key
        self.params = params
