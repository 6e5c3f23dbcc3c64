"""The secretariat's inbox: which cases there are, and which of them wait on the desk.

In alphabetical order or by date, never by anything that would compare cities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case as Pick
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from waymark.assessments.models import Assignment, Case, Clarification
from waymark.assessments.queries.access import rights_of, visible
from waymark.assessments.queries.review_blind import ALL_DELIVERED, AT_WORK, OVER, with_progress
from waymark.assessments.rules.case import AssignmentState, CaseState
from waymark.assessments.rules.desk import ON_THE_DESK, Waits
from waymark.kernel import text

PER_PAGE = 50


def desk_cases(viewer: Any, at: datetime) -> QuerySet[Case]:
    """Return the cases that the viewer has on her desk as secretariat or technical lead.

    Left out are the cases of a city that she works for, and those that she reviews herself until
    every reviewer has delivered: there she sees what a reviewer sees.
    """
    has = rights_of(viewer, at) if getattr(viewer, "is_authenticated", False) else None
    if has is None or not (has.secretariats or has.teams_led):
        return Case.objects.none()
    seats = Q(mechanism__secretariat_id__in=has.secretariats) | Q(
        mechanism__technical_team_id__in=has.teams_led
    )
    mine = Assignment.objects.filter(
        case=OuterRef("pk"), reviewer=viewer, state__in=(*AT_WORK, *OVER)
    )
    found = with_progress(visible(viewer, at).filter(seats))
    if has.places:
        found = found.exclude(place_id__in=has.places)
    return found.filter(~Exists(mine) | ALL_DELIVERED)


def has_desk(viewer: Any, at: datetime) -> bool:
    """Tell whether the viewer has a desk at all."""
    has = rights_of(viewer, at)
    return bool(has.secretariats or has.teams_led)


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def with_waits(cases: QuerySet[Case], today: date) -> QuerySet[Case]:
    """Let cases know what they wait for, and how far their review is.

    What `rules.desk.waits_of` says of one case, said by the database of many; a test compares.
    """
    current = Assignment.objects.filter(case=OuterRef("pk"), ended_at__isnull=True)
    open_ = Clarification.objects.filter(
        case=OuterRef("pk"), answered_at__isnull=True, withdrawn_at__isnull=True
    )
    in_work = ~Q(state=AssignmentState.DELIVERED)
    reviewing = Q(state__in=(CaseState.IN_REVIEW, CaseState.CLARIFICATION))
    short = Q(filled__lt=F("mechanism__reviewers_per_case"))
    return cases.annotate(
        filled=_number(current),
        delivered=_number(current.filter(state=AssignmentState.DELIVERED)),
        late=_number(current.filter(in_work, due__lt=today)),
        open_questions=_number(open_),
        waits=Pick(
            When(state=CaseState.SUBMITTED, then=Value(Waits.ADMIT)),
            When(
                Q(state=CaseState.ADMISSIBLE) | (Q(state=CaseState.IN_REVIEW) & short),
                then=Value(Waits.ASSIGN),
            ),
            When(reviewing & Q(late__gt=0), then=Value(Waits.LATE)),
            When(
                Q(state=CaseState.IN_REVIEW, open_questions=0)
                & Q(delivered__gte=F("mechanism__reviewers_per_case")),
                then=Value(Waits.REPORT),
            ),
            When(state=CaseState.REPORTED, then=Value(Waits.SCHEDULE)),
            When(state=CaseState.DECIDED, then=Value(Waits.PUBLISH)),
            default=Value(Waits.OTHERS),
            output_field=CharField(),
        ),
    )


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
        """The filters that are one value of one column."""
        found = {
            "waits": self.waits,
            "state": self.state,
            "mechanism__slug": self.mechanism,
            "place__country_id": self.country,
            "language": self.language,
        }
        return {column: value for column, value in found.items() if value}


@dataclass(frozen=True)
class Inbox:
    """A page of cases, how many wait for what, and what there is to choose from."""

    page: Page[Case]
    counts: Mapping[str, int]
    total: int
    choices: Mapping[str, tuple[tuple[str, str], ...]]

    @property
    def on_the_desk(self) -> int:
        """How many cases wait on the desk."""
        return sum(self.counts.get(wait, 0) for wait in ON_THE_DESK)


GROUPED = (
    "waits",
    "state",
    "mechanism__slug",
    "mechanism__name",
    "place__country_id",
    "place__country__name",
    "language",
)


def _matches(group: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return all(group[column] == value for column, value in wanted.items())


def inbox(viewer: Any, filters: Filters, number: int, at: datetime) -> Inbox:
    """Return one page of the inbox. Two queries besides the viewer's rights, however many cases.

    A third one counts where words are searched for.
    """
    cases = with_waits(desk_cases(viewer, at), at.date())
    groups = list(cases.order_by().values(*GROUPED).annotate(n=Count("pk")))
    exact = filters.exact()
    found = cases.filter(**exact)
    if filters.words:
        found = found.filter(place__name_skeleton__contains=text.skeleton(filters.words))
        size = found.count()
    else:
        size = sum(group["n"] for group in groups if _matches(group, exact))
    order = ("place__name_skeleton", "pk") if filters.order == "name" else ("submitted_at", "pk")
    rows = (
        found.order_by(*order)
        .select_related("place__country", "mechanism", "edition")
        .defer("edition__document", "place__boundary")
    )
    paginator = Paginator(rows, PER_PAGE)
    paginator.__dict__["count"] = size
    counts = {wait.value: 0 for wait in Waits}
    for group in groups:
        counts[group["waits"]] += group["n"]
    return Inbox(
        page=paginator.get_page(number),
        counts=counts,
        total=sum(counts.values()),
        choices=_choices(groups),
    )


def _choices(groups: Iterable[Mapping[str, Any]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the filters offer: only what occurs, by name."""
    found: dict[str, dict[str, str]] = {"mechanism": {}, "country": {}, "state": {}, "language": {}}
    for group in groups:
        found["mechanism"][group["mechanism__slug"]] = str(group["mechanism__name"])
        found["country"][group["place__country_id"]] = str(group["place__country__name"])
        found["state"][group["state"]] = group["state"]
        found["language"][group["language"]] = group["language"]
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
