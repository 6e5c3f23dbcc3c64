"""What was said about the files of a place, and finding what somebody names in an answer."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.indicators import models
from waymark.indicators.queries.links import visible
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.facts import Indicator
from waymark.indicators.rules.find import Finder
from waymark.places.models import Place


def mapping_of(place: Place, shape: str) -> models.Mapping | None:
    """Return what was said about files of a shape, or None. The caller may see the place."""
    if not shape:
        return None
    found = models.Mapping.objects.filter(place=place, shape=shape)
    return found.select_related("said_by").first()


def mappings(place: Place) -> Iterable[models.Mapping]:
    """Return all that was said about files of a place, the latest first."""
    return models.Mapping.objects.filter(place=place).order_by("-said_at", "pk")


def finder(here: Here | None, framework: str) -> Finder:
    """Return what finds an indicator of any list, or of the place's own, by code or name.

    Without a place it finds what means the same everywhere.
    """
    place = here.place if here else None
    rows = models.Indicator.objects.filter(visible(place)).order_by("order", "pk")
    told = rows.values_list("framework_id", "code", "unit", "label", "former_codes")
    listed = [
        Indicator(name, code, unit, tuple(label.values()), tuple(former))
        for name, code, unit, label, former in told
    ]
    return Finder(listed, (), framework)
