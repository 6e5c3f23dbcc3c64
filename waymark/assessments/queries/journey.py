"""The city's home: where its case is, what is next and for whom, and who works on what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from waymark.assessments.models import Case, CaseEvent, Decision, Submission
from waymark.assessments.queries import criteria
from waymark.assessments.queries.dossier import asked_tables, empty_tables, has_whole_line
from waymark.assessments.queries.workspace import Here, cases_of
from waymark.assessments.rules.work import Next, Work, what_is_next
from waymark.awards.models import Award
from waymark.awards.rules.lifecycle import AwardKind
from waymark.base.record import ref
from waymark.people.models import User
from waymark.people.queries import people_of
from waymark.people.rules import WorkspaceRole
from waymark.places.models import Place
from waymark.schemes.models import Edition, Mechanism
from waymark.schemes.queries import CERTIFIES, mechanism_for
from waymark.schemes.rules import Register


@dataclass(frozen=True)
class Share:
    """What one person or department still has in hand."""

    name: str
    pk: str
    department: bool
    left: int
    overdue: int


@dataclass(frozen=True)
class Table:
    """A register of a case that answers an intake, and how far it is."""

    register: Register
    work: Work


@dataclass(frozen=True)
class Journey:
    """All that the journey page tells of a case."""

    stages: tuple[criteria.StageRows, ...]
    next: Next
    unanswered: int
    questions: int
    first: criteria.Row | None  # the criterion to go on with
    mine: int
    shares: tuple[Share, ...]
    unshared: int
    events: tuple[CaseEvent, ...]
    submission: Submission | None
    decision: Decision | None  # the last one made public
    today: date
    tables: tuple[Table, ...] = ()  # where the case answers an intake: what is asked so far


def journey(here: Here) -> Journey:
    """Return the state of the case on this day. At most five queries, however much it holds."""
    case, today = here.the_case, here.at.date()
    found = criteria.rows(here)
    stages = tuple(criteria.by_stage(here, found))
    wanted = [row for row in found if row.criterion.stage in here.wanted]
    left = [row for row in wanted if row.work != Work.DONE]
    unanswered = sum(stage.unanswered for stage in stages) if not here.the_case.first_step else 0
    unanswered += len(empty_tables(here.the_case))
    questions = sum(stage.questions for stage in stages)
    mine = [row for row in left if row.assignee and row.assignee.pk == here.viewer.pk]
    submission, decision = _outcome(case)
    return Journey(
        stages=stages,
        next=what_is_next(case.state, unanswered=unanswered, open_questions=questions),
        unanswered=unanswered,
        questions=questions,
        first=next(iter(mine or left), None),
        mine=len(mine),
        shares=_shares(left, today),
        unshared=sum(not row.assignee and not row.department for row in left),
        events=_events(case, decision),
        submission=submission,
        decision=decision,
        today=today,
        tables=_tables(here),
    )


def _tables(here: Here) -> tuple[Table, ...]:
    """What is asked so far of a case that answers an intake; none of any other. One query."""
    case = here.the_case
    if case.intake_id is None:
        return ()
    lines = dict(case.registers.values_list("register", "rows"))
    asked = asked_tables(case, here.scheme)
    found = (here.scheme.register_by_id[name] for name in asked)
    return tuple(Table(one, _work_in(one, lines.get(one.id, ()))) for one in found)


def _work_in(register: Register, rows: Sequence[Any]) -> Work:
    if not rows:
        return Work.NOT_STARTED
    return Work.DONE if has_whole_line(register, rows) else Work.IN_PROGRESS


def _outcome(case: Case) -> tuple[Submission | None, Decision | None]:
    """What was handed in last, and the last decision made public."""
    if case.submitted_at is None:
        return None, None
    public = case.decisions.filter(publication__isnull=False)
    return (
        case.submissions.defer("document").order_by("-seq").first(),
        public.order_by("-seq").first(),
    )


def _events(case: Case, public: Decision | None) -> tuple[CaseEvent, ...]:
    """The latest steps, newest first; what the committee did only once it is published."""
    secret = Q(step__in=("decide", "defer"))
    if public is not None:
        secret &= Q(at__gt=public.decided_at)
    found = case.events.exclude(secret).select_related("by")
    return tuple(found.order_by("-at", "-id")[:12])


def _shares(left: list[criteria.Row], today: date) -> tuple[Share, ...]:
    open_: Counter[tuple[bool, str, str]] = Counter()
    late: Counter[tuple[bool, str, str]] = Counter()
    for row in left:
        who = row.assignee or row.department
        if who is None:
            continue
        key = (row.assignee is None, str(who), who.pk)
        open_[key] += 1
        late[key] += row.is_overdue(today)
    return tuple(
        Share(name, pk, department, n, late[department, name, pk])
        for (department, name, pk), n in sorted(open_.items())
    )


def signatories(here: Here) -> list[User]:
    """Return the people who may sign for the city."""
    return list(people_of(here.place, here.at, WorkspaceRole.SIGNATORY).order_by("name", "pk"))


def awards_of(viewer: Any, place: Place) -> list[Award]:
    """Return the published certificates of a place, the newest first; anybody may see them."""
    found = Award.objects.filter(subject=ref(place), published_at__isnull=False)
    found = found.filter(kind=AwardKind.CERTIFICATE)
    return list(found.defer("claim", "credential").order_by("-valid_from", "pk"))


def other_cases(here: Here) -> list[Case]:
    """Return the city's cases besides this one."""
    found = cases_of(here.viewer, here.place, here.at)
    found = found.select_related("edition", "mechanism", "scheme")
    found = found.defer("edition__document")
    rows = list(found.exclude(pk=here.case.pk) if here.case else found)
    for row in rows:
        row.place = here.place  # known, and not to be asked for again
    return rows


@dataclass(frozen=True)
class Offer:
    """A mechanism and an edition under which a city may open a case now."""

    mechanism: Mechanism
    edition: Edition

    @property
    def key(self) -> str:
        """A name for the choice in a form."""
        return f"{self.mechanism.slug}.{self.edition.scheme_id}"


def offers(here: Here) -> list[Offer]:
    """Return what the city may apply for: with its country where that certifies, else globally.

    Where a country has adapted a scheme, its own edition stands in for the common one. A scheme
    under which the city has an open case already is left out.
    """
    mechanism = mechanism_for(here.viewer, here.place.country_id)
    if mechanism is None:
        return []
    own = Q(adaptation=None) | Q(adaptation__mechanism=mechanism)
    editions = {
        edition.scheme_id: edition
        for edition in Edition.objects.filter(own, CERTIFIES, state=Edition.State.PUBLISHED)
        .defer("document")
        .select_related("scheme")
        .order_by("scheme_id", F("adaptation").asc(nulls_first=True), "published_at")
    }
    taken = set(
        cases_of(here.viewer, here.place, here.at)
        .filter(closed_at__isnull=True, intake=None)
        .values_list("scheme_id", flat=True)
    )
    return [Offer(mechanism, one) for name, one in editions.items() if name not in taken]
