"""What a place has published of one list about the whole of it, for its profile."""

from __future__ import annotations

from typing import Any, NamedTuple

from waymark.base.fields import Words
from waymark.base.prepared import Prepared
from waymark.indicators import models
from waymark.indicators.queries import public
from waymark.indicators.rules.seen import Seen, SeenLine

LOCAL = models.LOCAL
"""The list of indicators that cities have made for themselves; it has no page of its own."""


class Listed(NamedTuple):
    """A published row of the list, with the series of the whole place that it has."""

    pk: str
    code: str
    label: Words
    domain: str
    goal: int | None
    framework_name: Words
    place_name: Words
    country_name: Words
    fictional: bool
    licence: str | None


_FIELDS = (
    *("pk", "indicator__code", "indicator__label", "indicator__domain", "indicator__goal"),
    *("indicator__framework__name", "place__name", "place__country__name", "place__fictional"),
    "place__public_terms__licence",
)
_listed = Prepared(
    lambda slug, framework: (
        public.published(None)
        .filter(place__slug=slug, indicator__framework=framework)
        .values_list(*_FIELDS)
    ),
    *("slug", "framework"),
)
_values = Prepared(
    lambda slug, framework: (
        models.PublicValue.objects.filter(
            series__publication__withdrawn_at=None,
            series__publication__indicator__retired_at=None,
            series__publication__place__slug=slug,
            series__publication__indicator__framework=framework,
            series__area=None,
            series__dimensions={},
        )
        .order_by("series__key", "start", "end")
        .values_list(
            *("series__publication_id", "series__unit", "start", "value", "status", "source")
        )
    ),
    *("slug", "framework"),
)


def listed(viewer: Any, slug: str, framework: str) -> list[Listed]:
    """Return what a place has published of a list, in its order."""
    return [Listed(*row) for row in _listed(slug=slug, framework=framework)]


def wholes(viewer: Any, slug: str, framework: str) -> dict[str, list[SeenLine]]:
    """Return the series of the whole place by publication, one for each unit."""
    held: dict[tuple[str, str], list[Seen]] = {}
    for of, unit, start, *told in _values(slug=slug, framework=framework):
        held.setdefault((of, unit), []).append(Seen(start.year, *told))
    found: dict[str, list[SeenLine]] = {}
    for (of, unit), values in held.items():
        found.setdefault(of, []).append(SeenLine(of, "", unit=unit, values=tuple(values)))
    return found
