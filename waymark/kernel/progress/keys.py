"""The message keys of projections, trends and methods with peers, for whoever words them."""

from __future__ import annotations

from waymark.kernel.progress.catalogue import INDEX_ARROW, INDEX_COLOUR
from waymark.kernel.progress.projection import Shape
from waymark.kernel.progress.trend import Way

_PROJECTION = (
    *("too_few", "no_year_left", "not_positive", "out_of_range"),
    *("no_band", "bounded", "far"),
)
_TREND = ("too_few", "out_of_range")
_PEERS = ("score", "distance", "target_met")


def outlook_keys() -> frozenset[str]:
    """Every key that a projection, a trend or a result with peers can have."""
    found = {f"projection.{key}" for key in (*Shape, *_PROJECTION)}
    found |= {f"trend.{key}" for key in (*Way, *_TREND)}
    found |= {f"peers.{key}" for key in (*_PEERS, *INDEX_COLOUR.categories)}
    return frozenset(found | {f"peers.arrow_{key}" for key in INDEX_ARROW.categories})
