"""What the public pages show, as plain rows: models of all they name would take most of their time.

Like `queries.public`, it reads only what is shown to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from django.db.models import Count, Max, OuterRef, Subquery, Value
from django.db.models.functions import Concat

from waymark.base.fields import Words
from waymark.base.models import Record
from waymark.base.prepared import Prepared
from waymark.indicators import models
from waymark.indicators.queries import public


class PlaceRow(NamedTuple):
    """A place with published data, as a list shows it; `country` is the code of two letters."""

    slug: str
    name: Words
    fictional: bool
    country: str
    country_name: Words
    licence: str | None
    indicators: int
    changed_at: datetime


AT_ONCE = 50
"""Rows of a list that are read at once."""

_PLACE = ("place__slug", "place__name", "place__fictional")
_COUNTRY = ("place__country_id", "place__country__name")
_LICENCE = "place__public_terms__licence"


_places = Prepared(
    lambda: (
        public.published(None)
        .order_by()
        .values_list(*_PLACE, *_COUNTRY, _LICENCE)
        .annotate(held=Count("pk"), changed=Max("changed_at"))
    )
)


def places(viewer: Any) -> list[PlaceRow]:
    """Return every place with published data, in one query."""
    return [PlaceRow(*row) for row in _places()]


class OnePlace(NamedTuple):
    """The place of a public page."""

    slug: str
    name: Words
    fictional: bool
    country_name: Words
    licence: str | None

    def __str__(self) -> str:
        return str(self.name)


class ListRow(NamedTuple):
    """A published indicator in the list of its place, with the list that it belongs to."""

    pk: str
    changed_at: datetime
    framework: str
    framework_name: Words
    code: str
    label: Words
    place: OnePlace


_ONE_PLACE = (*_PLACE, "place__country__name", _LICENCE)
_LISTED = (
    *("pk", "changed_at", "indicator__framework_id", "indicator__framework__name"),
    *("indicator__code", "indicator__label"),
)


@lru_cache(maxsize=64)
def _listed(start: int) -> Prepared:
    def build(slug: str) -> Any:
        rows = public.published(None).filter(place__slug=slug)
        return rows.values_list(*_LISTED, *_ONE_PLACE)[start : start + AT_ONCE]

    return Prepared(build, "slug")


def listed(viewer: Any, slug: str, start: int) -> list[ListRow]:
    """Return up to fifty rows of what a place has published, by list and order."""
    own = len(_LISTED)
    rows = _listed(start)(slug=slug)
    return [ListRow(*(*row[:own], OnePlace(*row[own:]))) for row in rows]


class Newest(NamedTuple):
    """The latest number of the whole place, and its unit."""

    value: float
    period: str
    unit: str


_IDS = tuple(f"of{number}" for number in range(AT_ONCE))


def _build_newest(**publications: str) -> Any:
    latest = (
        models.PublicValue.objects.filter(series=OuterRef("pk"), value__isnull=False)
        .order_by("-end", "-start")
        .values("pk")[:1]
    )
    whole = models.PublicSeries.objects.filter(
        publication__in=list(publications.values()), area=None, dimensions={}
    ).annotate(newest=Subquery(latest))
    rows = models.PublicValue.objects.filter(pk__in=whole.values("newest")).order_by("series__key")
    return rows.values_list("series__publication_id", "value", "period", "series__unit")


_newest = Prepared(_build_newest, *_IDS)


def newest(viewer: Any, publications: Sequence[str]) -> dict[str, Newest]:
    """Return the latest shown number of the whole place by publication, for up to fifty of them.

    Of several series that differ only in their unit the first counts.
    """
    if len(publications) > AT_ONCE:
        raise ValueError(f"more than {AT_ONCE} at once")
    found: dict[str, Newest] = {}
    asked = zip_longest(_IDS, publications, fillvalue="")
    for of, *told in _newest(**dict(asked)):
        found.setdefault(of, Newest(*told))
    return found


class OneIndicator(NamedTuple):
    """The row of a list that a public page is about; named as those of `models.Indicator`."""

    framework_id: str
    framework_name: Words
    code: str
    label: Words
    domain: str
    goal: int | None
    direction: str
    status: str
    facts: Mapping[str, Any]


class Published(NamedTuple):
    """That an indicator of a place is public."""

    pk: str
    changed_at: datetime
    place: OnePlace
    indicator: OneIndicator
    stamp: tuple[Any, ...]
    """Differs when the terms, the lists, or the place's name or parts have changed."""


_INDICATOR = tuple(
    f"indicator__{name}"
    for name in (
        *("framework_id", "framework__name", "code", "label"),
        *("domain", "goal", "direction", "status", "facts"),
    )
)


_ONE = ("pk", "changed_at", *_ONE_PLACE, *_INDICATOR)
_STAMP = ("place__public_terms__changed_at", "listed", "about")


def _one_of(slug: str, framework: str, code: str) -> Any:
    found = public.published(None).order_by()
    about = Record.objects.filter(subject=Concat(Value("place:"), OuterRef("place_id")))
    return (
        found.filter(place__slug=slug, indicator__framework=framework, indicator__code=code)
        .annotate(
            listed=Subquery(models.Edition.objects.order_by("-made_at").values("made_at")[:1]),
            about=Subquery(about.order_by("-id").values("id")[:1]),
        )
        .values_list(*_ONE, *_STAMP)[:1]
    )


_publication = Prepared(_one_of, "slug", "framework", "code")


def publication(viewer: Any, slug: str, framework: str, code: str) -> Published | None:
    """Return the publication of an indicator by a place, or None where it is not public."""
    ends = len(_ONE_PLACE)
    for pk, at, *told in _publication(slug=slug, framework=framework, code=code):
        place, row, stamp = told[:ends], told[ends : -len(_STAMP)], told[-len(_STAMP) :]
        return Published(pk, at, OnePlace(*place), OneIndicator(*row), tuple(stamp))
    return None


class SeriesRow(NamedTuple):
    """A public series; `area` is the id of a part of the place, "" for the whole of it."""

    pk: int
    key: str
    area: str
    area_name: Words
    dimensions: Mapping[str, str]
    unit: str
    baseline_period: str
    baseline_value: float | None
    target_year: int | None
    target_value: float | None
    milestones: Sequence[Mapping[str, Any]]


class ValueRow(NamedTuple):
    """A number as everybody sees it, or why there is none."""

    start: date
    end: date
    period: str
    value: float | None
    status: str
    source: str
    method: str
    note: str
    text: str
    proposed: bool


class Line(NamedTuple):
    """A public series with its numbers, in the order of their periods."""

    series: SeriesRow
    values: tuple[ValueRow, ...]

    @property
    def is_total(self) -> bool:
        """Whether it speaks of the whole place and everybody in it."""
        return not self.series.area and not self.series.dimensions


_SERIES = (
    *("pk", "key", "area_id", "area__name", "dimensions", "unit", "baseline_period"),
    *("baseline_value", "target_year", "target_value", "milestones"),
)
_series = Prepared(
    lambda publication: (
        models.PublicSeries.objects.filter(publication=publication)
        .order_by("key")
        .values_list(*_SERIES)
    ),
    "publication",
)
_values = Prepared(
    lambda publication: (
        models.PublicValue.objects.filter(series__publication=publication)
        .order_by("start", "end")
        .values_list("series_id", *ValueRow._fields)
    ),
    "publication",
)


def lines(viewer: Any, publication: str) -> tuple[Line, ...]:
    """Return what is public of an indicator, the whole place first, in two queries."""
    series = [SeriesRow(*row) for row in _series(publication=publication)]
    held: dict[int, list[ValueRow]] = {row.pk: [] for row in series}
    for of, *value in _values(publication=publication):
        held[of].append(ValueRow(*value))
    found = [Line(row._replace(area=row.area or ""), tuple(held[row.pk])) for row in series]
    return tuple(sorted(found, key=lambda line: (not line.is_total, line.series.key)))
