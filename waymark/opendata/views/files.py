"""Public data as files."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from waymark.base.files.names import content_disposition
from waymark.indicators.export_words import KINDS
from waymark.indicators.queries import public, public_rows
from waymark.indicators.rules.exports import formats, several
from waymark.kernel.tables import BadTable
from waymark.opendata import service, tables
from waymark.opendata.queries import dumps

CSV = "text/csv; charset=utf-8"
DUMPS = (
    *("data-package", "json", "parquet", "sdmx-csv-2.0", "sdmx-ml-2.1", "sdmx-ml-3.0"),
    "open-sdg",
)
PER_TOKEN = 50_000  # bytes of a file


def refuse(status: int, text: str, wait: int = 0) -> HttpResponse:
    """Say in a line why there is no file."""
    response = HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _csv(request: HttpRequest, wanted: public.Wanted, place: str, name: str) -> HttpResponseBase:
    tag = service.etag("csv", public.stamp(request.user, place), name)
    if unchanged := service.unchanged(request, tag):
        return service.open_to_all(unchanged, name=tag)
    with service.one_of_few():
        try:
            response = service.whole(tables.csv(request.user, wanted), CSV)
        except tables.TooLarge:
            text = "this is too much for one file; take it indicator by indicator"
            return service.open_to_all(refuse(413, text))
    response["Content-Disposition"] = content_disposition(name)
    return service.open_to_all(response, name=tag)


@service.service(refuse)
def all_csv(request: HttpRequest, place: str) -> HttpResponseBase:
    """Everything that a place has published."""
    if not public.told(request.user, place).held:
        raise Http404
    return _csv(request, public.Wanted(places=[place]), place, f"{place}.csv")


@service.service(refuse)
def dump(request: HttpRequest, place: str, kind: str) -> HttpResponseBase:
    """Everything that a place has published, in one of the formats of exports."""
    if kind not in DUMPS:
        raise Http404
    offered, made = KINDS[kind], formats.KINDS[kind]
    name = f"{place}-{kind}.{offered.ending}"
    tag = service.etag("dump", public.stamp(request.user, place), name)
    if unchanged := service.unchanged(request, tag):
        return service.open_to_all(unchanged, name=tag)
    with service.one_of_few():
        try:
            data = dumps.data(request.user, place)
        except tables.TooLarge:
            text = "this is too much for one file; take it indicator by indicator"
            return service.open_to_all(refuse(413, text))
        if data is None:
            raise Http404
        response = service.written(partial(made.write, data), offered.media_type)
    service.charge(request, int(response["Content-Length"]) / PER_TOKEN)
    response["Content-Disposition"] = content_disposition(name)
    response["Last-Modified"] = http_date(data.made_at.timestamp())
    return service.open_to_all(response, name=tag)


@service.service(refuse)
def country(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """Everything that the places of a country have published, as one file."""
    if kind not in several.KINDS or not code.isupper():
        raise Http404
    made = several.KINDS[kind]
    tag = service.etag("country", public.stamp_of_country(request.user, code), code, kind)
    if unchanged := service.unchanged(request, tag):
        return service.open_to_all(unchanged, name=tag)
    with service.one_of_few():
        try:
            told = dumps.country(request.user, code, kind)
            if told is None:
                raise Http404
            response = service.written(partial(made.write, told), made.media_type)
        except (tables.TooLarge, BadTable):
            other = "as CSV or Parquet, or " if kind == "xlsx" else ""
            text = f"this is too much for one file; take it {other}place by place"
            return service.open_to_all(refuse(413, text))
    service.charge(request, int(response["Content-Length"]) / PER_TOKEN)
    response["Content-Disposition"] = content_disposition(f"{told.slug}-{kind}.{made.ending}")
    response["Last-Modified"] = http_date(told.made_at.timestamp())
    return service.open_to_all(response, name=tag)


@service.service(refuse)
def indicator_csv(request: HttpRequest, place: str, framework: str, code: str) -> HttpResponseBase:
    """One indicator of a place."""
    found = public_rows.publication(request.user, place, framework, code)
    if found is None:
        raise Http404
    wanted = public.Wanted(places=[place], indicators=[f"{framework}:{code}"])
    return _csv(request, wanted, place, f"{place}-{framework}-{code}.csv")
