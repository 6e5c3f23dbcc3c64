"""The secretariat's inbox: which cases there are, and which of them wait on the desk.

In alphabetical order or by date, never by anything that would compare cities.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from waymark.assessments.models import Assignment, Case, Clarification, Talk
from waymark.assessments.queries.access import at_handed_desk, at_own_desk, rights_of, visible
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
    has = rights_of(viewer, at) if getattr(viewer, "is_authenticated", False) else None
    if has is None or not (has.secretariats or has.teams_led):
        return Case.objects.none()
    seats = at_own_desk(has) | Q(mechanism__technical_team_id__in=has.teams_led)
    if has.secretariats:
        seats |= at_handed_desk(has)
    found = visible(viewer, at).filter(seats)
    if has.places:
        found = found.exclude(place_id__in=has.places)
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
        """The filters that are one value."""
        found = {
            "waits": self.waits,
            "state": self.state,
            "mechanism": self.mechanism,
            "country": self.country,
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
class Listed:
    """What the inbox has to know of every case, of those on other pages too.

    `mechanism_name` and `country_name` are texts of many languages, still as JSON.
    """

    pk: str
    state: str
    language: str
    mechanism: str
    mechanism_kind: str
    mechanism_name: str
    country: str
    country_name: str
    city: str  # in the form in which names are compared
    review: Progress
    waits: Waits


@dataclass(frozen=True, slots=True)
class Row:
    """A case of a page, and what the page tells of it."""

    case: Case
    told: Listed

    @property
    def country(self) -> Words:
        """The name of its country."""
        return Words(json.loads(self.told.country_name))

    @property
    def mechanism(self) -> Words | None:
        """The name of the mechanism, where it is not the global one."""
        is_global = self.told.mechanism_kind == Mechanism.Kind.GLOBAL
        return None if is_global else Words(json.loads(self.told.mechanism_name))


COUNTS = ("filled", "delivered", "late", "open_questions", "thirds", "talks", "ties")


def _zeros(*but: str) -> dict[str, Value]:
    return {name: Value(0) for name in COUNTS if name not in but}


def _progress(cases: QuerySet[Case], today: date) -> dict[str, tuple[int, ...]]:
    """How far the reviews are, by case: `COUNTS`. One query."""
    columns = ("case_id", *COUNTS)
    delivered = Q(state=AssignmentState.DELIVERED)
    current = Assignment.objects.filter(
        case__in=cases.values("pk"), ended_at__isnull=True, spot_check=None
    )
    reviews = current.order_by().values("case_id")
    reviews = reviews.annotate(
        filled=Count("pk", filter=Q(third=False)),
        delivered=Count("pk", filter=delivered & Q(third=False)),
        late=Count("pk", filter=~delivered & Q(due__lt=today)),
        thirds=Count("pk", filter=~delivered & Q(third=True)),
        **_zeros("filled", "delivered", "late", "thirds"),
    )
    waiting = Clarification.objects.filter(
        case__in=cases.values("pk"), answered_at__isnull=True, withdrawn_at__isnull=True
    )
    questions = waiting.order_by().values("case_id")
    questions = questions.annotate(open_questions=Count("pk"), **_zeros("open_questions"))
    open_ = Q(state=TalkState.OPEN)
    talking = Talk.objects.filter(case__in=cases.values("pk"), state__in=UNSETTLED)
    talks = talking.order_by().values("case_id")
    talks = talks.annotate(
        late=Count("pk", filter=open_ & Q(due__lt=today)),
        talks=Count("pk", filter=open_),
        ties=Count("pk", filter=~open_),
        **_zeros("late", "talks", "ties"),
    )
    found: dict[str, tuple[int, ...]] = {}
    parts = (one.values_list(*columns) for one in (questions, talks))
    for case, *numbers in reviews.values_list(*columns).union(*parts, all=True):
        before = found.get(case, (0,) * len(COUNTS))
        found[case] = tuple(a + b for a, b in zip(before, numbers, strict=True))
    return found


def _listed(viewer: Any, at: datetime, order: str) -> list[Listed]:
    """Return all cases on the desk, in the order asked for. Two queries."""
    cases = desk_cases(viewer, at).order_by()
    progress = _progress(cases, at.date())
    rows = cases.order_by(*order.split()).values_list(
        "pk",
        "state",
        "language",
        "mechanism__slug",
        "mechanism__kind",
        Cast("mechanism__name", TextField()),
        "place__country_id",
        Cast("place__country__name", TextField()),
        "place__name_skeleton",
        "mechanism__reviewers_per_case",
    )
    found = []
    for *told, slots in rows:
        review = Progress(slots, *progress.get(told[0], ()))
        columns: tuple[Any, ...] = (*told, review, waits_of(told[1], review))
        found.append(Listed(*columns))
    return found


def _matches(row: Listed, wanted: Mapping[str, str], words: str) -> bool:
    return all(getattr(row, name) == value for name, value in wanted.items()) and (
        not words or words in row.city
    )


def inbox(viewer: Any, filters: Filters, number: int, at: datetime) -> Inbox:
    """Return one page of the inbox.

    Three queries besides the viewer's rights, however many cases.
    """
    order = "place__name_skeleton pk" if filters.order == "name" else "submitted_at pk"
    every = _listed(viewer, at, order)
    exact, words = filters.exact(), text.skeleton(filters.words)
    rows = [row for row in every if _matches(row, exact, words)]
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(number)
    page.object_list = _rows(page.object_list)
    counted = Counter(row.waits for row in every)
    return Inbox(
        page=page,
        counts={wait.value: counted[wait] for wait in Waits},
        total=len(every),
        choices=_choices(every),
    )


def _rows(page: Iterable[Listed]) -> list[Row]:
    """Return the cases of a page with what the page tells of each. One query."""
    told = list(page)
    cases = Case.objects.filter(pk__in=[row.pk for row in told])
    cases = cases.select_related("place", "edition")
    cases = cases.only(
        *("state", "target_level", "submitted_at", "edition__sha256"),
        *("place__name", "place__name_skeleton"),
    )
    known = {case.pk: case for case in cases}
    return [Row(known[row.pk], row) for row in told if row.pk in known]


def _choices(rows: Iterable[Listed]) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the filters offer: only what occurs, by name."""
    found: dict[str, dict[str, str]] = {"mechanism": {}, "country": {}, "state": {}, "language": {}}
    for row in rows:
        found["mechanism"][row.mechanism] = row.mechanism_name
        found["country"][row.country] = row.country_name
        found["state"][row.state] = row.state
        found["language"][row.language] = row.language
    for name in ("mechanism", "country"):
        found[name] = {key: str(Words(json.loads(value))) for key, value in found[name].items()}
    order = [state.value for state in CaseState]
    return {
        name: tuple(
            sorted(
                values.items(),
                key=lambda pair: order.index(pair[0]) if name == "state" else pair[1],
            )
        )
        for name, values in found.items()
    }
