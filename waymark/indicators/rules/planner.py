"""Gathering what rows do to a city's data, one after the other, whatever they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

import msgspec

from waymark.indicators.rules.facts import Days, Dims, Goal, Known, Series, Value
from waymark.indicators.rules.find import PERCENT, is_loose, same_unit, unit_key
from waymark.indicators.rules.groups import is_own
from waymark.indicators.rules.merging import merged, merged_goal
from waymark.indicators.rules.problems import Problem, Unreadable
from waymark.indicators.rules.rows import MOST_KEPT, About, Cell, Row
from waymark.indicators.rules.unit_choice import Units

NOTHING: Mapping[str, object] = MappingProxyType({})

NONE_HELD: Mapping[Days, Value] = {}
"""What is held of a series that is new."""


class Outcome(StrEnum):
    """What becomes of a row, or of a value in a wide table."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    BLANK = "blank"
    LEFT_OUT = "left_out"


class ValueChange(msgspec.Struct, frozen=True, gc=False):
    """A value to be stored; `before` is the one that it takes the place of, if any.

    `row` is one of `file`, a file inside an archive; "" where the file is the whole.
    """

    row: int
    series: Series
    days: Days
    after: Value
    before: Value | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A baseline and target to be stored in place of `before`."""

    row: int
    series: Series
    after: Goal
    before: Goal | None = None


@dataclass(slots=True)
class Line:
    """A series in the course of planning: what is known of it, and what rows said so far."""

    series: Series
    before: Mapping[Days, Value]
    percent: bool
    own: Dims
    """Its groups that are the city's own words."""
    rows: dict[Days, ValueChange] = field(default_factory=dict)
    """What was said of it so far, by days, whether it changes anything or not."""
    odd: bool = False
    """Whether its groups were remarked upon already."""


class Planner:
    """Gathers the changes of one file."""

    def __init__(self, known: Known, as_of: date) -> None:
        self.known, self.as_of = known, as_of
        self.is_own = lru_cache(MOST_KEPT)(is_own)
        self.file = ""
        """The file inside an archive that the rows now taken come from."""
        self.units = Units(known.series)
        self.held = self.units.all()
        self.values: list[ValueChange] = []
        self.goals: dict[Series, GoalChange] = {}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.warned: set[tuple[str, str]] = set()
        self.abouts: dict[About, Line | Unreadable] = {}
        self.lines: dict[Series, Line] = {}
        self.goal_rows: dict[Series, tuple[int, Goal]] = {}
        self.before: dict[Series, dict[Days, Value]] = {}
        for (series, days), value in known.values.items():
            self.before.setdefault(series, {})[days] = value

    def hear(self, rows: Iterable[Row]) -> None:
        """Take in every unit that the file says, wherever it stands, before any row is taken."""
        heard: set[About] = set()
        for row in rows:
            if row.about is not None and not row.problems and row.about not in heard:
                heard.add(row.about)
                self.hear_about(row.about, row.number)

    def hear_about(self, about: About, row: int) -> None:
        """Take in the unit of what one or more rows are about; `row` is the first of them."""
        if not about.unit:
            return
        listed = about.indicator.unit
        self._odd_unit(row, about)
        self.units.hear(about.series, listed if same_unit(about.unit, listed) else about.unit)

    def _odd_unit(self, row: int, about: About) -> None:
        """Say once that an indicator comes in another unit than it had, or than its list says."""
        unit, listed = about.unit, about.indicator.unit
        held = self.held.get(about.series.indicator, ())
        key = (about.series.indicator, unit_key(unit))
        if key in self.warned or any(same_unit(unit, one) for one in held):
            return
        self.warned.add(key)
        if held:
            others = ", ".join(held)
            self._warn("unit.new", row, None, unit=unit, held=others)
        elif not is_loose(listed) and not same_unit(unit, listed):
            self._warn("unit.other", row, None, unit=unit, listed=listed)

    def take(self, row: Row, counts: dict[Outcome, int]) -> None:
        """Add what a row does, or why it can't."""
        if row.is_blank:
            counts[Outcome.BLANK] += row.filled
            return
        if row.left_out:
            counts[Outcome.LEFT_OUT] += row.filled
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

    def _repeats(self, row: Row, line: Line) -> bool:
        """Whether it repeats another, and so is refused whole, its target included."""
        return len(row.cells) == 1 and row.cells[0].days in line.rows

    def _line(self, row: Row, about: About) -> Line | None:
        """The series of a row; None, with a problem, where its unit isn't clear."""
        found = self.line_of(about)
        if isinstance(found, Unreadable):
            params = found.params
            row.problems.append(Problem(found.key, row.number, None, params, file=self.file))
            return None
        return found

    def line_of(self, about: About) -> Line | Unreadable:
        """The series of what a row is about, or why its unit isn't clear."""
        found = self.abouts.get(about)
        if found is None:
            found = self.abouts[about] = self.settled(about)
        return found

    def settled(self, about: About) -> Line | Unreadable:
        """As `line_of`, for whoever asks once."""
        try:
            series = self.units.settle(about.series, about.unit, about.indicator.unit)
        except Unreadable as error:
            return error.with_traceback(None)  # its frames would keep all of this
        line = self.lines.get(series)
        if line is None:
            percent = same_unit(series.unit, PERCENT)
            own = tuple([pair for pair in series.dims if self.is_own(*pair)])
            before = self.before.get(series, NONE_HELD) if self.before else NONE_HELD
            line = self.lines[series] = Line(series, before, percent, own)
        return line

    def _warn(self, key: str, row: int, column: int | None, **params: object) -> None:
        self.warnings.append(Problem(key, row, column, params, warning=True, file=self.file))

    def _refuse(
        self, key: str, row: Row, column: int | None = None, params: Mapping[str, object] = NOTHING
    ) -> None:
        self.problems.append(Problem(key, row.number, column, params, file=self.file))

    def _value(self, row: Row, line: Line, cell: Cell) -> Outcome:
        if first := line.rows.get(cell.days):
            params = {"first": first.row, "period": cell.said["period"]}
            self._refuse("row.twice", row, cell.column, params)
            return Outcome.REFUSED
        before = line.before.get(cell.days)
        after = merged(before, cell.said)
        change = ValueChange(row.number, line.series, cell.days, after, before, self.file)
        line.rows[cell.days] = change
        if after == before:
            return Outcome.UNCHANGED
        self._remark(row, line, cell, after)
        self.values.append(change)
        return Outcome.ADDED if before is None else Outcome.CHANGED

    def observe(self, number: int, line: Line, days: Days, value: Value) -> Outcome:
        """Take a value that a source says whole; a source or note that it leaves blank stays.

        A row that says what an earlier one says changes nothing; one that contradicts it is
        refused.
        """
        if first := line.rows.get(days):
            return self._again(number, first, value)
        before = line.before.get(days) if line.before else None
        after = value if before is None else _told(before, value)
        change = ValueChange(number, line.series, days, after, before, self.file)
        line.rows[days] = change
        if after == before:
            return Outcome.UNCHANGED
        if line.percent or line.own or days[0] > self.as_of:
            self._odd(number, line, days, after)
        self.values.append(change)
        return Outcome.ADDED if before is None else Outcome.CHANGED

    def _again(self, number: int, first: ValueChange, value: Value) -> Outcome:
        """What becomes of a second row about the same series and days."""
        where = f"{first.row}" if first.file == self.file else f"{first.file}: {first.row}"
        params = {"first": where, "period": value.period}
        if (first.after.value, first.after.status) == (value.value, value.status):
            self._warn("row.repeats", number, None, **params)
            return Outcome.UNCHANGED
        self.problems.append(Problem("row.contradicts", number, None, params, file=self.file))
        return Outcome.REFUSED

    def _odd(self, number: int, line: Line, days: Days, value: Value) -> None:
        """What looks odd in a value that is taken all the same; its groups only once."""
        if value.value is not None and line.percent and not 0 <= value.value <= 100:
            self._warn("value.not_percent", number, None, value=f"{value.value:.15g}")
        if days[0] > self.as_of:
            self._warn("period.future", number, None, period=value.period)
        if line.own and not line.odd:
            line.odd = True
            for dimension, group in line.own:
                self._warn("group.own", number, None, text=group, dimension=dimension)

    def _remark(self, row: Row, line: Line, cell: Cell, after: Value) -> None:
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
            self._refuse("baseline.no_period", row)
            return None
        if after.baseline_period and after.baseline_value is None:
            self._refuse("baseline.no_value", row)
            return None
        number, said = self.goal_rows.setdefault(series, (row.number, after))
        if said != after:
            params = {"first": number}
            self._refuse("target.twice", row, None, params)
            return None
        if number != row.number or after == before or (before is None and after.is_empty):
            return Outcome.UNCHANGED
        self.goals[series] = GoalChange(row.number, series, after, before)
        return Outcome.ADDED if before is None else Outcome.CHANGED


def _told(before: Value, value: Value) -> Value:
    """A value as it will be; a source or note that is blank stays as it was."""
    same = (value.value, value.status, "") == (before.value, before.status, before.text)
    if same and value.source in ("", before.source) and value.note in ("", before.note):
        return before
    said = {"value": value.value, "status": value.status, "text": "", "period": value.period}
    said |= {name: text for name in ("source", "note") if (text := getattr(value, name))}
    return merged(before, said)
