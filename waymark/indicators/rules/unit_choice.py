"""Which unit a value is in, where whoever gives it may leave that open.

Two series may differ in nothing but their unit. So a unit that is not said has to follow from what
is there, and where it doesn't, nobody guesses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from waymark.indicators.rules.facts import Series
from waymark.indicators.rules.find import same_unit, unit_key
from waymark.indicators.rules.problems import Unreadable

Spelled = dict[str, str]
"""Units by what they mean, each as it is spelled."""


def settle(said: str, own: Mapping[str, str], near: Mapping[str, str], listed: str) -> str:
    """The unit of a series about which somebody says something.

    `own` are the units of series that differ in nothing else, `near` those of the indicator's
    other series, `listed` is what the list says. A unit that means the same is spelled as before;
    one that is not said is that of the one series there is, of the one unit that the indicator is
    in, or of the list. Raises `Unreadable` where several would do.
    """
    if said:
        key = unit_key(said)
        return own.get(key) or near.get(key) or (listed if same_unit(said, listed) else said)
    if "" in own:
        return ""
    for units in (own, near):
        if len(units) == 1:
            return next(iter(units.values()))
        if units:
            raise Unreadable("unit.which", options=", ".join(sorted(units.values())))
    return listed


class Units:
    """The units of an indicator and of its series, as they are held and as a file says them."""

    def __init__(self, held: Iterable[Series]) -> None:
        self._own: dict[Series, Mapping[str, str]] = {}
        self._near: dict[str, Spelled] = {}
        self._alone: dict[tuple[str, str], Mapping[str, str]] = {}
        """The units of whatever comes in one unit only, as nearly all does: shared, not changed."""
        for series in sorted(held):
            key = unit_key(series.unit)
            self._add(series._replace(unit=""), key, series.unit)
            self._near.setdefault(series.indicator, {}).setdefault(key, series.unit)

    def _add(self, series: Series, key: str, unit: str) -> None:
        own = self._own.get(series)
        if own is None:
            self._own[series] = self._alone.setdefault((key, unit), {key: unit})
        else:
            self._own[series] = {**own, key: unit}

    def hear(self, series: Series, unit: str) -> None:
        """Remember that there is something in a unit; `series` itself is without one.

        Within an indicator a unit keeps the spelling in which it came first.
        """
        key = unit_key(unit)
        unit = self._near.setdefault(series.indicator, {}).setdefault(key, unit)
        if key not in self._own.get(series, ()):
            self._add(series, key, unit)

    def settle(self, series: Series, said: str, listed: str) -> Series:
        """The series with its unit. Raises `Unreadable` where it isn't clear."""
        own, near = self._own.get(series, {}), self._near.get(series.indicator, {})
        unit = settle(said, own, near, listed)
        return Series(series.indicator, series.area, series.dims, unit)

    def all(self) -> dict[str, tuple[str, ...]]:
        """The units of every indicator, as `of`."""
        return {indicator: tuple(units.values()) for indicator, units in self._near.items()}

    def of(self, indicator: str) -> tuple[str, ...]:
        """The units of an indicator, in the order in which they came."""
        return tuple(self._near.get(indicator, {}).values())


def spelled(units: Iterable[str]) -> Spelled:
    """Units by what they mean; of two spellings the first counts."""
    found: Spelled = {}
    for unit in units:
        found.setdefault(unit_key(unit), unit)
    return found


def main_unit(counts: Mapping[str, int], listed: str) -> str:
    """The unit in which an indicator is shown first: the list's, else the one with most values."""
    if not counts:
        return listed
    alike = next((unit for unit in sorted(counts) if same_unit(unit, listed)), None)
    return min(counts, key=lambda unit: (-counts[unit], unit)) if alike is None else alike


def usual_unit(units: Iterable[str], listed: str) -> str:
    """As `main_unit`, of units one for each value or series."""
    return main_unit(Counter(units), listed)
