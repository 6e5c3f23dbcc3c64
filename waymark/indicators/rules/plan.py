"""What a file would do to a city's data: added, changed, unchanged, and refused with the reason.

Planning is pure: the same table over the same data gives the same plan, and its fingerprint tells
whether anything changed between a preview and the moment at which it is carried out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from waymark.indicators.rules.columns import Columns, read_columns
from waymark.indicators.rules.facts import (
    WITHOUT_VALUE,
    Days,
    Dims,
    Goal,
    Indicator,
    Known,
    Series,
    Value,
)
from waymark.indicators.rules.find import PERCENT, is_loose, same_unit
from waymark.indicators.rules.groups import is_own
from waymark.indicators.rules.problems import Problem
from waymark.indicators.rules.rows import Cell, Options, Row, RowReader, Said
from waymark.kernel.tables import Sheet


class Outcome(StrEnum):
    """What becomes of a row, or of a value in a wide table."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value to be stored; `before` is the one that it takes the place of, if any."""

    row: int
    series: Series
    days: Days
    after: Value
    before: Value | None = None


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A baseline and target to be stored in place of `before`."""

    row: int
    series: Series
    after: Goal
    before: Goal | None = None


@dataclass(frozen=True)
class Plan:
    """The whole of it. `counts` has every outcome; its sum is the number of rows read.

    In a wide table a row counts once for each of its filled cells. `units` are those of series
    that are yet to be made.
    """

    columns: Columns
    counts: Mapping[Outcome, int]
    values: tuple[ValueChange, ...] = ()
    goals: tuple[GoalChange, ...] = ()
    units: Mapping[Series, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def changes(self) -> int:
        """How many values and targets would be stored."""
        return len(self.values) + len(self.goals)

    @property
    def readable(self) -> bool:
        """Whether the columns could be made sense of at all."""
        return not self.columns.problems

    @property
    def fingerprint(self) -> str:
        """A hash of everything that would be done, and of what it would take the place of."""
        digest = hashlib.sha256()
        for change in (*self.values, *self.goals):
            digest.update(repr(change).encode())
        digest.update(repr(sorted(self.units.items(), key=repr)).encode())
        return digest.hexdigest()


def plan(sheet: Sheet, known: Known, options: Options, *, as_of: date) -> Plan:
    """Work out what `sheet` would do to what is `known`.

    A blank cell changes nothing. Two rows about the same series and days are a problem, and so
    are two that name different targets for one series. `as_of` is the day of the preview: a value
    for a period after it gets a warning.
    """
    columns = read_columns(sheet, indicator_given=bool(options.indicator), ignored=options.ignored)
    counts = dict.fromkeys(Outcome, 0)
    if columns.problems:
        counts[Outcome.REFUSED] = len(sheet.rows)
        return Plan(columns, counts, problems=columns.problems)
    planner = _Planner(known, as_of)
    for row in RowReader(sheet, columns, known, options):
        planner.take(row, counts)
    return Plan(
        columns,
        counts,
        tuple(planner.values),
        tuple(planner.goals.values()),
        planner.new_units,
        tuple(planner.problems),
        tuple(planner.warnings),
    )


class _Planner:
    """Gathers the changes of one file."""

    def __init__(self, known: Known, as_of: date) -> None:
        self.known, self.as_of = known, as_of
        self.values: list[ValueChange] = []
        self.goals: dict[Series, GoalChange] = {}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.new_units: dict[Series, str] = {}
        self.units: dict[str, str] = {}
        self.fits: set[tuple[Series, str]] = set()
        self.traits: dict[Series, tuple[bool, Dims]] = {}
        self.seen: dict[tuple[Series, Days], int] = {}
        self.goal_rows: dict[Series, tuple[int, Goal]] = {}
        for series, unit in known.units.items():
            self.units.setdefault(series.indicator, unit)

    def take(self, row: Row, counts: dict[Outcome, int]) -> None:
        """Add what a row does, or why it can't."""
        if row.is_blank:
            counts[Outcome.BLANK] += row.filled
            return
        problem = self._unfit(row)
        if problem is not None:
            row.problems.append(problem)
        if row.problems:
            self.problems += row.problems
            counts[Outcome.REFUSED] += row.filled
            return
        assert row.series is not None
        heard = row.goal and not self._repeats(row, row.series)
        goal = self._goal(row, row.series) if heard else Outcome.UNCHANGED
        if goal is None:
            counts[Outcome.REFUSED] += row.filled
            return
        outcomes = [self._value(row, row.series, cell) for cell in row.cells]
        if len(outcomes) <= 1:
            # The value says what becomes of the row; the target, where the value stays.
            value = outcomes[0] if outcomes else Outcome.UNCHANGED
            counts[goal if value is Outcome.UNCHANGED else value] += row.filled
            return
        for outcome in outcomes:
            counts[outcome] += 1

    def _repeats(self, row: Row, series: Series) -> bool:
        """Whether it repeats another, and so is refused whole, its target included."""
        return len(row.cells) == 1 and (series, row.cells[0].days) in self.seen

    def _unfit(self, row: Row) -> Problem | None:
        """Whether the unit contradicts the list or the rest of the data."""
        if row.series is None or row.indicator is None or (row.series, row.unit) in self.fits:
            return None
        said = len(self.warnings)
        problem = self._misfit(row, row.series, row.indicator)
        if problem is None and len(self.warnings) == said:
            self.fits.add((row.series, row.unit))  # nothing that follows can change this
        return problem

    def _misfit(self, row: Row, series: Series, indicator: Indicator) -> Problem | None:
        listed, known = indicator.unit, self.known.units.get(series)
        held = known if known is not None else self.units.get(series.indicator)
        unit = row.unit or held or ("" if is_loose(listed) else listed)
        wanted = held or (listed if listed == PERCENT else "")
        if row.unit and wanted and not same_unit(row.unit, wanted):
            params = {"unit": row.unit, "wanted": wanted}
            return Problem("unit.mismatch", row.number, None, params)
        strange = not is_loose(listed) and not same_unit(row.unit, listed)
        if row.unit and not held and strange:
            self._warn("unit.other", row.number, None, unit=row.unit, listed=listed)
        if known is None:
            self.units.setdefault(series.indicator, unit)
            self.new_units.setdefault(series, unit)
        return None

    def _warn(self, key: str, row: int, column: int | None, **params: object) -> None:
        self.warnings.append(Problem(key, row, column, params, warning=True))

    def _value(self, row: Row, series: Series, cell: Cell) -> Outcome:
        key = (series, cell.days)
        if first := self.seen.get(key):
            params = {"first": first, "period": cell.said["period"]}
            self.problems.append(Problem("row.twice", row.number, cell.column, params))
            return Outcome.REFUSED
        self.seen[key] = row.number
        before = self.known.values.get(key)
        after = merged(before, cell.said)
        if before is None:
            self._remark(row, series, cell, after)
            self.values.append(ValueChange(row.number, series, cell.days, after))
            return Outcome.ADDED
        if after == before:
            return Outcome.UNCHANGED
        self._remark(row, series, cell, after)
        self.values.append(ValueChange(row.number, series, cell.days, after, before))
        return Outcome.CHANGED

    def _remark(self, row: Row, series: Series, cell: Cell, after: Value) -> None:
        """What looks odd in a value that is taken all the same."""
        percent, own = self.traits.get(series) or self._traits(series)
        if after.value is None:
            if "status" in cell.said and cell.said["status"] == after.status:
                return
        elif percent and not 0 <= after.value <= 100:
            shown = f"{after.value:.15g}"
            self._warn("value.not_percent", row.number, cell.column, value=shown)
        if cell.days[0] > self.as_of:
            self._warn("period.future", row.number, None, period=after.period)
        for dimension, group in own:
            self._warn("group.own", row.number, None, text=group, dimension=dimension)

    def _traits(self, series: Series) -> tuple[bool, Dims]:
        """Whether it is in per cent, and which of its groups are the city's own words."""
        unit = self.new_units.get(series, self.known.units.get(series, ""))
        own = tuple(pair for pair in series.dims if is_own(*pair))
        return self.traits.setdefault(series, (same_unit(unit, PERCENT), own))

    def _goal(self, row: Row, series: Series) -> Outcome | None:
        """The outcome for the target; None where the row contradicts one before it or itself."""
        if not row.goal:
            return Outcome.UNCHANGED
        before = self.known.goals.get(series)
        after = merged_goal(before, row.goal)
        if after.baseline_value is not None and not after.baseline_period:
            self.problems.append(Problem("baseline.no_period", row.number))
            return None
        if after.baseline_period and after.baseline_value is None:
            self.problems.append(Problem("baseline.no_value", row.number))
            return None
        number, said = self.goal_rows.setdefault(series, (row.number, after))
        if said != after:
            params = {"first": number}
            self.problems.append(Problem("target.twice", row.number, None, params))
            return None
        if number != row.number or after == before or (before is None and after.is_empty):
            return Outcome.UNCHANGED
        self.goals[series] = GoalChange(row.number, series, after, before)
        return Outcome.ADDED if before is None else Outcome.CHANGED


def merged(before: Value | None, said: Said) -> Value:
    """A value as it will be: what the row says, and of what it leaves blank what was there.

    A new number without a status is a normal one, whatever the old number was. A period of the
    same days keeps the name that it had.
    """
    if before is None:
        return Value(**said)
    new: dict[str, Any] = {**said, "period": before.period}
    for name in ("value", "margin"):
        if name in new and _same(new[name], getattr(before, name)):
            new[name] = getattr(before, name)
    changed = new["value"] != before.value
    if "status" not in said and (changed or before.status in WITHOUT_VALUE):
        new["status"] = "A"
    return replace(before, **new)


def merged_goal(before: Goal | None, said: Said) -> Goal:
    """A target as it will be; what a row leaves blank stays."""
    goal = before or Goal()
    new = dict(said)
    for name in ("baseline_value", "target_value"):
        if name in new and _same(new[name], getattr(goal, name)):
            del new[name]
    return replace(goal, **new)


def _same(one: float | None, other: float | None) -> bool:
    """Whether two numbers are equal as far as a spreadsheet keeps digits."""
    if one is None or other is None:
        return one is other
    return f"{one:.15g}" == f"{other:.15g}"
