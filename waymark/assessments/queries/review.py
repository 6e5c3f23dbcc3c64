"""A reviewer's queue across cases, and the case behind one of her assignments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from waymark.assessments.models import Assignment, Case, Submission, Verdict
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.dossier import answered, frozen, scheme_under
from waymark.assessments.queries.holding import Standing, standing_of
from waymark.assessments.queries.review_blind import is_blind
from waymark.assessments.queries.talks import TO_TALK, asked_of, own_talks
from waymark.assessments.rules import document as doc
from waymark.assessments.rules.case import AssignmentState, CaseState
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.evaluate_report import CriterionResult
from waymark.assessments.rules.spot.flows import CheckState
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Criterion, Level, Scheme

WORKING = frozenset({AssignmentState.ACCEPTED, AssignmentState.RETURNED})
JUDGED_IN = frozenset({CaseState.IN_REVIEW, CaseState.CLARIFICATION})
MOST = 300


@dataclass(frozen=True)
class QueueRow:
    """One assignment in the queue. Before she has declared, only place, level and day are told."""

    assignment: Assignment
    level: Level
    judged: int | None = None
    of: int | None = None
    overdue: bool = False
    differ: int = 0  # criteria on which the reviewers differ, while she talks about them
    talk_due: date | None = None

    @property
    def left(self) -> int:
        """How many criteria still wait for her verdict."""
        return (self.of or 0) - (self.judged or 0)

    @property
    def waits(self) -> bool:
        """Whether it waits for her: to be delivered, or to talk."""
        return self.assignment.state != AssignmentState.DELIVERED or self.differ > 0


@dataclass(frozen=True)
class Queue:
    """What waits for a reviewer, what she has handed in, and what is over."""

    waiting: tuple[QueueRow, ...]
    delivered: tuple[QueueRow, ...]
    past: tuple[QueueRow, ...]


def mine(viewer: Any) -> Any:
    """Return the viewer's assignments with what a queue shows of their cases."""
    return (
        Assignment.objects.filter(reviewer=viewer)
        .select_related("case__place__country", "case__mechanism", "case__edition", "spot_check")
        .defer("case__edition__document", "case__place__boundary")
    )


def level_of(case: Case) -> Level:
    """Return the level that a case aims for."""
    levels = scheme_of(case.edition).levels
    return next(level for level in levels if level.id == case.target_level)


def newest_submissions(cases: Iterable[str]) -> dict[str, Submission]:
    """Return the newest submission of each case, without their documents. One query."""
    last = Submission.objects.filter(case=OuterRef("case")).order_by("-seq").values("seq")[:1]
    found = Submission.objects.filter(case__in=set(cases), seq=Subquery(last)).defer("document")
    return {row.case_id: row for row in found}


def _judged(assignments: list[Assignment], submissions: dict[str, Submission]) -> dict[str, int]:
    """How many criteria of the newest submission each assignment has judged. One query."""
    found = (
        Verdict.objects.filter(
            assignment__in=[row.pk for row in assignments],
            submission__in=[row.pk for row in submissions.values()],
        )
        .values_list("assignment_id", "criterion")
        .distinct()
    )
    counts: dict[str, int] = {}
    for assignment, _criterion in found:
        counts[assignment] = counts.get(assignment, 0) + 1
    return counts


def queue(viewer: Any, at: datetime) -> Queue:
    """Return the viewer's assignments, those due first on top; of past ones the latest.

    Five queries besides the viewer's rights, however many there are.
    """
    latest = mine(viewer).order_by(F("ended_at").desc(nulls_first=True), "due", "invited_at")
    found = list(latest[:MOST])
    rows = [row for row in found if row.ended_at is None]
    reading = rights_of(viewer, at).reviewing
    open_ = [row for row in rows if row.case_id in reading]
    submissions = newest_submissions(row.case_id for row in open_) if open_ else {}
    sizes = answered(submissions.values())
    judged = _judged(open_, submissions) if open_ else {}
    talks = own_talks(open_) if open_ else {}
    today = at.date()

    def told(row: Assignment) -> QueueRow:
        newest = submissions.get(row.case_id)
        late = row.due < today and row.state != AssignmentState.DELIVERED
        if newest is None:
            return QueueRow(row, level_of(row.case), overdue=late)
        talk = talks.get(row.pk)
        done, of = judged.get(row.pk, 0), sizes[newest.pk]
        if row.third:
            return QueueRow(row, level_of(row.case), done, len(talk.tied) if talk else 0, late)
        differ = len(talk.differing) if talk else 0
        due = talk.due if talk else None
        late = late or (due is not None and due < today)
        return QueueRow(row, level_of(row.case), done, of, late, differ, due)

    shown = [told(row) for row in rows]
    past = [row for row in found if row.ended_at is not None]
    return Queue(
        waiting=tuple(row for row in shown if row.waits),
        delivered=tuple(row for row in shown if not row.waits),
        past=tuple(QueueRow(row, level_of(row.case)) for row in past),
    )


def waiting_count(viewer: Any) -> int:
    """Return how many assignments wait for the viewer to answer, to deliver, or to talk."""
    waiting = Q(state__in=(AssignmentState.INVITED, *WORKING)) | TO_TALK
    return Assignment.objects.filter(waiting, reviewer=viewer, ended_at__isnull=True).count()


@dataclass(frozen=True)
class Task:
    """A reviewer before a case that is open to her: the frozen submission, and the one before."""

    viewer: Any
    assignment: Assignment
    submission: Submission
    earlier: Submission | None
    at: datetime
    blind: bool

    @property
    def case(self) -> Case:
        """The case, with place, mechanism and edition."""
        return self.assignment.case

    @cached_property
    def scheme(self) -> Scheme:
        """The edition by which this was handed in, as rules."""
        return scheme_under(self.case, self.submission.edition_sha256)

    @property
    def moved(self) -> bool:
        """Whether the case is on another edition since, and its city has to hand it in anew."""
        return self.submission.edition_sha256 != self.case.edition.sha256

    @cached_property
    def level(self) -> Level:
        """The level aimed for."""
        return level_of(self.case)

    @cached_property
    def content(self) -> doc.Submission:
        """What was handed in."""
        return frozen(self.submission)

    @cached_property
    def asked(self) -> frozenset[str] | None:
        """The criteria that a third reviewer decides on; None where all want a verdict."""
        return asked_of(self.assignment)

    @cached_property
    def wanted(self) -> tuple[Criterion, ...]:
        """The criteria that want her verdict, in the scheme's order."""
        return tuple(
            one
            for one in self.scheme.criteria
            if one.id in self.content.answers and (self.asked is None or one.id in self.asked)
        )

    @cached_property
    def before(self) -> doc.Submission | None:
        """What was handed in the time before."""
        return frozen(self.earlier) if self.earlier else None

    @cached_property
    def found(self) -> dict[str, CriterionResult]:
        """What the engine says on the city's own word, with the platform's checks."""
        report = claimed(self.scheme, self.content, self.at.date())
        return {result.id: result for result in report}

    @property
    def can_judge(self) -> bool:
        """Whether verdicts can be given now."""
        check = self.assignment.spot_check
        now = check.state == CheckState.OPEN if check else self._judged_now
        now = now and self.asked != frozenset()
        return self.assignment.state in WORKING and now

    @property
    def _judged_now(self) -> bool:
        return self.case.state in JUDGED_IN and not self.moved and self.held is None

    @cached_property
    def held(self) -> Standing | None:
        """What to say where the endorsement of the case's adaptation is gone, or None."""
        return None if self.assignment.spot_check_id else standing_of(self.case)

    @property
    def can_ask(self) -> bool:
        """Whether questions can be put to the city: a spot check is made without it."""
        return self.can_judge and self.assignment.spot_check is None and not self.assignment.third

    @property
    def overdue(self) -> bool:
        """Whether the day has passed."""
        return self.assignment.state in WORKING and self.assignment.due < self.at.date()


_claimed: dict[tuple[str, str, date], tuple[CriterionResult, ...]] = {}
MOST_CLAIMED = 24


def claimed(scheme: Scheme, content: doc.Submission, day: date) -> tuple[CriterionResult, ...]:
    """Return what a submission comes to on the city's word; kept, for it cannot change that day."""
    key = (scheme.hash, content.hash, day)
    found = _claimed.get(key)
    if found is None:
        report = evaluate(scheme, content, (), as_of=day, basis="claimed", world="closed")
        while len(_claimed) >= MOST_CLAIMED:
            _claimed.pop(next(iter(_claimed)), None)
        found = _claimed[key] = report.criteria
    return found


def assignment_of(viewer: Any, pk: str) -> Assignment | None:
    """Return one of the viewer's own assignments, or None."""
    if not getattr(viewer, "is_authenticated", False):
        return None
    found: Assignment | None = mine(viewer).filter(pk=pk).first()
    return found


def task_of(viewer: Any, assignment: Assignment, at: datetime) -> Task | None:
    """Return the case behind an assignment, or None before she has declared and after its end."""
    if assignment.case_id not in rights_of(viewer, at).reviewing or assignment.ended_at:
        return None
    two = list(
        Submission.objects.filter(case=assignment.case_id).defer("document").order_by("-seq")[:2]
    )
    if not two:
        return None
    earlier = two[1] if len(two) > 1 and assignment.spot_check is None else None
    if earlier and earlier.edition_sha256 != two[0].edition_sha256:
        earlier = None  # it answered other questions: what changed can't be told
    return Task(viewer, assignment, two[0], earlier, at, is_blind(viewer, assignment.case))
