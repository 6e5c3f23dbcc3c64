"""The map of areas as a Vega-Lite specification with its boundaries inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from waymark.kernel.charts.style import BORDER, SHADES, WASH
from waymark.kernel.charts.vega import head
from waymark.kernel.maps.areas import Area
from waymark.kernel.maps.geometry import BadBoundary, polygons_of, turn
from waymark.kernel.maps.legend import shade


def vega_areas(
    areas: Sequence[Area], edges: Sequence[float], *, title: str, desc: str, unit: str
) -> dict[str, Any]:
    """The areas that have a boundary, coloured in the classes of `edges`; without value, pale.

    Names, values and standings are their properties.
    """
    features = [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {"name": area.name, "value": area.known, "standing": area.kind},
        }
        for area in areas
        if (geometry := _geometry(area))
    ]
    number = max(1, len(edges) - 1)
    colours = [SHADES[shade(i, number) - 1] for i in range(number)]
    scale = {"type": "threshold", "domain": list(edges[1:-1]), "range": colours}
    value = {"field": "properties.value", "type": "quantitative", "title": unit or None}
    fill = {
        "condition": {"test": "!isValid(datum.properties.value)", "value": WASH},
        **value,
        "scale": scale,
    }
    tips = [{"field": "properties.name", "type": "nominal", "title": ""}, value]
    return {
        **head(title, desc),
        "width": 500,
        "height": 400,
        "projection": {"type": "mercator"},
        "data": {"values": features},
        "mark": {"type": "geoshape", "stroke": BORDER},
        "encoding": {"color": fill, "tooltip": tips},
    }


def _geometry(area: Area) -> dict[str, Any] | None:
    """The boundary with its outer rings clockwise, as Vega reads them (and GeoJSON does not)."""
    try:
        polygons = polygons_of(area.boundary) if area.boundary else []
    except BadBoundary:
        return None
    if not polygons:
        return None
    turned = [
        [ring if (turn(ring) < 0) == (i == 0) else ring[::-1] for i, ring in enumerate(rings)]
        for rings in polygons
    ]
    return {
        "type": "MultiPolygon",
        "coordinates": [[list(map(list, r)) for r in p] for p in turned],
    }
