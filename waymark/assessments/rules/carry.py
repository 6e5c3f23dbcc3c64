"""Which criteria stand just as they did in an earlier submission."""

from __future__ import annotations

import re
from dataclasses import replace

from waymark.assessments.rules.document import Evidence, Submission
from waymark.schemes.rules import Criterion, Scheme


def _pointer(item: Evidence, criterion: str) -> tuple[str, ...]:
    """Where in a piece of evidence to look for one criterion; what is said of others is left out.

    The format has one text for all of them: "A01: page 3; A02: annex".
    """
    names = "|".join(map(re.escape, item.criteria))
    parts = re.split(rf"; (?=(?:{names}): )", item.page) if names else [item.page]
    return tuple(part for part in parts if part.startswith(f"{criterion}: "))


def _evidence(submission: Submission, criterion: Criterion) -> tuple[object, ...]:
    return tuple(
        (replace(item, criteria=(), page=""), _pointer(item, criterion.id))
        for item in submission.evidence
        if criterion.id in item.criteria
    )


def _view(submission: Submission, criterion: Criterion) -> tuple[object, ...]:
    data: tuple[object, ...] = ()
    if criterion.checks or criterion.indicators:
        data = (
            submission.place,
            submission.indicators,
            submission.observations,
            submission.baselines,
            submission.targets,
        )
    return (
        submission.answers.get(criterion.id),
        _evidence(submission, criterion),
        tuple(submission.registers.get(register) for register in criterion.registers),
        data,
    )


def unchanged(
    scheme: Scheme, before: Submission, after: Submission, earlier: Scheme | None = None
) -> tuple[str, ...]:
    """Return the criteria whose rule, answer, evidence, registers and data are equal in both.

    `scheme` is the edition of the later submission, `earlier` that of the one before, where it is
    another. The hash of a rule names its criterion: nothing is kept under another name.

    A reviewer may repeat her verdict on these in one act, and it goes along when the case is taken
    to another edition; it is still a new verdict, given on the new submission
    (CERTIFICATION.md §1.5, invariant 11).
    """
    was = earlier or scheme
    if before.scheme.hash != was.hash or after.scheme.hash != scheme.hash:
        return ()
    return tuple(
        criterion.id
        for criterion in scheme.criteria
        if (old := was.by_id.get(criterion.id)) is not None
        and old.rule_hash == criterion.rule_hash
        and _view(before, old) == _view(after, criterion)
    )
