"""A place's boundary: reads GeoJSON (RFC 7946), refuses what is no area on Earth, measures it.

The area is that of the polygon on the WGS 84 ellipsoid whose edges are straight lines in the
cylindrical equal-area projection: exact for edges along parallels and meridians, and within a
few parts in ten thousand of the geodesic polygon for edges as short as those of a city.

The library of geometry is loaded where it is used: it takes 0.1 s and 20 MB, and few processes
ever look at a boundary.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from waymark.kernel import canonical
from waymark.kernel.flow import Reason

MAX_BYTES = 2 * 1024 * 1024
MAX_POINTS = 50_000
MIN_AREA_KM2 = 0.01
MAX_AREA_KM2 = 2_000_000.0
DECIMALS = 6  # about 0.1 m

SEMI_MAJOR_KM = 6378.137  # WGS 84
ECCENTRICITY = math.sqrt(2 / 298.257223563 - 1 / 298.257223563**2)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A sound boundary: a GeoJSON geometry, how many points it has, its area in km²."""

    geometry: dict[str, Any]
    points: int
    area_km2: float


class BadBoundary(ValueError):
    """The text holds no usable boundary; `reason` says why."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.reason = Reason(f"boundary.{key}", params)

    @classmethod
    def too_large(cls) -> BadBoundary:
        """Say that there is more than may be read."""
        return cls("too_large", limit=f"{MAX_BYTES // 1024 // 1024} MB")


def read_boundary(raw: bytes) -> Boundary:
    """Read a Polygon or MultiPolygon, alone or as the one Feature of a file.

    Longitude comes first, in degrees of WGS 84. Raises BadBoundary.
    """
    if len(raw) > MAX_BYTES:
        raise BadBoundary.too_large()
    try:
        document = canonical.loads(raw.removeprefix(b"\xef\xbb\xbf"), max_bytes=MAX_BYTES)
    except canonical.BadDocument as error:
        raise BadBoundary("not_json", where=error.where, why=error.why) from error
    return measured(geometry_of(document))


def measured(geometry: dict[str, Any]) -> Boundary:
    """Check and measure one Polygon or MultiPolygon, as JSON has given it. Raises BadBoundary."""
    import shapely

    points = _check_positions(geometry["coordinates"])
    area = _shape(geometry)
    rounded = shapely.set_precision(area, 10.0**-DECIMALS)
    if rounded.is_empty or rounded.geom_type not in {"Polygon", "MultiPolygon"}:
        raise BadBoundary("no_area")
    size = sum(_ring_area(ring) for ring in _rings(rounded))
    if not MIN_AREA_KM2 <= size <= MAX_AREA_KM2:
        raise BadBoundary("size", area=round(size, 3))
    return Boundary(_as_geojson(rounded), points, round(size, 3))


def geometry_of(document: object) -> dict[str, Any]:
    """Find the one geometry of a document. Raises BadBoundary."""
    if not isinstance(document, dict):
        raise BadBoundary("not_geojson")
    refuse_other_crs(document)
    match document.get("type"):
        case "FeatureCollection":
            features = document.get("features")
            if not isinstance(features, list) or len(features) != 1:
                raise BadBoundary("not_one_feature")
            return geometry_of(features[0])
        case "Feature":
            return geometry_of(document.get("geometry"))
        case "Polygon" | "MultiPolygon":
            if not isinstance(document.get("coordinates"), list):
                raise BadBoundary("not_geojson")
            return document
        case other:
            raise BadBoundary("wrong_type", found=str(other)[:40])


def refuse_other_crs(document: dict[str, Any]) -> None:
    """Refuse a document that says it is in another system than WGS 84. Raises BadBoundary."""
    crs = document.get("crs")
    if crs is not None and "CRS84" not in str(crs) and "4326" not in str(crs):
        raise BadBoundary("other_crs")


def _positions(coordinates: object) -> Iterator[list[Any]]:
    """Yield the positions of nested coordinates, refusing anything else that stands there."""
    if not isinstance(coordinates, list) or not coordinates:
        raise BadBoundary("not_geojson")
    if not isinstance(coordinates[0], list):
        yield coordinates
        return
    for part in coordinates:
        yield from _positions(part)


def _check_positions(coordinates: object) -> int:
    """Count the positions; each must be a longitude and a latitude."""
    count, west, east = 0, 180.0, -180.0
    for position in _positions(coordinates):
        count += 1
        if count > MAX_POINTS:
            raise BadBoundary("too_many_points", limit=MAX_POINTS)
        if not 2 <= len(position) <= 3 or not all(_is_number(value) for value in position):
            raise BadBoundary("not_geojson")
        longitude, latitude = position[0], position[1]
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise BadBoundary("out_of_range", longitude=longitude, latitude=latitude)
        west, east = min(west, longitude), max(east, longitude)
    if east - west > 180:
        raise BadBoundary("too_wide")
    return count


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _shape(geometry: dict[str, Any]) -> Any:
    """Build the geometry; refuse one that crosses itself or is not closed."""
    import shapely
    from shapely.geometry import shape
    from shapely.validation import explain_validity

    for ring in _raw_rings(geometry):
        if len(ring) < 4 or ring[0][:2] != ring[-1][:2]:
            raise BadBoundary("ring_open")
    try:
        found = shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        raise BadBoundary("not_geojson") from error
    if not found.is_valid:
        raise BadBoundary("crosses_itself", why=explain_validity(found))
    return found


def _raw_rings(geometry: dict[str, Any]) -> Iterator[list[Any]]:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        if not isinstance(polygon, list):
            raise BadBoundary("not_geojson")
        for ring in polygon:
            if not isinstance(ring, list) or not all(isinstance(point, list) for point in ring):
                raise BadBoundary("not_geojson")
            yield ring


def _rings(found: Any) -> Iterator[tuple[int, Any]]:
    """Yield (+1, outer ring) and (-1, hole) of every polygon."""
    for polygon in getattr(found, "geoms", [found]):
        yield 1, polygon.exterior
        for hole in polygon.interiors:
            yield -1, hole


def _authalic(latitude: float) -> float:
    """Return q of Snyder (Map Projections: A Working Manual, 1987, eq. 3-12)."""
    e, sine = ECCENTRICITY, math.sin(math.radians(latitude))
    return (1 - e * e) * (
        sine / (1 - (e * sine) ** 2) - math.log((1 - e * sine) / (1 + e * sine)) / (2 * e)
    )


def _ring_area(signed: tuple[int, Any]) -> float:
    """Return the area in km² inside a ring, negative for a hole."""
    sign, ring = signed
    flat = [(math.radians(x), _authalic(y)) for x, y in ring.coords]
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(flat))
    return sign * abs(twice) / 2 * SEMI_MAJOR_KM**2 / 2


def _as_geojson(found: Any) -> dict[str, Any]:
    """Write a geometry as plain lists, outer rings counter-clockwise as RFC 7946 asks.

    A shape is always written alike, wherever its rings began: read again, it is the same.
    """
    import shapely
    from shapely.geometry import mapping

    oriented = shapely.orient_polygons(shapely.normalize(found))
    raw = mapping(oriented)
    return {"type": raw["type"], "coordinates": _lists(raw["coordinates"])}


def _lists(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_lists(item) for item in value]
    return round(float(value), DECIMALS)
