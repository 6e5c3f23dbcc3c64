"""A plan as JSON, to be kept with its import and shown again without reading the file."""

from __future__ import annotations

from typing import Any

from waymark.indicators.reading import Reading
from waymark.indicators.rules.facts import Goal, Series, Value
from waymark.indicators.rules.plan import GoalChange, Plan, ValueChange
from waymark.indicators.rules.problems import Problem
from waymark.kernel.tables import BadTable, Sheet

MOST_CHANGES = 300
MOST_PROBLEMS = 500
MOST_WARNINGS = 200
MOST_SHOWN = 200  # characters of an entry in words


def summary(reading: Reading, plan: Plan | None) -> dict[str, Any]:
    """What a preview shows: counts in full, rows up to a limit, what can be chosen."""
    found: dict[str, Any] = {
        "sheets": list(reading.sheets),
        "encodings": [[name, list(lines)] for name, lines in reading.encodings],
    }
    if reading.error is not None:
        found["error"] = _error(reading.error)
    if reading.sheet is None or plan is None:
        return found
    sheet = reading.sheet
    found |= {
        "header": list(sheet.header),
        "rows": len(sheet.rows),
        "blank_rows": sheet.blank_rows,
        "encoding": sheet.encoding,
        "delimiter": sheet.delimiter,
        "columns": dict(plan.columns.places),
        "breakdowns": dict(plan.columns.breakdowns),
        "periods": [list(period) for period in plan.columns.periods],
        "left_out": list(plan.columns.left_out),
        "counts": {str(outcome): count for outcome, count in plan.counts.items()},
        "values": len(plan.values),
        "goals": len(plan.goals),
        "fingerprint": plan.fingerprint,
        "changes": [_value(change) for change in plan.values[:MOST_CHANGES]],
        "targets": [_goal(change) for change in plan.goals[:MOST_CHANGES]],
        "problems": [_problem(one, sheet) for one in plan.problems[:MOST_PROBLEMS]],
        "problem_count": len(plan.problems),
        "warnings": [_problem(one, sheet) for one in plan.warnings[:MOST_WARNINGS]],
        "warning_count": len(plan.warnings),
    }
    return found


def _error(error: BadTable) -> dict[str, Any]:
    params = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in error.params.items()
    }
    return {"key": error.key, "row": error.row, "column": error.column, "params": params}


def problem_json(problem: Problem, header: tuple[str, ...]) -> dict[str, Any]:
    """A problem with the header of its column, which people know better than its letter."""
    column = problem.column
    return {
        "key": problem.key,
        "row": problem.row,
        "column": column,
        "header": header[column - 1] if column and column <= len(header) else "",
        "params": dict(problem.params),
    }


def _problem(problem: Problem, sheet: Sheet) -> dict[str, Any]:
    return problem_json(problem, sheet.header)


def _series(series: Series) -> dict[str, Any]:
    return {
        "indicator": series.indicator,
        "area": series.area,
        "dims": dict(series.dims),
        "unit": series.unit,
    }


def _value(change: ValueChange) -> dict[str, Any]:
    return {
        "row": change.row,
        **_series(change.series),
        "period": change.after.period,
        "after": _shown(change.after),
        "before": _shown(change.before) if change.before else None,
        "more": _differing(change.before, change.after) if change.before else [],
    }


def _shown(value: Value) -> dict[str, Any]:
    return {"value": value.value, "status": value.status, "text": value.text[:MOST_SHOWN]}


def _differing(before: Value, after: Value) -> list[str]:
    """The other attributes that change with a value."""
    names = (
        "source",
        "source_type",
        "method",
        "sample_size",
        "margin",
        "quality",
        "next_update",
        "note",
    )
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _goal(change: GoalChange) -> dict[str, Any]:
    return {
        "row": change.row,
        **_series(change.series),
        "after": _aim(change.after),
        "before": _aim(change.before) if change.before else None,
    }


def _aim(goal: Goal) -> dict[str, Any]:
    return {
        "baseline_period": goal.baseline_period,
        "baseline_value": goal.baseline_value,
        "target_year": goal.target_year,
        "target_value": goal.target_value,
        "milestones": [list(mark) for mark in goal.milestones],
    }
