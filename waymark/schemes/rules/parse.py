"""Reading a scheme document: every departure from the format is listed with its JSON path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from waymark.kernel.progress import METHOD, METHODS
from waymark.schemes.rules.agreed import parse_sources
from waymark.schemes.rules.located import (
    IDENTIFIER,
    INDICATOR,
    LANGUAGE,
    SEMVER,
    Reader,
    no_duplicates,
)
from waymark.schemes.rules.model import (
    COLUMN_TYPES,
    DESCRIPTORS,
    FORMAT,
    REQUIREMENTS,
    CheckRef,
    Column,
    Criterion,
    Domain,
    IndicatorSet,
    Level,
    Option,
    Question,
    Register,
    Scheme,
    SetMember,
    Stage,
    Vocabulary,
    Waiver,
)
from waymark.schemes.rules.parse_adaptation import parse_adaptation
from waymark.schemes.rules.parse_rule import parse_rule
from waymark.schemes.rules.purpose import Purpose
from waymark.schemes.rules.semantics import check_scheme

EDITION_VERSION = re.compile(rf"{SEMVER.pattern}(\+[a-z][a-z0-9-]{{1,19}}\.{SEMVER.pattern})?")
"""Version of an edition; one with a national adaptation carries it behind a plus sign."""
PARAGRAPH = re.compile(r"\d{1,3}[a-z]{0,3}(\([ivx]+\))?")
MAX_CRITERIA = 1000
_CRITERION = (
    *("id", "stage", "requirement", "core", "not_relevant", "title", "text", "why"),
    *("guidance", "descriptors", "questions", "evidence_kinds", "rule"),
)
_CRITERION_MAY = (
    *("indicators", "drivers", "paragraphs", "sources", "provenance", "origin", "registers"),
    *("checks", "waived"),
)

T = TypeVar("T")
Members = Mapping[str, Reader]


def parse_scheme(document: object) -> Scheme:
    """Read a scheme document (a parsed JSON value).

    Raises `InvalidDocument` listing all problems. A scheme that is returned can be evaluated: no
    rule or check in it is malformed or points nowhere.
    """
    root = Reader(document)
    members = root.fields(
        (
            *("format", "id", "version", "language", "title", "summary", "provenance", "stages"),
            *("levels", "evidence_kinds", "vocabularies", "indicator_sets", "registers"),
            "criteria",
        ),
        ("adaptation", "progress_method", "purpose", "first_step"),
    )
    if "format" in members and members["format"].value != FORMAT:
        members["format"].fail("format", want=FORMAT)
    root.done()
    scheme = Scheme(
        id=members["id"].identifier(),
        version=members["version"].matching(EDITION_VERSION, "three numbers such as 1.0.0"),
        language=members["language"].matching(LANGUAGE, "a language tag such as en"),
        title=members["title"].texts(),
        summary=members["summary"].texts(),
        provenance=members["provenance"].text(),
        stages=_listed(members["stages"], _stage, 1),
        levels=_listed(members["levels"], _level, 1),
        evidence_kinds=_listed(members["evidence_kinds"], _option, 1),
        vocabularies=_listed(members["vocabularies"], _vocabulary),
        indicator_sets=_listed(members["indicator_sets"], _indicator_set),
        registers=_listed(members["registers"], _register),
        criteria=_listed(members["criteria"], parse_criterion, 1, MAX_CRITERIA),
        adaptation=parse_adaptation(members["adaptation"]) if "adaptation" in members else None,
        progress_method=_method(members.get("progress_method")),
        purpose=_purpose(members.get("purpose")),
        first_step=_ids(members.get("first_step")),
    )
    root.done()
    check_scheme(root, scheme)
    root.done()
    return scheme


def _method(reader: Reader | None) -> str:
    """The method of progress; a version that is not known here can't be worked out."""
    return METHOD.id if reader is None else reader.choice(tuple(METHODS))


def _purpose(reader: Reader | None) -> str:
    """What the scheme is for; a certificate where it does not say."""
    return Purpose.CERTIFICATE.value if reader is None else reader.choice(tuple(Purpose))


def _listed(
    reader: Reader, build: Callable[[Reader], T | None], at_least: int = 0, at_most: int = 400
) -> tuple[T, ...]:
    """Build every entry of a list of objects with ids, which must be unique."""
    items = reader.items(at_least, at_most)
    found = [(item, built) for item in items if (built := build(item)) is not None]
    no_duplicates(
        [item for item, _ in found],
        [getattr(built, "id", str(n)) for n, (_, built) in enumerate(found)],
    )
    return tuple(built for _, built in found)


def _members(
    reader: Reader, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Reader] | None:
    """The fields of an object, or None where a required one is missing (noted already)."""
    members = reader.fields(required, optional)
    return members if members.keys() >= set(required) else None


def _ids(reader: Reader | None, pattern: re.Pattern[str] = IDENTIFIER) -> tuple[str, ...]:
    if reader is None:
        return ()
    items = reader.items()
    names = tuple(item.matching(pattern, "an id") for item in items)
    no_duplicates(items, names)
    return names


def _stage(reader: Reader) -> Stage | None:
    members = _members(reader, ("id", "name"), ("paragraphs",))
    if members is None:
        return None
    paragraphs = _ids(members.get("paragraphs"), PARAGRAPH)
    return Stage(members["id"].identifier(), members["name"].texts(), paragraphs)


def _level(reader: Reader) -> Level | None:
    members = _members(reader, ("id", "name", "stages"))
    if members is None:
        return None
    return Level(members["id"].identifier(), members["name"].texts(), _ids(members["stages"]))


def _option(reader: Reader) -> Option | None:
    members = _members(reader, ("id", "label"))
    return None if members is None else Option(members["id"].identifier(), members["label"].texts())


def _question(reader: Reader) -> Question | None:
    members = _members(reader, ("id", "label"))
    return (
        None if members is None else Question(members["id"].identifier(), members["label"].texts())
    )


def _vocabulary(reader: Reader) -> Vocabulary | None:
    members = _members(reader, ("id", "label", "options"))
    if members is None:
        return None
    options = _listed(members["options"], _option, 1)
    return Vocabulary(members["id"].identifier(), members["label"].texts(), options)


def _indicator_set(reader: Reader) -> IndicatorSet | None:
    members = _members(reader, ("id", "label", "domains"))
    if members is None:
        return None
    domains = _listed(members["domains"], _domain, 1)
    return IndicatorSet(members["id"].identifier(), members["label"].texts(), domains)


def _domain(reader: Reader) -> Domain | None:
    members = _members(reader, ("id", "label", "indicators"))
    if members is None:
        return None
    indicators = _listed(members["indicators"], _set_member, 1)
    return Domain(members["id"].identifier(), members["label"].texts(), indicators)


def _set_member(reader: Reader) -> SetMember | None:
    members = _members(reader, ("code",), ("same_as",))
    return (
        None
        if members is None
        else SetMember(
            members["code"].matching(INDICATOR, "framework:code"),
            _ids(members.get("same_as"), INDICATOR),
        )
    )


def _register(reader: Reader) -> Register | None:
    members = _members(reader, ("id", "title", "help", "columns"), ("single",))
    if members is None:
        return None
    return Register(
        id=members["id"].identifier(),
        title=members["title"].texts(),
        help=members["help"].texts(),
        columns=_listed(members["columns"], _column, 1, 12),
        single="single" in members and members["single"].boolean(),
    )


def _column(reader: Reader) -> Column | None:
    members = _members(
        reader, ("id", "type", "label"), ("required", "many", "options", "vocabulary", "long")
    )
    if members is None:
        return None
    vocabulary = members.get("vocabulary")
    return Column(
        id=members["id"].identifier(),
        type=members["type"].choice(COLUMN_TYPES),
        label=members["label"].texts(),
        required="required" in members and members["required"].boolean(),
        many="many" in members and members["many"].boolean(),
        long="long" in members and members["long"].boolean(),
        options=_listed(members["options"], _option, 1) if "options" in members else (),
        vocabulary=None if vocabulary is None else vocabulary.identifier(),
    )


def parse_criterion(reader: Reader) -> Criterion | None:
    """Read one criterion; None where a required field is missing, which is noted."""
    members = _members(reader, _CRITERION, _CRITERION_MAY)
    if members is None:
        return None
    descriptors = members["descriptors"].items(DESCRIPTORS, DESCRIPTORS)
    return Criterion(
        id=members["id"].identifier(),
        stage=members["stage"].identifier(),
        requirement=members["requirement"].choice(REQUIREMENTS),
        core=members["core"].boolean(),
        not_relevant=members["not_relevant"].boolean(),
        title=members["title"].texts(),
        text=members["text"].texts(),
        why=members["why"].texts(),
        guidance=members["guidance"].texts(),
        descriptors=tuple(item.texts() for item in descriptors),
        questions=_listed(members["questions"], _question, 1, 1),
        evidence_kinds=_ids(members["evidence_kinds"]),
        rule=parse_rule(members["rule"]),
        **_links(members),
    )


def _links(members: Members) -> dict[str, Any]:
    """The optional fields of a criterion."""
    provenance, origin = members.get("provenance"), members.get("origin")
    return {
        "indicators": _ids(members.get("indicators"), INDICATOR),
        "drivers": _ids(members.get("drivers")),
        "paragraphs": _ids(members.get("paragraphs"), PARAGRAPH),
        "sources": parse_sources(members["sources"]) if "sources" in members else (),
        "provenance": "" if provenance is None else provenance.text(),
        "origin": "base" if origin is None else origin.identifier(),
        "registers": _ids(members.get("registers")),
        "checks": _listed(members["checks"], _check, 1) if "checks" in members else (),
        "waived": _waiver(members["waived"]) if "waived" in members else None,
    }


def _check(reader: Reader) -> CheckRef | None:
    members = _members(reader, ("id",), ("params",))
    if members is None:
        return None
    params: dict[str, Any] = {}
    if "params" in members:
        params = {name: item.value for name, item in members["params"].entries(20)}
    return CheckRef(members["id"].identifier(), params)


def _waiver(reader: Reader) -> Waiver | None:
    members = _members(reader, ("reason", "until"))
    return None if members is None else Waiver(members["reason"].texts(), members["until"].day())
