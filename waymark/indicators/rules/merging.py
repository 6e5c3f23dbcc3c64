"""What a row makes of a value or a target that is there already."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from waymark.indicators.rules.facts import WITHOUT_VALUE, Goal, Value
from waymark.indicators.rules.rows import Said


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
    changed = (new["value"], new["text"]) != (before.value, before.text)
    if "status" not in said and (changed or before.status in WITHOUT_VALUE):
        new["status"] = "A"
    if all(getattr(before, name) == value for name, value in new.items()):
        return before
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
    if one is None or other is None or one == other:
        return one == other
    return f"{one:.15g}" == f"{other:.15g}"
