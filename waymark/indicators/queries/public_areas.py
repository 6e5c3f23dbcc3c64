"""The parts of places on public maps."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from waymark.base.fields import Words
from waymark.base.prepared import Prepared
from waymark.indicators import models
from waymark.indicators.rules.layers import AREA, cells_of
from waymark.places.models import Place
from waymark.places.rules.cells import size_of


class AreaRow(NamedTuple):
    """A part of a place about which something is public; its boundary as the text of GeoJSON."""

    pk: str
    name: Words
    kind: str
    code: str
    boundary: str | None

    @property
    def layer(self) -> str:
        """The layer in which it lies."""
        return cells_of(size_of(self.code)) if self.kind == Place.Kind.GRID_CELL else AREA


def _areas_of(slug: str) -> Any:
    series = models.PublicSeries.objects.filter(
        publication__withdrawn_at=None,
        publication__indicator__retired_at=None,
        publication__place__slug=slug,
    )
    found = Place.objects.filter(pk__in=series.values("area"), retired_at=None)
    found = found.annotate(geojson=Cast("boundary", TextField()))
    return found.order_by("slug").values_list("pk", "name", "kind", "code", "geojson")


_areas = Prepared(_areas_of, "slug")


def areas(viewer: Any, slug: str) -> list[AreaRow]:
    """Return the parts of a place about which something is public, as long as it has them.

    Others are not for everybody: their names and boundaries were given for the city's own use.
    """
    return [AreaRow(*row) for row in _areas(slug=slug)]
