"""The reference pages name what the code knows."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from waymark.assessments.rules import document as doc
from waymark.assessments.rules import evaluate_report as report
from waymark.assessments.rules.messages import REASONS
from waymark.schemes import data
from waymark.schemes.rules import Column, Criterion, Scheme, parse_scheme
from waymark.schemes.rules.checks import CHECK_PARAMS
from waymark.schemes.rules.model import COLUMN_TYPES
from waymark.schemes.rules.nodes import RULE_KINDS

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def named(page: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", (REFERENCE / page).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "kind",
    [doc.Case, doc.Submission, doc.SchemeRef, doc.Place, doc.Area, doc.Answer, doc.Evidence,
     doc.Indicator, doc.Observation, doc.Baseline, doc.Target, doc.Verdict, report.Report,
     report.CriterionResult, report.StageResult, report.LevelResult],
)  # fmt: skip
def test_case_page_names_every_field(kind: type) -> None:
    assert {field.name for field in fields(kind)} <= named("case.md")


def test_case_page_names_every_code_and_word() -> None:
    words = named("case.md")
    assert set(REASONS) <= words
    assert set(report.STATUSES) <= words
    for options in (
        doc.WORLDS, doc.BASES, doc.EVIDENCE_STATES, doc.VISIBILITIES, doc.VALUE_STATUSES,
        doc.DIRECTIONS, doc.VERDICTS, doc.URBANISATION,
    ):  # fmt: skip
        assert set(options) <= words


def test_scheme_page_names_every_field_leaf_type_and_check() -> None:
    words = named("scheme.md")
    for kind in (Scheme, Criterion, Column):
        assert {field.name for field in fields(kind)} <= words
    assert set(RULE_KINDS) | set(COLUMN_TYPES) | set(CHECK_PARAMS) <= words


def test_scheme_page_lists_the_criteria_without_a_check() -> None:
    text = (REFERENCE / "scheme.md").read_text(encoding="utf-8")
    without = {
        f"| {criterion.id} {criterion.title['en']} |"
        for criterion in parse_scheme(data.read()).criteria
        if not criterion.checks
    }
    assert without
    listed = re.findall(r"^(\| [A-D]\d\d [^|]+\|)", text, flags=re.MULTILINE)
    assert set(listed) == without
