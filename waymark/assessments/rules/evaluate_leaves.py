"""The five leaves of the rule language: facts in, true, false or unknown out, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from waymark.assessments.rules.differing import is_tied
from waymark.assessments.rules.document import Baseline, Evidence, Observation, Verdict
from waymark.assessments.rules.evaluate_facts import Facts
from waymark.assessments.rules.evaluate_report import (
    FALSE,
    NO_INPUTS,
    TRUE,
    UNKNOWN,
    Inputs,
    Reason,
)
from waymark.schemes.rules import (
    AnswerRule,
    Criterion,
    EvidenceRule,
    Leaf,
    ProgressRule,
    ReportedRule,
    VerifiedRule,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a leaf came to, why not if not true, and what it looked at."""

    value: str
    gaps: tuple[Reason, ...] = ()
    inputs: Inputs = NO_INPUTS


def judge_leaf(leaf: Leaf, criterion: Criterion, facts: Facts) -> Outcome:
    """Judge one leaf. A leaf of a kind not known here is an error, never a pass."""
    judge = _JUDGES.get(type(leaf))
    if judge is None:
        raise TypeError(f"no way to judge {type(leaf).__name__}")
    return judge(leaf, criterion, facts)


def _answer(leaf: AnswerRule, criterion: Criterion, facts: Facts) -> Outcome:
    answer = facts.submission.answers.get(criterion.id)
    params: dict[str, Any] = {"question": leaf.question, "need": leaf.min}
    if answer is None or answer.level is None:
        return Outcome(facts.missing, (Reason("answer.missing", params, leaf.id),))
    cited = Inputs(answers=(leaf.question,))
    if answer.level >= leaf.min:
        return Outcome(TRUE, (), cited)
    return Outcome(
        FALSE, (Reason("answer.below", {**params, "level": answer.level}, leaf.id),), cited
    )


def _evidence(leaf: EvidenceRule, criterion: Criterion, facts: Facts) -> Outcome:
    """Enough usable items of the right kinds.

    Items that cannot be used leave the count short; while drafting another one may still come, so
    that a short count is unknown, and false once submitted.
    """
    usable: list[str] = []
    gaps: list[Reason] = []
    for item in facts.evidence.get(criterion.id, ()):
        if item.kind not in leaf.kinds:
            continue
        reason = _unusable(leaf, item, facts.as_of)
        if reason is None:
            usable.append(item.id)
        else:
            gaps.append(reason)
    cited = Inputs(evidence=tuple(usable))
    if len(usable) >= leaf.min:
        return Outcome(TRUE, (), cited)
    short = {"have": len(usable), "need": leaf.min, "kinds": list(leaf.kinds)}
    return Outcome(facts.missing, (*gaps, Reason("evidence.short", short, leaf.id)), cited)


def _unusable(leaf: EvidenceRule, item: Evidence, as_of: date) -> Reason | None:
    """Why an item does not count, or None if it does."""
    if item.state != "active":
        return Reason(f"evidence.{item.state}", {"evidence": item.id}, leaf.id)
    if item.effective is None:
        if leaf.max_age_days is None:
            return None
        return Reason("evidence.undated", {"evidence": item.id}, leaf.id)
    age = (as_of - item.effective).days
    if age < 0:
        day = item.effective.isoformat()
        return Reason("evidence.future", {"evidence": item.id, "from": day}, leaf.id)
    if leaf.max_age_days is not None and age > leaf.max_age_days:
        params = {"evidence": item.id, "days": age, "limit": leaf.max_age_days}
        return Reason("evidence.stale", params, leaf.id)
    return None


def _reported(leaf: ReportedRule, criterion: Criterion, facts: Facts) -> Outcome:
    found = tuple(name for name in leaf.indicators if _is_reported(leaf, name, facts))
    need = -(-len(leaf.indicators) * leaf.share_percent // 100)
    cited = Inputs(indicators=tuple(sorted(found)))
    if len(found) >= need:
        return Outcome(TRUE, (), cited)
    missing = sorted(set(leaf.indicators) - set(found))
    params = {"have": len(found), "need": need, "missing": missing, "dims": list(leaf.dims)}
    return Outcome(facts.missing, (Reason("reported.short", params, leaf.id),), cited)


def _is_reported(leaf: ReportedRule, indicator: str, facts: Facts) -> bool:
    recent = [
        item
        for item in facts.observations.get(indicator, ())
        if item.usable
        and item.period.start <= facts.as_of
        and (leaf.max_age_days is None or (facts.as_of - item.period.end).days <= leaf.max_age_days)
    ]
    return bool(recent) and all(any(dim in item.dims for item in recent) for dim in leaf.dims)


def _progress(leaf: ProgressRule, criterion: Criterion, facts: Facts) -> Outcome:
    """From the baseline (the declared one, else the earliest value) to the latest value.

    A series is taken as one fact: a later value replaces what the series said before. Values in
    another unit belong to another series.
    """
    unit = facts.units.get(leaf.indicator, "")
    series = sorted(
        (
            item
            for item in facts.observations.get(leaf.indicator, ())
            if item.usable
            and not item.dims
            and item.unit == unit
            and item.period.end <= facts.as_of
        ),
        key=lambda item: (item.period.end, item.period.start),
    )
    base: Baseline | Observation | None = facts.baselines.get(leaf.indicator)
    if base is None and series:
        base = series[0]
    cited = Inputs(indicators=(leaf.indicator,) if series else ())
    if base is None or not series or series[-1].period.end <= base.period.end:
        params: dict[str, Any] = {"indicator": leaf.indicator, "values": len(series)}
        return Outcome(facts.missing, (Reason("progress.no_pair", params, leaf.id),), cited)
    # Decimal of the shortest text: 0.3 - 0.1 is 0.2 here, as the city wrote it.
    change = Decimal(repr(series[-1].value)) - Decimal(repr(base.value))
    gain = change if leaf.direction == "up" else -change
    if gain >= Decimal(repr(leaf.min_change)):
        return Outcome(TRUE, (), cited)
    params = {"indicator": leaf.indicator, "gain": float(gain), "need": leaf.min_change}
    return Outcome(FALSE, (Reason("progress.short", params, leaf.id),), cited)


def _verified(leaf: VerifiedRule, criterion: Criterion, facts: Facts) -> Outcome:
    return judge_review(leaf.id, leaf.min_reviewers, facts.verdicts.get(criterion.id, ()), facts)


def judge_review(rule: str, need: int, verdicts: Iterable[Verdict], facts: Facts) -> Outcome:
    """Enough reviewers accept, and more than reject; a tie is never acceptance.

    False once `need` reviewers reject and no more accept. Anything else waits for reviewers,
    whatever the world: the city cannot fill that gap. The word of a third reviewer is heard only
    where the others are tied, and there it decides.
    """
    if facts.basis == "claimed":
        return Outcome(TRUE)
    heard, third = heard_in_review(verdicts)
    outcomes = [item.outcome for item in heard]
    accepts, rejects = outcomes.count("accept"), outcomes.count("reject")
    more = outcomes.count("need_more")
    cited = Inputs(verdicts=tuple(sorted(item.id for item in heard)))
    if accepts >= need and accepts > rejects and third in ("", "accept"):
        return Outcome(TRUE, (), cited)
    gaps: list[Reason] = []
    if rejects:
        codes = sorted({item.reason_code for item in heard if item.outcome == "reject"} - {""})
        gaps.append(Reason("review.rejected", {"count": rejects, "reasons": codes}, rule))
    if third == "reject" or (not third and rejects >= need and rejects >= accepts):
        return Outcome(FALSE, tuple(gaps), cited)
    if more:
        gaps.append(Reason("review.need_more", {"count": more}, rule))
    if accepts and accepts == rejects:
        gaps.append(Reason("review.split", {"accept": accepts, "reject": rejects}, rule))
    gaps.append(Reason("review.pending", {"have": accepts, "need": need}, rule))
    return Outcome(UNKNOWN, tuple(gaps), cited)


def heard_in_review(verdicts: Iterable[Verdict]) -> tuple[list[Verdict], str]:
    """Return the verdicts that count, and the third reviewer's word where it decides, else ""."""
    said = [item for item in verdicts if item.outcome != "recuse"]
    first = [item for item in said if item.part != "third"]
    thirds = [item for item in said if item.part == "third"]
    if not thirds or not is_tied(item.outcome for item in first):
        return first, ""
    last = max(thirds, key=lambda item: (item.seq, item.id))
    return [*first, last], last.outcome


def how_settled(verdicts: Iterable[Verdict]) -> str:
    """Say how reviewers who differed came to one result: by a third, by talking, or not at all."""
    heard, third = heard_in_review(verdicts)
    if third:
        return "third"
    talked = any(item.part == "talk" for item in heard)
    return "talk" if talked and len({item.outcome for item in heard}) == 1 else ""


_JUDGES: dict[type, Callable[[Any, Criterion, Facts], Outcome]] = {
    AnswerRule: _answer,
    EvidenceRule: _evidence,
    ReportedRule: _reported,
    ProgressRule: _progress,
    VerifiedRule: _verified,
}
