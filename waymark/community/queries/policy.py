"""Who reads a policy issue: its city, with whom it is shared, who joined it, and all if public.

`issues` is the one place that says so: lists, counts, exports, feeds and notices start from it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from waymark.community.models import PolicyIssue, PolicyJoin, PolicyVersion
from waymark.community.queries.needs import known_criteria, partners_for
from waymark.community.rules.needs import Visible
from waymark.community.rules.permits import SPEAKERS
from waymark.community.rules.policy import (
    UNDER_WAY,
    WAITS_FOR_BODY,
    IssueState,
    Known,
    Written,
)
from waymark.people.models import Body, Organisation
from waymark.people.queries import held_by
from waymark.people.rules import CITY_ROLE, BodyKind
from waymark.places.models import Place

OF_ALL = (Organisation.Kind.ASSOCIATION, Organisation.Kind.NETWORK)
ANSWERING = (*OF_ALL, Organisation.Kind.MINISTRY)


@dataclass(frozen=True)
class Filters:
    """What a list of issues is narrowed by; empty is all."""

    country: str = ""
    level: str = ""
    topic: str = ""
    state: str = ""


def _is_person(viewer: Any) -> bool:
    return bool(getattr(viewer, "is_authenticated", False) and viewer.is_active)


def seats(viewer: Any, at: datetime) -> frozenset[str]:
    """Return the bodies that can take part for which the viewer sits: not the global secretariat.

    A country's secretariat answers; the global one looks after what is told as abuse.
    """
    if not _is_person(viewer):
        return frozenset()
    held = held_by(viewer, at)
    desks = {
        seat.body_id
        for seat in held.seats
        if seat.kind == BodyKind.SECRETARIAT and seat.country_id is not None
    }
    return held.bodies(BodyKind.PARTNER) | desks


def issues(viewer: Any, at: datetime) -> QuerySet[PolicyIssue]:
    """Return the issues that the viewer reads, the newest first.

    What a city has withdrawn is read by its people, by those with whom it is shared, and by the
    cities that joined it.
    """
    mine = Q(visible=Visible.PUBLIC) & ~Q(state=IssueState.WITHDRAWN)
    if _is_person(viewer):
        held = held_by(viewer, at)
        if held.places:
            mine |= Q(place_id__in=held.places) | _joined_by(held.places)
        if bodies := seats(viewer, at):
            mine |= _shared_with(bodies)
    found = PolicyIssue.objects.filter(mine).select_related("place__country", "body__organisation")
    return found.defer("place__boundary")


def _joined_by(places: Collection[str]) -> Q:
    joined = PolicyJoin.objects.filter(place_id__in=places, until=None)
    return ~Q(visible=Visible.PRIVATE) & Q(pk__in=joined.values("issue_id"))


def _chosen(bodies: Collection[str]) -> Q:
    chosen = PolicyIssue.partners.through.objects.filter(body_id__in=bodies)
    return Q(pk__in=chosen.values("policyissue_id"))


def _shared_with(bodies: Collection[str]) -> Q:
    return ~Q(visible=Visible.PRIVATE) & (Q(body_id__in=bodies) | _chosen(bodies))


def issue(viewer: Any, pk: str, at: datetime) -> PolicyIssue | None:
    """Return one that the viewer reads, or None."""
    return issues(viewer, at).filter(pk=pk).first()


def of_place(viewer: Any, place: Place, at: datetime) -> QuerySet[PolicyIssue]:
    """Return a place's issues that the viewer reads, the newest first."""
    return issues(viewer, at).filter(place=place)


def joined_by(viewer: Any, place: Place, at: datetime) -> QuerySet[PolicyIssue]:
    """Return the issues of others that a place of the viewer's has joined, the newest first."""
    if not _is_person(viewer) or place.pk not in held_by(viewer, at).places:
        return PolicyIssue.objects.none()
    return issues(viewer, at).filter(_joined_by([place.pk]))


def public(viewer: Any, at: datetime, asked: Filters) -> QuerySet[PolicyIssue]:
    """Return the public issues that fit, the newest first: the same for everybody.

    Each has `named` and `unnamed`: how many cities joined it by name, and without.
    """
    found = issues(viewer, at).filter(visible=Visible.PUBLIC).exclude(state=IssueState.WITHDRAWN)
    if asked.country:
        found = found.filter(place__country=asked.country)
    if asked.level:
        found = found.filter(level=asked.level)
    if asked.topic:
        found = found.filter(topics__contains=f" {asked.topic} ")
    if asked.state:
        found = found.filter(state=asked.state)
    here = Q(joins__until=None)
    counted = found.annotate(
        named=Count("joins", filter=here & Q(joins__named=True)),
        unnamed=Count("joins", filter=here & Q(joins__named=False)),
    )
    return counted.order_by("-opened_at", "-pk")


def countries_told(viewer: Any, at: datetime) -> dict[str, Any]:
    """Return the names of the countries from which there is a public issue, by their codes."""
    found = public(viewer, at, Filters()).order_by()
    return dict(found.values_list("place__country_id", "place__country__name").distinct())


def _lands(bodies: Collection[str]) -> set[str]:
    """The countries of bodies, or else of their organisations."""
    pairs = Body.objects.filter(pk__in=bodies).values_list("country_id", "organisation__country_id")
    return {own or of_house for own, of_house in pairs if own or of_house}


def asked_of(viewer: Any, at: datetime) -> QuerySet[PolicyIssue]:
    """Return those that a body of the viewer's is asked about: those that wait for it first."""
    bodies = seats(viewer, at)
    waits = Case(
        When(state__in=WAITS_FOR_BODY, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = issues(viewer, at).filter(_shared_with(bodies), body_id__in=bodies)
    return found.order_by(waits, "-opened_at", "-pk")


def near(viewer: Any, at: datetime) -> QuerySet[PolicyIssue]:
    """Return those shared with the viewer's bodies, and public ones of their countries."""
    bodies = seats(viewer, at)
    public_there = Q(visible=Visible.PUBLIC, place__country__in=_lands(bodies))
    found = issues(viewer, at).filter(_shared_with(bodies) | public_there)
    return found.exclude(body_id__in=bodies)


def shared_with(viewer: Any, at: datetime) -> QuerySet[PolicyIssue]:
    """Return those that a city has put to a body of the viewer's, or shared with it."""
    return issues(viewer, at).filter(_shared_with(seats(viewer, at)))


def waiting(viewer: Any, at: datetime) -> int:
    """Return how many issues wait for a body of the viewer's."""
    bodies = seats(viewer, at)
    return asked_of(viewer, at).filter(state__in=WAITS_FOR_BODY).count() if bodies else 0


def bodies_for(place: Place, asked: str | None = None) -> QuerySet[Body]:
    """Return whom a place can ask: its country's secretariat, ministries, and associations.

    An association or network without a country is one of all countries. asked: the body that an
    issue names already; it stays possible.
    """
    house = Q(kind=BodyKind.PARTNER, organisation__kind__in=ANSWERING)
    here = Q(country=place.country_id) | Q(country=None, organisation__country=place.country_id)
    everywhere = Q(country=None, organisation__country=None, organisation__kind__in=OF_ALL)
    desk = Q(kind=BodyKind.SECRETARIAT, country=place.country_id)
    found = Body.objects.filter(desk | house & (here | everywhere) | Q(pk=asked))
    return found.select_related("organisation").order_by("name__en", "pk")


def known_for(place: Place, before: Written | None) -> Known:
    """Return what can be chosen; what an issue says already stays possible."""
    bodies = set(bodies_for(place).values_list("pk", flat=True))
    partners = set(partners_for(place).values_list("pk", flat=True))
    if before is None:
        return Known(bodies, partners, known_criteria())
    criteria = known_criteria() | set(before.criteria)
    return Known(bodies | {before.body}, partners | before.partners, criteria)


def written_of(row: PolicyIssue) -> Written:
    """Return what an issue says, as rules read it."""
    return Written(
        title=row.title,
        hinders=row.hinders,
        asks=row.asks,
        sorts=row.sorts,
        level=row.level,
        body=row.body_id or "",
        authority=row.authority,
        topics=row.topics,
        goals=row.goals,
        criteria=row.criteria,
        visible=Visible(row.visible),
        partners=frozenset(row.partners.values_list("pk", flat=True)),
    )


def as_json(told: Written) -> dict[str, Any]:
    """Return what an issue says as JSON, for its versions."""
    found: dict[str, Any] = asdict(told)
    found |= {name: list(found[name]) for name in ("sorts", "topics", "goals", "criteria")}
    return found | {
        "partners": sorted(told.partners),
        "visible": str(told.visible),
        "level": str(told.level),
    }


def history(viewer: Any, row: PolicyIssue, at: datetime) -> QuerySet[PolicyVersion]:
    """Return how an issue was changed, for the city's own people alone; the newest first."""
    if not _is_person(viewer) or row.place_id not in held_by(viewer, at).places:
        return PolicyVersion.objects.none()
    return row.versions.select_related("by")


def joinable(viewer: Any, row: PolicyIssue, at: datetime) -> list[Place]:
    """Return the viewer's cities of the same country that could say that they have this too."""
    open_now = row.visible == Visible.PUBLIC and row.state in UNDER_WAY
    if not open_now or not _is_person(viewer):
        return []
    leads = [pk for pk in _leads(viewer, at) if pk != row.place_id]
    if not leads:
        return []
    there = row.joins.filter(until=None).values("place_id")
    found = Place.objects.filter(pk__in=leads, country=row.place.country_id)
    return list(found.exclude(pk__in=there).defer("boundary").order_by("slug"))


def own_joins(viewer: Any, row: PolicyIssue, at: datetime) -> list[PolicyJoin]:
    """Return the viewer's cities that have joined, and that she speaks for."""
    if not _is_person(viewer):
        return []
    leads = _leads(viewer, at)
    found = row.joins.filter(until=None, place_id__in=leads).select_related("place")
    return list(found.defer("place__boundary")) if leads else []


def _leads(viewer: Any, at: datetime) -> list[str]:
    """The places for which she speaks."""
    held = held_by(viewer, at).places
    return [pk for pk, role in held.items() if CITY_ROLE[role] in SPEAKERS]


def named(row: PolicyIssue) -> QuerySet[Place]:
    """Return the cities that joined and want to be named, by the name that they are listed under.

    Their names are as public as the issue, and no more.
    """
    there = row.joins.filter(until=None, named=True).values("place_id")
    found = Place.objects.filter(pk__in=there).select_related("country").defer("boundary")
    return found.order_by("name__en", "pk")


def unnamed(row: PolicyIssue) -> int:
    """Return how many cities joined and do not want to be named: for `told_unnamed` alone."""
    return row.joins.filter(until=None, named=False).count()
