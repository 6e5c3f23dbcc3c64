"""What became of a file, for machines: counts, and every row that was refused with the reason."""

from __future__ import annotations

from typing import Any

from waymark.base import reasons
from waymark.indicators.actions.bringing import Brought
from waymark.indicators.preview import problem_json
from waymark.indicators.rules.problems import Problem
from waymark.indicators.rules.sources.blocks import LeftOut
from waymark.kernel.flow import Reason
from waymark.kernel.tables import column_name

FORMAT = "waymark-import-report-1"


def report(brought: Brought, *, dry_run: bool) -> dict[str, Any]:
    """The whole of it as plain JSON; see docs/reference/commands.md."""
    plan, reading = brought.plan, brought.reading
    found: dict[str, Any] = {
        "format": FORMAT,
        "kind": reading.head.kind if reading.head else "table",
        "import": brought.batch.pk if brought.batch else None,
        "stored": brought.batch is not None and not brought.refused,
        "dry_run": dry_run,
        "reasons": [_reason(one.key, one.params) for one in brought.refused],
        "error": _error(brought),
    }
    if plan is None:
        return found
    header = reading.sheet.header if reading.sheet else ()
    found |= {
        "rows": sum(plan.counts.values()),
        "counts": {str(outcome): count for outcome, count in plan.counts.items()},
        "values": len(plan.values),
        "targets": len(plan.goals),
        "refused": [_problem(one, header) for one in plan.problems],
        "warnings": [_problem(one, header) for one in plan.warnings],
    }
    if plan.beyond is not None:
        found |= {
            "beyond": plan.beyond.numbers,
            "local_indicators": [one.code for one in plan.beyond.locals],
            "left_out": [_left_out(one) for one in plan.beyond.left_out],
        }
    return found


def _reason(key: str, params: Any) -> dict[str, Any]:
    said = {name: _plain(value) for name, value in dict(params).items()}
    return {"key": key, "params": said, "sentence": reasons.told(Reason(key, params))}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _problem(problem: Problem, header: tuple[str, ...]) -> dict[str, Any]:
    told = problem_json(problem, header)
    place = {name: told[name] for name in ("file", "row", "header")}
    column = column_name(told["column"]) if told["column"] else ""
    return {**place, "column": column, **_reason(problem.key, problem.params)}


def _left_out(one: LeftOut) -> dict[str, Any]:
    params = {"text": "", "name": "", **one.params}
    return {"file": one.file, "row": one.line or None, **_reason(one.key, params)}


def _error(brought: Brought) -> dict[str, Any] | None:
    """Why the file could not be read at all."""
    reading = brought.reading
    if reading.head is not None and reading.head.error is not None:
        return _left_out(reading.head.error)
    if reading.error is not None:
        error = reading.error
        column = column_name(error.column) if error.column else ""
        place = {"file": "", "row": error.row, "column": column}
        return {**place, **_reason(error.key, error.params)}
    return None
