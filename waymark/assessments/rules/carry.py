"""Which criteria stand just as they did in an earlier submission."""

from __future__ import annotations

from waymark.assessments.rules.document import Submission
from waymark.schemes.rules import Criterion, Scheme


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
        tuple(item for item in submission.evidence if criterion.id in item.criteria),
        tuple(submission.registers.get(register) for register in criterion.registers),
        data,
    )


def unchanged(scheme: Scheme, before: Submission, after: Submission) -> tuple[str, ...]:
    """Return the criteria whose answer, evidence, registers and data are equal in both.

    A reviewer may repeat her verdict on these in one act; it is still a new verdict, given on
    the new submission (CERTIFICATION.md §1.5, invariant 11).
    """
    if before.scheme != after.scheme:
        return ()
    return tuple(
        criterion.id
        for criterion in scheme.criteria
        if _view(before, criterion) == _view(after, criterion)
    )
