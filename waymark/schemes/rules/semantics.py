"""What a scheme document must mean, beyond its shape: every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.schemes.rules.checks import check_params
from waymark.schemes.rules.located import Reader
from waymark.schemes.rules.model import Criterion, Register, Scheme, Texts
from waymark.schemes.rules.nodes import AnswerRule, EvidenceRule, leaves


def check_scheme(root: Reader, scheme: Scheme) -> None:
    """Note every reference without an end, rule out of place and contradiction of `scheme`."""
    _check_stages(root.child("stages", None), scheme)
    _check_levels(root.child("levels", None), scheme)
    registers = root.child("registers", None)
    for index, register in enumerate(scheme.registers):
        _check_register(registers.child(index, None), register, scheme)
    _refs(root.child("first_step", None), scheme.first_step, scheme.register_by_id, "a register")
    criteria = root.child("criteria", None)
    rule_ids: set[str] = set()
    for index, criterion in enumerate(scheme.criteria):
        reader = criteria.child(index, None)
        _check_criterion(reader, criterion, scheme)
        _check_rule(reader.child("rule", None), criterion, rule_ids)
        for number, check in enumerate(criterion.checks):
            check_params(reader.child("checks", None).child(number, None), check, scheme)


def _check_stages(reader: Reader, scheme: Scheme) -> None:
    for index, stage in enumerate(scheme.stages):
        if not scheme.criteria_of(stage.id):
            reader.child(index, None).fail(
                "conflict", why="a stage without criteria is passed by all"
            )


def _check_levels(reader: Reader, scheme: Scheme) -> None:
    stages = [stage.id for stage in scheme.stages]
    before: set[str] = set()
    for index, level in enumerate(scheme.levels):
        here = reader.child(index, None).child("stages", None)
        _refs(here, level.stages, stages, "a stage")
        if not before < set(level.stages):
            here.fail("order", why="a level needs all that the level before it needs, and more")
        before = set(level.stages)


def _check_register(reader: Reader, register: Register, scheme: Scheme) -> None:
    columns = reader.child("columns", None)
    for index, column in enumerate(register.columns):
        here = columns.child(index, None)
        if column.vocabulary is not None:
            _refs(
                here.child("vocabulary", None),
                [column.vocabulary],
                scheme.vocabulary_by_id,
                "a vocabulary",
            )
        listed = bool(column.options) + (column.vocabulary is not None)
        if column.type in ("choice", "group") and listed != 1:
            here.fail("conflict", why="a choice has either options or a vocabulary")
        if column.type not in ("choice", "group") and listed:
            here.fail("conflict", why="only a choice or a group has options")
        if column.many and column.type not in ("choice", "group", "area"):
            here.fail("conflict", why="only a choice, a group or an area can be many")


def _check_criterion(reader: Reader, criterion: Criterion, scheme: Scheme) -> None:
    def refs(name: str, values: Iterable[str], known: Iterable[str], what: str) -> None:
        _refs(reader.child(name, None), values, known, what)

    refs("stage", [criterion.stage], [stage.id for stage in scheme.stages], "a stage")
    kinds = [kind.id for kind in scheme.evidence_kinds]
    refs("evidence_kinds", criterion.evidence_kinds, kinds, "a kind of evidence")
    refs("registers", criterion.registers, scheme.register_by_id, "a register")
    drivers = scheme.vocabulary_by_id.get("drivers")
    known = [] if drivers is None else [option.id for option in drivers.options]
    refs("drivers", criterion.drivers, known, "a driver of change")
    if criterion.core and (criterion.not_relevant or criterion.waived is not None):
        reader.fail("conflict", why="a core criterion is always relevant and never waived")
    _check_language(reader, criterion, scheme.language)


def _check_language(reader: Reader, criterion: Criterion, language: str) -> None:
    """Every text has at least the language of the document."""
    texts: list[tuple[str, Texts]] = [
        ("title", criterion.title),
        ("text", criterion.text),
        ("why", criterion.why),
        ("guidance", criterion.guidance),
        *(("descriptors", text) for text in criterion.descriptors),
    ]
    for name, text in texts:
        if language not in text:
            reader.child(name, None).child(language, None).fail("missing")


def _check_rule(reader: Reader, criterion: Criterion, rule_ids: set[str]) -> None:
    questions = {question.id for question in criterion.questions}
    for leaf in leaves(criterion.rule):
        if leaf.id in rule_ids:
            reader.fail("duplicate", value=leaf.id)
        rule_ids.add(leaf.id)
        if not leaf.id.startswith(f"{criterion.id}/"):
            reader.fail("rule", why=f"the id {leaf.id} does not begin with {criterion.id}/")
        if isinstance(leaf, AnswerRule) and leaf.question not in questions:
            reader.fail("unknown_ref", what="a question of this criterion", value=leaf.question)
        if isinstance(leaf, EvidenceRule):
            _refs(reader, leaf.kinds, criterion.evidence_kinds, "a kind of evidence listed here")


def _refs(reader: Reader, values: Iterable[str], known: Iterable[str], what: str) -> None:
    existing = set(known)
    for value in values:
        if value not in existing:
            reader.fail("unknown_ref", what=what, value=value)
