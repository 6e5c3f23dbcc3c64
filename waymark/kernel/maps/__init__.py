"""Maps as SVG text: the outline of a place, and its areas coloured by value."""

from waymark.kernel.maps.areas import Area, AreaMap, Fitted, area_map, classes, fit
from waymark.kernel.maps.geometry import SIZE, BadBoundary
from waymark.kernel.maps.outline import MOST_POINTS, outline, simplify
from waymark.kernel.maps.vega import vega_areas

__all__ = [
    "MOST_POINTS",
    "SIZE",
    "Area",
    "AreaMap",
    "BadBoundary",
    "Fitted",
    "area_map",
    "classes",
    "fit",
    "outline",
    "simplify",
    "vega_areas",
]
