"""What places were called, became and came from. It is public, as places are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from waymark.kernel import text as texts
from waymark.places.models import Place, Succession, SuccessionPlace, SuccessionUndo
from waymark.places.rules.succession import Change, Kind, Unit, heirs


@dataclass(frozen=True, slots=True)
class Told:
    """A succession with its places by name; `undone` where it was entered by mistake."""

    row: Succession
    before: tuple[Place, ...]
    after: tuple[Place, ...]
    undone: SuccessionUndo | None = None

    @property
    def kind(self) -> str:
        """What happened."""
        return self.row.kind

    @property
    def ended(self) -> tuple[Place, ...]:
        """The places that ended with it."""
        on = {place.pk for place in self.after}
        return tuple(place for place in self.before if place.pk not in on)

    @property
    def gained(self) -> tuple[Place, ...]:
        """The places that they became, without one that went on."""
        on = {place.pk for place in self.before}
        return tuple(place for place in self.after if place.pk not in on)

    def change(self) -> Change:
        """As the rules see it."""
        return Change(
            self.row.pk,
            Kind(self.row.kind),
            self.row.effective_on,
            tuple(place.pk for place in self.before),
            tuple(place.pk for place in self.after),
        )


def _told(rows: Iterable[Succession]) -> list[Told]:
    found = list(rows)
    sides: dict[str, dict[bool, list[Place]]] = {}
    for side in SuccessionPlace.objects.filter(succession__in=found).select_related("place"):
        both = sides.setdefault(side.succession_id, {False: [], True: []})
        both[side.after].append(side.place)
    empty: dict[bool, list[Place]] = {False: [], True: []}
    return [
        Told(
            row,
            tuple(sides.get(row.pk, empty)[False]),
            tuple(sides.get(row.pk, empty)[True]),
            getattr(row, "undo", None),
        )
        for row in found
    ]


def standing(viewer: Any) -> QuerySet[Succession]:
    """Return the successions that count, in the order in which they were entered."""
    return Succession.objects.filter(undo=None)


def of_places(viewer: Any, places: Collection[str], *, all_rows: bool = False) -> list[Told]:
    """Return the successions of some places, by day; undone ones only where all are asked for.

    Two queries, one where there is none.
    """
    if not places:
        return []
    rows = Succession.objects.filter(sides__place__in=places).select_related("undo").distinct()
    if not all_rows:
        rows = rows.filter(undo=None)
    found = list(rows.order_by("effective_on", "at", "id"))
    return _told(found) if found else []


def of_slug(viewer: Any, slug: str) -> tuple[str, list[Told]]:
    """Return the id of the place of an address, "" without one, and its successions by day.

    One query where there is none.
    """
    rows = standing(viewer).filter(sides__place__slug=slug).distinct()
    found = _told(rows.order_by("effective_on", "at", "id")) if rows else []
    sides = (place for told in found for place in (*told.before, *told.after))
    return next((place.pk for place in sides if place.slug == slug), ""), found


def succession(viewer: Any, pk: str) -> Told | None:
    """Return one by its id, undone or not, or None."""
    found = Succession.objects.select_related("undo").filter(pk=pk)
    return next(iter(_told(found)), None)


def changes_in(viewer: Any, country: str) -> list[Change]:
    """Return the changes of a country's places that count, in the order of entry."""
    rows = standing(viewer).filter(sides__place__country=country).distinct()
    return [told.change() for told in _told(rows.order_by("at", "id"))]


def unit_of(place: Place) -> Unit:
    """Return a place as the rules see it."""
    parts = (Place.Kind.DISTRICT, Place.Kind.GRID_CELL)
    whole = place.kind not in parts and place.retired_at is None
    return Unit(place.pk, str(place), place.country_id, whole)


def ended(place: Place) -> bool:
    """Tell whether a place has ended, as it is now. One query."""
    return Place.objects.filter(pk=place.pk, ended_on__isnull=False).exists()


def heirs_of(viewer: Any, place: Place) -> list[Place]:
    """Return the places that there are now of what a place was; itself while it is there."""
    if place.ended_on is None:
        return [place]
    ids = heirs(place.pk, changes_in(viewer, place.country_id))
    held = Place.objects.select_related("country").in_bulk(ids)
    return [held[pk] for pk in ids]


def forebears_of(viewer: Any, place: Place) -> list[Place]:
    """Return the places that ended and of which this one is an heir, by name."""
    known = changes_in(viewer, place.country_id)
    ended = {pk for change in known for pk in change.ends}
    ids = [pk for pk in ended if place.pk in heirs(pk, known)]
    return sorted(Place.objects.filter(pk__in=ids), key=str)


def called_before(viewer: Any) -> dict[str, list[Mapping[str, str]]]:
    """Return, by place, the names that it had, and those of places that became part of it.

    One step back only, as `successors_named`. Two queries, one where there is none.
    """
    found: dict[str, list[Mapping[str, str]]] = {}
    for told in _told(standing(viewer).order_by("effective_on", "at", "id")):
        names = [told.row.former_name] if told.row.former_name else []
        names += [place.name for place in told.ended]
        for place in told.after:
            found.setdefault(place.pk, []).extend(names)
    return found


def successors_named(words: str) -> Q:
    """Return the condition on places that had a name, or took in a place of a name.

    One step back only: who looks for a place by its name of long ago finds what it became first.
    """
    sought = texts.skeleton(words)
    counted = SuccessionPlace.objects.filter(succession__undo=None, after=True)
    named = Q(succession__former_skeleton__contains=sought)
    sides = SuccessionPlace.objects.filter(
        after=False, place__ended_on__isnull=False, place__name_skeleton__contains=sought
    )
    named |= Q(succession__in=sides.values("succession"))
    return Q(pk__in=counted.filter(named).values("place"))


def called_like(viewer: Any, words: str) -> QuerySet[Place]:
    """Return the places that have a name which holds the words, or had one; ended ones too.

    Nothing for words without a letter or a digit.
    """
    sought = texts.skeleton(words)
    if not sought:
        return Place.objects.none()
    return Place.objects.filter(Q(name_skeleton__contains=sought) | successors_named(words))
