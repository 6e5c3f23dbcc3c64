"""The secretariat's inbox: which cases there are, and which of them wait on the desk.

In alphabetical order or by date, never by anything that would compare cities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from waymark.assessments.models import Assignment, Case, Clarification, Talk
from waymark.assessments.queries.access import at_desk, rights_of
from waymark.assessments.queries.desk_kinds import Kinds, choices_of, kinds_of
from waymark.assessments.queries.review_blind import (
    ALL_DELIVERED,
    deciding,
    reviewed_by,
    with_progress,
)
from waymark.assessments.rules.case import AssignmentState, CaseState
from waymark.assessments.rules.desk import ON_THE_DESK, Progress, Waits, waits_of
from waymark.assessments.rules.differing import UNSETTLED, TalkState
from waymark.base.fields import Words
from waymark.kernel import text
from waymark.schemes.models import Mechanism

PER_PAGE = 50


def desk_cases(viewer: Any, at: datetime) -> QuerySet[Case]:
    """Return the cases that the viewer has on her desk as secretariat or technical lead.

    Left out are the cases of a city that she works for, and those that she reviews herself until
    every reviewer has delivered: there she sees what a reviewer sees.
    """
    if not getattr(viewer, "is_authenticated", False) or not has_desk(viewer, at):
        return Case.objects.none()
    found = at_desk(viewer, at)
    own = reviewed_by(viewer)
    if own:
        found = with_progress(found).filter(~Q(pk__in=own) | ALL_DELIVERED)
        found = found.exclude(pk__in=deciding(viewer).values("case"))
    return found


def has_desk(viewer: Any, at: datetime) -> bool:
    """Tell whether the viewer has a desk at all."""
    has = rights_of(viewer, at)
    return bool(has.secretariats or has.teams_led)


@dataclass(frozen=True)
class Filters:
    """What the inbox shall show; empty means all."""

    waits: str = ""
    state: str = ""
    mechanism: str = ""
    country: str = ""
    language: str = ""
    words: str = ""
    order: str = ""

    def exact(self) -> dict[str, str]:
        """The filters that are the value of a column."""
        found = {
            "state": self.state,
            "mechanism__slug": self.mechanism,
            "place__country_id": self.country,
            "language": self.language,
        }
        return {column: value for column, value in found.items() if value}


@dataclass(frozen=True)
class Inbox:
    """A page of cases, how many wait for what, and what there is to choose from."""

    page: Page[Row]
    counts: Mapping[str, int]
    total: int
    choices: Mapping[str, tuple[tuple[str, str], ...]]

    @property
    def on_the_desk(self) -> int:
        """How many cases wait on the desk."""
        return sum(self.counts.get(wait, 0) for wait in ON_THE_DESK)


@dataclass(frozen=True, slots=True)
class Row:
    """A case of a page, and what the page tells of it."""

    case: Case
    review: Progress
    waits: Waits

    @property
    def country(self) -> Words:
        """The name of its country."""
        name: Words = self.case.place.country.name
        return name

    @property
    def mechanism(self) -> Words | None:
        """The name of the mechanism, where it is not the global one."""
        mechanism = self.case.mechanism
        return None if mechanism.kind == Mechanism.Kind.GLOBAL else mechanism.name


COUNTS = ("filled", "delivered", "late", "open_questions", "thirds", "talks", "ties")
UNDER_REVIEW = (CaseState.IN_REVIEW, CaseState.CLARIFICATION)
"""The states in which what a case waits for depends on its reviews; else the state says it."""


def _zeros(*but: str) -> dict[str, Value]:
    return {name: Value(0) for name in COUNTS if name not in but}


def _reviews(today: date) -> dict[str, Count]:
    """What is counted of a case's reviews, as aggregates over its assignments."""
    delivered = Q(state=AssignmentState.DELIVERED)
    return {
        "filled": Count("pk", filter=Q(third=False)),
        "delivered": Count("pk", filter=delivered & Q(third=False)),
        "late": Count("pk", filter=~delivered & Q(due__lt=today)),
        "thirds": Count("pk", filter=~delivered & Q(third=True)),
    }


def _assignments() -> QuerySet[Assignment]:
    return Assignment.objects.filter(ended_at__isnull=True, spot_check=None).order_by()


def _progress(cases: QuerySet[Case], today: date) -> dict[str, tuple[str, Progress]]:
    """State and progress of those cases that have a review, a question or a talk. One query."""
    columns = ("case_id", "case__state", "case__mechanism__reviewers_per_case", *COUNTS)
    reviews = _assignments().filter(case__in=cases.values("pk")).values(*columns[:3])
    reviews = reviews.annotate(**_reviews(today), **_zeros(*_reviews(today)))
    waiting = Clarification.objects.filter(
        case__in=cases.values("pk"), answered_at__isnull=True, withdrawn_at__isnull=True
    )
    questions = waiting.order_by().values(*columns[:3])
    questions = questions.annotate(open_questions=Count("pk"), **_zeros("open_questions"))
    open_ = Q(state=TalkState.OPEN)
    talking = Talk.objects.filter(case__in=cases.values("pk"), state__in=UNSETTLED)
    talks = talking.order_by().values(*columns[:3])
    talks = talks.annotate(
        late=Count("pk", filter=open_ & Q(due__lt=today)),
        talks=Count("pk", filter=open_),
        ties=Count("pk", filter=~open_),
        **_zeros("late", "talks", "ties"),
    )
    found: dict[str, tuple[str, Progress]] = {}
    parts = (one.values_list(*columns) for one in (questions, talks))
    for case, state, slots, *numbers in reviews.values_list(*columns).union(*parts, all=True):
        before = found[case][1].counts if case in found else (0,) * len(COUNTS)
        summed = (a + b for a, b in zip(before, numbers, strict=True))
        found[case] = (state, Progress(slots, *summed))
    return found


def _without_reviews(state: str) -> Waits:
    """What a case in this state waits for while nobody is asked to review it."""
    return waits_of(state, Progress(slots=1))


def _waiting_for(wanted: str, waits: Mapping[str, Waits]) -> Q:
    """The cases that wait for one thing; `waits` says it for those whose reviews decide."""
    states = [state for state in CaseState if _without_reviews(state) == wanted]
    others = [pk for pk, found in waits.items() if found != wanted]
    own = [pk for pk, found in waits.items() if found == wanted]
    return Q(pk__in=own) | (Q(state__in=states) & ~Q(pk__in=others))


def _counts(kinds: Kinds, told: Mapping[str, tuple[str, Progress]]) -> dict[str, int]:
    """How many cases wait for what: by state, then moved to where their reviews put them."""
    counted: Counter[str] = Counter({wait.value: 0 for wait in Waits})
    for state, _, _, number in kinds.groups:
        counted[_without_reviews(state)] += number
    for state, review in told.values():
        counted[_without_reviews(state)] -= 1
        counted[waits_of(state, review)] += 1
    return dict(counted)


def inbox(viewer: Any, filters: Filters, number: int, at: datetime) -> Inbox:
    """Return one page of the inbox.

    Four queries at most besides the viewer's rights, however many cases; the work grows with
    those that are under review, and hardly with all others.
    """
    cases = desk_cases(viewer, at).order_by()
    told = _progress(cases.filter(state__in=UNDER_REVIEW), at.date())
    waits = {pk: waits_of(state, review) for pk, (state, review) in told.items()}
    kinds = kinds_of(cases)
    total = sum(number for _, _, _, number in kinds.groups)
    wanted, words = filters.exact(), text.skeleton(filters.words)
    if filters.waits:
        cases = cases.filter(_waiting_for(filters.waits, waits))
    if words:
        cases = cases.filter(place__name_skeleton__contains=words)
    cases = cases.filter(**wanted)
    by = ("place__name_skeleton" if filters.order == "name" else "submitted_at", "pk")
    pages = Paginator(cases.order_by(*by).values("pk"), PER_PAGE)
    if not (filters.waits or words or wanted):
        pages.count = total
    page: Page[Any] = pages.get_page(number)
    shown = _shown(page.object_list, at.date()).order_by(*by)
    page.object_list = [_row(case, told.get(case.pk)) for case in shown]
    return Inbox(page, _counts(kinds, told), total, choices_of(kinds))


def _shown(pks: Any, today: date) -> QuerySet[Case]:
    """Return the cases of a page as its rows need them. Only theirs is read, of thousands."""
    of_case = _assignments().filter(case=OuterRef("pk")).values("case")
    counted = of_case.annotate(**_reviews(today))
    return (
        Case.objects.filter(pk__in=pks)
        .select_related("place__country", "edition", "mechanism")
        .only(
            *("state", "target_level", "submitted_at", "edition__sha256"),
            *("place__name", "place__name_skeleton", "place__country__name"),
            *("mechanism__kind", "mechanism__name", "mechanism__reviewers_per_case"),
        )
        .annotate(
            **{
                name: Coalesce(Subquery(counted.values(name)), 0)
                for name in ("filled", "delivered", "late")
            }
        )
    )


def _row(case: Any, told: tuple[str, Progress] | None) -> Row:
    slots = case.mechanism.reviewers_per_case
    review = told[1] if told else Progress(slots, case.filled, case.delivered, case.late)
    return Row(case, review, waits_of(case.state, review))
