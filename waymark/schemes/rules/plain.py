"""From frozen dataclasses back to the JSON document they were read from."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any

from waymark.kernel.period import Period
from waymark.schemes.rules.nodes import Rule, rule_document

_DEFAULTS: dict[type, tuple[tuple[str, object], ...]] = {}


def plain(value: object) -> Any:
    """The JSON form of a dataclass, tuple, mapping, date, period or scalar.

    A member that holds its default is left out, so that equal content has one form whoever wrote
    it; hashes are taken over this form.
    """
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Rule):
        return rule_document(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return value.label
    if is_dataclass(value):
        return _members(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _members(value: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, without those that hold their default."""
    kind = type(value)
    if kind not in _DEFAULTS:
        _DEFAULTS[kind] = tuple((item.name, _default(item)) for item in fields(kind))
    found = {}
    for name, default in _DEFAULTS[kind]:
        member = getattr(value, name)
        if default is MISSING or member != default:
            found[name] = plain(member)
    return found


def _default(item: Field[Any]) -> object:
    return item.default if item.default_factory is MISSING else item.default_factory()
