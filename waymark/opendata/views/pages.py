"""Public pages: places with published data, one place, one indicator of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waymark.base.face import address, links_beside, open_address
from waymark.indicators.export_words import KINDS
from waymark.indicators.forms.publishing import LICENCE_PAGES
from waymark.indicators.queries import public, public_rows
from waymark.indicators.queries.public_rows import OnePlace, Published, SeriesRow
from waymark.indicators.rules.exports import several
from waymark.indicators.wording import DIRECTION_NAMES, named, part_name, verified
from waymark.opendata import service
from waymark.opendata.drawing import FILES, MAP, Seen, seen
from waymark.opendata.queries import pages as reads
from waymark.opendata.views.embeds import snippets
from waymark.opendata.views.files import DUMPS
from waymark.places.queries.succession import of_slug
from waymark.places.wording import breaks_series, lines, others_in

PER_PAGE = public_rows.AT_ONCE
Unchanged = HttpResponseBase | None


def kept(request: HttpRequest, response: HttpResponse, name: str) -> HttpResponse:
    """Let a browser keep the page and ask whether it has changed."""
    if not request.user.is_authenticated:
        response["ETag"] = name
        response["Cache-Control"] = "private, no-cache"
    return response


def same(request: HttpRequest, *about: object) -> tuple[str, Unchanged]:
    """The name of a page by what it is made from, and the answer for who has it already."""
    name = service.etag(*about, get_language(), request.get_full_path())
    known = request.user.is_authenticated or request.COOKIES.get("messages")
    return name, None if known else service.unchanged(request, name)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Places with published data, by country and name."""
    every = reads.places(request.user)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    called = reads.called(request.user, words)
    name, unchanged = same(request, every, sorted(called))
    if unchanged:
        return unchanged
    country = request.GET.get("country", "")[:2]
    found = reads.narrowed(every, words, country, called)
    paged = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    countries = {one.country: one.country_name for one in every}
    context = {
        "words": words,
        "country": country,
        "countries": list(countries.items()),
        "page": paged,
        "groups": reads.by_country(paged.object_list),
        "kinds": [KINDS[kind] for kind in several.KINDS] if country in countries else [],
        "whole": countries.get(country, ""),
        "help_url": address("help_page", "data"),
    }
    return kept(request, render(request, "opendata/index.html", context), name)


@require_safe
def place(request: HttpRequest, place: str) -> HttpResponseBase:
    """What one place has published."""
    told = public.told(request.user, place)
    pk, before = of_slug(request.user, place)
    name, unchanged = same(request, told, *(one.row.pk for one in before))
    if unchanged:
        return unchanged
    listing = reads.Listing(request.user, place, told.held)
    paged = Paginator(listing, PER_PAGE).get_page(request.GET.get("page"))
    shown = reads.shown(request.user, list(paged.object_list))
    if shown is None:
        raise Http404
    to = open_address("opendata:dump", place)
    context = {
        "place": shown.place,
        "page": paged,
        "lists": shown.lists,
        "dumps": [(KINDS[kind].name, to(kind)) for kind in DUMPS],
        "values": reads.values_held(request.user, place, told),
        "changed_at": told.changed_at,
        "help_url": address("help_page", "data"),
        "lineage": list(lines(before, pk)),
        "breaks": breaks_series(before),
        "links": links_beside("places", request, others_in(before, pk)) if before else [],
        **_licence(shown.place),
    }
    return kept(request, render(request, "opendata/place.html", context), name)


def _licence(place: OnePlace) -> dict[str, str]:
    licence = place.licence or ""
    return {"licence": licence, "licence_url": LICENCE_PAGES.get(licence, "")}


@require_safe
def indicator(request: HttpRequest, place: str, framework: str, code: str) -> HttpResponseBase:
    """One published indicator: chart, table, sources, downloads."""
    found = public_rows.publication(request.user, place, framework, code)
    if found is None:
        raise Http404
    name, unchanged = same(request, found)
    if unchanged:
        return unchanged
    shown = seen(request.user, found, request.GET.dict())
    row = found.indicator
    context = {
        "publication": found,
        "place": found.place,
        "indicator": row,
        "part": part_name(row.domain or str(row.goal or "")),
        "direction": named(DIRECTION_NAMES, row.direction) if row.direction else "",
        "verification": verified(row),
        "unit": shown.unit,
        "units": shown.units,
        "by": shown.by,
        "splits": _ways(shown),
        "on_map": shown.on_map,
        "steps": _steps(shown),
        "figure": shown.figure,
        "files": _files(found, shown) if shown.figure and shown.figure.svg else [],
        "snippets": snippets(found, shown, get_language() or "en"),
        "left": shown.left,
        "courses": shown.courses,
        "periods": [] if shown.on_map else reads.periods(shown.courses),
        "from_residents": shown.from_residents,
        "whole": _whole(shown),
        "sources": reads.sources(shown.lines),
        "api": f"{reverse('opendata:api_observations')}?place={place}&indicator={framework}:{code}",
        "help_url": address("help_page", "data"),
        **_licence(found.place),
    }
    return kept(request, render(request, "opendata/indicator.html", context), name)


def _ways(shown: Seen) -> list[tuple[str, str]]:
    """The ways to look at the series: what stands in the address, and words."""
    ways = [(key, split.name) for key, split in shown.splits.items()]
    return [*ways, (MAP, _("Map of areas"))] if reads.AREA in shown.splits else ways


def _steps(shown: Seen) -> list[tuple[str, str]]:
    """Links from a map to the years before and after."""
    if shown.on_map is None:
        return []
    ways = (
        (shown.on_map.before, _("Earlier: %(year)s")),
        (shown.on_map.after, _("Later: %(year)s")),
    )
    unit = {"unit": shown.unit} if len(shown.units) > 1 else {}
    return [
        (words % {"year": year}, urlencode({"by": MAP, **unit, "year": year}))
        for year, words in ways
        if year is not None
    ]


def _whole(shown: Seen) -> SeriesRow | None:
    """The series that the page is about, if it is about one."""
    return shown.courses[0].line.series if len(shown.courses) == 1 else None


def _files(publication: Published, shown: Seen) -> list[tuple[str, str]]:
    """The files of the chart: words and addresses."""
    row = publication.indicator
    where = [publication.place.slug, row.framework_id, row.code]
    query = shown.query(get_language() or "en")
    to = open_address("opendata:chart", *where)
    return [(name, f"{to(kind)}?{query}") for kind, name in FILES.items()]
