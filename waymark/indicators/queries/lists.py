"""A list of indicators as one city stands to it, and the counts by domain or goal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    When,
)
from django.db.models.functions import Cast, JSONObject

from waymark.indicators import models
from waymark.indicators.queries.columns import columns
from waymark.indicators.queries.links import EXACT, NEAR, Linked, links_of, visible
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.coverage import Count as Counts
from waymark.indicators.rules.coverage import State, coverage
from waymark.indicators.rules.unit_choice import main_unit
from waymark.kernel.text import skeleton


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest value for the whole place and everybody in it."""

    period: str
    value: float
    status: str
    unit: str


@dataclass(frozen=True)
class Listed:
    """A row of the list. `groups` and `areas` count the series that have values."""

    indicator: models.Indicator
    chosen: bool = False
    key: bool = False
    latest: Latest | None = None
    values: int = 0
    groups: int = 0
    areas: int = 0
    baseline: bool = False
    target: bool = False
    answer: Listed | None = None
    """An exactly linked indicator with a value, where this one has none of its own."""
    near: tuple[Linked, ...] = ()
    """Adapted and proxy links to indicators of which the place has values; they count nothing."""

    @property
    def is_current(self) -> bool:
        """Whether the list still has it."""
        return self.indicator.retired_in_id is None and self.indicator.retired_at is None

    @property
    def part(self) -> str:
        """Its domain, or in a list without domains its goal."""
        return self.indicator.domain or str(self.indicator.goal or "")

    @property
    def state(self) -> State:
        """What coverage counts."""
        either = (self, self.answer) if self.answer else (self,)
        return State(
            part=self.part,
            chosen=self.chosen,
            value=any(row.latest is not None for row in either),
            groups=any(row.groups > 0 for row in either),
            areas=any(row.areas > 0 for row in either),
            targets=any(row.baseline and row.target for row in either),
        )


def listing(here: Here, framework: str) -> list[Listed]:
    """Return every row of a list with what the place has of it, in three queries.

    One that the list no longer has is there where the place has chosen it or has values of it.
    """
    linked = links_of(here.place, framework=framework)
    others = {link.pk for links in linked.values() for link in links if link.pk}
    held = _held(here, Q(indicator__framework=framework) | Q(indicator__in=others))
    found = [
        _beside(row, linked.get(row.indicator.pk, ()), held) for row in _rows(here, framework, held)
    ]
    return [row for row in found if row.is_current or row.chosen or row.values]


def _beside(row: Listed, links: Iterable[Linked], held: Mapping[int, Listed]) -> Listed:
    """Add what linked indicators answer for a row, and what lies near it."""
    with_value = [link for link in links if link.pk and _has_values(held.get(link.pk))]
    exact = [link for link in with_value if link.kind == EXACT]
    answer = None
    if row.values == 0 and exact and (pk := exact[0].pk) is not None:
        other = models.Indicator(pk=pk, framework_id=exact[0].framework, code=exact[0].code)
        answer = replace(held[pk], indicator=other)
    near = tuple(link for link in with_value if link.kind in NEAR)
    return replace(row, answer=answer, near=near)


def _has_values(row: Listed | None) -> bool:
    return row is not None and row.values > 0


def _rows(here: Here, framework: str, held: Mapping[int, Listed]) -> list[Listed]:
    rows = (
        models.Indicator.objects.filter(visible(here.place), framework=framework)
        .annotate(choice=FilteredRelation("choices", condition=Q(choices__place=here.place)))
        .annotate(choice_id=F("choice__id"), key=F("choice__priority"))
        .order_by("order", "code")
    )
    return [
        replace(
            held.get(row.pk, Listed(row)),
            indicator=row,
            chosen=row.choice_id is not None,
            key=bool(row.key),
        )
        for row in rows
    ]


def _held(here: Here, about: Q) -> dict[int, Listed]:
    """What there is of each indicator that has series."""
    is_total = Q(area__isnull=True, dimensions_key="")
    mine = models.Observation.objects.filter(
        series=OuterRef("pk"), retired_at__isnull=True, value__isnull=False
    )
    count = mine.order_by().values("series_id").values(count=Count("pk"))
    latest = mine.order_by("-year", "-period", "-pk").values(
        told=JSONObject(period="period", value="value", status="status")
    )
    goal = models.Target.objects.filter(series=OuterRef("pk"), retired_at__isnull=True).values(
        told=JSONObject(baseline="baseline_value", target="target_value")
    )
    rows = (
        models.Series.objects.filter(about, place=here.place)
        .annotate(held=Subquery(count))
        .annotate(latest=_of_total(is_total, latest[:1]), goal=_of_total(is_total, goal[:1]))
    )
    told = ("indicator_id", "area_id", "dimensions_key", "unit", "held", "latest", "goal")
    found: dict[int, _Tally] = {}
    for indicator, *one in columns(rows, *told, "indicator__unit"):
        tally = found.get(indicator)
        if tally is None:
            tally = found[indicator] = _Tally()
        tally.add(*one)
    return {pk: tally.listed(pk) for pk, tally in found.items()}


def _of_total(is_total: Q, told: QuerySet[Any, Any]) -> Cast:
    """What is told of series about the whole place and everybody, as text."""
    return Cast(Case(When(is_total, then=Subquery(told))), TextField())


@dataclass(slots=True)
class _Tally:
    """What there is of an indicator, counted series by series."""

    values: int = 0
    groups: int = 0
    areas: int = 0
    baseline: bool = False
    target: bool = False
    unit: str = ""
    totals: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By unit, how many values the whole place has, and the latest one."""

    def add(
        self,
        area: str | None,
        dimensions: str,
        unit: str,
        held: int | None,
        latest: str | None,
        goal: str | None,
        listed_unit: str,
    ) -> None:
        """Add a series."""
        if held:
            self.values += held
            self.groups += dimensions != ""
            self.areas += area is not None
        if latest:
            self.totals[unit] = held or 0, latest
            self.unit = listed_unit
        if goal:
            told = json.loads(goal)
            self.baseline = self.baseline or told["baseline"] is not None
            self.target = self.target or told["target"] is not None

    def listed(self, pk: int) -> Listed:
        """All of it. Of several units the latest value is shown in one."""
        latest = None
        if self.totals:
            unit = main_unit({one: count for one, (count, _) in self.totals.items()}, self.unit)
            if unit in self.totals:
                latest = Latest(**json.loads(self.totals[unit][1]), unit=unit)
        return Listed(
            models.Indicator(pk=pk),
            latest=latest,
            values=self.values,
            groups=self.groups,
            areas=self.areas,
            baseline=self.baseline,
            target=self.target,
        )


def counts_by_part(rows: Iterable[Listed]) -> tuple[Counts, ...]:
    """Return what the place has, by domain or goal."""
    return coverage(row.state for row in rows if row.is_current)


def narrowed(
    rows: Iterable[Listed], *, show: str = "all", part: str = "", words: str = ""
) -> list[Listed]:
    """Return the rows that are asked for. `words` are looked for in code and label."""
    sought = skeleton(words)
    return [
        row
        for row in rows
        if (not part or row.part == part)
        and _shown(row, show)
        and (not sought or _holds(row.indicator, sought))
    ]


def searched(
    rows: Iterable[models.Indicator], *, part: str = "", words: str = ""
) -> list[models.Indicator]:
    """Return the indicators of a part that hold the words in code or label."""
    sought = skeleton(words)
    return [
        row
        for row in rows
        if (not part or part in (row.domain, str(row.goal or "")))
        and (not sought or _holds(row, sought))
    ]


def _shown(row: Listed, show: str) -> bool:
    return {
        "chosen": row.chosen,
        "key": row.key,
        "value": row.values > 0 or row.answer is not None,
        "missing": row.chosen and row.values == 0 and row.answer is None,
    }.get(show, True)


def _holds(indicator: models.Indicator, sought: str) -> bool:
    texts = (indicator.code, indicator.target_code, *indicator.label.values())
    texts += tuple(indicator.former_codes)
    return any(sought in skeleton(text) for text in texts if text)
