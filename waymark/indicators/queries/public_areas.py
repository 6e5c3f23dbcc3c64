"""The parts of places on public maps."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from waymark.base.fields import Words
from waymark.base.prepared import Prepared
from waymark.indicators import models
from waymark.places.models import Place


class AreaRow(NamedTuple):
    """A part of a place about which something is public; its boundary as the text of GeoJSON."""

    pk: str
    name: Words
    kind: str
    boundary: str | None

    @property
    def is_cell(self) -> bool:
        """Whether it is a cell of a grid, which lies over other areas."""
        return self.kind == Place.Kind.GRID_CELL


def _areas_of(slug: str) -> Any:
    series = models.PublicSeries.objects.filter(
        publication__withdrawn_at=None,
        publication__indicator__retired_at=None,
        publication__place__slug=slug,
    )
    found = Place.objects.filter(pk__in=series.values("area"), retired_at=None)
    found = found.annotate(geojson=Cast("boundary", TextField()))
    return found.order_by("slug").values_list("pk", "name", "kind", "geojson")


_areas = Prepared(_areas_of, "slug")


def areas(viewer: Any, slug: str) -> list[AreaRow]:
    """Return the parts of a place about which something is public, as long as it has them.

    Others are not for everybody: their names and boundaries were given for the city's own use.
    """
    return [AreaRow(*row) for row in _areas(slug=slug)]
