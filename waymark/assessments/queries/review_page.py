"""One criterion before a reviewer: the claim, the checks, the evidence, and what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from waymark.assessments.models import Clarification, EvidenceRevision, Verdict
from waymark.assessments.queries.review import Task
from waymark.assessments.queries.review_blind import questions, verdicts
from waymark.assessments.rules import document as doc
from waymark.assessments.rules.evaluate_report import CriterionResult
from waymark.kernel.diff import Piece, compare, excerpt
from waymark.schemes.rules import Criterion, Register


@dataclass(frozen=True)
class Exhibit:
    """One piece of evidence as it was handed in, and where its content is now."""

    item: doc.Evidence
    revision: EvidenceRevision | None  # None where the content is no longer there
    pointer: str = ""  # where in it to look for this criterion

    @property
    def state(self) -> str:
        """Whether it still counts: it may have been withdrawn since."""
        return self.revision.item.state if self.revision else "erased"


@dataclass(frozen=True)
class Sheet:
    """A register as it was handed in."""

    register: Register
    rows: tuple[doc.Row, ...]


@dataclass(frozen=True)
class Changes:
    """What differs on one criterion from the submission before."""

    level: tuple[int | None, int | None] | None = None
    relevance: bool | None = None
    narrative: tuple[Piece, ...] = ()
    reason: tuple[Piece, ...] = ()
    added: tuple[doc.Evidence, ...] = ()
    removed: tuple[doc.Evidence, ...] = ()
    altered: tuple[doc.Evidence, ...] = ()
    registers: tuple[Register, ...] = ()
    data: bool = False

    @property
    def anything(self) -> bool:
        """Whether there is a difference at all."""
        return self != Changes()


@dataclass(frozen=True)
class Page:
    """One criterion: the claim, what the platform found, the evidence, and what was said on it."""

    criterion: Criterion
    answer: doc.Answer
    result: CriterionResult
    sheets: tuple[Sheet, ...]
    exhibits: tuple[Exhibit, ...]
    mine: Verdict | None
    history: tuple[Verdict, ...]  # her earlier verdicts, the newest first
    others: tuple[Verdict, ...]  # of her colleagues, once all have delivered
    questions: tuple[Clarification, ...]
    changes: Changes | None
    previous: Criterion | None
    next: Criterion | None
    next_todo: Criterion | None


def page(task: Task, criterion: str) -> Page | None:
    """Return one criterion of the submission, or None where the city did not answer it.

    Four queries besides the submissions.
    """
    wanted = task.scheme.by_id.get(criterion)
    if wanted is None or wanted not in task.wanted:
        return None
    readable = verdicts(task.viewer, task.at).filter(assignment__case=task.case)
    on_it = list(
        readable.filter(criterion=criterion)
        .select_related("submission", "assignment")
        .defer("submission__document")
        .order_by("-submission__seq", "-seq", "-id")
    )
    own = [row for row in on_it if row.assignment_id == task.assignment.pk]
    now = [row for row in own if row.submission_id == task.submission.pk]
    judged = set(
        task.assignment.verdicts.filter(submission=task.submission).values_list(
            "criterion", flat=True
        )
    )
    order = list(task.wanted)
    at = order.index(wanted)
    return Page(
        criterion=wanted,
        answer=task.content.answers[criterion],
        result=task.found[criterion],
        sheets=_sheets(task, wanted),
        exhibits=_exhibits(task, criterion),
        mine=now[0] if now else None,
        history=tuple(own[1:] if now else own),
        others=_others(task, on_it),
        questions=tuple(
            questions(task.viewer, task.at)
            .filter(case=task.case, criterion=criterion)
            .select_related("assignment")
        ),
        changes=_changes(task, wanted),
        previous=order[at - 1] if at else None,
        next=order[at + 1] if at + 1 < len(order) else None,
        next_todo=next((c for c in order[at + 1 :] + order[:at] if c.id not in judged), None),
    )


def _others(task: Task, rows: list[Verdict]) -> tuple[Verdict, ...]:
    """The last word of each colleague on this submission."""
    found: dict[str, Verdict] = {}
    for row in rows:
        foreign = row.assignment_id != task.assignment.pk
        if foreign and row.submission_id == task.submission.pk:
            found.setdefault(row.assignment_id, row)
    return tuple(found.values())


def _sheets(task: Task, criterion: Criterion) -> tuple[Sheet, ...]:
    known = task.scheme.register_by_id
    return tuple(
        Sheet(known[name], task.content.registers.get(name, ())) for name in criterion.registers
    )


def _exhibits(task: Task, criterion: str) -> tuple[Exhibit, ...]:
    items = [item for item in task.content.evidence if criterion in item.criteria]
    found = EvidenceRevision.objects.filter(
        item__case=task.case, item__in=[item.id for item in items]
    ).select_related("item", "blob")
    by: dict[tuple[str, Any], EvidenceRevision] = {}
    for row in found.order_by("seq"):
        by[row.item_id, row.blob_id or row.url] = row
    return tuple(
        Exhibit(item, by.get((item.id, item.sha256 or item.url)), _pointer(item.page, criterion))
        for item in items
    )


def _pointer(page: str, criterion: str) -> str:
    """The part of "A01: page 4; A03: page 7" that is about a criterion."""
    parts = [part.strip().partition(": ") for part in page.split(";")]
    found = [rest for name, _colon, rest in parts if name == criterion and rest]
    return "; ".join(found) if found or ": " in page else page


def _changes(task: Task, criterion: Criterion) -> Changes | None:
    before, after = task.before, task.content
    if before is None:
        return None
    old, new = before.answers.get(criterion.id, doc.Answer()), after.answers[criterion.id]
    had = {item.id: item for item in before.evidence if criterion.id in item.criteria}
    has = {item.id: item for item in after.evidence if criterion.id in item.criteria}
    return Changes(
        level=None if old.level == new.level else (old.level, new.level),
        relevance=None if old.not_relevant == new.not_relevant else new.not_relevant,
        narrative=_pieces(old.narrative, new.narrative),
        reason=_pieces(old.reason, new.reason),
        added=tuple(item for key, item in has.items() if key not in had),
        removed=tuple(item for key, item in had.items() if key not in has),
        altered=tuple(item for key, item in has.items() if key in had and had[key] != item),
        registers=tuple(_altered_registers(task, criterion)),
        data=bool(criterion.checks or criterion.indicators) and _data(before) != _data(after),
    )


def _pieces(old: str, new: str) -> tuple[Piece, ...]:
    return () if old == new else excerpt(compare(old, new))


def _altered_registers(task: Task, criterion: Criterion) -> Iterator[Register]:
    assert task.before is not None
    for name in criterion.registers:
        if task.before.registers.get(name) != task.content.registers.get(name):
            yield task.scheme.register_by_id[name]


def _data(content: doc.Submission) -> tuple[object, ...]:
    return (
        content.place,
        content.indicators,
        content.observations,
        content.baselines,
        content.targets,
    )
