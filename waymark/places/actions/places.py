"""Making a place, its figures and its boundary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Country, Place
from waymark.places.rules import Permit, read_boundary


def _free_slug(name: str, country: Country) -> str:
    """Make an address from a name; names that no Latin letter spells get the country's code."""
    base = slugify(name)[:60] or f"{country.iso2.lower()}-place"
    taken = set(Place.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base in taken:
        base = f"{base}-{country.iso3.lower()}"[:70]
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def clean_names(name: Mapping[str, str]) -> dict[str, str]:
    """Return a name per language, cleaned, without empty ones. Raises Refused without any."""
    names = {code: texts.clean(text).strip()[:150] for code, text in name.items()}
    names = {code: text for code, text in names.items() if text}
    if not names:
        raise Refused(Reason("place.name_missing"))
    return names


@transaction.atomic
def create_place(
    *,
    name: Mapping[str, str],
    kind: str,
    country: Country,
    by: Any,
    at: datetime,
    parent: Place | None = None,
    fictional: bool = False,
    **facts: Any,
) -> Place:
    """Make a place. `name` has a text per language; `facts` are further fields of Place.

    Raises NotPermitted, Refused (no name, unknown kind, parent in another country), texts.BadText.
    """
    require(by, Permit.CREATE_PLACE, on=country)
    if kind not in Place.Kind.values:
        raise Refused(Reason("place.unknown_kind"))
    names = clean_names(name)
    if parent is not None and parent.country_id != country.pk:
        raise Refused(Reason("place.country_mismatch"))
    shown = texts.pick(names, "en").text
    place = Place.objects.create(
        slug=_free_slug(shown, country),
        name=names,
        name_skeleton=texts.skeleton(shown)[:200],
        kind=kind,
        country=country,
        parent=parent,
        fictional=fictional,
        created_at=at,
        **facts,
    )
    record(
        "place.create",
        place,
        by=by,
        at=at,
        scope=place,
        facts={"country": country.pk, "kind": kind, "fictional": fictional},
    )
    return place


@transaction.atomic
def edit_place(
    *,
    place: Place,
    by: Any,
    at: datetime,
    population: int | None,
    population_year: int | None,
    urbanisation: str,
    website: str,
) -> Place:
    """Set a place's figures. Raises NotPermitted, Refused (unknown degree, count without year)."""
    require(by, Permit.EDIT_PLACE, on=place)
    place = Place.objects.select_for_update().get(pk=place.pk)
    if urbanisation and urbanisation not in Place.Urbanisation.values:
        raise Refused(Reason("place.unknown_urbanisation"))
    if (population is None) != (population_year is None):
        raise Refused(Reason("place.population_and_year"))
    place.population, place.population_year = population, population_year
    place.urbanisation, place.website = urbanisation, website
    place.save(update_fields=["population", "population_year", "urbanisation", "website"])
    facts = {"population": population, "year": population_year, "urbanisation": urbanisation}
    record("place.edit", place, by=by, at=at, scope=place, facts=facts)
    return place


@transaction.atomic
def set_boundary(*, place: Place, geojson: bytes, by: Any, at: datetime) -> Place:
    """Set a place's boundary and area from the bytes of a GeoJSON file.

    Raises NotPermitted, BadBoundary with the reason.
    """
    require(by, Permit.EDIT_PLACE, on=place)
    place = Place.objects.select_for_update().get(pk=place.pk)
    boundary = read_boundary(geojson)
    place.boundary, place.area_km2 = boundary.geometry, boundary.area_km2
    place.save(update_fields=["boundary", "area_km2"])
    record(
        "place.set_boundary",
        place,
        by=by,
        at=at,
        scope=place,
        facts={"geometry": canonical.digest(boundary.geometry), "points": boundary.points},
    )
    return place
