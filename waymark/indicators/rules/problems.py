"""What is wrong with a cell, a row or a file: a message key, a place, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


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


def problem_json(problem: Problem, header: Sequence[str]) -> dict[str, Any]:
    """A problem with the header of its column, which people know better than its letter."""
    column = problem.column
    return {
        "key": problem.key,
        "row": problem.row,
        "column": column,
        "header": header[column - 1] if column and column <= len(header) else problem.header,
        "file": problem.file,
        "params": dict(problem.params),
    }


class Unreadable(ValueError):
    """A cell that can't be taken. The reader of the row adds where it is."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(f"{key} {params or ''}".rstrip())
        self.key = key
        self.params = params
