"""A plan as JSON, to be kept with its import and shown again without reading the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from waymark.indicators.rules.columns import shape_of
from waymark.indicators.rules.facts import Goal, Series, Value
from waymark.indicators.rules.plan import GoalChange, Plan, ValueChange
from waymark.indicators.rules.problems import Problem, problem_json
from waymark.indicators.rules.sources.beyond import Beyond
from waymark.indicators.rules.sources.blocks import LeftOut
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.tables import BadTable, Sheet

MOST_CHANGES = 300
MOST_FILES = 500
MOST_OF_A_KIND = 60
"""Of problems of one kind so many are kept with their places; all are counted."""

MOST_SHOWN = 200  # characters of an entry in words


def summary(reading: Reading, plan: Plan | None) -> dict[str, Any]:
    """What a preview shows: counts in full, rows up to a limit, what can be chosen."""
    found: dict[str, Any] = {
        "sheets": list(reading.sheets),
        "encodings": [[name, list(lines)] for name, lines in reading.encodings],
    }
    if reading.error is not None:
        found["error"] = _error(reading.error)
    if reading.head is not None:
        found["kind"] = reading.head.kind
        if reading.head.error is not None:
            found["error"] = _left_out(reading.head.error)
    if plan is None:
        return found
    if reading.sheet is not None:
        found |= _table(reading.sheet, plan)
    header = reading.sheet.header if reading.sheet else ()
    problems = _told(plan.problems, header)
    warnings = _told(plan.warnings, header)
    if plan.beyond is not None:
        found |= _beyond(plan.beyond, plan)
    found |= {
        "counts": {str(outcome): count for outcome, count in plan.counts.items()},
        "refused": plan.refused,
        "values": len(plan.values),
        "goals": len(plan.goals),
        "fingerprint": plan.fingerprint,
        "changes": [_value(change) for change in plan.values[:MOST_CHANGES]],
        "targets": [_goal(change) for change in plan.goals[:MOST_CHANGES]],
        "problems": problems,
        "problem_kinds": Counter(one.key for one in plan.problems),
        "problem_count": len(plan.problems) - sum(one.get("times", 1) - 1 for one in problems),
        "warnings": warnings,
        "warning_kinds": Counter(one.key for one in plan.warnings),
        "warning_count": len(plan.warnings) - sum(one.get("times", 1) - 1 for one in warnings),
    }
    return found


def _table(sheet: Sheet, plan: Plan) -> dict[str, Any]:
    """What only a table has."""
    return {
        "header": list(sheet.header),
        "rows": len(sheet.rows),
        "blank_rows": sheet.blank_rows,
        "encoding": sheet.encoding,
        "delimiter": sheet.delimiter,
        "columns": dict(plan.columns.places),
        "breakdowns": dict(plan.columns.breakdowns),
        "periods": [list(period) for period in plan.columns.periods],
        "left_out": list(plan.columns.left_out),
        "shape": shape_of(sheet),
        "asked": plan.asked,
    }


def _beyond(beyond: Beyond, plan: Plan) -> dict[str, Any]:
    """What only data of other software have."""
    areas = beyond.areas.changes if beyond.areas else ()
    return {
        "rows": sum(plan.counts.values()),
        "numbers": beyond.numbers,
        "area_files": [dict(one) for one in beyond.area_files],
        "areas": [
            {
                "code": one.code,
                "name": one.name,
                "area_km2": one.boundary.area_km2,
                "outcome": "added" if one.part is None or one.part.retired else "changed",
            }
            for one in areas[:MOST_CHANGES]
        ],
        "locals": [
            {"code": one.code, "names": dict(one.names)} for one in beyond.locals[:MOST_CHANGES]
        ],
        "files_left_out": [_left_out(one) for one in beyond.left_out[:MOST_FILES]],
    }


def _left_out(one: LeftOut) -> dict[str, Any]:
    params = {"text": "", "name": "", **one.params}
    return {"key": one.key, "file": one.file, "row": one.line or None, "params": params}


def _told(problems: Sequence[Problem], header: tuple[str, ...]) -> list[dict[str, Any]]:
    """The first problems of each kind. Of a source, those that are alike in one file are one."""
    found: dict[Any, dict[str, Any]] = {}
    kept: Counter[str] = Counter()
    for number, one in enumerate(problems):
        alike = number if header else (one.file, one.key, one.header, tuple(one.params.items()))
        held = found.get(alike)
        if held is not None:
            held["times"] += 1
            held["last"] = one.row
        elif kept[one.key] < MOST_OF_A_KIND:
            kept[one.key] += 1
            more = {} if header else {"times": 1, "last": one.row}
            found[alike] = problem_json(one, header) | more
    return list(found.values())


def _error(error: BadTable) -> dict[str, Any]:
    params = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in error.params.items()
    }
    return {"key": error.key, "row": error.row, "column": error.column, "params": params}


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
        "file": change.file,
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
