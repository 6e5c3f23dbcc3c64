"""Public data as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from waymark.base.files.names import content_disposition
from waymark.indicators.queries import public
from waymark.opendata import service, tables

CSV = "text/csv; charset=utf-8"


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
    if not public.publications(request.user, place):
        raise Http404
    return _csv(request, public.Wanted(places=[place]), place, f"{place}.csv")


@service.service(refuse)
def indicator_csv(request: HttpRequest, place: str, framework: str, code: str) -> HttpResponseBase:
    """One indicator of a place."""
    found = public.publication(request.user, place, framework, code)
    if found is None:
        raise Http404
    wanted = public.Wanted(places=[place], indicators=[f"{framework}:{code}"])
    return _csv(request, wanted, place, f"{place}-{framework}-{code}.csv")
