"""The facts of one evaluation, sorted once by what asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from waymark.assessments.rules.document import (
    Baseline,
    Evidence,
    Observation,
    Submission,
    Verdict,
)
from waymark.assessments.rules.evaluate_report import FALSE, UNKNOWN, Reason
from waymark.assessments.rules.units import units_of, whole_baselines
from waymark.schemes.rules import Scheme


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a rule may ask for, by criterion or by indicator."""

    submission: Submission
    as_of: date
    basis: str
    world: str
    evidence: Mapping[str, tuple[Evidence, ...]]
    observations: Mapping[str, tuple[Observation, ...]]
    baselines: Mapping[str, Baseline]
    units: Mapping[str, str]
    verdicts: Mapping[str, tuple[Verdict, ...]]

    @property
    def missing(self) -> str:
        """What a missing input means: unknown while drafting, a gap once submitted."""
        return UNKNOWN if self.world == "open" else FALSE


def gather(
    scheme: Scheme,
    submission: Submission,
    verdicts: Iterable[Verdict],
    *,
    as_of: date,
    basis: str,
    world: str,
) -> tuple[Facts, tuple[Reason, ...]]:
    """Sort the inputs; also says which verdicts were not heard, and why."""
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for item in submission.evidence:
        for criterion in item.criteria:
            evidence[criterion].append(item)
    observations: dict[str, list[Observation]] = defaultdict(list)
    for observation in submission.observations:
        observations[observation.indicator].append(observation)
    heard, ignored = _heard(scheme, submission, verdicts)
    units = units_of(submission, as_of)
    facts = Facts(
        submission=submission,
        as_of=as_of,
        basis=basis,
        world=world,
        evidence={name: tuple(sorted(items, key=_id)) for name, items in evidence.items()},
        observations={name: tuple(items) for name, items in observations.items()},
        baselines=whole_baselines(submission, units),
        units=units,
        verdicts=heard,
    )
    return facts, ignored


def _id(item: Evidence | Verdict) -> str:
    return item.id


def _heard(
    scheme: Scheme, submission: Submission, verdicts: Iterable[Verdict]
) -> tuple[dict[str, tuple[Verdict, ...]], tuple[Reason, ...]]:
    """The last verdict of each reviewer by criterion, and a reason for each one left aside.

    A verdict holds only for the submission and the rule it was given on. A recusal is heard
    wherever it comes from, because it can only take support away.
    """
    latest: dict[str, dict[str, Verdict]] = defaultdict(dict)
    ignored: list[Reason] = []
    for verdict in sorted(verdicts, key=lambda item: (item.seq, item.id)):
        criterion = scheme.by_id.get(verdict.criterion)
        if criterion is None:
            ignored.append(_ignored("verdict.unknown_criterion", verdict))
        elif verdict.outcome == "recuse":
            latest[verdict.criterion][verdict.reviewer] = verdict
        elif verdict.submission != submission.hash:
            ignored.append(_ignored("verdict.other_submission", verdict))
        elif verdict.rule != criterion.rule_hash:
            ignored.append(_ignored("verdict.other_rule", verdict))
        else:
            latest[verdict.criterion][verdict.reviewer] = verdict
    heard = {
        name: tuple(sorted(found.values(), key=lambda item: item.reviewer))
        for name, found in latest.items()
    }
    return heard, tuple(ignored)


def _ignored(code: str, verdict: Verdict) -> Reason:
    return Reason(code, {"verdict": verdict.id, "criterion": verdict.criterion})
