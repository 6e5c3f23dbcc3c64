"""Values of a place that were revised after a day, for who holds a copy of that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from waymark.indicators.models import Observation, Series
from waymark.indicators.rules.revised import Known, Revision, revisions
from waymark.places.models import Place

MOST = 200


@dataclass(frozen=True)
class Revised:
    """A revision with its series."""

    series: Series
    revision: Revision

    @property
    def dims(self) -> str:
        """Of whom or what the value is, where not of all."""
        return ", ".join(f"{key}: {value}" for key, value in sorted(self.series.dimensions.items()))


def _known(row: Observation) -> Known:
    return Known(
        row.series_id, row.period, row.value, row.text, row.status, row.source, row.entered_at
    )


def revised_since(place: Place, at: datetime) -> tuple[Revised, ...]:
    """Return what was known of a place at a moment and has been revised since, 200 at the most.

    One query where nothing was, else two. The caller has already established that the viewer may
    read the place's data.
    """
    known = Observation.objects.filter(series__place=place)
    known = known.exclude(series__area__kind=Place.Kind.GRID_CELL)
    before = known.filter(entered_at__lte=at, retired_at__gt=at).select_related("series__indicator")
    then = list(before.order_by("series__indicator__code", "series_id", "year", "id")[:MOST])
    if not then:
        return ()
    series = {row.series_id: row.series for row in then}
    now = Observation.objects.filter(series__in=series, retired_at=None)
    found = revisions(map(_known, then), map(_known, now))
    return tuple(Revised(series[one.then.series], one) for one in found)
