"""Shares of people asked in rounds of a survey: how sure they are, whether they have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from waymark.indicators.rules.unequal import Cell
from waymark.kernel.inequality import (
    Answer,
    RoundChange,
    Satisfaction,
    change_between,
    satisfaction,
)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The last round, and what has changed since the first and since the one before the last.

    The `group` of each result is the name under which its values came. The changes are empty
    where there is no such round.
    """

    years: tuple[int, ...]
    last: tuple[Satisfaction, ...]
    since_first: tuple[RoundChange, ...] = ()
    since_previous: tuple[RoundChange, ...] = ()


def surveyed(series: Mapping[str, Iterable[Cell]]) -> Surveyed | None:
    """Look at the values in percent of which it is known how many people were asked.

    `series` are the cells of the whole city, of groups and areas, by name. None where there is
    not one such value. A value that is no percentage, or of nobody asked, is left out.
    """
    rounds: dict[int, dict[str, Answer]] = {}
    for name, cells in series.items():
        for cell in cells:
            if cell.sample and 0 <= cell.value <= 100:
                rounds.setdefault(cell.year, {})[name] = Answer(name, cell.value, cell.sample)
    if not rounds:
        return None
    years = tuple(sorted(rounds))
    last = rounds[years[-1]].values()
    return Surveyed(
        years,
        satisfaction(last),
        _since(rounds[years[0]], last) if len(years) > 1 else (),
        _since(rounds[years[-2]], last) if len(years) > 2 else (),
    )


def _since(before: Mapping[str, Answer], last: Iterable[Answer]) -> tuple[RoundChange, ...]:
    return change_between(before.values(), last)
