"""Reading an overlay document: every departure from the format is listed with its JSON path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from waymark.schemes.rules.located import HEX_SHA256, INDICATOR, LANGUAGE, SEMVER, Reader
from waymark.schemes.rules.model import DESCRIPTORS
from waymark.schemes.rules.overlay.model import (
    FORMAT,
    AddCriterion,
    AddEvidenceKind,
    AddRule,
    Base,
    Localise,
    MapSource,
    Op,
    Overlay,
    Substitute,
    Tighten,
    Waive,
)
from waymark.schemes.rules.parse import parse_criterion
from waymark.schemes.rules.parse_rule import parse_rule

NAMESPACE = re.compile(r"[a-z][a-z0-9-]{1,19}")
MAX_OPS = 400
FIELDS = ("title", "text", "why", "guidance", *(f"descriptor_{n}" for n in range(DESCRIPTORS)))
PARAMS = (
    *("min", "kinds", "max_age_days", "share_percent", "dims", "min_change", "min_reviewers"),
    "not_relevant",
)

Members = Mapping[str, Reader]


def parse_overlay(document: object) -> Overlay:
    """Read an overlay document (a parsed JSON value); its base is not looked at.

    Raises `InvalidDocument` listing all problems. Whether it may lie over its base is what
    `resolve` finds out.
    """
    root = Reader(document)
    members = root.fields(
        ("format", "id", "version", "language", "title", "summary", "provenance", "base", "ops")
    )
    if "format" in members and members["format"].value != FORMAT:
        members["format"].fail("format", want=FORMAT)
    root.done()
    overlay = Overlay(
        id=members["id"].matching(NAMESPACE, "2 to 20 small letters, digits and -"),
        version=members["version"].matching(SEMVER, "three numbers such as 1.0.0"),
        language=members["language"].matching(LANGUAGE, "a language tag such as en"),
        title=members["title"].texts(),
        summary=members["summary"].texts(),
        provenance=members["provenance"].text(),
        base=_base(members["base"]),
        ops=tuple(op for item in members["ops"].items(0, MAX_OPS) if (op := _op(item)) is not None),
    )
    root.done()
    return overlay


def _base(reader: Reader) -> Base:
    members = reader.fields(("id", "version", "hash"))
    if len(members) < 3:
        return Base("", "", "")
    return Base(
        members["id"].identifier(),
        members["version"].matching(SEMVER, "three numbers such as 1.0.0"),
        members["hash"].matching(HEX_SHA256, "64 hex digits"),
    )


def _op(reader: Reader) -> Op | None:
    name = reader.value.get("op") if isinstance(reader.value, dict) else None
    if not isinstance(name, str) or name not in _OPS:
        reader.child("op", name).fail("choice", options=", ".join(_OPS))
        return None
    required, build = _OPS[name]
    members = reader.fields(("op", *required))
    return build(members) if {"op", *required} <= members.keys() else None


def _localise(members: Members) -> Op:
    return Localise(
        members["criterion"].identifier(),
        members["field"].choice(FIELDS),
        members["texts"].texts(),
    )


def _map_source(members: Members) -> Op:
    indicator = members["indicator"].matching(INDICATOR, "framework:code")
    return MapSource(indicator, members["source"].texts())


def _evidence_kind(members: Members) -> Op:
    return AddEvidenceKind(members["id"].identifier(), members["label"].texts())


def _add_criterion(members: Members) -> Op | None:
    criterion = parse_criterion(members["criterion"])
    return None if criterion is None else AddCriterion(criterion)


def _add_rule(members: Members) -> Op:
    return AddRule(members["criterion"].identifier(), parse_rule(members["rule"]))


def _tighten(members: Members) -> Op:
    param = members["param"].choice(PARAMS)
    to = members["to"]
    value: int | float | bool | tuple[str, ...]
    if param == "not_relevant":
        value = to.boolean()
    elif param in ("kinds", "dims"):
        value = tuple(item.identifier() for item in to.items(1, 100))
    elif param == "min_change":
        value = to.number()
    else:
        value = to.integer(0, 100_000)
    return Tighten(members["target"].identifier(), param, value)


def _substitute(members: Members) -> Op:
    return Substitute(
        members["leaf"].identifier(),
        parse_rule(members["rule"]),
        members["reason"].texts(),
        members["basis"].text(2_000, empty=False),
    )


def _waive(members: Members) -> Op:
    return Waive(
        members["criterion"].identifier(), members["reason"].texts(), members["until"].day()
    )


_OPS: Mapping[str, tuple[tuple[str, ...], Callable[[Members], Op | None]]] = {
    "localise": (("criterion", "field", "texts"), _localise),
    "map_source": (("indicator", "source"), _map_source),
    "add_evidence_kind": (("id", "label"), _evidence_kind),
    "add_criterion": (("criterion",), _add_criterion),
    "add_rule": (("criterion", "rule"), _add_rule),
    "tighten": (("target", "param", "to"), _tighten),
    "substitute": (("leaf", "rule", "reason", "basis"), _substitute),
    "waive": (("criterion", "reason", "until"), _waive),
}
