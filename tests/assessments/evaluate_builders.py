"""Small schemes and cases for the tests of the engine."""

from __future__ import annotations

from datetime import date
from typing import Any

from waymark.assessments.rules.document import Submission, Verdict
from waymark.assessments.rules.document_parse import parse_submission
from waymark.schemes.rules import Scheme, parse_scheme

AS_OF = date(2026, 6, 1)
OTHER_HASH = "0" * 64


def text(words: str) -> dict[str, str]:
    return {"en": words}


def criterion_document(name: str, stage: str, rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "stage": stage,
        "requirement": "mandatory",
        "core": False,
        "not_relevant": False,
        "title": text(f"Title of {name}"),
        "text": text("What is asked"),
        "why": text("Why"),
        "guidance": text("How"),
        "descriptors": [text(f"Level {level}") for level in range(4)],
        "questions": [{"id": f"{name}.level", "label": text("Where?")}],
        "evidence_kinds": ["plan", "report"],
        "rule": rule,
        **more,
    }


def usual_rule(name: str, level: int = 2, reviewers: int = 2) -> dict[str, Any]:
    return {
        "all": [
            {"kind": "answer", "id": f"{name}/1", "question": f"{name}.level", "min": level},
            {"kind": "evidence", "id": f"{name}/2", "kinds": ["plan", "report"], "min": 1},
            {"kind": "verified", "id": f"{name}/3", "min_reviewers": reviewers},
        ]
    }


def scheme_document(*criteria: dict[str, Any]) -> dict[str, Any]:
    stages = sorted({criterion["stage"] for criterion in criteria})
    return {
        "format": "waymark-scheme/1",
        "id": "test",
        "version": "1.0.0",
        "language": "en",
        "title": text("Test"),
        "summary": text("For tests"),
        "provenance": "",
        "stages": [{"id": stage, "name": text(stage)} for stage in stages],
        "levels": [
            {"id": f"level-{stage}", "name": text(stage), "stages": stages[: index + 1]}
            for index, stage in enumerate(stages)
        ],
        "evidence_kinds": [{"id": kind, "label": text(kind)} for kind in ("plan", "report")],
        "vocabularies": [],
        "indicator_sets": [],
        "registers": [],
        "criteria": list(criteria),
    }


def scheme_of(*criteria: dict[str, Any]) -> Scheme:
    return parse_scheme(scheme_document(*criteria))


def submission_document(scheme: Scheme, **parts: Any) -> dict[str, Any]:
    return {
        "case": "case-1",
        "scheme": {"id": scheme.id, "version": scheme.version, "hash": scheme.hash},
        "place": {"id": "p1", "name": "Testville", "country": "XXA", "kind": "city"},
        "answers": {},
        **parts,
    }


def submission_of(scheme: Scheme, **parts: Any) -> Submission:
    return parse_submission(submission_document(scheme, **parts), scheme)


def evidence(name: str, *criteria: str, kind: str = "plan", **more: Any) -> dict[str, Any]:
    return {"id": name, "criteria": list(criteria), "kind": kind, **more}


def verdict(
    scheme: Scheme,
    submission: Submission,
    criterion: str,
    reviewer: str,
    outcome: str,
    seq: int = 1,
) -> Verdict:
    return Verdict(
        id=f"v-{criterion}-{reviewer}-{seq}",
        reviewer=reviewer,
        criterion=criterion,
        outcome=outcome,
        seq=seq,
        submission=submission.hash,
        rule=scheme.by_id[criterion].rule_hash,
    )
