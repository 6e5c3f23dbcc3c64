"""What a viewer may take away of a place: everything, a list, or one indicator."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q

from waymark.indicators import models
from waymark.indicators.queries.columns import Row, ask, columns, question
from waymark.indicators.queries.known import VALUE_FIELDS, goal_of
from waymark.indicators.queries.metadata import everything_told
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.exports.model import Data, Line, Listed, Part
from waymark.indicators.rules.facts import NO_GOAL, Days, Goal, Proposed, Series, Value, dims_in
from waymark.places.models import Place

CURRENT = Q(retired_at__isnull=True)
BATCH = 500  # series whose values are held at once


@dataclass(frozen=True)
class Chosen:
    """Of what data are taken: nothing said means everything."""

    framework: str = ""
    indicator: models.Indicator | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """List and code, as far as they are said."""
        if self.indicator is not None:
            return self.indicator.framework_id, self.indicator.code
        return (self.framework,)

    @property
    def query(self) -> str:
        """The query of an address that says the same; "" for everything."""
        if self.indicator is not None:
            return "?" + urlencode({"indicator": ":".join(self.names)})
        return "?" + urlencode({"list": self.framework}) if self.framework else ""

    def of(self, before: str = "") -> Q:
        """The condition, with a path to the indicator before it."""
        if self.indicator is not None:
            return Q(**{f"{before}pk": self.indicator.pk})
        return Q(**{f"{before}framework": self.framework}) if self.framework else Q()


@dataclass(frozen=True)
class Taken:
    """Indicators by id, series in their order, and their lines, read from the database anew."""

    listed: dict[int, Listed]
    series: tuple[Series, ...]
    lines: Callable[[], Iterator[Line]]
    proposed: bool


def taken(here: Here, chosen: Chosen, described: Collection[int] = ()) -> Taken:
    """Return what the place has; indicators of which nothing is held are in `described`."""
    listed = _listed(here, chosen, described)
    names = {pk: one.name for pk, one in listed.items()}
    parts = {pk: part.slug for pk, part in here.areas.items()}
    series = {
        pk: Series(names[indicator], parts.get(area, ""), dims_in(key), unit)
        for pk, indicator, area, key, unit in _series(here, chosen)
    }
    rows = models.Target.objects.filter(
        CURRENT, chosen.of("series__indicator__"), series__place=here.place
    )
    goals = {row.series_id: goal_of(row) for row in rows}
    came = _proposed(here, chosen)
    return Taken(listed, tuple(series.values()), lambda: _lines(series, goals, came), bool(came))


def _proposed(here: Here, chosen: Chosen) -> frozenset[int]:
    """The current values that came from outside."""
    steps = models.ProposalStep.objects.filter(
        chosen.of("observation__series__indicator__"),
        observation__series__place=here.place,
        observation__retired_at=None,
    )
    return frozenset(steps.values_list("observation_id", flat=True))


def data(here: Here, chosen: Chosen, *, at: datetime) -> Data:
    """Return the data of the place in the form of exports; values are read when asked for.

    Boundaries are there if `here` was opened with them.
    """
    metadata = everything_told(here, chosen.framework, chosen.indicator)
    held = taken(here, chosen, {row.pk for row in metadata})
    return Data(
        place=_part(here.place),
        made_at=at,
        indicators=tuple(held.listed.values()),
        parts=tuple(_part(part) for part in here.areas.values()),
        series=held.series,
        lines=held.lines,
        metadata={held.listed[row.pk].name: texts for row, texts in metadata.items()},
        proposed=held.proposed,
    )


def counts(here: Here, chosen: Chosen) -> dict[str, int]:
    """Return how many indicators, series and values there are to take."""
    held = [indicator for _pk, indicator, *_more in _series(here, chosen)]
    values = models.Observation.objects.filter(
        CURRENT, chosen.of("series__indicator__"), series__place=here.place
    )
    return {
        "indicators": len(set(held)),
        "series": len(held),
        "values": values.count(),
    }


def _series(here: Here, chosen: Chosen) -> Iterator[Row]:
    """The series that have a value or a target, by list, indicator, area and breakdown."""
    value = models.Observation.objects.filter(CURRENT, series=OuterRef("pk"))
    target = models.Target.objects.filter(CURRENT, series=OuterRef("pk"))
    rows = (
        models.Series.objects.filter(chosen.of("indicator__"), place=here.place)
        .filter(Exists(value) | Exists(target))
        .order_by(
            *("indicator__framework__order", "indicator__order", "indicator__code"),
            *("indicator_id", F("area__slug").asc(nulls_first=True)),  # as both databases can
            *("dimensions_key", "unit", "pk"),
        )
    )
    return columns(rows, "pk", "indicator_id", "area_id", "dimensions_key", "unit")


def _listed(here: Here, chosen: Chosen, described: Collection[int]) -> dict[int, Listed]:
    """The indicators with which the place works, or of which it has or says something."""
    works = models.ChosenIndicator.objects.filter(place=here.place).values("indicator")
    has = models.Series.objects.filter(place=here.place).values("indicator")
    rows = models.Indicator.objects.filter(
        chosen.of(), Q(pk__in=works) | Q(pk__in=has) | Q(pk__in=list(described))
    )
    return {
        row.pk: Listed(
            row.framework_id,
            row.code,
            dict(row.label),
            row.unit,
            row.direction,
            row.goal,
            row.target_code,
        )
        for row in rows.order_by("framework__order", "order", "code", "pk")
    }


def _part(place: Place) -> Part:
    shape = None if "boundary" in place.get_deferred_fields() else place.boundary
    return Part(place.slug, dict(place.name), place.code, shape)


def _lines(
    series: dict[str, Series], goals: dict[str, Goal], proposed: frozenset[int]
) -> Iterator[Line]:
    """Each series with its values, one after the other: few are held at once."""
    waiting = iter(series)
    asked = _Asked(proposed)
    while pks := list(islice(waiting, BATCH)):
        values = asked.values(pks)
        for pk in pks:
            yield Line(series[pk], tuple(values.get(pk, ())), goals.get(pk, NO_GOAL))


class _Asked:
    """The question for the values of a few series, put together once for all of them."""

    sql = ""

    def __init__(self, proposed: frozenset[int]) -> None:
        self.proposed = proposed
        self.names = ("series_id", *VALUE_FIELDS, *["pk"] * bool(proposed))

    def values(self, series: list[str]) -> dict[str, list[Value]]:
        """The current values of these, in the order of their periods.

        Not ordered by the database, which would carry every column through joins and a sort.
        """
        found: dict[str, list[Value]] = {}
        if self.proposed:
            for pk, *fields, number in self._rows(series):
                kind = Proposed if number in self.proposed else Value
                found.setdefault(pk, []).append(kind(*fields))
        else:
            for pk, *fields in self._rows(series):
                found.setdefault(pk, []).append(Value(*fields))
        for values in found.values():
            if len(values) > 1:
                values.sort(key=_moment)
        return found

    def _rows(self, series: list[str]) -> Iterator[Row]:
        if self.sql and len(series) == BATCH:
            return ask(self.sql, tuple(series))
        rows = models.Observation.objects.filter(CURRENT, series__in=series)
        sql, params = question(rows, *self.names)
        if len(series) == BATCH and params == tuple(series):
            self.sql = sql
        return ask(sql, params)


def _moment(value: Value) -> tuple[Days, str]:
    return days_of(value.period), value.period
