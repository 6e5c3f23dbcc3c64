"""The engine: a small and a large scheme, and the shipped edition."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

from benchmarks.measure import cpu, line, title
from waymark.assessments.rules.document import Submission, Verdict
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.evaluate import evaluate
from waymark.kernel import canonical
from waymark.schemes.rules import Scheme, parse_scheme

AS_OF = date(2026, 6, 1)


def _text(words: str) -> dict[str, str]:
    return {"en": words}


def _criterion(number: int) -> dict[str, Any]:
    name = f"C{number:03}"
    rule = [
        {"kind": "answer", "id": f"{name}/1", "question": f"{name}.level", "min": 2},
        {"kind": "evidence", "id": f"{name}/2", "kinds": ["plan"], "min": 1},
        {"kind": "verified", "id": f"{name}/3", "min_reviewers": 2},
    ]
    return {
        "id": name,
        "stage": "A",
        "requirement": "mandatory",
        "core": True,
        "not_relevant": False,
        "title": _text(name),
        "text": _text("What is asked"),
        "why": _text("Why"),
        "guidance": _text("How"),
        "descriptors": [_text(f"Level {level}") for level in range(4)],
        "questions": [{"id": f"{name}.level", "label": _text("Where?")}],
        "evidence_kinds": ["plan"],
        "rule": {"all": rule},
    }


def _scheme(count: int) -> Scheme:
    raw = files("waymark.schemes").joinpath("data/sdg-cities-1.json").read_bytes()
    document = canonical.loads(raw, max_bytes=8 << 20)
    document |= {
        "id": f"bench-{count}",
        "stages": [{"id": "A", "name": _text("A")}],
        "levels": [{"id": "one", "name": _text("One"), "stages": ["A"]}],
        "evidence_kinds": [{"id": "plan", "label": _text("Plan")}],
        "vocabularies": [],
        "indicator_sets": [],
        "registers": [],
        "criteria": [_criterion(number) for number in range(count)],
    }
    return parse_scheme(document)


def _case(scheme: Scheme, evidence: int) -> tuple[Submission, list[Verdict]]:
    names = [criterion.id for criterion in scheme.criteria]
    document = {
        "case": "bench",
        "scheme": {"id": scheme.id, "version": scheme.version, "hash": scheme.hash},
        "place": {"id": "p", "name": "Bench", "country": "KE", "kind": "city"},
        "answers": {name: {"level": 2, "narrative": "Done."} for name in names},
        "evidence": [
            {
                "id": f"e{number}",
                "criteria": [names[number % len(names)]],
                "kind": "plan",
                "effective": "2026-01-01",
            }
            for number in range(evidence)
        ],
    }
    submission = parse_submission(document, scheme)
    verdicts = [
        Verdict(
            id=f"{name}-{who}",
            reviewer=f"r{who}",
            criterion=name,
            outcome="accept",
            seq=1,
            submission=submission.hash,
            rule=scheme.by_id[name].rule_hash,
        )
        for name in names
        for who in (1, 2)
    ]
    return submission, verdicts


def run() -> None:
    """Print the engine's figures."""
    title("Engine (CPU per evaluation, verified basis, report hashed)")
    for criteria, evidence, aim in ((16, 20, "aim 1 ms"), (300, 400, "aim 30 ms")):
        scheme = _scheme(criteria)
        submission, verdicts = _case(scheme, evidence)
        took = cpu(
            lambda: evaluate(scheme, submission, verdicts, as_of=AS_OF, basis="verified"),  # noqa: B023 - called at once
            runs=25,
        )
        line(f"{criteria} criteria, {evidence} evidence items", took, aim)
