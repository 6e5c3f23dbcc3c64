"""The engine: one pure function from a scheme and a submission to a report.

Three-valued logic after Kleene: a missing input is unknown while the city drafts (open world) and
a gap once it has submitted (closed world). On the claimed basis reviews are taken as given; on the
verified basis only what reviewers accepted counts. No clock, no files, no chance, no language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from waymark.assessments.rules.checks import criterion_checks, run_checks
from waymark.assessments.rules.checks_base import CheckFacts
from waymark.assessments.rules.document import (
    BASES,
    WORLDS,
    Answer,
    SchemeRef,
    Submission,
    Verdict,
    verdict_document,
)
from waymark.assessments.rules.evaluate_facts import Facts, gather
from waymark.assessments.rules.evaluate_leaves import Outcome, how_settled, judge_review
from waymark.assessments.rules.evaluate_report import (
    FALSE,
    MET,
    NO_INPUTS,
    NOT_APPLICABLE,
    NOT_ASSESSED,
    NOT_MET,
    PARTLY,
    SATISFIED,
    STATUSES,
    TRUE,
    UNKNOWN,
    WAIVED,
    CriterionResult,
    Inputs,
    LevelResult,
    Reason,
    Report,
    RuleResult,
    StageResult,
)
from waymark.assessments.rules.evaluate_walk import Walk
from waymark.assessments.rules.imported import held_back, rests_on
from waymark.schemes.rules import Criterion, Scheme, VerifiedRule, leaves

ENGINE = "waymark-engine/1"


def evaluate(
    scheme: Scheme,
    submission: Submission,
    verdicts: Iterable[Verdict] = (),
    *,
    as_of: date,
    basis: str = "claimed",
    world: str = "closed",
) -> Report:
    """Evaluate a submission against a scheme.

    `basis` is `claimed` or `verified`, `world` is `open` (drafting) or `closed` (submitted). The
    submission must have been read with this edition of the scheme. Raises `ValueError` on any
    other argument; a report that is returned is complete.
    """
    if basis not in BASES or world not in WORLDS:
        raise ValueError(f"unknown basis {basis!r} or world {world!r}")
    if submission.scheme.hash != scheme.hash:
        raise ValueError("the submission is for another edition of the scheme")
    verdicts = tuple(verdicts)
    facts, ignored = gather(scheme, submission, verdicts, as_of=as_of, basis=basis, world=world)
    results = _results(scheme, facts)
    return Report(
        engine=ENGINE,
        scheme=SchemeRef(scheme.id, scheme.version, scheme.hash),
        case=submission.case,
        submission=submission.hash,
        verdicts=verdict_set_hash(verdicts),
        as_of=as_of,
        basis=basis,
        world=world,
        criteria=results,
        stages=tuple(_stages(scheme, results)),
        levels=levels_of(scheme, {result.id: result.status for result in results}),
        ignored=ignored,
    )


def statuses(
    scheme: Scheme, submission: Submission, *, as_of: date, kept: Mapping[str, str]
) -> dict[str, str]:
    """The status that `evaluate` gives each criterion without verdicts, as the city claims it.

    For many cases at a time. The submission needs to hold only what rules ask for, and may have
    been read with another edition. `kept` are statuses known already, by criterion.
    """
    facts, _ignored = gather(scheme, submission, (), as_of=as_of, basis="claimed", world="closed")
    return {
        criterion.id: kept.get(criterion.id) or _judged(criterion, facts)[0]
        for criterion in scheme.criteria
    }


def judge(
    scheme: Scheme,
    submission: Submission,
    criterion: Criterion,
    *,
    as_of: date,
    basis: str = "claimed",
    world: str = "open",
) -> CriterionResult:
    """One criterion alone, on a submission that holds at least what its rule and checks look at.

    What `evaluate` would say of it without verdicts, at a fraction of the time: for a page that
    shows one criterion while the city works on it.
    """
    facts, _ignored = gather(scheme, submission, (), as_of=as_of, basis=basis, world=world)
    checks = criterion_checks(criterion, CheckFacts(scheme, submission, as_of))
    return replace(_criterion(criterion, facts), checks=checks)


def _results(scheme: Scheme, facts: Facts) -> tuple[CriterionResult, ...]:
    """Every criterion judged by its rule; what the checks found is laid beside it."""
    checks = run_checks(scheme, facts.submission, as_of=facts.as_of)
    judged = [_criterion(criterion, facts) for criterion in scheme.criteria]
    return tuple(
        replace(result, checks=checks[result.id]) if result.id in checks else result
        for result in _with_splits(judged, facts)
    )


def _with_splits(results: Iterable[CriterionResult], facts: Facts) -> Iterator[CriterionResult]:
    """Say of each criterion that was reviewed how reviewers who differed came to its result."""
    for result in results:
        split = how_settled(facts.verdicts.get(result.id, ())) if result.reviewed else ""
        yield replace(result, split=split) if split else result


def verdict_set_hash(verdicts: Iterable[Verdict]) -> str:
    """Digest of a set of verdicts, whatever their order.

    Equal to `canonical.digest` of their documents in order: without fractions and with ASCII keys
    the standard encoder writes the same bytes, and a large set is hashed on every evaluation.
    """
    ordered = sorted(verdicts, key=lambda verdict: (verdict.seq, verdict.id))
    text = json.dumps(
        [verdict_document(verdict) for verdict in ordered],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


_Judged = tuple[str, int, int, Iterable[tuple[str, Outcome]], tuple[Reason, ...]]
"""Status, parts met, parts there are, what each leaf came to, reasons why it is not met."""


def _criterion(criterion: Criterion, facts: Facts) -> CriterionResult:
    status, met, parts, outcomes, gaps = _judged(criterion, facts)
    outcomes = tuple(outcomes)
    answer = facts.submission.answers.get(criterion.id)
    return CriterionResult(
        id=criterion.id,
        stage=criterion.stage,
        status=status,
        met_parts=met,
        parts=parts,
        origin=criterion.origin,
        rule_hash=criterion.rule_hash,
        rules=tuple(RuleResult(rule, outcome.value) for rule, outcome in outcomes),
        gaps=gaps,
        level=None if answer is None else answer.level,
        inputs=_cited([outcome.inputs for _, outcome in outcomes]),
        rests=rests_on(answer, facts.verdicts.get(criterion.id, ())) if answer else None,
    )


def _judged(criterion: Criterion, facts: Facts) -> _Judged:
    answer = facts.submission.answers.get(criterion.id, Answer())
    waiver = criterion.waived
    if waiver is not None and facts.as_of <= waiver.until:
        until = Reason("criterion.waived", {"until": waiver.until.isoformat()})
        return WAIVED, 0, 0, (), (until,)
    if answer.not_relevant:
        return _not_relevant(criterion, answer, facts)
    found = Walk(criterion, facts)
    value, gaps = found.judge(criterion.rule)
    if criterion.not_relevant and answer.level is None and facts.world == "open":
        # The city may still say that the criterion is not relevant here: nothing is settled.
        value, gaps = UNKNOWN, _with_answer_asked(gaps, criterion)
    met, parts = found.parts(criterion.rule)
    if answer.imported is not None:
        rests = rests_on(answer, facts.verdicts.get(criterion.id, ()))
        value, gaps = held_back(value, gaps, rests)
    status = {TRUE: MET, UNKNOWN: NOT_ASSESSED}.get(value) or (PARTLY if met else NOT_MET)
    return status, met, parts, found.outcomes.items(), gaps


def _with_answer_asked(gaps: tuple[Reason, ...], criterion: Criterion) -> tuple[Reason, ...]:
    if any(gap.code == "answer.missing" for gap in gaps):
        return gaps
    asked = Reason("answer.missing", {"question": criterion.questions[0].id, "need": 0})
    return (asked, *gaps)


def _not_relevant(criterion: Criterion, answer: Answer, facts: Facts) -> _Judged:
    """ "Not relevant" needs a rule that allows it, a reason, and reviewers who accept it."""
    cited = Inputs(answers=tuple(question.id for question in criterion.questions))
    if not criterion.not_relevant:
        value, reason = FALSE, Reason("not_relevant.refused")
    elif not answer.reason.strip():
        value, reason = facts.missing, Reason("not_relevant.no_reason")
    else:
        value, reason = TRUE, None
    claim = Outcome(value, () if reason is None else (reason,), cited)
    rule, need = _review_of(criterion)
    review = judge_review(rule, need, facts.verdicts.get(criterion.id, ()), facts)
    outcomes = (("not_relevant", claim), (rule, review))
    # On the claimed basis no review has been looked at, so it is no part.
    counted = [claim] if facts.basis == "claimed" else [claim, review]
    met = sum(item.value == TRUE for item in counted)
    values = {item.value for item in counted}
    if FALSE in values:
        status = PARTLY if met else NOT_MET
    else:
        status = NOT_ASSESSED if UNKNOWN in values else NOT_APPLICABLE
    gaps = tuple(gap for item in counted for gap in item.gaps)
    return status, met, len(counted), outcomes, gaps


def _review_of(criterion: Criterion) -> tuple[str, int]:
    """The strictest review that the rule of a criterion asks for; at least one reviewer."""
    asked = [leaf for leaf in leaves(criterion.rule) if isinstance(leaf, VerifiedRule)]
    if not asked:
        return "not_relevant/review", 1
    strictest = max(asked, key=lambda leaf: leaf.min_reviewers)
    return strictest.id, strictest.min_reviewers


def _cited(all_inputs: list[Inputs]) -> Inputs:
    """The union of what the leaves of one rule looked at."""
    given = [inputs for inputs in all_inputs if inputs is not NO_INPUTS]
    if not given:
        return NO_INPUTS
    if len(given) == 1:
        return given[0]
    return Inputs(
        answers=_union([inputs.answers for inputs in given]),
        evidence=_union([inputs.evidence for inputs in given]),
        indicators=_union([inputs.indicators for inputs in given]),
        verdicts=_union([inputs.verdicts for inputs in given]),
    )


def _union(lists: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for names in lists for name in names})) if any(lists) else ()


def _stages(scheme: Scheme, results: tuple[CriterionResult, ...]) -> Iterator[StageResult]:
    for stage in scheme.stages:
        found = [result.status for result in results if result.stage == stage.id]
        counts = {status: found.count(status) for status in STATUSES}
        yield StageResult(stage.id, counts, all(status in SATISFIED for status in found))


def levels_of(scheme: Scheme, by_id: Mapping[str, str]) -> tuple[LevelResult, ...]:
    """Levels in order, from the status of each criterion; one needs every one before it."""
    so_far, found = True, []
    for level in scheme.levels:
        lacking = tuple(
            criterion.id
            for criterion in scheme.criteria
            if criterion.stage in level.stages and by_id[criterion.id] not in SATISFIED
        )
        so_far = so_far and not lacking
        found.append(LevelResult(level.id, so_far, lacking))
    return tuple(found)
