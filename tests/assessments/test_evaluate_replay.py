"""The same inputs give the same bytes, on any machine, whatever the words in the scheme are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.assessments.evaluate_builders import AS_OF, evidence, submission_document, verdict
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.evaluate_report import Report, report_document
from waymark.schemes import data
from waymark.schemes.rules import Scheme, parse_scheme

ROOT = Path(__file__).parents[2]
_TEXTS = ("title", "summary", "text", "why", "guidance", "label", "name", "help", "provenance")

REPLAY = """
import sys
from tests.assessments.test_evaluate_replay import example_report, shipped
from waymark.assessments.rules import evaluate

if "broken" in sys.argv:  # cites inputs in whatever order a set of text happens to have
    def cited(all_inputs):
        return evaluate.Inputs(evidence=tuple({n for i in all_inputs for n in i.evidence}))
    evaluate._cited = cited
print(example_report(shipped()).hash)
"""


def shipped() -> Scheme:
    return parse_scheme(data.read())


def example_report(scheme: Scheme) -> Report:
    """A report on which every criterion has an answer, many kinds of evidence and two verdicts."""
    answers: dict[str, Any] = {
        criterion.id: {"level": index % 4} for index, criterion in enumerate(scheme.criteria)
    }
    first = next(criterion.id for criterion in scheme.criteria if criterion.not_relevant)
    answers[first] = {"not_relevant": True, "reason": "Not here"}
    items = [
        evidence(f"{criterion.id}-{kind}", criterion.id, kind=kind, effective="2026-01-01")
        for criterion in scheme.criteria
        for kind in criterion.evidence_kinds
    ]
    document = submission_document(scheme, answers=answers, evidence=items)
    submission = parse_submission(document, scheme)
    verdicts = [
        verdict(scheme, submission, criterion.id, reviewer, "accept", index)
        for index, criterion in enumerate(scheme.criteria)
        for reviewer in ("r1", "r2")
    ]
    return evaluate(scheme, submission, verdicts, as_of=AS_OF, basis="verified")


def replay(seed: str, *how: str) -> str:
    """The hash of the example report, computed by a fresh interpreter in another setting."""
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(ROOT),
        "TZ": "Pacific/Kiritimati" if seed == "1" else "UTC",
        "LC_ALL": "C" if seed == "2" else "C.UTF-8",
    }
    done = subprocess.run(
        [sys.executable, "-c", REPLAY, *how],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_hash_seed_time_zone_and_locale_change_nothing() -> None:
    assert {replay(seed) for seed in ("0", "1", "2")} == {example_report(shipped()).hash}


def test_the_replay_catches_an_engine_that_leans_on_set_order() -> None:
    assert len({replay(seed, "broken") for seed in ("0", "1", "2")}) > 1


def renamed(value: Any, key: str = "") -> Any:
    """The scheme with every text replaced by nonsense; ids stay."""
    if key in _TEXTS or key == "descriptors":
        if isinstance(value, str):
            return "zzz"
        if isinstance(value, list):
            return [dict.fromkeys(item, "zzz") for item in value]
        return dict.fromkeys(value, "zzz")
    if isinstance(value, dict):
        return {name: renamed(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [renamed(item) for item in value]
    return value


def decided(report: Report) -> Any:
    document = report_document(report)
    return {name: document[name] for name in ("criteria", "stages", "levels")}


def test_logic_never_reads_labels() -> None:
    scheme, other = shipped(), parse_scheme(renamed(data.read()))
    assert other.criteria[0].title == dict.fromkeys(scheme.criteria[0].title, "zzz")
    assert other.hash != scheme.hash
    first, second = decided(example_report(scheme)), decided(example_report(other))
    for mine, its in zip(first["criteria"], second["criteria"], strict=True):
        # Verdicts are named alike in both, and every rule hash is the same: no text is in it.
        assert mine == its
    assert first == second


def test_no_criterion_id_outside_the_scheme_document() -> None:
    """Invariant 15. Samples shown in the demo and on the design page may name criteria."""
    ids = "|".join(criterion.id for criterion in shipped().criteria)
    named = re.compile(rf"""["'](?:{ids})(?:[./"'])""")
    files = [
        path
        for pattern in ("*.py", "*.html")
        for path in (ROOT / "waymark").rglob(pattern)
        if "demo" not in path.as_posix() and path.name != "showcase.py"
    ]
    assert len(files) > 20
    found = [str(path.relative_to(ROOT)) for path in files if named.search(path.read_text())]
    assert found == []
    assert named.search('if criterion == "B01":')  # the pattern finds what it is made to find
