"""All criteria of a case with what the city has put there: the list and its filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Value

from waymark.assessments.models import Answer, Case, EvidenceLink
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.case import EvidenceState
from waymark.assessments.rules.work import (
    NOTHING,
    Counts,
    Given,
    Work,
    counts,
    is_answered,
    lacks_evidence,
    work_on,
)
from waymark.kernel import text
from waymark.people.models import Department, User
from waymark.schemes.rules import Criterion


@dataclass(frozen=True)
class Row:
    """A criterion and how far the city is with it."""

    criterion: Criterion
    given: Given
    department: Department | None
    assignee: User | None
    due: date | None
    questions: int  # of reviewers, that wait for an answer

    @property
    def work(self) -> Work:
        """How far it is."""
        return work_on(self.given)

    @property
    def lacks_evidence(self) -> bool:
        """Whether a high claim has nothing to show."""
        return lacks_evidence(self.given)

    def is_overdue(self, today: date) -> bool:
        """Whether its date has passed while something is left to do."""
        return self.due is not None and self.due < today and self.work != Work.DONE


def _is(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _answers(case: Case) -> dict[str, Answer]:
    rows = (
        case.answers.defer("narrative", "not_relevant_reason")
        .annotate(wrote=_is(~Q(narrative="")), why=_is(~Q(not_relevant_reason="")))
        .select_related("department", "assignee")
    )
    return {row.criterion: row for row in rows}


def _counted(rows: QuerySet[Any], what: str) -> QuerySet[Any]:
    """Rows per criterion, as (what, criterion, how many)."""
    named = rows.order_by().values("criterion").annotate(n=Count("pk"), what=Value(what))
    return named.values_list("what", "criterion", "n")


def _evidence_and_questions(case: Case) -> dict[str, dict[str, int]]:
    """How many items in use, and how many questions that wait, each criterion has. One query."""
    active = EvidenceLink.objects.filter(item__case=case, item__state=EvidenceState.ACTIVE)
    waiting = case.clarifications.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    both = _counted(active, "evidence").union(_counted(waiting, "questions"), all=True)
    found: dict[str, dict[str, int]] = {"evidence": {}, "questions": {}}
    for what, criterion, n in both:
        found[what][criterion] = n
    return found


def rows(here: Here) -> list[Row]:
    """Return a row for each criterion of the edition, in its order. Two queries."""
    case = here.the_case
    answers, counted = _answers(case), _evidence_and_questions(case)
    return [
        _row(criterion, answers.get(criterion.id), counted["evidence"], counted["questions"])
        for criterion in here.scheme.criteria
    ]


def _row(
    criterion: Criterion, answer: Any, evidence: dict[str, int], questions: dict[str, int]
) -> Row:
    items = evidence.get(criterion.id, 0)
    waiting = questions.get(criterion.id, 0)
    if answer is None:
        given = Given(evidence=items) if items else NOTHING
        return Row(criterion, given, None, None, None, waiting)
    given = Given(answer.level, answer.wrote, answer.not_relevant, answer.why, items)
    return Row(criterion, given, answer.department, answer.assignee, answer.due, waiting)


@dataclass(frozen=True)
class Filter:
    """Which criteria to show; empty means all."""

    q: str = ""
    stage: str = ""
    state: str = ""
    whose: str = ""  # "me", "nobody", or a person's id
    department: str = ""
    questions: bool = False

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != Filter()


def people_on(found: Iterable[Row]) -> tuple[list[User], list[Department]]:
    """Return the people and the departments that have criteria in hand, by name."""
    listed = list(found)
    people = {row.assignee.pk: row.assignee for row in listed if row.assignee}
    parts = {row.department.pk: row.department for row in listed if row.department}
    return (
        sorted(people.values(), key=lambda user: str(user).casefold()),
        sorted(parts.values(), key=lambda part: part.name.casefold()),
    )


def matching(found: Iterable[Row], wanted: Filter, viewer: Any) -> list[Row]:
    """Return the rows that a filter lets through."""
    who = {"me": viewer.pk, "nobody": None}.get(wanted.whose, wanted.whose)
    needle = text.skeleton(wanted.q)

    def fits(row: Row) -> bool:
        return (
            (not wanted.stage or row.criterion.stage == wanted.stage)
            and (not wanted.state or row.work == wanted.state)
            and (not wanted.whose or (row.assignee.pk if row.assignee else None) == who)
            and (not wanted.department or _department(row) == wanted.department)
            and (not wanted.questions or row.questions > 0)
            and (not needle or needle in _searched(row))
        )

    return [row for row in found if fits(row)]


def _department(row: Row) -> str:
    return row.department.pk if row.department else ""


def _searched(row: Row) -> str:
    words = (row.criterion.id, *row.criterion.title.values(), *row.criterion.text.values())
    return text.skeleton(" ".join(words))


@dataclass(frozen=True)
class StageRows:
    """The criteria of one stage; `wanted` says whether the level aimed for needs it."""

    id: str
    name: Any
    wanted: bool
    rows: tuple[Row, ...]

    @property
    def counts(self) -> Counts:
        """How many are done, begun and not begun."""
        return counts(row.work for row in self.rows)

    @property
    def unanswered(self) -> int:
        """How many must be answered before the case can be handed in."""
        return sum(not is_answered(row.given) for row in self.rows) if self.wanted else 0

    @property
    def questions(self) -> int:
        """How many questions of reviewers wait."""
        return sum(row.questions for row in self.rows)


def by_stage(here: Here, found: Iterable[Row]) -> list[StageRows]:
    """Return the rows grouped by stage, in the edition's order; stages without rows too."""
    listed = list(found)
    return [
        StageRows(
            stage.id,
            stage.name,
            stage.id in here.wanted,
            tuple(row for row in listed if row.criterion.stage == stage.id),
        )
        for stage in here.scheme.stages
    ]
