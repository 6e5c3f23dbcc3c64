"""One criterion as the city works on it: answer, evidence, tables, words among colleagues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from waymark.assessments.models import (
    Answer,
    AnswerRevision,
    Case,
    Clarification,
    Comment,
    RegisterTable,
)
from waymark.assessments.queries.evidence import Item, evidence_on
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.work import Given, Work, lacks_evidence, work_on
from waymark.people.models import Department, Membership
from waymark.people.queries import open_at
from waymark.people.rules import STAFF
from waymark.schemes.rules import Criterion, Register

MOST_COMMENTS = 200


@dataclass(frozen=True)
class RegisterBrief:
    """A table that a criterion shares, and how many rows it has."""

    register: Register
    table: RegisterTable | None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.table.rows) if self.table else 0


@dataclass(frozen=True)
class CriterionPage:
    """All that the page of one criterion shows, but for what the platform checked."""

    criterion: Criterion
    answer: Answer
    items: tuple[Item, ...]
    tables: Mapping[str, RegisterTable]
    registers: tuple[RegisterBrief, ...]
    comments: tuple[Comment, ...]
    questions: tuple[Clarification, ...]
    colleagues: tuple[Membership, ...]
    previous: Criterion | None
    next: Criterion | None

    @property
    def given(self) -> Given:
        """What stands here, for the rules of work."""
        answer = self.answer
        active = sum(one.item.state == "active" for one in self.items)
        return Given(
            answer.level,
            bool(answer.narrative),
            answer.not_relevant,
            bool(answer.not_relevant_reason),
            active,
        )

    @property
    def work(self) -> Work:
        """How far it is."""
        return work_on(self.given)

    @property
    def lacks_evidence(self) -> bool:
        """Whether a high claim has nothing to show yet."""
        return lacks_evidence(self.given)


def criterion_of(here: Here, criterion: str) -> Criterion | None:
    """Return a criterion of the case's edition, or None."""
    return here.scheme.by_id.get(criterion)


def answer_on(here: Here, criterion: str) -> Answer:
    """Return the answer, or an empty one that is not saved.

    Its `kept` is the id of a revision of the viewer's that met a newer version and still waits
    for her choice.
    """
    kept = AnswerRevision.objects.filter(
        answer=OuterRef("pk"), conflict=True, by=here.viewer, version=OuterRef("version")
    )
    found = (
        here.the_case.answers.filter(criterion=criterion)
        .annotate(kept=Subquery(kept.order_by("-pk").values("pk")[:1]))
        .select_related("department", "assignee", "updated_by")
        .first()
    )
    return found or Answer(case=here.the_case, criterion=criterion)


def tables_of(here: Here, criterion: Criterion) -> dict[str, RegisterTable]:
    """Return the tables that a criterion shares, and those that its checks look at."""
    known = here.scheme.register_by_id
    names = set(criterion.registers) | {
        value
        for check in criterion.checks
        for value in check.params.values()
        if isinstance(value, str) and value in known
    }
    if not names:
        return {}
    return {table.register: table for table in here.the_case.registers.filter(register__in=names)}


def colleagues(here: Here) -> tuple[Membership, ...]:
    """Return who works for the city now, by name."""
    found = Membership.objects.filter(
        open_at(here.at), place=here.place, role__in=STAFF, user__is_active=True
    )
    return tuple(found.select_related("user").order_by("user__name", "user_id"))


def departments(here: Here) -> tuple[Department, ...]:
    """Return the departments of the city."""
    return tuple(here.place.departments.all())


def neighbours(here: Here, criterion: Criterion) -> tuple[Criterion | None, Criterion | None]:
    """Return the criteria before and after one."""
    listed = here.scheme.criteria
    at = listed.index(criterion)
    before = listed[at - 1] if at else None
    return before, listed[at + 1] if at + 1 < len(listed) else None


def _questions(case: Case, criterion: str) -> tuple[Clarification, ...]:
    """What reviewers asked about a criterion; a case that was never handed in has no reviewers."""
    if case.submitted_at is None:
        return ()
    return tuple(case.clarifications.filter(criterion=criterion, withdrawn_at=None))


def criterion_page(here: Here, criterion: Criterion) -> CriterionPage:
    """Return all that the page shows. At most six queries."""
    case = here.the_case
    comments = case.comments.filter(criterion=criterion.id, removed_at__isnull=True)
    before, after = neighbours(here, criterion)
    tables = tables_of(here, criterion)
    return CriterionPage(
        criterion=criterion,
        answer=answer_on(here, criterion.id),
        items=evidence_on(here, criterion.id),
        tables=tables,
        registers=tuple(
            RegisterBrief(here.scheme.register_by_id[name], tables.get(name))
            for name in criterion.registers
        ),
        comments=tuple(comments.select_related("author").order_by("-at", "-id")[:MOST_COMMENTS])[
            ::-1
        ],
        questions=_questions(case, criterion.id),
        colleagues=colleagues(here),
        previous=before,
        next=after,
    )


def conflicting(here: Here, criterion: str, revision: int) -> AnswerRevision | None:
    """Return words on a criterion that met a newer version, or None."""
    found = AnswerRevision.objects.filter(
        answer__case=here.the_case, answer__criterion=criterion, conflict=True, pk=revision
    )
    return found.select_related("by").first()
