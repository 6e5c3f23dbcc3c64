"""What became of each row of a file, for machines: reasons with their sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from waymark.base import reasons
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.problems import Problem, problem_json
from waymark.indicators.rules.sources.blocks import LeftOut
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.flow import Reason
from waymark.kernel.tables import column_name


def plan_told(reading: Reading, plan: Plan) -> dict[str, Any]:
    """What a plan does and what it refuses, as plain JSON; see docs/reference/commands.md."""
    header = reading.sheet.header if reading.sheet else ()
    found: dict[str, Any] = {
        "rows": sum(plan.counts.values()),
        "counts": {str(outcome): count for outcome, count in plan.counts.items()},
        "values": len(plan.values),
        "targets": len(plan.goals),
        "refused": [problem_told(one, header) for one in plan.problems],
        "warnings": [problem_told(one, header) for one in plan.warnings],
    }
    if plan.beyond is not None:
        found |= {
            "beyond": plan.beyond.numbers,
            "local_indicators": [one.code for one in plan.beyond.locals],
            "left_out": [_left_out(one) for one in plan.beyond.left_out],
        }
    return found


def reason_told(key: str, params: Mapping[str, object]) -> dict[str, Any]:
    """A reason with its sentence."""
    said = {name: _plain(value) for name, value in params.items()}
    return {"key": key, "params": said, "sentence": reasons.told(Reason(key, dict(params)))}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def problem_told(problem: Problem, header: Sequence[str]) -> dict[str, Any]:
    """A problem with its place and sentence."""
    told = problem_json(problem, header)
    place = {name: told[name] for name in ("file", "row", "header")}
    column = column_name(told["column"]) if told["column"] else ""
    return {**place, "column": column, **reason_told(problem.key, problem.params)}


def _left_out(one: LeftOut) -> dict[str, Any]:
    params = {"text": "", "name": "", **one.params}
    return {"file": one.file, "row": one.line or None, **reason_told(one.key, params)}


def error_told(reading: Reading) -> dict[str, Any] | None:
    """Why the file could not be read at all."""
    if reading.head is not None and reading.head.error is not None:
        return _left_out(reading.head.error)
    if reading.error is not None:
        error = reading.error
        column = column_name(error.column) if error.column else ""
        place = {"file": "", "row": error.row, "column": column}
        return {**place, **reason_told(error.key, error.params)}
    return None
