"""What everybody would see of indicators of a place: read from its data, small numbers withheld.

It asks for no permit: what it returns for the city's own eyes is asked for by `queries.publishing`,
what it returns for everybody is stored by `actions.publishing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from waymark.indicators import models
from waymark.indicators.queries.areas import layers_of
from waymark.indicators.queries.known import goal_of
from waymark.indicators.queries.links import EXACT, links_of
from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.disclosure import Marks, Row, Told, disclose
from waymark.indicators.rules.facts import Days, Goal, dims_of
from waymark.indicators.rules.layers import beside_others
from waymark.indicators.rules.public import PublicLine, PublicNumber, series_key
from waymark.indicators.rules.suppression import LIMITS, Limits, Mark
from waymark.indicators.rules.units import Kind, read_unit
from waymark.kernel.period import BadPeriod
from waymark.places.models import Place

_BASELINE = "/baseline"


@dataclass(frozen=True)
class Wish:
    """An indicator that is public or is to be; with its notes, and as a count of people."""

    indicator: models.Indicator
    notes: bool = False
    counts: bool = False


@dataclass(frozen=True)
class Disclosed:
    """A series of the city beside what everybody sees of it; `marks` in the order of `held`."""

    indicator_id: int
    series: models.Series
    held: tuple[models.Observation, ...]
    marks: tuple[Mark, ...]
    public: PublicLine


def limits_of(place: Place) -> Limits:
    """From which number on a place shows counts and groups."""
    found = models.PublicTerms.objects.filter(place=place).first()
    return Limits(found.count_under, found.size_under) if found else LIMITS


def wishes_of(place: Place) -> list[Wish]:
    """What is public of a place now."""
    rows = models.Publication.objects.filter(place=place, withdrawn_at=None)
    return [
        Wish(row.indicator, row.notes, row.counts)
        for row in rows.select_related("indicator").order_by("indicator__order", "indicator_id")
    ]


def disclosed(place: Place, wishes: Sequence[Wish], limits: Limits) -> list[Disclosed]:
    """Return every series of these indicators with what everybody would see of it, in order."""
    by_indicator = {wish.indicator.pk: wish for wish in wishes}
    about = {"series__place": place, "series__indicator__in": by_indicator}
    series = list(
        models.Series.objects.filter(place=place, indicator__in=by_indicator)
        .select_related("area")
        .order_by("indicator__framework__order", "indicator__order", "indicator_id", "pk")
    )
    held = _held(series, about)
    goals = {
        row.series_id: goal_of(row)
        for row in models.Target.objects.filter(**about, retired_at=None)
    }
    series = [row for row in series if held[row.pk] or row.pk in goals]
    families = _families(place, by_indicator)
    counting = _counting(place, series)
    rows = [
        made
        for row in series
        for made in _rows(
            row,
            families[row.indicator_id],
            held[row.pk],
            goals.get(row.pk),
            counts=by_indicator[row.indicator_id].counts or row.indicator_id in counting,
        )
    ]
    areas = layers_of(place.parts.all())
    beside = beside_others(((row.id, row.family, row.area) for row in rows), areas)
    marks = {
        spot: Mark.SECONDARY if spot[0] in beside and mark is Mark.SHOWN else mark
        for spot, mark in disclose(rows, areas, limits).items()
    }
    found = [
        _seen(place, row, held[row.pk], goals.get(row.pk), by_indicator[row.indicator_id], marks)
        for row in series
    ]
    return sorted(found, key=lambda one: one.public.key)


def _held(
    series: Iterable[models.Series], about: Mapping[str, Any]
) -> dict[str, list[models.Observation]]:
    """The current values of each series, with `proposed`: whether they came from outside."""
    held: dict[str, list[models.Observation]] = {row.pk: [] for row in series}
    accepted = models.ProposalStep.objects.filter(observation=OuterRef("pk"))
    current = models.Observation.objects.filter(**about, retired_at=None)
    shown = current.annotate(proposed=Exists(accepted))
    for value in shown.order_by("year", "period", "pk"):
        held[value.series_id].append(value)
    return held


def _counting(place: Place, series: Sequence[models.Series]) -> set[int]:
    """The indicators that count people because the city says so, where their units do not."""
    if not any(read_unit(row.unit).kind is Kind.OTHER for row in series):
        return set()
    chosen = models.ChosenIndicator.objects.filter(place=place, counts_people=True)
    return set(chosen.values_list("indicator_id", flat=True))


def related(place: Place, wishes: Sequence[Wish], touched: Iterable[int]) -> list[Wish]:
    """Return those of the wishes whose small numbers hang together with those of some indicators.

    The touched ones need not be among the wishes.
    """
    if not wishes:
        return []
    families = _families(place, {*touched, *(wish.indicator.pk for wish in wishes)})
    wanted = {families[pk] for pk in touched}
    return [wish for wish in wishes if families[wish.indicator.pk] in wanted]


def _families(place: Place, indicators: Iterable[int]) -> dict[int, str]:
    """Under one name those that say the same thing, by exact links in any number of steps."""
    of: dict[int, int] = {}

    def root(pk: int) -> int:
        while of.setdefault(pk, pk) != pk:
            pk = of[pk]
        return pk

    wanted = list(indicators)
    for pk, links in links_of(place, pk__in=wanted).items():
        for link in links:
            if link.kind == EXACT and link.pk is not None:
                of[root(pk)] = root(link.pk)
    return {pk: str(root(pk)) for pk in wanted}


def _days(period: str) -> Days | None:
    try:
        return days_of(period)
    except BadPeriod:
        return None


def _rows(
    row: models.Series,
    family: str,
    held: Iterable[models.Observation],
    goal: Goal | None,
    *,
    counts: bool,
) -> list[Row]:
    """A series as the rule sees it, and its baseline beside it."""
    about = (family, row.area_id or "", dims_of(row.dimensions), row.unit)
    told = tuple(
        Told(days_of(v.period), v.value, v.status, v.sample_size, bool(v.text)) for v in held
    )
    found = [Row(row.pk, *about, told, counts)]
    days = _days(goal.baseline_period) if goal else None
    if goal and days and goal.baseline_value is not None:
        baseline = (Told(days, goal.baseline_value),)
        found.append(Row(row.pk + _BASELINE, *about, baseline, counts))
    return found


def _seen(
    place: Place,
    row: models.Series,
    held: Sequence[models.Observation],
    goal: Goal | None,
    wish: Wish,
    marks: Marks,
) -> Disclosed:
    own = tuple(marks[row.pk, days_of(value.period)] for value in held)
    indicator = wish.indicator
    line = PublicLine(
        key=series_key(
            place.slug,
            f"{indicator.framework_id}:{indicator.code}",
            row.area.slug if row.area else "",
            row.dimensions_key,
            row.unit,
        ),
        area_id=row.area_id,
        dimensions=dict(row.dimensions),
        unit=row.unit,
        numbers=tuple(
            _number(value, mark, notes=wish.notes) for value, mark in zip(held, own, strict=True)
        ),
        **_aims(row, goal or Goal(), marks, all_shown=not any(mark.hidden for mark in own)),
    )
    return Disclosed(indicator.pk, row, tuple(held), own, line)


def _number(value: Any, mark: Mark, *, notes: bool) -> PublicNumber:
    """A value as everybody sees it. Its note is public only where the city says so."""
    start, end = days_of(value.period)
    if mark.hidden:
        return PublicNumber(start, end, value.period, None, "Q")
    return PublicNumber(
        start,
        end,
        value.period,
        value.value,
        value.status,
        value.source,
        value.method,
        value.sample_size,
        value.margin,
        value.note if notes else "",
        value.next_update,
        value.source_type,
        value.quality,
        value.text,
        value.proposed,
    )


def _aims(
    row: models.Series, goal: Goal, marks: Mapping[tuple[str, Days], Mark], *, all_shown: bool
) -> dict[str, Any]:
    """Baseline and target as far as they may be seen.

    A target is set from a value that everybody then could guess: it goes where any value goes.
    """
    found: dict[str, Any] = {}
    days = _days(goal.baseline_period)
    has_baseline = goal.baseline_value is not None
    safe = marks[row.pk + _BASELINE, days] is Mark.SHOWN if has_baseline and days else all_shown
    if has_baseline and safe:
        found["baseline_period"] = goal.baseline_period
        found["baseline_value"] = goal.baseline_value
    if all_shown and safe:
        if goal.target_value is not None:
            found["target_year"], found["target_value"] = goal.target_year, goal.target_value
        found["milestones"] = goal.milestones
    return found
