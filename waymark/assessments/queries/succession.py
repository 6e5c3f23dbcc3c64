"""What a secretariat sees of places that merge, split or get another name, and what hangs on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from waymark.assessments.models import Case
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.desk import desk_cases
from waymark.assessments.rules.flows import BEFORE_DECISION
from waymark.awards.queries import Entry, awards_of
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.permits import may
from waymark.base.record import ref
from waymark.indicators.models import Series
from waymark.kernel import text
from waymark.people.models import Membership
from waymark.people.queries import open_at, people_of
from waymark.places.models import Place
from waymark.places.queries import succession as lineage
from waymark.places.queries.succession import Told, successors_named
from waymark.places.rules.permits import Permit
from waymark.places.rules.succession import Changing
from waymark.schemes.models import Mechanism

PARTS = (Place.Kind.DISTRICT, Place.Kind.GRID_CELL)
STANDING = frozenset({AwardState.ACTIVE, AwardState.SUSPENDED})
MOST_SHOWN = 30


def places_of(viewer: Any, words: str, at: datetime) -> QuerySet[Place]:
    """Return the places of the countries for which the viewer's secretariat certifies, by name.

    Found by former names too. Those that have ended are among them; districts are not.
    """
    if not getattr(viewer, "is_authenticated", False):
        return Place.objects.none()
    sits = rights_of(viewer, at).secretariats
    desks = Mechanism.objects.filter(secretariat__in=sits)
    own = Q(country__in=desks.filter(country__isnull=False).values("country"))
    if desks.filter(country=None).exists():
        national = Mechanism.objects.filter(country__isnull=False)
        own |= ~Q(country__in=national.values("country"))
    found = Place.objects.filter(own, retired_at=None).exclude(kind__in=PARTS)
    if words.strip():
        named = Q(name_skeleton__contains=text.skeleton(words)) | successors_named(words)
        found = found.filter(named)
    return found.select_related("country").defer("boundary").order_by("name_skeleton", "slug")


def has_secretariat(viewer: Any, at: datetime) -> bool:
    """Tell whether the viewer sits in a secretariat."""
    return bool(rights_of(viewer, at).secretariats)


def place_of(viewer: Any, slug: str, at: datetime) -> Place | None:
    """Return a place on which the viewer may enter what became of it, or None."""
    found = places_of(viewer, "", at).filter(slug=slug).first()
    if found is None:
        return None
    about = Changing(found.country_id, frozenset({found.pk}))
    return found if may(viewer, Permit.ENTER_SUCCESSION, on=about) else None


def others(viewer: Any, place: Place, words: str, chosen: Collection[str]) -> list[Place]:
    """Return places of the same country that are there, for the form: those chosen, then by name.

    At most 30 besides those chosen.
    """
    found = Place.objects.filter(country=place.country_id, retired_at=None, ended_on=None)
    found = found.exclude(kind__in=PARTS).exclude(pk=place.pk).defer("boundary")
    kept = list(found.filter(pk__in=chosen))
    if words.strip():
        found = found.filter(name_skeleton__contains=text.skeleton(words))
    rest = found.exclude(pk__in=chosen).order_by("name_skeleton", "slug")[:MOST_SHOWN]
    return [*kept, *rest]


@dataclass(frozen=True, slots=True)
class Hangs:
    """What hangs on a place that takes part in a change.

    `cases` are those on the viewer's desk: what a city has not handed in is its own.
    """

    place: Place
    ends: bool
    cases: tuple[Case, ...]
    certificates: tuple[Entry, ...]
    people: int
    series: int


def consequences(
    viewer: Any, places: Iterable[Place], ending: Collection[str], at: datetime
) -> list[Hangs]:
    """Return what hangs on each place, by name."""
    rows = sorted(places, key=str)
    ids = [place.pk for place in rows]
    cases: dict[str, list[Case]] = {}
    on_desk = desk_cases(viewer, at).filter(place__in=ids, state__in=BEFORE_DECISION)
    for case in on_desk.select_related("edition"):
        cases.setdefault(case.place_id, []).append(case)
    work = Membership.objects.filter(open_at(at), place__in=ids).order_by().values("place")
    people = dict(work.annotate(n=Count("pk")).values_list("place", "n"))
    held = Series.objects.filter(place__in=ids).order_by().values("place")
    series = dict(held.annotate(n=Count("pk")).values_list("place", "n"))
    return [
        Hangs(
            place,
            place.pk in ending,
            tuple(cases.get(place.pk, ())),
            tuple(one for one in awards_of(viewer, ref(place)) if one.state in STANDING),
            people.get(place.pk, 0),
            series.get(place.pk, 0),
        )
        for place in rows
    ]


def entered(viewer: Any, place: Place) -> list[Told]:
    """Return all that was entered of a place, the last first, undone rows included."""
    return lineage.of_places(viewer, [place.pk], all_rows=True)[::-1]


def heirs_people(viewer: Any, place: Place, at: datetime) -> list[tuple[Any, Place]]:
    """Return who works for what a place became and not in its own workspace, with where."""
    own = set(people_of(place, at).values_list("pk", flat=True))
    return [
        (user, heir)
        for heir in lineage.heirs_of(viewer, place)
        for user in people_of(heir, at).order_by("name", "pk")
        if user.pk not in own
    ]
