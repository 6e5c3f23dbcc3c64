"""One case on the secretariat's desk, and who could review it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count

from waymark.assessments.models import (
    AgendaItem,
    Assignment,
    Case,
    CaseEvent,
    Clarification,
    Report,
    Submission,
    Talk,
)
from waymark.assessments.queries.access import case_roles, rights_of
from waymark.assessments.queries.desk import desk_cases
from waymark.assessments.queries.dossier import answered, scheme_under
from waymark.assessments.queries.review import level_of
from waymark.assessments.queries.review_blind import verdicts
from waymark.assessments.queries.talks import talk_of
from waymark.assessments.rules.case import AssignmentState, CaseState
from waymark.assessments.rules.desk import Progress, Waits, waits_of
from waymark.assessments.rules.differing import TalkState
from waymark.people.rules import Role
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Level, Scheme

IN_REVIEW = frozenset({CaseState.ADMISSIBLE, CaseState.IN_REVIEW, CaseState.CLARIFICATION})
ON_AGENDA = frozenset({CaseState.SCHEDULED, CaseState.DECIDED, CaseState.CLOSED})


@dataclass(frozen=True)
class Slot:
    """A reviewer's task as the desk sees it: how far, never what she found."""

    assignment: Assignment
    judged: int | None
    of: int | None
    late: bool

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.assignment.state


@dataclass(frozen=True)
class DeskCase:
    """A case with all that the desk needs for its next step."""

    case: Case
    submissions: tuple[Submission, ...]
    slots: tuple[Slot, ...]  # current ones, by slot
    former: tuple[Assignment, ...]
    events: tuple[CaseEvent, ...]
    questions: tuple[Clarification, ...]
    reports: tuple[Report, ...]
    item: AgendaItem | None
    is_secretariat: bool
    has_desk: bool  # the secretariat's acts on this case are the viewer's, be it by rule
    at: datetime
    talk: Talk | None = None  # between reviewers who differ, while it is not settled

    @cached_property
    def scheme(self) -> Scheme:
        """The edition of the case, as rules."""
        return scheme_of(self.case.edition)

    @cached_property
    def level(self) -> Level:
        """The level aimed for."""
        return level_of(self.case)

    @property
    def reported_under(self) -> Scheme:
        """The edition by which the newest report was made."""
        return scheme_under(self.case, self.report.edition_sha256) if self.report else self.scheme

    @property
    def third_decided(self) -> bool:
        """Whether a third reviewer has delivered what others were tied on."""
        return any(one.assignment.third and one.state == "delivered" for one in self.slots)

    @cached_property
    def progress(self) -> Progress:
        """How far the review is."""
        every = [slot for slot in self.slots if slot.assignment.ended_at is None]
        current = [slot for slot in every if not slot.assignment.third]
        talks = self.talk is not None and self.talk.state == TalkState.OPEN
        overdue = talks and self.talk is not None and self.talk.due < self.at.date()
        return Progress(
            slots=self.case.mechanism.reviewers_per_case,
            filled=len(current),
            delivered=sum(slot.assignment.state == AssignmentState.DELIVERED for slot in current),
            late=sum(slot.late for slot in every) + overdue,
            thirds=sum(one.assignment.third and one.state != "delivered" for one in every),
            talks=int(talks),
            ties=int(self.talk is not None and not talks),
            open_questions=sum(
                row.answered_at is None and row.withdrawn_at is None for row in self.questions
            ),
        )

    @property
    def waits(self) -> Waits:
        """What the case waits for on the desk."""
        return waits_of(self.case.state, self.progress)

    @property
    def free_slots(self) -> tuple[int, ...]:
        """The numbers of the slots that nobody has."""
        taken = {slot.assignment.slot for slot in self.slots}
        wanted = range(1, self.case.mechanism.reviewers_per_case + 1)
        return tuple(number for number in wanted if number not in taken)

    @property
    def report(self) -> Report | None:
        """The newest report."""
        return self.reports[-1] if self.reports else None


def find(viewer: Any, pk: str, at: datetime) -> Case | None:
    """Return a case on the viewer's desk, or None."""
    return (
        desk_cases(viewer, at)
        .filter(pk=pk)
        .select_related("place__country", "mechanism", "edition__scheme", "opened_by")
        .defer("edition__document", "place__boundary")
        .first()
    )


ON_THE_CASE = {"spot_check": None, "hearing": None, "inheritance": None}
"""Items that decide on a case, and not on what became of its certificate."""


def desk_case(viewer: Any, case: Case, at: datetime) -> DeskCase:
    """Return the page of a case on the desk. Six queries, up to ten while it is in review."""
    submissions = tuple(
        case.submissions.defer("document").select_related("signed_by").order_by("seq")
    )
    reviews = case.assignments.filter(spot_check=None).select_related("reviewer")
    assignments = list(reviews.order_by("slot", "invited_at"))
    item = None
    if case.state in ON_AGENDA:
        item = (
            case.agenda_items.filter(removed_at__isnull=True, **ON_THE_CASE)
            .select_related("meeting")
            .order_by("-added_at")
            .first()
        )
    return DeskCase(
        case=case,
        submissions=submissions,
        slots=_slots(case, assignments, submissions, at.date()),
        former=tuple(
            row
            for row in assignments
            if row.ended_at is not None and row.state != AssignmentState.CLOSED
        ),
        events=tuple(case.events.select_related("by").order_by("-at", "-id")[:40]),
        questions=tuple(case.clarifications.order_by("asked_at")),
        reports=tuple(case.reports.defer("document").order_by("seq")),
        item=item,
        is_secretariat=case.mechanism.secretariat_id in rights_of(viewer, at).secretariats,
        has_desk=Role.SECRETARIAT in case_roles(viewer, case, at),
        at=at,
        talk=talk_of(case) if _delivered(case, assignments) else None,
    )


def _delivered(case: Case, assignments: list[Assignment]) -> bool:
    """Tell whether reviewers may have something to talk about."""
    done = any(row.state == AssignmentState.DELIVERED for row in assignments)
    return done and case.state == CaseState.IN_REVIEW


def _slots(
    case: Case, assignments: list[Assignment], submissions: tuple[Submission, ...], today: date
) -> tuple[Slot, ...]:
    current = [
        row for row in assignments if row.ended_at is None or row.state == AssignmentState.CLOSED
    ]
    counts: dict[str, int] = {}
    of = None
    if case.state in IN_REVIEW and submissions and current:
        newest = submissions[-1]
        of = answered([newest])[newest.pk]
        counted = (
            newest.verdicts.filter(assignment__in=[row.pk for row in current])
            .order_by()
            .values_list("assignment_id")
            .annotate(n=Count("criterion", distinct=True))
        )
        counts = dict(counted)
    return tuple(
        Slot(
            assignment=row,
            judged=None if of is None else counts.get(row.pk, 0),
            of=None if row.third else of,
            late=row.ended_at is None
            and row.state != AssignmentState.DELIVERED
            and row.due < today,
        )
        for row in current
    )


@dataclass(frozen=True)
class Split:
    """A criterion on which the reviewers of a case came to different words."""

    criterion: str
    outcomes: tuple[str, ...]


def splits(viewer: Any, told: DeskCase) -> tuple[Split, ...]:
    """Return where reviewers differ; nothing before every one of them has delivered."""
    if not told.submissions:
        return ()
    last: dict[tuple[str, str], str] = {}
    rows = verdicts(viewer, told.at).filter(
        submission=told.submissions[-1].pk, assignment__spot_check=None, assignment__third=False
    )
    for assignment, criterion, outcome in rows.order_by("seq", "id").values_list(
        "assignment_id", "criterion", "outcome"
    ):
        last[criterion, assignment] = outcome
    by: dict[str, list[str]] = defaultdict(list)
    for (criterion, _assignment), outcome in sorted(last.items()):
        by[criterion].append(outcome)
    return tuple(
        Split(criterion, tuple(found)) for criterion, found in by.items() if len(set(found)) > 1
    )
