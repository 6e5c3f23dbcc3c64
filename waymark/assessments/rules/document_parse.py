"""Reading a case document: every departure from the format is listed with its JSON path."""

from __future__ import annotations

import re

from waymark.assessments.rules import document as doc
from waymark.assessments.rules.document_cells import check_against, parse_registers
from waymark.assessments.rules.document_facts import (
    parse_answer,
    parse_evidence,
    parse_place,
    parse_scheme_ref,
    parse_verdict,
)
from waymark.assessments.rules.document_parts import by_id, in_order, listed, text_of
from waymark.assessments.rules.document_series import (
    parse_baseline,
    parse_indicator,
    parse_observation,
    parse_series,
    parse_target,
)
from waymark.schemes.rules import Scheme
from waymark.schemes.rules.located import Reader

MAX_EVIDENCE = 5_000
_CURRENCY = re.compile(r"[A-Z]{3}")


def parse_case(document: object, scheme: Scheme | None = None) -> doc.Case:
    """Read a case document (a parsed JSON value).

    With `scheme`, every criterion, register, column, option and kind of evidence that the case
    names must exist there, and the scheme reference must be to it. Raises `InvalidDocument`
    listing all problems.
    """
    root = Reader(document)
    members = root.fields(("format", "submission"), ("verdicts", "as_of", "basis", "world"))
    if "format" in members and members["format"].value != doc.FORMAT:
        members["format"].fail("format", want=doc.FORMAT)
    root.done()
    submission = _submission(members["submission"], scheme)
    verdicts = listed(members.get("verdicts"), parse_verdict)
    case = doc.Case(
        submission=submission,
        verdicts=tuple(sorted(verdicts, key=lambda verdict: (verdict.seq, verdict.id))),
        as_of=members["as_of"].day() if "as_of" in members else None,
        basis=members["basis"].choice(doc.BASES) if "basis" in members else "claimed",
        world=members["world"].choice(doc.WORLDS) if "world" in members else "closed",
    )
    root.done()
    return case


def parse_submission(document: object, scheme: Scheme | None = None) -> doc.Submission:
    """Read the `submission` part alone, as it is frozen and stored."""
    root = Reader(document)
    submission = _submission(root, scheme)
    root.done()
    return submission


def parse_verdicts(document: object) -> tuple[doc.Verdict, ...]:
    """Read a list of verdicts alone."""
    root = Reader(document)
    verdicts = listed(root, parse_verdict)
    root.done()
    return verdicts


def _submission(reader: Reader, scheme: Scheme | None) -> doc.Submission:
    members = reader.fields(
        ("case", "scheme", "place", "answers"),
        (
            *("currency", "registers", "evidence", "indicators", "observations"),
            *("baselines", "targets"),
        ),
    )
    reader.done()
    registers = members.get("registers")
    submission = doc.Submission(
        case=members["case"].identifier(),
        scheme=parse_scheme_ref(members["scheme"]),
        place=parse_place(members["place"]),
        answers={
            name: answer
            for name, item in members["answers"].entries()
            if (answer := parse_answer(item)) is not None
        },
        currency=text_of(members, "currency", _CURRENCY, "three capital letters such as EUR"),
        registers={} if registers is None else parse_registers(registers, scheme),
        evidence=in_order(listed(members.get("evidence"), parse_evidence, MAX_EVIDENCE), by_id),
        indicators=in_order(listed(members.get("indicators"), parse_indicator), by_id),
        observations=parse_series(members.get("observations"), parse_observation),
        baselines=parse_series(members.get("baselines"), parse_baseline),
        targets=parse_series(members.get("targets"), parse_target),
    )
    if scheme is not None and not reader.problems:
        check_against(reader, submission, scheme)
    return submission
