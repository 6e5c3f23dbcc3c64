"""Reading what a case document says about the place, the answers, evidence and verdicts."""

from __future__ import annotations

import re
from datetime import date

from waymark.assessments.rules import document as doc
from waymark.assessments.rules.document_parts import (
    by_id,
    flag_of,
    ids_of,
    in_order,
    listed,
    members_of,
    text_of,
)
from waymark.schemes.rules.located import HEX_SHA256, LANGUAGE, Reader
from waymark.schemes.rules.parse import EDITION_VERSION

_URL = re.compile(r"https?://[^\s<>\"]{1,1900}")
_COUNTRY = re.compile(r"[A-Z]{2,3}")


def parse_scheme_ref(reader: Reader) -> doc.SchemeRef:
    """The edition that a case names."""
    members = members_of(reader, ("id", "version", "hash"))
    if members is None:
        return doc.SchemeRef("", "", "")
    return doc.SchemeRef(
        members["id"].identifier(),
        members["version"].matching(EDITION_VERSION, "three numbers such as 1.0.0"),
        members["hash"].matching(HEX_SHA256, "64 hex digits"),
    )


def parse_place(reader: Reader) -> doc.Place:
    """The place and its areas."""
    members = members_of(
        reader,
        ("id", "name", "country", "kind"),
        ("population", "area_km2", "urbanisation", "boundary", "areas"),
    )
    if members is None:
        return doc.Place("", "", "", "")
    population, size = members.get("population"), members.get("area_km2")
    degree = members.get("urbanisation")
    return doc.Place(
        id=members["id"].identifier(),
        name=members["name"].text(300, empty=False),
        country=members["country"].matching(_COUNTRY, "an ISO 3166 code such as KEN"),
        kind=members["kind"].identifier(),
        population=None if population is None else population.integer(0, 10**10),
        area_km2=None if size is None else _positive(size),
        urbanisation=None if degree is None else degree.choice(doc.URBANISATION),
        boundary=flag_of(members, "boundary"),
        areas=in_order(listed(members.get("areas"), _area), by_id),
    )


def _positive(reader: Reader) -> int | float:
    value = reader.number()
    if value < 0:
        reader.fail("range", min=0, max=10**9)
    return value


def _area(reader: Reader) -> doc.Area | None:
    members = members_of(reader, ("id", "name"), ("population", "informal"))
    if members is None:
        return None
    population = members.get("population")
    return doc.Area(
        id=members["id"].identifier(),
        name=members["name"].text(300, empty=False),
        population=None if population is None else population.integer(0, 10**10),
        informal=flag_of(members, "informal"),
    )


def parse_answer(reader: Reader) -> doc.Answer | None:
    """One answer of the city, or None where it is no object."""
    names = ("level", "narrative", "not_relevant", "reason", "imported")
    members = members_of(reader, (), names)
    if members is None or not isinstance(reader.value, dict):
        return None
    level = members.get("level")
    return doc.Answer(
        level=None if level is None else level.integer(0, 3),
        narrative=text_of(members, "narrative"),
        not_relevant=flag_of(members, "not_relevant"),
        reason=text_of(members, "reason"),
        imported=parse_imported(members["imported"]) if "imported" in members else None,
    )


def parse_imported(reader: Reader) -> doc.Imported | None:
    """Where an answer was taken over from, or None where nothing is said or a field lacks."""
    if reader.value is None:
        return None
    texts = ("result", "scheme", "name", "theirs", "relation", "level", "reference")
    wanted = (*texts, "awarded", "crosswalk")
    members = members_of(reader, wanted, ("title", "evidence", "valid_until"))
    if members is None:
        return None
    return doc.Imported(
        **{name: members[name].text(300, empty=False) for name in texts},
        awarded=members["awarded"].day(),
        crosswalk=members["crosswalk"].matching(HEX_SHA256, "64 hex digits"),
        title=text_of(members, "title"),
        evidence=text_of(members, "evidence"),
        valid_until=members["valid_until"].day() if "valid_until" in members else None,
    )


def parse_evidence(reader: Reader) -> doc.Evidence | None:
    """One evidence item, or None where it lacks a field."""
    members = members_of(
        reader,
        ("id", "criteria", "kind"),
        (
            *("state", "title", "language", "covered_from", "covered_to", "effective"),
            *("received_at", "sha256", "url", "visibility", "page"),
        ),
    )
    if members is None:
        return None

    def day(name: str) -> date | None:
        return members[name].day() if members and name in members else None

    def word(name: str, options: tuple[str, ...], default: str) -> str:
        return members[name].choice(options) if members and name in members else default

    item = doc.Evidence(
        id=members["id"].identifier(),
        criteria=ids_of(members["criteria"]),
        kind=members["kind"].identifier(),
        state=word("state", doc.EVIDENCE_STATES, "active"),
        title=text_of(members, "title"),
        language=text_of(members, "language", LANGUAGE, "a language tag such as en"),
        covered_from=day("covered_from"),
        covered_to=day("covered_to"),
        effective=day("effective"),
        received_at=members["received_at"].moment() if "received_at" in members else None,
        sha256=text_of(members, "sha256", HEX_SHA256, "64 hex digits") or None,
        url=text_of(members, "url", _URL, "an address that begins with http") or None,
        visibility=word("visibility", doc.VISIBILITIES, "reviewers"),
        page=text_of(members, "page"),
    )
    if item.covered_from and item.covered_to and item.covered_to < item.covered_from:
        members["covered_to"].fail("order", why="it ends before it begins")
    return item


def parse_verdict(reader: Reader) -> doc.Verdict | None:
    """One verdict, or None where it lacks a field."""
    members = members_of(
        reader,
        ("id", "reviewer", "criterion", "outcome", "seq", "submission", "rule"),
        ("reason_code", "reason", "evidence", "part", "confirmed"),
    )
    if members is None:
        return None
    return doc.Verdict(
        id=members["id"].identifier(),
        reviewer=members["reviewer"].identifier(),
        criterion=members["criterion"].identifier(),
        outcome=members["outcome"].choice(doc.VERDICTS),
        seq=members["seq"].integer(0, 2**53 - 1),
        submission=members["submission"].matching(HEX_SHA256, "64 hex digits"),
        rule=members["rule"].matching(HEX_SHA256, "64 hex digits"),
        reason_code=text_of(members, "reason_code"),
        reason=text_of(members, "reason"),
        evidence=ids_of(members.get("evidence")),
        part=members["part"].choice(doc.VERDICT_PARTS) if "part" in members else "",
        confirmed=flag_of(members, "confirmed"),
    )
