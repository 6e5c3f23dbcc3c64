"""The plan of a list import as JSON, kept with it; and in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from waymark.base import reasons
from waymark.base.fields import Words
from waymark.indicators.queries.editions import touched
from waymark.indicators.rules.editions import (
    ADDED,
    REMOVED,
    Change,
    Diff,
    Effect,
    Kind,
    Row,
    effects,
)
from waymark.indicators.rules.list_file import ListPlan
from waymark.indicators.rules.problems import Problem
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.flow import Reason

MOST = 400
"""How many problems are kept."""


@dataclass(frozen=True)
class Line:
    """A difference as a page shows it: code, label, and a sentence for each effect."""

    code: str
    label: Words
    sentences: list[str]
    look: bool


def _line(row: Row, found: Iterable[Effect]) -> dict[str, Any]:
    told = [{"key": one.key, "params": dict(one.params), "look": one.look} for one in found]
    return {"code": row.code, "label": dict(row.label), "effects": told}


def differences(found: Diff) -> dict[str, list[dict[str, Any]]]:
    """A diff as JSON: what is new, what changed, what went."""
    return {
        "added": [_line(row, [ADDED]) for row in found.added],
        "changed": [_line(one.after, effects(one)) for one in found.changed],
        "removed": [_line(row, [REMOVED]) for row in found.removed],
    }


def lines(told: Iterable[dict[str, Any]]) -> list[Line]:
    """The same in the reader's language."""
    return [
        Line(
            one["code"],
            Words(one["label"]),
            [reasons.sentence(_reason(effect)) for effect in one["effects"]],
            any(effect["look"] for effect in one["effects"]),
        )
        for one in told
    ]


def _reason(effect: dict[str, Any]) -> Reason:
    empty = {"before": "–", "after": "–"} if effect["key"] == "edition.unit" else {}
    return Reason(effect["key"], empty | effect["params"])


def _touched(framework: str, found: Diff) -> dict[str, list[int]]:
    """How many series of how many places there are of what changes, in sum and by what changes."""

    def of(changes: Iterable[Change], *kinds: Kind) -> list[str]:
        return [one.before.code for one in changes if not kinds or set(kinds) & set(one.kinds)]

    removed = [row.code for row in found.removed]
    return {
        "all": list(touched(framework, of(found.changed) + removed)),
        "unit": list(touched(framework, of(found.changed, Kind.UNIT))),
        "direction": list(touched(framework, of(found.changed, Kind.DIRECTION))),
        "code": list(touched(framework, of(found.changed, Kind.CODE))),
        "removed": list(touched(framework, removed)),
    }


def summary(framework: str, reading: Reading, plan: ListPlan | None) -> dict[str, Any]:
    """What the preview of a list shows; places only as a number."""
    if plan is None:
        error = reading.error
        params = {name: str(value) for name, value in error.params.items()} if error else {}
        where = {"row": error.row, "column": error.column} if error else {}
        key = error.key if error else "import.unreadable"
        return {"problems": [{"key": key, "params": params, **where}], "counts": {}}
    return {
        "problems": [_problem(one) for one in plan.problems[:MOST]],
        "warnings": [_problem(one) for one in plan.warnings[:MOST]],
        "fingerprint": plan.fingerprint,
        "counts": {
            "rows": len(plan.rows),
            "added": len(plan.diff.added),
            "changed": len(plan.diff.changed),
            "removed": len(plan.diff.removed),
        },
        "touched": _touched(framework, plan.diff),
        **differences(plan.diff),
    }


def _problem(one: Problem) -> dict[str, Any]:
    return {"key": one.key, "row": one.row, "column": one.column, "params": dict(one.params)}
