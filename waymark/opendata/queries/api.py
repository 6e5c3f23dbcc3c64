"""What the JSON API answers, in the shapes of `shapes`; lists always in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from waymark.indicators.queries import public
from waymark.indicators.queries.editions import framework, rows
from waymark.indicators.queries.editions import lists as shared_lists
from waymark.indicators.queries.links import links_of
from waymark.indicators.queries.lists import searched
from waymark.opendata import shapes
from waymark.opendata.queries.pages import named_like

CHUNK = 500
MOST_CHUNKS = 100
"""Of series that are looked through for one page of values."""


@dataclass(frozen=True)
class Answer:
    """One page of a list: its items, and where the next one begins."""

    items: list[Any]
    after: tuple[str, ...] | None = None


def paged(found: Sequence[Any], asked: Mapping[str, Any], key: Callable[[Any], str]) -> Answer:
    """Return the page that is asked for of things sorted by a key that is each one's own."""
    after = asked.get("after")
    left = [one for one in found if key(one) > after[0]] if after else list(found)
    limit = asked["limit"]
    page = left[:limit]
    return Answer(page, (key(page[-1]),) if len(left) > limit else None)


def lists(viewer: Any, asked: Mapping[str, Any]) -> Answer:
    """Return every shared list."""
    found = [
        shapes.ListItem(
            code=row.framework.code,
            name=dict(row.framework.name),
            edition=row.framework.edition,
            source=row.framework.source,
            indicators=row.rows,
            url=reverse("indicator_list", args=[row.framework.code]),
        )
        for row in shared_lists(viewer)
    ]
    return paged(sorted(found, key=lambda one: one.code), asked, lambda one: one.code)


def list_indicators(viewer: Any, code: str, asked: Mapping[str, Any]) -> Answer | None:
    """Return the rows of a shared list; None where there is no such list."""
    if framework(viewer, code) is None:
        return None
    part = asked["domain"] or str(asked["goal"] or "")
    found = searched(rows(viewer, code), part=part, words=asked["q"] or "")
    answer = paged(sorted(found, key=lambda row: row.code), asked, lambda row: row.code)
    links = links_of(None, pk__in=[row.pk for row in answer.items])
    items = [_indicator(row, links.get(row.pk, ())) for row in answer.items]
    return Answer(items, answer.after)


def indicator(viewer: Any, list_code: str, code: str) -> shapes.IndicatorItem | None:
    """Return a row of a shared list by its code or a former one, or None."""
    found = public.indicator(viewer, list_code, code)
    if found is None:
        return None
    return _indicator(found, links_of(None, pk=found.pk).get(found.pk, ()))


def _indicator(row: Any, links: Iterable[Any]) -> shapes.IndicatorItem:
    return shapes.IndicatorItem(
        id=f"{row.framework_id}:{row.code}",
        list=row.framework_id,
        code=row.code,
        label=dict(row.label),
        unit=row.unit,
        direction=row.direction,
        domain=row.domain,
        goal=row.goal,
        target=row.target_code,
        status=row.status,
        former_codes=tuple(row.former_codes),
        links=tuple(shapes.LinkItem(link.kind, link.name, link.verified) for link in links),
    )


def places(viewer: Any, asked: Mapping[str, Any]) -> Answer:
    """Return places with published data."""
    country = (asked["country"] or "").upper()
    found = [
        one
        for one in public.places(viewer)
        if named_like(one.place.name, asked["q"] or "")
        and country in ("", one.place.country_id, one.place.country.iso3)
    ]
    answer = paged(found, asked, lambda one: one.place.slug)
    return Answer([_place(one) for one in answer.items], answer.after)


def place(viewer: Any, slug: str) -> shapes.PlaceItem | None:
    """Return one of them, or None."""
    found = next((one for one in public.places(viewer, slug) if one.place.slug == slug), None)
    return _place(found) if found else None


def _place(one: public.PublicPlace) -> shapes.PlaceItem:
    row = one.place
    return shapes.PlaceItem(
        id=row.slug,
        name=dict(row.name),
        kind=row.kind,
        country=shapes.CountryItem(row.country.iso3, row.country.m49, dict(row.country.name)),
        population=row.population,
        population_year=row.population_year,
        fictional=row.fictional,
        licence=one.licence,
        indicators=one.indicators,
        changed_at=one.changed_at,
        url=reverse("opendata:place", args=[row.slug]),
    )


def place_indicators(viewer: Any, slug: str, asked: Mapping[str, Any]) -> Answer | None:
    """Return what a place has published; None where it has published nothing."""
    found = public.publications(viewer, slug)
    if not found:
        return None
    wanted = [row for row in found if asked["list"] in (None, row.indicator.framework_id)]
    wanted.sort(key=_name)
    answer = paged(wanted, asked, _name)
    return Answer([_published(slug, row) for row in answer.items], answer.after)


def _name(publication: Any) -> str:
    return f"{publication.indicator.framework_id}:{publication.indicator.code}"


def _published(slug: str, row: Any) -> shapes.PublishedItem:
    args = [slug, row.indicator.framework_id, row.indicator.code]
    return shapes.PublishedItem(
        place=slug,
        indicator=_name(row),
        label=dict(row.indicator.label),
        unit=row.indicator.unit,
        direction=row.indicator.direction,
        published_at=row.published_at,
        changed_at=row.changed_at,
        url=reverse("opendata:indicator", args=args),
        csv=reverse("opendata:indicator_csv", args=args),
    )


def wanted_of(asked: Mapping[str, Any]) -> public.Wanted:
    """The part of a question for series that the database answers."""
    return public.Wanted(
        places=asked["place"],
        country=asked["country"] or "",
        framework=asked["list"] or "",
        indicators=asked["indicator"],
        areas=["" if area == "none" else area for area in asked["area"]],
        units=asked["unit"],
    )


def fits(dimensions: Mapping[str, str], asked: Sequence[str]) -> bool:
    """Whether a breakdown is one of those asked for, each of which names one of its groups."""
    if not asked:
        return True
    pairs = {f"{name}:{group}" for name, group in dimensions.items()} or {"none"}
    return not pairs.isdisjoint(asked)


def _series(
    viewer: Any, asked: Mapping[str, Any], after: str, most: int, *, itself: bool = False
) -> list[Any]:
    """The next series behind a key, or from it on, that the database finds."""
    behind = {"key__gte": after} if itself else {"key__gt": after}
    return list(public.series(viewer, wanted_of(asked)).filter(**behind)[:most])


def series(viewer: Any, asked: Mapping[str, Any]) -> Answer:
    """Return published series."""
    limit, after = asked["limit"], (asked["after"] or ("",))[0]
    found: list[Any] = []
    for _round in range(MOST_CHUNKS):
        rows = _series(viewer, asked, after, CHUNK)
        found += [row for row in rows if fits(row.dimensions, asked["breakdown"])]
        after = rows[-1].key if rows else after
        if len(found) > limit:
            return Answer([_one_series(row) for row in found[:limit]], (found[limit - 1].key,))
        if len(rows) < CHUNK:
            return Answer([_one_series(row) for row in found])
    return Answer([_one_series(row) for row in found], (after,))


def _one_series(row: Any) -> shapes.SeriesItem:
    aim = shapes.Aim
    baseline = row.baseline_value
    return shapes.SeriesItem(
        place=row.publication.place.slug,
        indicator=_name(row.publication),
        area=row.area.slug if row.area else None,
        area_name=dict(row.area.name) if row.area else None,
        breakdown=dict(row.dimensions),
        unit=row.unit,
        baseline=None if baseline is None else aim(row.baseline_period, baseline),
        target=None if row.target_value is None else aim(str(row.target_year), row.target_value),
        milestones=[aim(str(mark["year"]), mark["value"]) for mark in row.milestones],
    )


def observations(viewer: Any, asked: Mapping[str, Any]) -> Answer:
    """Return published values; the next page begins behind one of them, or behind a series."""
    key, start, end = ((asked["after"] or ()) + ("", "", ""))[:3]
    limit = asked["limit"]
    found: list[tuple[Any, Any]] = []
    for _round in range(MOST_CHUNKS):
        rows = _series(viewer, asked, key, CHUNK, itself=bool(start))
        held = {row.pk: row for row in rows if fits(row.dimensions, asked["breakdown"])}
        values = public.values(
            viewer,
            held,
            start=asked["from"],
            end=asked["to"],
            changed_after=asked["changed_since"],
        )
        if start:
            days = (date.fromisoformat(start), date.fromisoformat(end))
            values = values.exclude(_until(key, *days))
        found += [(held[v.series_id], v) for v in values[: limit + 1 - len(found)]]
        if len(found) > limit:
            row, value = found[limit - 1]
            place = (row.key, value.start.isoformat(), value.end.isoformat())
            return Answer([_value(*one) for one in found[:limit]], place)
        if len(rows) < CHUNK:
            return Answer([_value(*one) for one in found])
        key, start = rows[-1].key, ""
    return Answer([_value(*one) for one in found], (key,))


def _until(key: str, start: date, end: date) -> Q:
    """The values of a series up to one of them."""
    return Q(series__key=key) & (Q(start__lt=start) | Q(start=start, end__lte=end))


def _value(row: Any, value: Any) -> shapes.ObservationItem:
    return shapes.ObservationItem(
        place=row.publication.place.slug,
        indicator=_name(row.publication),
        area=row.area.slug if row.area else None,
        breakdown=row.dimensions,
        unit=row.unit,
        period=value.period,
        start=value.start,
        end=value.end,
        value=value.value,
        status=value.status,
        text=value.text,
        source=value.source,
        source_type=value.source_type,
        method=value.method,
        quality=value.quality,
        sample_size=value.sample_size,
        margin=value.margin,
        note=value.note,
        next_update=value.next_update,
        proposed=value.proposed,
        changed_at=value.changed_at,
    )
