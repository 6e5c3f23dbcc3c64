"""Each platform check on small data: what it finds, and that it never decides."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.assessments.evaluate_builders import AS_OF, evidence, submission_document
from waymark.assessments.rules import (
    checks_change,
    checks_indicators,
    checks_money,
    checks_registers,
    checks_survey,
    evaluate,
    evaluate_facts,
    evaluate_leaves,
    imported,
)
from waymark.assessments.rules.checks import CHECKS, run_checks
from waymark.assessments.rules.checks_base import CheckFacts
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.evaluate_report import Check, report_document
from waymark.assessments.rules.messages import MESSAGES, REASONS, explain
from waymark.kernel import canonical
from waymark.schemes import data
from waymark.schemes.rules import Criterion, Scheme, parse_scheme
from waymark.schemes.rules.checks import CHECK_PARAMS

SCHEME: Scheme = parse_scheme(data.read())
CHECK_MODULES = (
    checks_change,
    checks_indicators,
    checks_money,
    checks_registers,
    checks_survey,
)


def with_check(name: str, nth: int = 0) -> tuple[Criterion, Any]:
    """The nth criterion of the shipped edition that asks for a check, and its parameters."""
    found = [
        (criterion, ref.params)
        for criterion in SCHEME.criteria
        for ref in criterion.checks
        if ref.id == name
    ]
    return found[nth]


def check(name: str, nth: int = 0, **parts: Any) -> Check:
    submission = parse_submission(submission_document(SCHEME, **parts), SCHEME)
    criterion, params = with_check(name, nth)
    return CHECKS[name](criterion, params, CheckFacts(SCHEME, submission, AS_OF))


def obs(indicator: str, period: int, value: float | None, **more: Any) -> dict[str, Any]:
    return {"indicator": indicator, "period": str(period), "value": value, **more}


def about(indicator: str, **more: Any) -> dict[str, Any]:
    return {"id": indicator, **more}


W, P, A = "sdg:6.1.1", "sdg:1.2.1", "sdg:11.6.2"
UP = {"kind": "rule", "change": "x"}
CASES: list[tuple[str, int, dict[str, Any], str, str, dict[str, Any]]] = [
    ("register_rows", 0, {"registers": {"policies": [
        {"policy": "a", "level": "national", "goals": ["1"], "duty": "b"}, {"policy": "c"}]}},
     "attention", "found", {"rows": 2, "complete": 1, "lacking": {"goals": 1, "duty": 1}}),
    ("register_rows", 0, {"registers": {"policies": [
        {"policy": "a", "goals": ["1"], "duty": "b"}]}}, "ok", "found", {"complete": 1}),
    ("plans_by_target", 0, {"registers": {"plans": [
        {"plan": "a", "targets": ["11.2", "6.1"]}, {"plan": "b", "targets": ["11.2"]}]}},
     "ok", "found", {"targets": {"11.2": 2, "6.1": 1}, "goals": [6, 11], "tied": 2}),
    ("plans_by_target", 0, {"registers": {"plans": [{"plan": "a"}]}}, "attention", "found",
     {"tied": 0, "goals_without": list(range(1, 18))}),
    ("values_present", 0, {"registers": {"team": [{"who": "x", "role": "lead"}]}},
     "attention", "found", {"missing": ["deputy"]}),
    ("values_present", 0, {"registers": {"team": [
        {"who": "x", "role": "lead"}, {"who": "y", "role": "deputy"}]}}, "ok", "found", {}),
    ("groups_and_areas", 0, {"registers": {"at_risk": [{"group": "older"}]}},
     "attention", "found", {"groups": ["older"], "areas": []}),
    ("groups_and_areas", 0, {"registers": {"at_risk": [{"group": "older"}, {"area": "n"}]}},
     "ok", "found", {}),
    ("next_updates", 0, {"registers": {"update_calendar": [
        {"dataset": "a", "next": "2026-05-31"}, {"dataset": "b", "next": "2026-06-01"}]}},
     "attention", "found", {"dated": 2, "overdue": 1}),
    ("next_updates", 0, {"registers": {"update_calendar": [
        {"dataset": "b", "next": "2026-06-01"}]}}, "ok", "found", {"overdue": 0}),
    ("evidence_kinds", 0, {"evidence": [evidence("e", "B07", kind="local_review")]},
     "no_data", "no_data", {}),
    ("evidence_kinds", 0, {"evidence": [evidence("f", "B07", kind="council_decision")]},
     "ok", "found", {"missing": []}),
    ("evidence_kinds", 0, {"evidence": [evidence("e", "B07", state="withdrawn")]},
     "no_data", "no_data", {}),
    ("evidence_pages", 0, {"evidence": [evidence("e", "B14")]}, "attention", "found",
     {"marked": 0}),
    ("evidence_pages", 0, {"evidence": [evidence("e", "B14", page="p. 3")]}, "ok", "found", {}),
    ("participation", 0, {"registers": {"participation": [
        {"event": "a", "date": "2026-01-01", "way": "meeting", "came": 10, "reply": "yes"},
        {"event": "b", "date": "2026-01-02", "way": "visit", "came": 5}]}},
     "ok", "found", {"events": 2, "came": 15, "replies": 1,
                     "ways": {"meeting": 1, "visit": 1}}),
    ("participation", 0, {"registers": {"participation": [
        {"event": "a", "date": "2026-01-01", "way": "meeting", "reply": "yes"}]}},
     "attention", "found", {"came": 0}),
    ("groups_reached", 0, {"registers": {
        "at_risk": [{"group": "older", "present": True}, {"group": "migrants"},
                    {"group": "stateless", "present": False}],
        "participation": [{"event": "a", "groups": ["older", "refugees"]}]}},
     "attention", "found", {"present": ["migrants", "older"], "missing": ["migrants"]}),
    ("groups_reached", 0, {"registers": {"at_risk": [{"group": "older"}],
                                         "participation": [{"event": "a", "groups": ["older"]}]}},
     "ok", "found", {"missing": []}),
    ("money_per_head", 0, {"registers": {"area_money": [
        {"area": "n", "need": 1, "people": 1000, "money": 50000.5},
        {"area": "s", "need": 2, "people": 4000, "money": 50000}]}},
     "ok", "found", {"worst": 50, "mean": 20}),
    ("money_per_head", 0, {"registers": {"area_money": [
        {"area": "n", "need": 1, "people": 1000, "money": 10},
        {"area": "s", "need": 2, "people": 0, "money": 10},
        {"area": "w", "need": 3, "people": 10, "money": 10}]}},
     "attention", "found", {"areas": 2}),
    ("money_per_head", 0, {"registers": {"area_money": [
        {"area": "n", "need": 1, "people": 3, "money": 10}]}},
     "attention", "one_area", {"worst": 3.33}),
    ("balance", 0, {"registers": {"aims": [
        {"aim": "a", "dimension": "social", "money": 1},
        {"aim": "b", "dimension": "economic", "money": 2},
        {"aim": "c", "dimension": "environmental"}]}},
     "attention", "found", {"money": {"economic": 2, "social": 1, "environmental": 0}}),
    ("balance", 0, {"registers": {"aims": [
        {"aim": "a", "dimension": word, "money": 1}
        for word in ("social", "economic", "environmental")]}}, "ok", "found", {}),
    ("before_after", 0, {"registers": {"gains": [
        {"field": "governance", "measure": "a", "before": 10, "after": 8, "better": "down"},
        {"field": "governance", "measure": "b", "before": 10, "after": 8, "better": "up"},
        {"field": "planning", "measure": "c", "before": 1, "after": 2, "better": "up"},
        {"field": "governance", "measure": "d", "before": 1}]}},
     "ok", "found", {"measures": 3, "measured_twice": 2, "gains": 1}),
    ("before_after", 0, {"registers": {"gains": [
        {"field": "governance", "measure": "b", "before": 10, "after": 10, "better": "up"}]}},
     "attention", "found", {"gains": 0}),
    ("money_gap", 0, {"registers": {"revenues": [
        {"source": "fees", "year": 2025, "collected": 0.1, "potential": 0.3},
        {"source": "land", "year": 2025, "collected": 5}]}},
     "ok", "found", {"gap": 0.2, "compared": 1}),
    ("money_gap", 0, {"registers": {"revenues": [{"source": "land", "collected": 5}]}},
     "attention", "found", {"compared": 0}),
    ("actions_done", 1, {"registers": {"changes": [
        {**UP, "due": "2026-06-01", "state": "in_force"},
        {**UP, "due": "2026-01-01", "state": "adopted"},
        {**UP, "due": "2026-01-01", "state": "dropped"},
        {**UP, "due": "2027-01-01", "state": "planned"},
        {"kind": "plan", "change": "y", "due": "2026-01-01", "state": "planned"}]}},
     "ok", "found", {"due": 2, "done": 1}),
    ("actions_done", 1, {"registers": {"changes": [
        {**UP, "due": "2026-01-01", "state": "drafted"}]}}, "attention", "found", {"done": 0}),
    ("actions_done", 1, {"registers": {"changes": [
        {**UP, "due": "2027-01-01", "state": "planned"}]}}, "no_data", "none_due", {}),
    ("events_by_rule", 0, {"registers": {"ways": [
        {"way": "a", "by_rule": True, "events": 3}, {"way": "b", "by_rule": False, "events": 4}]}},
     "ok", "found", {"events": 7, "events_by_rule": 3}),
    ("events_by_rule", 0, {"registers": {"ways": [{"way": "b", "by_rule": False, "events": 4}]}},
     "attention", "found", {}),
    ("rows_by_choice", 1, {"registers": {"projects": [
        {"project": "a", "stage": "in_use", "key": True},
        {"project": "b", "stage": "idea", "key": True}, {"project": "c", "stage": "in_use"}]}},
     "ok", "found", {"counts": {"idea": 1, "in_use": 1}, "reached": 1}),
    ("rows_by_choice", 0, {"registers": {"projects": [{"project": "b", "stage": "idea"}]}},
     "attention", "found", {"reached": 0}),
    ("years_reported", 0, {"registers": {"enforcement": [
        {"instrument": "fines", "year": 2024, "count": 1},
        {"instrument": "fines", "year": 2025, "count": 2},
        {"instrument": "permits", "year": 2025, "count": 2}]}},
     "ok", "found", {"years": {"fines": 2, "permits": 1}}),
    ("years_reported", 0, {"registers": {"enforcement": [
        {"instrument": "fines", "year": 2024, "count": 1}]}}, "attention", "found", {}),
    ("share_true", 0, {"registers": {"projects": [
        {"project": "a", "key": True, "assessed": True}, {"project": "b", "key": True}]}},
     "attention", "found", {"rows": 2, "ticked": 1}),
    ("share_true", 0, {"registers": {"projects": [
        {"project": "a", "key": True, "assessed": True}, {"project": "b"}]}}, "ok", "found", {}),
    ("money_secured", 0, {"registers": {"projects": [
        {"project": "a", "key": True, "cost": 100, "secured": 60, "sources": ["own"]},
        {"project": "b", "key": True, "cost": 100, "secured": 40, "sources": ["loan", "own"]}]}},
     "ok", "found", {"percent": 50, "by_source": {"mixed": 40, "own": 60}, "kinds": 2}),
    ("money_secured", 0, {"registers": {"projects": [
        {"project": "a", "key": True, "cost": 100, "secured": 49.999}]}},
     "attention", "found", {"percent": 49, "by_source": {"unnamed": 49.999}}),
    ("place_facts", 0, {"place": {
        "id": "p", "name": "P", "country": "XXA", "kind": "city", "population": 0,
        "area_km2": 12.5, "urbanisation": "city", "boundary": True}},
     "ok", "complete", {"missing": [], "population": 0}),
    ("place_facts", 0, {"place": {
        "id": "p", "name": "P", "country": "XXA", "kind": "city", "population": 100}},
     "attention", "missing", {"missing": ["boundary", "area", "urbanisation"]}),
    ("domain_coverage", 0, {"observations": [obs(W, 2024, 1), obs("umf:UMF-1.1.2", 2024, 1),
                                             obs("own:x", 2024, 1), obs(A, 2027, 1)]},
     "attention", "found", {"covered": 1}),
    ("domain_coverage", 0, {"observations": [
        obs(member.code, 2024, 1)
        for domain in SCHEME.set_by_id["umf"].domains for member in domain.indicators[:5]]},
     "ok", "found", {"covered": 25}),
    ("source_share", 0, {"indicators": [about(W, source="Utility")]},
     "attention", "found", {"sourced": 1}),
    ("source_share", 0, {"observations": [
        obs(member.code, 2024, 1, source="x")
        for domain in SCHEME.set_by_id["umf"].domains for member in domain.indicators]},
     "ok", "found", {"percent": 100}),
    ("metadata_share", 0, {"observations": [
        *(obs(W, year, 70 + year % 5, source="s", method="m") for year in range(2015, 2025)),
        obs(W, 2025, 7000, source="s", method="m")]},
     "ok", "found", {"percent": 100, "outliers": [{"indicator": W, "period": "2025"}]}),
    ("metadata_share", 0, {"observations": [obs(W, 2024, 1, source="s")]},
     "attention", "found", {"percent": 0}),
    ("split_by_group", 0, {"observations": [
        obs(W, 2024, 1, dims={"sex": "f"}), obs(W, 2024, 1, dims={"age": "0-14"}),
        obs(W, 2024, 1, dims={"disability": "yes", "area": "n"})]},
     "ok", "found", {"split": 1, "dims": {W: ["age", "disability", "sex"]}}),
    ("split_by_group", 0, {"observations": [obs(W, 2024, 1, dims={"sex": "f"})]},
     "attention", "found", {"split": 0}),
    ("split_by_group", 0, {"observations": [obs(W, 2024, 1, dims={"area": "n"})]},
     "no_data", "no_data", {}),
    ("split_by_area", 0, {
        "place": {"id": "p", "name": "P", "country": "XXA", "kind": "city",
                  "areas": [{"id": "s", "name": "S", "informal": True}]},
        "observations": [obs(W, 2024, 1, dims={"area": "n"}), obs(W, 2024, 2, dims={"area": "m"})]},
     "attention", "found", {"split": 1, "informal": 1, "informal_shown": 0}),
    ("split_by_area", 0, {"observations": [
        obs(W, 2024, 1, dims={"area": "n"}), obs(W, 2024, 2, dims={"area": "m"})]},
     "ok", "found", {"split": 1}),
    ("framework_share", 0, {
        "observations": [obs(W, 2024, 1), obs("own:a", 2024, 1), obs("own:b", 2024, 1)],
        "indicators": [about("own:a", same_as=["umf:UMFX-4.2.c"])]},
     "attention", "found", {"percent": 66, "without": ["own:b"]}),
    ("framework_share", 0, {"observations": [obs(W, 2024, 1)]}, "ok", "found", {}),
    ("goals_with_value", 0, {
        "registers": {"goals_chosen": [{"goals": ["6", "13"], "standing": "x"}]},
        "observations": [obs("umf:UMF-1.1.2", 2024, 1)]},
     "attention", "found", {"without": ["13"]}),
    ("goals_with_value", 0, {
        "registers": {"goals_chosen": [{"goals": ["6"], "standing": "x"}]},
        "observations": [obs(W, 2024, 1)]}, "ok", "found", {"without": []}),
    ("aims_complete", 0, {
        "registers": {"aims": [{"aim": "a", "indicator": W}, {"aim": "b", "indicator": P}]},
        "baselines": [obs(W, 2015, 70), obs(P, 2015, 30)],
        "targets": [obs(W, 2025, 80, milestone=True), obs(W, 2030, 100), obs(P, 2030, 10)]},
     "attention", "found", {"complete": 1, "with": {
         "indicator": 2, "baseline": 2, "milestone": 1, "final": 2}}),
    ("aims_complete", 0, {
        "registers": {"aims": [{"aim": "a", "indicator": W}]}, "baselines": [obs(W, 2015, 70)],
        "targets": [obs(W, 2025, 80, milestone=True), obs(W, 2030, 100)]},
     "ok", "found", {"complete": 1}),
    ("progress_status", 0, {
        "indicators": [about(W, priority=True), about(P, priority=True, direction="down"),
                       about(A, priority=True, direction="parity")],
        "observations": [obs(W, 2015, 60), obs(W, 2022, 90), obs(P, 2024, 30), obs(A, 2024, 1),
                         obs(W, 2022, 1, dims={"sex": "f"})],
        "baselines": [obs(P, 2015, 20)], "targets": [obs(W, 2030, 100)]},
     "attention", "found", {"assessed": 3, "improved": 1, "on_course": 2, "by_indicator": {
         A: "achieved", P: "deterioration", W: "on_track"}}),
    # what must be turned first is: distance from parity, levels from growth, yes or no
    ("progress_status", 0, {
        "indicators": [about(A, direction="parity", unit="ratio"),
                       about(P, direction="up", unit="yes/no"),
                       about(W, direction="up", unit="%", transform="levels_from_growth")],
        "observations": [obs(A, 2015, 0.7), obs(A, 2022, 0.99), obs(P, 2022, 1),
                         obs(W, 2015, 4), obs(W, 2016, 3), obs(W, 2017, 3)],
        "targets": [obs(A, 2030, 1)]},
     "ok", "found", {"by_indicator": {A: "achieved", P: "achieved", W: "on_track"}}),
    ("progress_status", 0, {"observations": [obs(W, 2015, 60), obs(W, 2022, 75)],
                            "targets": [obs(W, 2030, 100)]},
     "ok", "found", {"by_indicator": {W: "moderate"}, "method": "open-sdg/2.4"}),
    ("progress_status", 0, {"observations": [obs(W, 2022, 75)]}, "no_data", "no_data", {}),
    ("milestones_met", 0, {
        "observations": [obs(W, 2020, 81), obs(W, 2024, 70), obs(P, 2019, 5)],
        "indicators": [about(P, direction="down")],
        "targets": [obs(W, 2020, 80, milestone=True), obs(W, 2023, 80, milestone=True),
                    obs(P, 2020, 10, milestone=True), obs(W, 2030, 100)]},
     "attention", "found", {"due": 3, "met": 1, "missed": 1, "unknown": 1}),
    ("milestones_met", 0, {"observations": [obs(W, 2020, 80)],
                           "targets": [obs(W, 2020, 80, milestone=True)]}, "ok", "found", {}),
    ("gap_trend", 0, {"observations": [
        obs(W, 2015, 50, dims={"sex": "f"}), obs(W, 2015, 70, dims={"sex": "m"}),
        obs(W, 2024, 65, dims={"sex": "f"}), obs(W, 2024, 75, dims={"sex": "m"}),
        obs(W, 2024, 5, dims={"sex": "f", "age": "0-14"}), obs(W, 2024, 1, dims={"area": "n"})]},
     "ok", "by_group", {"tracked": 1, "falling": 1, "worst_improves": 1}),
    ("gap_trend", 0, {"indicators": [about(P, direction="down")], "observations": [
        obs(P, 2015, 0.3, dims={"sex": "f"}), obs(P, 2015, 0.1, dims={"sex": "m"}),
        obs(P, 2024, 0.4, dims={"sex": "f"}), obs(P, 2024, 0.1, dims={"sex": "m"}),
        obs(P, 2024, 9, dims={"sex": "x"})]},
     "attention", "by_group", {"falling": 0, "worst_improves": 0, "gaps": [
         {"indicator": P, "by": "sex", "from_year": 2015, "to_year": 2024, "first": 0.2,
          "last": 0.3, "worst": "f", "worst_improves": False}]}),
    ("gap_trend", 0, {"indicators": [about(P, direction="down", unit="people")], "observations": [
        obs(P, 2015, 40, dims={"sex": "f"}), obs(P, 2015, 20, dims={"sex": "m"}),
        obs(P, 2024, 12, dims={"sex": "f"}), obs(P, 2024, 4, dims={"sex": "m"})]},
     "ok", "by_group", {"tracked": 1, "falling": 1, "gaps": []}),
    ("gap_trend", 0, {"indicators": [about(P, direction="down", unit="people")], "observations": [
        obs(P, 2015, 40, dims={"sex": "f"}), obs(P, 2015, 20, dims={"sex": "m"}),
        obs(P, 2024, 22, dims={"sex": "f"}), obs(P, 2024, 14, dims={"sex": "m"})]},
     "ok", "by_group", {"gaps": [
         {"indicator": P, "by": "sex", "from_year": 2015, "to_year": 2024, "first": 20,
          "last": 8, "worst": "f", "worst_improves": True}]}),
    ("gap_trend", 1, {"observations": [
        obs(W, 2015, 50, dims={"area": "s"}), obs(W, 2015, 70, dims={"area": "n"}),
        obs(W, 2024, 65, dims={"area": "s"}), obs(W, 2024, 75, dims={"area": "n"})]},
     "ok", "by_area", {"tracked": 1}),
    ("survey_trend", 0, {"registers": {"surveys": [
        {"topic": "living", "year": 2019, "satisfied": 48, "sample": 1100, "margin": 3},
        {"topic": "living", "year": 2024, "satisfied": 54.5, "sample": 1200, "margin": 4},
        {"topic": "living", "year": 2024, "group": "older", "satisfied": 1, "sample": 9},
        {"topic": "environment", "year": 2025, "satisfied": 9, "sample": 9}]}},
     "ok", "beyond", {"rise": 6.5, "margin": 5.0, "surveys": 2}),
    ("survey_trend", 0, {"registers": {"surveys": [
        {"topic": "living", "year": 2019, "satisfied": 50, "sample": 100},
        {"topic": "living", "year": 2024, "satisfied": 55, "sample": 100}]}},
     "attention", "within", {"rise": 5, "margin": 13.82}),
    ("survey_trend", 0, {"registers": {"surveys": [
        {"topic": "living", "year": 2019, "satisfied": 50},
        {"topic": "living", "year": 2024, "satisfied": 55}]}}, "attention", "no_margin", {}),
    ("survey_trend", 0, {"registers": {"surveys": [
        {"topic": "living", "year": 2019, "satisfied": 50, "sample": 10},
        {"topic": "living", "year": 2024, "satisfied": 50, "sample": 10}]}},
     "attention", "no_rise", {"rise": 0}),
    ("survey_trend", 0, {"registers": {"surveys": [
        {"topic": "living", "year": 2019, "satisfied": 50, "sample": 10}]}},
     "attention", "one", {"surveys": 1}),
    ("survey_trend_by_group", 0, {"registers": {"surveys": [
        {"topic": topic, "year": year, "group": group, "satisfied": value, "sample": 100}
        for group, values in (("older", (40, 50)), ("migrants", (40, 30)))
        for topic in ("living", "inclusion")
        for year, value in zip((2019, 2024), values, strict=True)]}},
     "ok", "found", {"groups": 2, "twice": 2, "rising": 1,
                     "by_group": {"migrants": False, "older": True}}),
    ("survey_trend_by_group", 0, {"registers": {"surveys": [
        {"topic": "living", "year": year, "group": "older", "satisfied": 50 - year % 5}
        for year in (2020, 2024)]}}, "attention", "found", {"rising": 0}),
    ("survey_trend_by_group", 0, {"registers": {"surveys": [
        {"topic": "living", "year": 2019, "group": "older", "satisfied": 40}]}},
     "attention", "once", {"twice": 0}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "nth", "parts", "outcome", "code", "facts"),
    CASES,
    ids=[f"{case[0]}-{case[4]}-{number}" for number, case in enumerate(CASES)],
)
def test_a_check_finds(
    name: str, nth: int, parts: Any, outcome: str, code: str, facts: dict[str, Any]
) -> None:
    found = check(name, nth, **parts)
    assert (found.id, found.outcome, found.message.code) == (name, outcome, f"{name}.{code}")
    assert {key: found.facts.get(key) for key in facts} == facts
    assert "%(" not in explain(found.message)
    canonical.dumps(found.facts)


def test_one_of_two_kinds_of_evidence_is_not_both() -> None:
    items = [evidence("e", "B07", kind="plan")]
    facts = CheckFacts(
        SCHEME, parse_submission(submission_document(SCHEME, evidence=items), SCHEME), AS_OF
    )
    both = {"kinds": ["plan", "council_decision"]}
    found = CHECKS["evidence_kinds"](SCHEME.by_id["B07"], both, facts)
    assert (found.outcome, found.facts["missing"]) == ("attention", ["council_decision"])


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_without_data_a_check_says_so(name: str) -> None:
    found = check(name)
    assert (found.outcome, found.message.code) == ("no_data", f"{name}.no_data")
    assert explain(found.message)


def test_the_scheme_may_ask_for_exactly_the_checks_there_are() -> None:
    assert set(CHECKS) == set(CHECK_PARAMS)
    used = {ref.id for criterion in SCHEME.criteria for ref in criterion.checks}
    assert used == set(CHECKS)


def test_checks_inform_and_never_decide() -> None:
    """The same case under a scheme without any checks comes to the same results."""
    example = Path(__file__).parents[2] / "docs" / "reference" / "example-case.json"
    document = canonical.loads(example.read_bytes(), max_bytes=10**6)["submission"]
    submission = parse_submission(document, SCHEME)
    bare_document = data.read()
    for criterion in bare_document["criteria"]:
        criterion.pop("checks", None)
    bare = parse_scheme(bare_document)
    assert run_checks(bare, submission, as_of=AS_OF) == {}
    same = replace(submission, scheme=replace(submission.scheme, hash=bare.hash))
    full = report_document(evaluate.evaluate(SCHEME, submission, as_of=AS_OF))
    none = report_document(evaluate.evaluate(bare, same, as_of=AS_OF))
    assert any("checks" in item for item in full["criteria"])
    for item in full["criteria"]:
        item.pop("checks", None)
    assert full["criteria"] == none["criteria"]
    assert full["levels"] == none["levels"]


def emitted_reasons() -> set[str]:
    """The codes of all reasons that the engine can give, read from its source."""
    source = "".join(
        inspect.getsource(module)
        for module in (evaluate, evaluate_facts, evaluate_leaves, imported)
    )
    codes = set(re.findall(r'(?:Reason|_ignored)\(\s*"([a-z_.]+)"', source))
    assert 'Reason(f"evidence.{item.state}"' in source
    return codes | {f"evidence.{state}" for state in ("withdrawn", "expired", "erased")}


def emitted_by_checks() -> set[str]:
    """The codes of all messages that checks can give, read from their source."""
    places = {"judged": 3, "ok": 1, "attention": 1, "no_data": 1}
    defaults = {"judged": "found", "no_data": "no_data"}
    codes = set()
    for module in CHECK_MODULES:
        for function in ast.parse(inspect.getsource(module)).body:
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
                    continue
                if (place := places.get(call.func.id)) is None:
                    continue
                if len(call.args) <= place:
                    codes.add(f"{function.name}.{defaults[call.func.id]}")
                elif isinstance(word := call.args[place], ast.Constant):
                    codes.add(f"{function.name}.{word.value}")
                else:  # the one code that is put together names the kind of split
                    codes |= {f"{function.name}.by_{by}" for by in ("group", "area")}
    return codes


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert emitted_reasons() == set(REASONS)
    assert emitted_by_checks() == set(MESSAGES) - set(REASONS)
    assert {f"{case[0]}.{case[4]}" for case in CASES} | {
        f"{name}.no_data" for name in CHECKS
    } == emitted_by_checks()
