"""Reading rules: anything that is not exactly one of the known nodes is a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from waymark.schemes.rules.located import IDENTIFIER, INDICATOR, Reader
from waymark.schemes.rules.nodes import (
    MAX_RULE_DEPTH,
    RULE_KINDS,
    All,
    AnswerRule,
    AtLeast,
    EvidenceRule,
    Leaf,
    ProgressRule,
    ReportedRule,
    Rule,
    VerifiedRule,
)

MAX_PARTS = 50
MAX_AGE_DAYS = 36_600
DIRECTIONS = ("up", "down")
_STAND_IN = All(())


def parse_rule(reader: Reader, depth: int = 0) -> Rule:
    """Read one node. Returns a harmless stand-in where the node is wrong, and notes why."""
    if not isinstance(reader.value, dict):
        reader.fail("type", want="an object")
        return _STAND_IN
    if depth > MAX_RULE_DEPTH:
        reader.fail("rule", why=f"nested deeper than {MAX_RULE_DEPTH}")
        return _STAND_IN
    shapes = [key for key in ("all", "at_least", "kind") if key in reader.value]
    if len(shapes) != 1:
        reader.fail("rule", why="it needs exactly one of all, at_least or kind")
        return _STAND_IN
    if shapes == ["all"]:
        members = reader.fields(("all",))
        return All(_parts(members["all"], depth))
    if shapes == ["at_least"]:
        return _at_least(reader, depth)
    return _leaf(reader)


def _parts(reader: Reader, depth: int) -> tuple[Rule, ...]:
    return tuple(parse_rule(item, depth + 1) for item in reader.items(1, MAX_PARTS))


def _at_least(reader: Reader, depth: int) -> Rule:
    members = reader.fields(("at_least", "of"))
    if len(members) < 2:
        return _STAND_IN
    parts = _parts(members["of"], depth)
    n = members["at_least"].integer(1, MAX_PARTS)
    if n > len(parts):
        members["at_least"].fail("rule", why=f"asks for {n} of {len(parts)} parts")
    return AtLeast(n, parts)


def _leaf(reader: Reader) -> Rule:
    kind = reader.value.get("kind") if isinstance(reader.value, dict) else None
    if not isinstance(kind, str) or kind not in _LEAVES:
        reader.child("kind", kind).fail("choice", options=", ".join(RULE_KINDS))
        return _STAND_IN
    required, optional, build = _LEAVES[kind]
    members = reader.fields(("kind", "id", *required), optional)
    if not {"id", *required} <= members.keys():
        return _STAND_IN
    return build(members["id"].identifier(), members)


def _texts(reader: Reader, pattern: re.Pattern[str] = IDENTIFIER) -> tuple[str, ...]:
    items = reader.items(1, 400)
    found = tuple(item.matching(pattern, "an id") for item in items)
    for index, item in enumerate(items):
        if found[index] in found[:index]:
            item.fail("duplicate", value=found[index])
    return found


def _age(members: Mapping[str, Reader]) -> int | None:
    reader = members.get("max_age_days")
    return None if reader is None else reader.integer(1, MAX_AGE_DAYS)


def _answer(name: str, members: Mapping[str, Reader]) -> Leaf:
    return AnswerRule(name, members["question"].identifier(), members["min"].integer(0, 3))


def _evidence(name: str, members: Mapping[str, Reader]) -> Leaf:
    kinds = _texts(members["kinds"])
    return EvidenceRule(name, kinds, members["min"].integer(1, 1000), _age(members))


def _reported(name: str, members: Mapping[str, Reader]) -> Leaf:
    dims = members.get("dims")
    return ReportedRule(
        id=name,
        indicators=_texts(members["indicators"], INDICATOR),
        share_percent=members["share_percent"].integer(1, 100),
        max_age_days=_age(members),
        dims=() if dims is None else _texts(dims),
    )


def _progress(name: str, members: Mapping[str, Reader]) -> Leaf:
    change = members["min_change"].number()
    if change < 0:
        members["min_change"].fail("rule", why="a step backwards is no progress")
    direction = members["direction"].choice(DIRECTIONS)
    indicator = members["indicator"].matching(INDICATOR, "framework:code")
    return ProgressRule(name, indicator, direction, change)


def _verified(name: str, members: Mapping[str, Reader]) -> Leaf:
    return VerifiedRule(name, members["min_reviewers"].integer(1, 15))


_Build = Callable[[str, Mapping[str, Reader]], Leaf]
_LEAVES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], _Build]] = {
    "answer": (("question", "min"), (), _answer),
    "evidence": (("kinds", "min"), ("max_age_days",), _evidence),
    "reported": (("indicators", "share_percent"), ("max_age_days", "dims"), _reported),
    "progress": (("indicator", "direction", "min_change"), (), _progress),
    "verified": (("min_reviewers",), (), _verified),
}
