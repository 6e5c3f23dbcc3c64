"""Diagnostics: questions in the form of a scheme, judged by the same engine, without a number.

A diagnostic has no review, no decision, no level and no score. What comes of it is a list of
findings by topic; each is judged alone by the rule of its question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from waymark.assessments.rules.document import Answer, Place, SchemeRef, Submission
from waymark.assessments.rules.evaluate import judge
from waymark.assessments.rules.evaluate_report import MET, NOT_APPLICABLE, NOT_ASSESSED
from waymark.schemes.rules import AnswerRule, Criterion, Scheme, leaves, parse_scheme
from waymark.schemes.rules.model import Texts

FORMAT = "waymark-diagnostic/1"
LEVELS = ("0", "1", "2", "3")
ELSEWHERE = "na"  # the answer that a question does not concern the city
MOST_NOTE = 2000


class BadDiagnostic(ValueError):
    """The shipped file contradicts itself; it never reaches a reader."""


class Verdict(StrEnum):
    """What a question came to."""

    STRENGTH = "strength"
    GAP = "gap"
    NOT_ANSWERED = "not_answered"
    NOT_HERE = "not_here"


@dataclass(frozen=True)
class Diagnostic:
    """A diagnostic: its questions as a scheme, and what they lead to.

    topics: of the library, by question. feeds: criteria of the certificate, by question. deeper:
    codes of library entries that look more closely.
    """

    slug: str
    scheme: Scheme
    topics: Mapping[str, tuple[str, ...]]
    feeds: Mapping[str, tuple[str, ...]]
    deeper: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What a city answered: one of LEVELS, ELSEWHERE or "", and its words."""

    level: str = ""
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """What one question came to: `chosen` and `asked` are descriptions in words."""

    question: Criterion
    verdict: Verdict
    said: Said
    chosen: Texts | None
    asked: Texts


def read(slug: str, value: Mapping[str, Any]) -> Diagnostic:
    """Read a file. Raises BadDiagnostic, or schemes.rules.InvalidDocument for its questions."""
    if value["format"] != FORMAT or value["status"] != "proposed":
        raise BadDiagnostic(f"{slug}: format or status")
    scheme = parse_scheme(value["scheme"])
    if any(set(value[name]) != set(scheme.by_id) for name in ("topics", "feeds")):
        raise BadDiagnostic(f"{slug}: topics or feeds")
    for criterion in scheme.criteria:
        if not all(isinstance(leaf, AnswerRule) for leaf in leaves(criterion.rule)):
            raise BadDiagnostic(f"{slug}: {criterion.id} asks for more than an answer")
    return Diagnostic(
        slug,
        scheme,
        {name: tuple(tags) for name, tags in value["topics"].items()},
        {name: tuple(codes) for name, codes in value["feeds"].items()},
        tuple(value["deeper"]),
    )


def findings(
    diagnostic: Diagnostic, said: Mapping[str, Said], *, as_of: date
) -> tuple[Finding, ...]:
    """Judge each question by its rule, in the order of the document. What is not said is unknown.

    said: by question; one that the document does not have is left aside.
    """
    scheme = diagnostic.scheme
    submission = Submission(
        case="diagnostic",
        scheme=SchemeRef(scheme.id, scheme.version, scheme.hash),
        place=Place("", "", "", ""),
        answers={name: _answer(one) for name, one in said.items() if name in scheme.by_id},
    )
    return tuple(
        _finding(scheme, submission, one, said.get(one.id, Said()), as_of)
        for one in scheme.criteria
    )


def _answer(said: Said) -> Answer:
    if said.level == ELSEWHERE:
        return Answer(not_relevant=True, reason=said.note)
    return Answer(level=int(said.level) if said.level in LEVELS else None, narrative=said.note)


def _finding(
    scheme: Scheme, submission: Submission, question: Criterion, said: Said, as_of: date
) -> Finding:
    status = judge(scheme, submission, question, as_of=as_of, world="open").status
    known = {MET: Verdict.STRENGTH, NOT_APPLICABLE: Verdict.NOT_HERE}
    verdict = known.get(status, Verdict.GAP)
    if status == NOT_ASSESSED:
        verdict = Verdict.NOT_ANSWERED
    chosen = question.descriptors[int(said.level)] if said.level in LEVELS else None
    need = max(leaf.min for leaf in leaves(question.rule) if isinstance(leaf, AnswerRule))
    return Finding(question, verdict, said, chosen, question.descriptors[need])


def token(said: Said) -> str:
    """Return a short mark of an answer, by which a page tells what it showed."""
    return f"{said.level}:{hashlib.sha256(said.note.encode()).hexdigest()[:16]}"


def changed_meanwhile(*, typed: Said, seen: str, now: Said, own: bool) -> bool:
    """Tell whether an answer was changed by somebody else since the page was drawn.

    seen: the token of what the page showed. own: it was oneself who changed it last.
    """
    return typed != now and seen not in (token(typed), token(now)) and not own
