"""Where a person stands when she opens a page of a city's workspace: place, role, case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from waymark.assessments.models import Case, Clarification
from waymark.assessments.queries.access import CITY_ROLES, rights_of, visible
from waymark.assessments.rules.case import EDITABLE, WITHDRAWS_EVIDENCE, Permit
from waymark.base import permits
from waymark.people.rules import Role
from waymark.places.models import Place
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Level, Scheme

CURRENT = "case"


@dataclass(frozen=True)
class Here:
    """A member of a city in its workspace, before one of its cases or before none.

    `ref` names the case in addresses: "case" is the one at work, "case-<id>" any other.
    """

    viewer: Any
    place: Place
    role: Role
    case: Case | None
    ref: str
    at: datetime

    def may(self, permit: str) -> bool:
        """Tell whether her role in the city allows an act, so that pages offer what can be done.

        The action itself asks again.
        """
        return self.role in permits.tables.get(str(permit), frozenset())

    @property
    def the_case(self) -> Case:
        """The case, on pages that exist only with one."""
        assert self.case is not None
        return self.case

    @cached_property
    def scheme(self) -> Scheme:
        """The edition of the case, as rules."""
        return scheme_of(self.the_case.edition)

    @property
    def editable(self) -> bool:
        """Whether answers can be changed now, and by her."""
        return self.the_case.state in EDITABLE and self.may(Permit.EDIT_CASE)

    @property
    def withdraws_evidence(self) -> bool:
        """Whether she can say of an item that it no longer counts: after the decision too."""
        return self.the_case.state in WITHDRAWS_EVIDENCE and self.may(Permit.EDIT_CASE)

    @cached_property
    def target(self) -> Level:
        """The level that the city aims for."""
        return next(lv for lv in self.scheme.levels if lv.id == self.the_case.target_level)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The stages that the level aimed for needs, those of the levels before included."""
        found: set[str] = set()
        for level in self.scheme.levels:
            found |= set(level.stages)
            if level.id == self.target.id:
                break
        return frozenset(found)


def cases_of(viewer: Any, place: Place, at: datetime) -> QuerySet[Case]:
    """Return a place's cases that the viewer may read: open ones first, then the newest."""
    return _ordered(visible(viewer, at).filter(place=place))


def _ordered(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "pk")


def _waiting() -> Coalesce:
    """How many questions of reviewers wait for an answer of the city."""
    open_ = Clarification.objects.filter(
        case=OuterRef("pk"), answered_at__isnull=True, withdrawn_at__isnull=True
    )
    counted = open_.order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def here(viewer: Any, slug: str, ref: str = CURRENT, at: datetime | None = None) -> Here | None:
    """Return where the viewer is, or None where the place has no such workspace for her.

    Only people who work for the city have one: its drafts and comments are theirs alone. With
    `ref` "case-<id>" the case must exist; with "case" there may be none, and what answers a call
    is not meant. The case knows how many
    questions are `waiting`. One query besides those for the viewer's rights.
    """
    at = at or timezone.now()
    if not getattr(viewer, "is_authenticated", False) or not viewer.is_active:
        return None
    places = rights_of(viewer, at).places
    pk = ref.removeprefix(CURRENT).removeprefix("-")
    cases = _ordered(visible(viewer, at).filter(place__slug=slug, place__in=places))
    cases = cases.select_related("place__country", "edition", "mechanism")
    cases = cases.defer("edition__document", "place__boundary").annotate(waiting=_waiting())
    case = (cases.filter(pk=pk) if pk else cases.filter(intake=None)).first()
    if case is not None:
        return Here(viewer, case.place, CITY_ROLES[places[case.place_id]], case, ref, at)
    place = Place.objects.filter(slug=slug, pk__in=places).select_related("country").first()
    if pk or place is None:
        return None
    return Here(viewer, place, CITY_ROLES[places[place.pk]], None, ref, at)


def ref_of(case: Case) -> str:
    """Return a case's name in addresses that stays right when another one is opened."""
    return f"{CURRENT}-{case.pk}"
