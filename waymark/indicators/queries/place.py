"""Where a person stands when she opens the indicators of a city."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from waymark.base import permits
from waymark.indicators import models
from waymark.indicators.rules.permits import TABLE, Permit
from waymark.places.models import Place


@dataclass(frozen=True)
class Here:
    """A person who may see the indicators of a place, and whether she may change them."""

    viewer: Any
    place: Place
    may_edit: bool

    @cached_property
    def areas(self) -> dict[str, Place]:
        """The parts of the place by id, in the order of their addresses."""
        return {part.pk: part for part in self.place.parts.order_by("slug")}

    def area_name(self, pk: str | None) -> str:
        """The name of a part of the place; "" for the whole."""
        part = self.areas.get(pk or "")
        return str(part) if part else ""


def here(viewer: Any, slug: str) -> Here | None:
    """Return the place of an address as the viewer may see it; None where she may not."""
    place = Place.objects.select_related("country").filter(slug=slug).first()
    if place is None:
        return None
    held = permits.roles(viewer, place)
    if not held & TABLE[Permit.SEE_INDICATORS]:
        return None
    return Here(viewer, place, bool(held & TABLE[Permit.EDIT_INDICATORS]))


def frameworks(viewer: Any) -> list[models.Framework]:
    """Return every list of indicators, in order. They are public."""
    return list(models.Framework.objects.order_by("order", "code"))


def indicator(viewer: Any, framework: str, code: str) -> models.Indicator | None:
    """Return a row of a list, or None."""
    return (
        models.Indicator.objects.select_related("framework")
        .filter(framework=framework, code=code)
        .first()
    )
