"""What a file would do to a city's data: added, changed, unchanged, and refused with the reason.

Planning is pure: the same table over the same data gives the same plan, and its fingerprint tells
whether anything changed between a preview and the moment at which it is carried out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from waymark.indicators.rules.columns import Columns, read_columns
from waymark.indicators.rules.facts import (
    Days,
    Dims,
    Goal,
    Known,
    Series,
    Value,
)
from waymark.indicators.rules.find import PERCENT, is_loose, same_unit, unit_key
from waymark.indicators.rules.groups import is_own
from waymark.indicators.rules.merging import merged, merged_goal
from waymark.indicators.rules.problems import Problem, Unreadable
from waymark.indicators.rules.rows import About, Cell, Options, Row, RowReader
from waymark.indicators.rules.unit_choice import Units
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

    In a wide table a row counts once for each of its filled cells.
    """

    columns: Columns
    counts: Mapping[Outcome, int]
    values: tuple[ValueChange, ...] = ()
    goals: tuple[GoalChange, ...] = ()
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
        return digest.hexdigest()


def plan(sheet: Sheet, known: Known, options: Options, *, as_of: date) -> Plan:
    """Work out what `sheet` would do to what is `known`.

    A blank cell changes nothing. Two rows about the same series and days are a problem, and so
    are two that name different targets for one series. `as_of` is the day of the preview: a value
    for a period after it gets a warning.
    """
    columns = read_columns(
        sheet,
        indicator_given=bool(options.indicator),
        ignored=options.ignored,
        breakdowns=options.breakdowns,
        held=known.breakdowns,
    )
    counts = dict.fromkeys(Outcome, 0)
    if columns.problems:
        counts[Outcome.REFUSED] = len(sheet.rows)
        return Plan(columns, counts, problems=columns.problems)
    planner = _Planner(known, as_of)
    rows = list(RowReader(sheet, columns, known, options))
    planner.hear(rows)
    for row in rows:
        planner.take(row, counts)
    return Plan(
        columns,
        counts,
        tuple(planner.values),
        tuple(planner.goals.values()),
        tuple(planner.problems),
        tuple(sorted(planner.warnings, key=lambda warning: warning.row or 0)),
    )


@dataclass(slots=True)
class _Line:
    """A series in the course of planning: what is known of it, and what rows said so far."""

    series: Series
    before: Mapping[Days, Value]
    percent: bool
    own: Dims
    """Its groups that are the city's own words."""
    rows: dict[Days, int] = field(default_factory=dict)


class _Planner:
    """Gathers the changes of one file."""

    def __init__(self, known: Known, as_of: date) -> None:
        self.known, self.as_of = known, as_of
        self.values: list[ValueChange] = []
        self.goals: dict[Series, GoalChange] = {}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.units = Units(known.series)
        self.warned: set[tuple[str, str]] = set()
        self.abouts: dict[About, _Line | Unreadable] = {}
        self.lines: dict[Series, _Line] = {}
        self.goal_rows: dict[Series, tuple[int, Goal]] = {}
        self.before: dict[Series, dict[Days, Value]] = {}
        for (series, days), value in known.values.items():
            self.before.setdefault(series, {})[days] = value

    def hear(self, rows: Iterable[Row]) -> None:
        """Take in every unit that the file says, wherever it stands, before any row is taken."""
        held = {one.indicator: self.units.of(one.indicator) for one in self.known.series}
        heard: set[About] = set()
        for row in rows:
            about = row.about
            if about is None or row.problems or not about.unit or about in heard:
                continue
            heard.add(about)
            listed = about.indicator.unit
            self._odd_unit(row, about, held.get(about.series.indicator, ()))
            self.units.hear(about.series, listed if same_unit(about.unit, listed) else about.unit)

    def _odd_unit(self, row: Row, about: About, held: tuple[str, ...]) -> None:
        """Say once that an indicator comes in another unit than it had, or than its list says."""
        unit, listed = about.unit, about.indicator.unit
        key = (about.series.indicator, unit_key(unit))
        if key in self.warned or any(same_unit(unit, one) for one in held):
            return
        self.warned.add(key)
        if held:
            others = ", ".join(held)
            self._warn("unit.new", row.number, None, unit=unit, held=others)
        elif not is_loose(listed) and not same_unit(unit, listed):
            self._warn("unit.other", row.number, None, unit=unit, listed=listed)

    def take(self, row: Row, counts: dict[Outcome, int]) -> None:
        """Add what a row does, or why it can't."""
        if row.is_blank:
            counts[Outcome.BLANK] += row.filled
            return
        line = None if row.problems or row.about is None else self._line(row, row.about)
        if line is None:
            self.problems += row.problems
            counts[Outcome.REFUSED] += row.filled
            return
        heard = row.goal and not self._repeats(row, line)
        goal = self._goal(row, line.series) if heard else Outcome.UNCHANGED
        if goal is None:
            counts[Outcome.REFUSED] += row.filled
            return
        outcomes = [self._value(row, line, cell) for cell in row.cells]
        if len(outcomes) <= 1:
            # The value says what becomes of the row; the target, where the value stays.
            value = outcomes[0] if outcomes else Outcome.UNCHANGED
            counts[goal if value is Outcome.UNCHANGED else value] += row.filled
            return
        for outcome in outcomes:
            counts[outcome] += 1

    def _repeats(self, row: Row, line: _Line) -> bool:
        """Whether it repeats another, and so is refused whole, its target included."""
        return len(row.cells) == 1 and row.cells[0].days in line.rows

    def _line(self, row: Row, about: About) -> _Line | None:
        """The series of a row; None, with a problem, where its unit isn't clear."""
        found = self.abouts.get(about)
        if found is None:
            found = self.abouts[about] = self._settled(about)
        if isinstance(found, Unreadable):
            row.problems.append(Problem(found.key, row.number, None, found.params))
            return None
        return found

    def _settled(self, about: About) -> _Line | Unreadable:
        try:
            series = self.units.settle(about.series, about.unit, about.indicator.unit)
        except Unreadable as error:
            return error
        if series not in self.lines:
            percent = same_unit(series.unit, PERCENT)
            own = tuple(pair for pair in series.dims if is_own(*pair))
            self.lines[series] = _Line(series, self.before.get(series, {}), percent, own)
        return self.lines[series]

    def _warn(self, key: str, row: int, column: int | None, **params: object) -> None:
        self.warnings.append(Problem(key, row, column, params, warning=True))

    def _value(self, row: Row, line: _Line, cell: Cell) -> Outcome:
        if first := line.rows.get(cell.days):
            params = {"first": first, "period": cell.said["period"]}
            self.problems.append(Problem("row.twice", row.number, cell.column, params))
            return Outcome.REFUSED
        line.rows[cell.days] = row.number
        before = line.before.get(cell.days)
        after = merged(before, cell.said)
        if after == before:
            return Outcome.UNCHANGED
        self._remark(row, line, cell, after)
        self.values.append(ValueChange(row.number, line.series, cell.days, after, before))
        return Outcome.ADDED if before is None else Outcome.CHANGED

    def _remark(self, row: Row, line: _Line, cell: Cell, after: Value) -> None:
        """What looks odd in a value that is taken all the same."""
        if after.value is None:
            if "status" in cell.said and cell.said["status"] == after.status:
                return
        elif line.percent and not 0 <= after.value <= 100:
            shown = f"{after.value:.15g}"
            self._warn("value.not_percent", row.number, cell.column, value=shown)
        if cell.days[0] > self.as_of:
            self._warn("period.future", row.number, None, period=after.period)
        for dimension, group in line.own:
            self._warn("group.own", row.number, None, text=group, dimension=dimension)

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
