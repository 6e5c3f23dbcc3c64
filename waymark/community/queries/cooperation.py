"""Who reads a cooperation record: everybody what is public, its sides what they were asked about.

`records` is the one place that says so: lists, files, pages and notices start from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from waymark.base import permits
from waymark.community.models import Cooperation, CooperationSide, CooperationWord
from waymark.community.rules.cooperation import CooperationState, Standing, Told
from waymark.kernel import text
from waymark.people.models import Body
from waymark.people.queries import held_by
from waymark.people.rules import CITY_ROLE, BodyKind, Role
from waymark.places.models import Country, Place


@dataclass(frozen=True)
class Filters:
    """What the public list is narrowed by; empty is all. q: words of titles, texts and sides."""

    q: str = ""
    topic: str = ""
    kind: str = ""
    country: str = ""


def _is_person(viewer: Any) -> bool:
    return bool(getattr(viewer, "is_authenticated", False) and viewer.is_active)


def _sides() -> QuerySet[CooperationSide]:
    found = CooperationSide.objects.select_related("place__country", "body__country")
    return found.defer("place__boundary")


def own_sides(viewer: Any, at: datetime) -> QuerySet[CooperationSide]:
    """Return the sides for which the viewer works or sits."""
    if not _is_person(viewer):
        return CooperationSide.objects.none()
    held = held_by(viewer, at)
    mine = Q(place_id__in=held.places) | Q(body_id__in=held.bodies(BodyKind.PARTNER))
    return _sides().filter(mine)


def records(viewer: Any, at: datetime) -> QuerySet[Cooperation]:
    """Return the records that the viewer reads, the newest first; each with its sides.

    A draft is read by the side that writes it; what is not public, by its sides.
    """
    mine: Any = Q(state=CooperationState.PUBLIC)
    if _is_person(viewer):
        sides = own_sides(viewer, at).filter(cooperation=OuterRef("pk")).order_by()
        mine |= Exists(sides.filter(drafts=True))
        mine |= ~Q(state=CooperationState.DRAFT) & Exists(sides)
    found = Cooperation.objects.filter(mine)
    return found.prefetch_related(Prefetch("sides", _sides()))


def record_of(viewer: Any, pk: str, at: datetime) -> Cooperation | None:
    """Return one that the viewer reads, or None."""
    return records(viewer, at).filter(pk=pk).first()


def of_side(viewer: Any, side: Place | Body, at: datetime) -> QuerySet[Cooperation]:
    """Return the records of a place or a partner that the viewer reads."""
    of_it = Q(place=side) if isinstance(side, Place) else Q(body=side)
    sides = CooperationSide.objects.filter(of_it, cooperation=OuterRef("pk"))
    return records(viewer, at).filter(Exists(sides))


def public(viewer: Any, at: datetime, asked: Filters) -> QuerySet[Cooperation]:
    """Return the public records that fit, the newest first: the same for everybody."""
    found = records(viewer, at).filter(state=CooperationState.PUBLIC)
    sides = CooperationSide.objects.filter(cooperation=OuterRef("pk"))
    if asked.q:
        skeleton = text.skeleton(asked.q)
        named = Q(place__name_skeleton__contains=skeleton)
        for language in text.LANGUAGES:  # each name alone: the JSON around them holds more
            named |= Q(**{f"body__name__{language.code}__icontains": asked.q})
        words = Q(title__icontains=asked.q) | Q(told__icontains=asked.q)
        found = found.filter(words | Exists(sides.filter(named)))
    if asked.topic:
        found = found.filter(topics__contains=f" {asked.topic} ")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.country:
        there = Q(place__country=asked.country) | Q(body__country=asked.country)
        found = found.filter(Exists(sides.filter(there)))
    return found


def countries_told(viewer: Any, at: datetime) -> dict[str, Any]:
    """Return the names of the countries of sides of public records, by their codes."""
    rows = public(viewer, at, Filters()).order_by().values("pk")
    sides = CooperationSide.objects.filter(cooperation__in=rows)
    of_places, of_bodies = (
        sides.filter(place__country=OuterRef("pk")),
        sides.filter(body__country=OuterRef("pk")),
    )
    found = Country.objects.filter(Exists(of_places) | Exists(of_bodies))
    return dict(found.values_list("pk", "name"))


def body_of(viewer: Any, pk: str, at: datetime) -> Body | None:
    """Return a partner for which the viewer sits, or None."""
    return partners_of(viewer, at).filter(pk=pk).first()


def partners_of(viewer: Any, at: datetime) -> QuerySet[Body]:
    """Return the partners for which the viewer sits, by name."""
    if not _is_person(viewer):
        return Body.objects.none()
    mine = held_by(viewer, at).bodies(BodyKind.PARTNER)
    return Body.objects.filter(pk__in=mine).order_by("name__en", "pk")


def acting(viewer: Any, row: Cooperation, at: datetime) -> list[CooperationSide]:
    """Return the sides of a record for which the viewer can speak or write."""
    return [side for side in row.sides.all() if roles(viewer, side, at)]


def drafting(row: Cooperation) -> CooperationSide:
    """Return the side that wrote a record."""
    return next(side for side in row.sides.all() if side.drafts)


def roles(viewer: Any, side: CooperationSide, at: datetime) -> frozenset[str]:
    """Return what the viewer is in the place or partner that is a side."""
    if not _is_person(viewer):
        return frozenset()
    held = held_by(viewer, at)
    if side.place_id in held.places:
        return frozenset({CITY_ROLE[held.places[side.place_id]]})
    if side.body_id in held.bodies(BodyKind.PARTNER):
        return frozenset({Role.PARTNER})
    return frozenset()


def standing(row: Cooperation, side: CooperationSide) -> Standing:
    """Return how a record stands when a side acts, as rules read it."""
    sides = list(row.sides.all())
    return Standing(
        frozenset(one.pk for one in sides),
        frozenset(one.pk for one in sides if one.agreed_at is not None),
        drafting(row).pk,
        side.pk,
    )


def may(viewer: Any, permit: str, side: CooperationSide, at: datetime) -> bool:
    """Tell whether what the viewer is in a side allows an act."""
    return bool(permits.tables[permit] & roles(viewer, side, at))


def said(viewer: Any, row: Cooperation, at: datetime) -> QuerySet[CooperationWord]:
    """Return what the sides said to the record as it stands; for them alone."""
    if not acting(viewer, row, at):
        return CooperationWord.objects.none()
    found = row.words.filter(version=row.version).select_related("place", "body", "by")
    return found.defer("place__boundary")


def told_of(row: Cooperation) -> Told:
    """Return what a record says, as rules read it."""
    return Told(row.title, row.kind, row.topics, row.since, row.until, row.told, row.url)
