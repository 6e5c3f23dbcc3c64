"""Reading what a resolved edition says about the national adaptation in it."""

from __future__ import annotations

from waymark.schemes.rules.located import HEX_SHA256, INDICATOR, SEMVER, Reader
from waymark.schemes.rules.model import DEVIATION_KINDS, Adaptation, Deviation, Source


def parse_adaptation(reader: Reader) -> Adaptation | None:
    """Which overlay an edition was resolved with; None where a required field is missing."""
    required = ("id", "version", "hash", "base", "title")
    members = reader.fields(required, ("deviations", "sources"))
    if not members.keys() >= set(required):
        return None
    deviations = members.get("deviations")
    items = [] if deviations is None else deviations.items(0, 400)
    places = members["sources"].items(0, 400) if "sources" in members else []
    return Adaptation(
        id=members["id"].identifier(),
        version=members["version"].matching(SEMVER, "three numbers such as 1.0.0"),
        hash=members["hash"].matching(HEX_SHA256, "64 hex digits"),
        base=members["base"].matching(HEX_SHA256, "64 hex digits"),
        title=members["title"].texts(),
        deviations=tuple(found for item in items if (found := _deviation(item)) is not None),
        sources=tuple(where for item in places if (where := _source(item)) is not None),
    )


def _deviation(reader: Reader) -> Deviation | None:
    members = reader.fields(("criterion", "kind", "reason"), ("rule", "basis", "until"))
    if not members.keys() >= {"criterion", "kind", "reason"}:
        return None
    return Deviation(
        criterion=members["criterion"].identifier(),
        kind=members["kind"].choice(DEVIATION_KINDS),
        reason=members["reason"].texts(),
        rule=members["rule"].identifier() if "rule" in members else "",
        basis=members["basis"].text(2_000) if "basis" in members else "",
        until=members["until"].day() if "until" in members else None,
    )


def _source(reader: Reader) -> Source | None:
    members = reader.fields(("id", "source"))
    if len(members) < 2:
        return None
    code = members["id"].matching(INDICATOR, "framework:code")
    return Source(code, members["source"].texts())
