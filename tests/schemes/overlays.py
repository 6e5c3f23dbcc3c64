"""Overlays for tests: a base, documents of operations, and random ones."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.assessments.evaluate_builders import criterion_document, scheme_of, text, usual_rule
from waymark.schemes.rules import Scheme, leaves
from waymark.schemes.rules.nodes import EvidenceRule, Leaf
from waymark.schemes.rules.overlay import Overlay, parse_overlay
from waymark.schemes.rules.overlay.strict import STRICTER


def base() -> Scheme:
    """Three criteria: a core one, one that may be irrelevant, and a plain one."""
    return scheme_of(
        criterion_document("K1", "A", usual_rule("K1"), core=True),
        criterion_document("K2", "A", usual_rule("K2"), not_relevant=True),
        criterion_document("K3", "B", usual_rule("K3")),
    )


def document(scheme: Scheme, *ops: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "format": "waymark-overlay/1",
        "id": "ke",
        "version": "1.0.0",
        "language": "en",
        "title": text("Adaptation"),
        "summary": text("For tests"),
        "provenance": "",
        "base": {"id": scheme.id, "version": scheme.version, "hash": scheme.hash},
        "ops": list(ops),
        **more,
    }


def overlay(scheme: Scheme, *ops: dict[str, Any]) -> Overlay:
    return parse_overlay(document(scheme, *ops))


def _tighter(chance: Random, leaf: Leaf) -> dict[str, Any] | None:
    """A stricter value of one parameter of a leaf, or None where there is none."""
    param = chance.choice(list(STRICTER[type(leaf)]))
    now = getattr(leaf, param)
    to: Any
    if param == "kinds":
        to = list(now[:1])
    elif param == "dims":
        to = [*now, "sex"]
    elif param == "max_age_days":
        to = chance.randint(1, 400) if now is None else max(1, now - chance.randint(1, 300))
    elif param == "share_percent":
        to = min(100, now + chance.randint(1, 40))
    elif param == "min" and not isinstance(leaf, EvidenceRule):
        to = min(3, now + 1)
    else:
        to = now + 1
    same = list(now) == to if isinstance(now, tuple) else now == to
    return None if same else {"op": "tighten", "target": leaf.id, "param": param, "to": to}


def _addition(chance: Random, name: str, number: int) -> dict[str, Any]:
    leaf: dict[str, Any] = chance.choice(
        (
            {"kind": "answer", "question": f"{name}.level", "min": chance.randint(0, 3)},
            {"kind": "evidence", "kinds": ["plan"], "min": chance.randint(1, 2)},
            {"kind": "verified", "min_reviewers": 1},
        )
    )
    return {"op": "add_rule", "criterion": name, "rule": {**leaf, "id": f"{name}/ke-{number}"}}


def random_ops(chance: Random, scheme: Scheme) -> list[dict[str, Any]]:
    """Operations that are all allowed, none of them a deviation."""
    ops: list[dict[str, Any]] = []
    for number, criterion in enumerate(scheme.criteria):
        if criterion.core:
            continue
        for leaf in leaves(criterion.rule):
            if chance.random() < 0.4 and (op := _tighter(chance, leaf)):
                ops.append(op)
        if chance.random() < 0.4:
            ops.append(_addition(chance, criterion.id, number))
        if criterion.not_relevant and chance.random() < 0.5:
            target = {"target": criterion.id, "param": "not_relevant", "to": False}
            ops.append({"op": "tighten", **target})
    if chance.random() < 0.5:
        own = criterion_document("ke:X1", scheme.stages[0].id, usual_rule("ke:X1"))
        ops.append({"op": "add_criterion", "criterion": own})
    return ops
