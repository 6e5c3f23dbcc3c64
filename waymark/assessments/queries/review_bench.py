"""What a reviewer works through: the criteria of a submission, and which are judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from waymark.assessments.models import Clarification, Verdict
from waymark.assessments.queries.review import Task
from waymark.assessments.queries.review_blind import questions
from waymark.assessments.rules import document as doc
from waymark.assessments.rules.carry import unchanged
from waymark.assessments.rules.evaluate_report import ATTENTION
from waymark.schemes.rules import Criterion


class Show(StrEnum):
    """Which criteria a list shows."""

    ALL = "all"
    TODO = "todo"
    NEED_MORE = "need_more"
    CHECKS = "checks"
    QUESTIONS = "questions"
    CHANGED = "changed"


@dataclass(frozen=True)
class Row:
    """One criterion in the list: what is claimed, and how far her judgement is."""

    criterion: Criterion
    answer: doc.Answer
    mine: Verdict | None
    earlier: Verdict | None
    changed: bool | None  # since the submission before; None where there is none
    attention: bool
    asked: int
    unanswered: int
    evidence: int

    def belongs(self, show: str) -> bool:
        """Tell whether a list that shows `show` holds it."""
        return {
            Show.TODO: self.mine is None,
            Show.NEED_MORE: self.mine is not None and self.mine.outcome == "need_more",
            Show.CHECKS: self.attention,
            Show.QUESTIONS: self.asked > 0,
            Show.CHANGED: bool(self.changed),
        }.get(Show(show) if show in set(Show) else Show.ALL, True)

    @property
    def state(self) -> str:
        """The name under which its state is shown."""
        return self.mine.outcome if self.mine else "review.not_judged"


@dataclass(frozen=True)
class Bench:
    """All criteria of the submission that want a verdict, and what to do next."""

    rows: tuple[Row, ...]
    left_out: tuple[str, ...]  # criteria of the edition that the city did not answer
    repeatable: int

    def shown(self, show: str, stage: str = "") -> tuple[Row, ...]:
        """The rows of one list."""
        return tuple(
            row
            for row in self.rows
            if row.belongs(show) and (not stage or row.criterion.stage == stage)
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows each list has."""
        return {show.value: len(self.shown(show)) for show in Show}

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """How many verdicts of each kind were given."""
        given = [row.mine.outcome for row in self.rows if row.mine]
        return {kind: given.count(kind) for kind in ("accept", "reject", "need_more")}

    @property
    def judged(self) -> int:
        """How many criteria have a verdict."""
        return sum(row.mine is not None for row in self.rows)

    @property
    def missing(self) -> tuple[Row, ...]:
        """The rows without a verdict."""
        return self.shown(Show.TODO)


def _latest(rows: Iterable[Verdict]) -> dict[tuple[str, str], Verdict]:
    """The last verdict by submission and criterion."""
    found: dict[tuple[str, str], Verdict] = {}
    for row in rows:
        found[row.submission_id, row.criterion] = row
    return found


def _own(task: Task) -> dict[tuple[str, str], Verdict]:
    return _latest(task.assignment.verdicts.order_by("submission_id", "seq", "id"))


def bench(task: Task) -> Bench:
    """Return the list of criteria. Two queries besides the submissions."""
    own = _own(task)
    asked = list(questions(task.viewer, task.at).filter(case=task.case, withdrawn_at=None))
    same = (
        frozenset(unchanged(task.scheme, task.before, task.content)) if task.before else frozenset()
    )
    evidence = [name for item in task.content.evidence for name in item.criteria]
    rows = tuple(
        _row(task, criterion, own, asked, same, evidence.count(criterion.id))
        for criterion in task.wanted
    )
    repeatable = sum(
        row.mine is None
        and row.changed is False
        and row.earlier is not None
        and row.earlier.outcome in {"accept", "reject"}
        for row in rows
    )
    left_out = tuple(c.id for c in task.scheme.criteria if c.id not in task.content.answers)
    return Bench(rows, left_out, repeatable)


def _row(
    task: Task,
    criterion: Criterion,
    own: dict[tuple[str, str], Verdict],
    asked: list[Clarification],
    same: frozenset[str],
    evidence: int,
) -> Row:
    about = [question for question in asked if question.criterion == criterion.id]
    result = task.found.get(criterion.id)
    return Row(
        criterion=criterion,
        answer=task.content.answers[criterion.id],
        mine=own.get((task.submission.pk, criterion.id)),
        earlier=own.get((task.earlier.pk, criterion.id)) if task.earlier else None,
        changed=None if task.earlier is None else criterion.id not in same,
        attention=any(check.outcome == ATTENTION for check in (result.checks if result else ())),
        asked=len(about),
        unanswered=sum(question.answered_at is None for question in about),
        evidence=evidence,
    )
