"""Where a person stands when she opens the indicators of a city."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q

from waymark.base import permits
from waymark.indicators import models
from waymark.indicators.rules.layers import cells_of
from waymark.indicators.rules.permits import TABLE, Permit
from waymark.places.models import Place
from waymark.places.rules.cells import size_of


@dataclass(frozen=True)
class Here:
    """A person who may see the indicators of a place, and whether she may change them."""

    viewer: Any
    place: Place
    may_edit: bool
    areas: dict[str, Place]
    """The parts of the place by id, in the order of their addresses."""

    @cached_property
    def cells(self) -> dict[str, str]:
        """Those of the parts that are cells of a grid, each with its layer."""
        return {
            pk: cells_of(size_of(row.code))
            for pk, row in self.areas.items()
            if row.kind == Place.Kind.GRID_CELL
        }

    @property
    def districts(self) -> dict[str, Place]:
        """The parts that are no cells of a grid."""
        return {pk: row for pk, row in self.areas.items() if pk not in self.cells}

    def area_name(self, pk: str | None) -> str:
        """The name of a part of the place; "" for the whole."""
        part = self.areas.get(pk or "")
        return str(part) if part else ""

    @cached_property
    def former(self) -> dict[str, str]:
        """The names of areas that it has data on, and that are no parts of it any more, by id."""
        about = models.Series.objects.filter(place=self.place, area__isnull=False)
        told = models.Proposal.objects.filter(place=self.place, area__isnull=False)
        rows = Place.objects.filter(Q(pk__in=about.values("area")) | Q(pk__in=told.values("area")))
        gone = rows.exclude(parent=self.place, retired_at=None).defer("boundary")
        return {row.pk: str(row) for row in gone}


def here(viewer: Any, slug: str, *, boundaries: bool = False) -> Here | None:
    """Return the place of an address with its parts, as the viewer may see it; else None.

    `boundaries` are left out unless they are to be drawn: they may be large.
    """
    place, areas = named(slug, boundaries=boundaries)
    if place is None:
        return None
    held = permits.roles(viewer, place)
    if not held & TABLE[Permit.SEE_INDICATORS]:
        return None
    return Here(viewer, place, bool(held & TABLE[Permit.EDIT_INDICATORS]), areas)


def at_console(slug: str, *, boundaries: bool = False) -> Here | None:
    """Return the place as the operator's console sees it, where nobody is asked for a permit."""
    place, areas = named(slug, boundaries=boundaries)
    return Here(None, place, True, areas) if place is not None else None


def named(slug: str, *, boundaries: bool = False) -> tuple[Place | None, dict[str, Place]]:
    """Return the place of an address and its parts, for whoever decides who may know of them."""
    rows = Place.objects.select_related("country", "contributing").filter(
        Q(slug=slug) | Q(parent__slug=slug), retired_at=None
    )
    found = list(rows.order_by("slug") if boundaries else rows.order_by("slug").defer("boundary"))
    place = next((row for row in found if row.slug == slug), None)
    if place is None:
        return None, {}
    return place, {row.pk: row for row in found if row.parent_id == place.pk}


def slugs(viewer: Any, country: str = "") -> list[str]:
    """Return the addresses of all places that have chosen or said anything, or of a country's."""
    chosen = models.ChosenIndicator.objects.filter(place=OuterRef("pk"))
    said = models.Series.objects.filter(place=OuterRef("pk"))
    rows = Place.objects.filter(Exists(chosen) | Exists(said), retired_at=None)
    if country:
        rows = rows.filter(country=country)
    return list(rows.order_by("slug").values_list("slug", flat=True))


def frameworks(viewer: Any) -> list[models.Framework]:
    """Return every list of indicators, in order. They are public."""
    return list(models.Framework.objects.order_by("order", "code"))


def indicator(here: Here, framework: str, code: str) -> models.Indicator | None:
    """Return a row of a list, or one of the place's own, by its code or a former one; else None."""
    rows = models.Indicator.objects.select_related("framework", "retired_in", "owner").filter(
        framework=framework
    )
    rows = rows.filter(Q(owner=None) | Q(owner=here.place))
    found = rows.filter(code=code).first()
    if found is None:
        former = rows.exclude(former_codes=[])
        found = next((row for row in former if code in row.former_codes), None)
    return found
