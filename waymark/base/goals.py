"""The 17 goals as they are shown: number, colour and short name in six languages."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from waymark.base.fields import Words
from waymark.kernel.text import LANGUAGES

FILE = Path(__file__).parent / "data" / "sdg_goals.csv"


@dataclass(frozen=True)
class Goal:
    """One goal. `colour` is #RRGGBB as the file gives it, with its state of verification."""

    number: int
    colour: str
    name: Words


@cache
def goals() -> dict[int, Goal]:
    """Return the goals by number, in order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        int(row["goal"]): Goal(
            int(row["goal"]),
            row["colour_hex"],
            Words({lang.code: row[f"short_{lang.code}"] for lang in LANGUAGES}),
        )
        for row in rows
    }


def goal_of(code: str | int) -> int | None:
    """Return the goal that a target or indicator code belongs to: `11.6.2` is 11.

    A code of another framework has no goal: None.
    """
    head = str(code).removeprefix("sdg:").partition(".")[0]
    return int(head) if head.isdecimal() and 1 <= int(head) <= 17 else None
