"""Who reads a need: the city, the partners that it chose, and everybody where it is public.

`needs` is the one place that says so: lists, counts, exports, notices and other rooms' pages all
start from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from waymark.assessments.models import DiagnosticRun
from waymark.assessments.queries.access import CITY_ROLES
from waymark.assessments.queries.report import document_of
from waymark.assessments.rules.evaluate_report import SATISFIED
from waymark.community.models import Need, NeedVersion
from waymark.community.rules.needs import Budget, NeedState, Visible, Wanted
from waymark.library.queries.items import visible
from waymark.library.rules.matching import Ask
from waymark.library.rules.vocabulary import ANY
from waymark.people.models import Body
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind, Role
from waymark.places.models import Place
from waymark.schemes.queries.crosswalks import our_criteria

MOST_LIKELY = 2


def needs(viewer: Any, at: datetime) -> QuerySet[Need]:
    """Return the needs that the viewer reads, the newest first.

    What a city has withdrawn is read by nobody but its people and the partners that it chose.
    """
    mine = Q(visible=Visible.PUBLIC) & ~Q(state=NeedState.WITHDRAWN)
    if getattr(viewer, "is_authenticated", False) and viewer.is_active:
        held = held_by(viewer, at)
        if held.places:
            mine |= Q(place_id__in=held.places)
        if bodies := held.bodies(BodyKind.PARTNER):
            mine |= _shared_with(bodies)
    found = Need.objects.filter(mine).select_related("place__country")
    return found.defer("place__boundary")


def _shared_with(bodies: Collection[str]) -> Q:
    chosen = Need.partners.through.objects.filter(body_id__in=bodies).values("need_id")
    return ~Q(visible=Visible.PRIVATE) & Q(pk__in=chosen)


def need(viewer: Any, pk: str, at: datetime) -> Need | None:
    """Return one that the viewer reads, or None."""
    return needs(viewer, at).filter(pk=pk).first()


def shared_with(viewer: Any, at: datetime) -> QuerySet[Need]:
    """Return those that a city has shared with a partner of the viewer's."""
    bodies = held_by(viewer, at).bodies(BodyKind.PARTNER)
    return needs(viewer, at).filter(_shared_with(bodies))


def workplace(viewer: Any, slug: str, at: datetime) -> Place | None:
    """Return a place that the viewer works for, or None."""
    if not getattr(viewer, "is_authenticated", False):
        return None
    found = Place.objects.filter(slug=slug, pk__in=held_by(viewer, at).places)
    return found.select_related("country").defer("boundary").first()


def of_place(viewer: Any, place: Place, at: datetime) -> QuerySet[Need]:
    """Return a place's needs that the viewer reads: open ones first."""
    open_first = F("closed_at").asc(nulls_first=True)
    return needs(viewer, at).filter(place=place).order_by(open_first, "-opened_at", "-id")


def of_diagnostic(viewer: Any, run: DiagnosticRun, at: datetime) -> QuerySet[Need]:
    """Return the needs that were opened from what a diagnostic found, the newest first."""
    return needs(viewer, at).filter(diagnostic=run)


def open_for(viewer: Any, place: Place, criterion: str, at: datetime) -> QuerySet[Need]:
    """Return the open needs of a place that a criterion's gap led to, or that name it."""
    about = Q(criterion=criterion) | Q(criteria__contains=f" {criterion} ")
    return of_place(viewer, place, at).filter(about, state=NeedState.OPEN)


def roles(viewer: Any, row: Need, at: datetime) -> frozenset[str]:
    """Return what the viewer is towards a need."""
    held = held_by(viewer, at)
    if row.place_id in held.places:
        return frozenset({CITY_ROLES[held.places[row.place_id]]})
    mine = held.bodies(BodyKind.PARTNER)
    if mine and row.visible != Visible.PRIVATE and row.partners.filter(pk__in=mine).exists():
        return frozenset({Role.PARTNER})
    return frozenset()


def partners_for(place: Place) -> QuerySet[Body]:
    """Return the partners that a place can choose: of its country, or global."""
    found = Body.objects.filter(kind=BodyKind.PARTNER)
    found = found.filter(Q(country=place.country_id) | Q(country=None))
    return found.select_related("organisation").order_by("name__en", "pk")


def known_criteria() -> frozenset[str]:
    """Return the criteria of every edition in force."""
    return frozenset().union(*our_criteria().values())


def wanted_of(row: Need) -> Wanted:
    """Return what a need says, as rules read it."""
    return Wanted(
        title=row.title,
        why=row.why,
        by_when=row.by_when,
        languages=row.languages,
        budget=Budget(row.budget_least, row.budget_most, row.currency),
        topics=row.topics,
        goals=row.goals,
        criteria=row.criteria,
        visible=Visible(row.visible),
        partners=frozenset(row.partners.values_list("pk", flat=True)),
        counted=row.counted,
    )


def ask_of(row: Need, at: datetime) -> Ask:
    """Return a need as what the library is asked; a closed one asks for nothing."""
    criteria = tuple(dict.fromkeys(filter(None, (row.criterion, *row.criteria))))
    return Ask(
        criteria,
        topics=tuple(row.topics),
        languages=tuple(row.languages),
        open=row.state == NeedState.OPEN,
        on=at.date(),
    )


def as_json(told: Wanted) -> dict[str, Any]:
    """Return what a need says as JSON, for its versions."""
    found: dict[str, Any] = asdict(told)
    budget = found.pop("budget")
    found |= {f"budget_{name}": _plain(budget[name]) for name in ("least", "most")}
    found |= {"currency": budget["currency"], "by_when": _plain(told.by_when)}
    found |= {name: list(found[name]) for name in ("languages", "topics", "goals", "criteria")}
    return found | {"partners": sorted(told.partners), "visible": str(told.visible)}


def _plain(value: Any) -> str | None:
    return (
        None if value is None else format(value, "f") if hasattr(value, "as_tuple") else str(value)
    )


def history(viewer: Any, row: Need, at: datetime) -> QuerySet[NeedVersion]:
    """Return how a need was changed, for the city's own people alone; the newest first."""
    known = getattr(viewer, "is_authenticated", False)
    if not known or row.place_id not in held_by(viewer, at).places:
        return NeedVersion.objects.none()
    return row.versions.select_related("by")


def found_met(report: Any) -> frozenset[str]:
    """Return the criteria that a report finds met."""
    document: Mapping[str, Any] = document_of(report)
    return frozenset(one["id"] for one in document["criteria"] if one["status"] in SATISFIED)


def likely_topics(viewer: Any, criterion: str) -> tuple[str, ...]:
    """Return the topics that most entries of the library have that help with a criterion."""
    counted: Counter[str] = Counter()
    for topics in (
        visible(viewer)
        .filter(criteria__contains=f" {criterion} ", hidden_at=None)
        .values_list("topics", flat=True)
    ):
        counted.update(set(topics) - {ANY})
    return tuple(sorted(counted, key=lambda one: (-counted[one], one))[:MOST_LIKELY])
