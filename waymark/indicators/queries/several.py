"""Files with several places, and the places about which somebody may bring one in."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from waymark.base import permits
from waymark.indicators import models
from waymark.indicators.queries.place import Here, here
from waymark.indicators.rules.permits import TABLE, Permit
from waymark.indicators.rules.places import Named
from waymark.people.queries import workspaces_of
from waymark.places.models import Place

_PARTS = Prefetch(
    "parts",
    Place.objects.filter(retired_at=None).only("slug", "code", "parent"),
    to_attr="present_parts",
)


def _where(viewer: Any, permit: Permit) -> QuerySet[Place]:
    held = [
        one.place.pk
        for one in workspaces_of(viewer)
        if permits.roles(viewer, one.place) & TABLE[permit]
    ]
    found = Place.objects.filter(pk__in=held, retired_at=None).select_related("country")
    return found.defer("boundary").order_by("slug")


def editable(viewer: Any) -> list[Place]:
    """Return the places in which somebody may enter values, with their parts."""
    return list(_where(viewer, Permit.EDIT_INDICATORS).prefetch_related(_PARTS))


def seen(viewer: Any) -> list[Here]:
    """Return every place whose indicators somebody may see, as she stands before it."""
    slugs = _where(viewer, Permit.SEE_INDICATORS).values_list("slug", flat=True)
    return [at for slug in slugs if (at := here(viewer, slug)) is not None]


def every() -> list[Place]:
    """Return all places as the operator's console sees them, with their parts."""
    found = Place.objects.filter(parent=None, retired_at=None).select_related("country")
    return list(found.defer("boundary").order_by("slug").prefetch_related(_PARTS))


def named(place: Place) -> Named:
    """What files may call a place and its parts."""
    parts = getattr(place, "present_parts", None)
    if parts is None:
        parts = place.parts.filter(retired_at=None).only("slug", "code", "parent")
    return Named(
        place.pk,
        place.slug,
        tuple(filter(None, (place.code, *place.name.values()))),
        tuple(word for part in parts for word in (part.slug, part.code) if word),
    )


def places_of(group: models.ImportGroup) -> tuple[Place, ...]:
    """Return the places that a file is about. Who may do what there is asked by the act."""
    found = Place.objects.filter(imports__group=group).select_related("country")
    return tuple(found.defer("boundary").order_by("slug").prefetch_related(_PARTS).distinct())


def offered(viewer: Any) -> bool:
    """Tell whether somebody may enter values in more than one place."""
    return len(_where(viewer, Permit.EDIT_INDICATORS).values_list("pk")[:2]) > 1


def among(group: models.ImportGroup) -> list[Place]:
    """Return the places by which a file was taken apart, those of which it says nothing too."""
    found = Place.objects.filter(pk__in=group.plan.get("among", []), retired_at=None)
    found = found.select_related("country").defer("boundary")
    return list(found.order_by("slug").prefetch_related(_PARTS))


def codes_of(group: models.ImportGroup, framework: str) -> list[tuple[str, str]]:
    """Return what can be named as an indicator in a file with several places: one of its list."""
    rows = models.Indicator.objects.filter(framework=framework, owner=None)
    return [(f"{row.framework_id}:{row.code}", str(row)) for row in rows.order_by("order", "pk")]


def groups(viewer: Any) -> QuerySet[models.ImportGroup]:
    """Return the files with several places that somebody has brought in, newest first."""
    found = models.ImportGroup.objects.filter(made_by=viewer)
    return found.select_related("made_by").order_by("-made_at", "-pk")


def group(viewer: Any, pk: str) -> models.ImportGroup | None:
    """Return one of them, or None."""
    return groups(viewer).select_related("blob").filter(pk=pk).first()


def batches(group: models.ImportGroup) -> list[models.ImportBatch]:
    """Return the imports of a file, by their places."""
    found = group.batches.select_related("place", "framework").defer("place__boundary")
    return list(found.order_by("place__slug"))
