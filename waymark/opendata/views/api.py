"""The JSON API, version 1: public data for scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from waymark import VERSION
from waymark.base.face import address
from waymark.indicators.queries import public
from waymark.opendata import openapi, service, shapes
from waymark.opendata.queries import api as reads
from waymark.opendata.queries import coverage as covered
from waymark.opendata.queries import progress as progressed
from waymark.opendata.rules.endpoints import BY_NAME
from waymark.opendata.rules.questions import Wrong, cursor, read

JSON = "application/json"
PER_TOKEN = 2_000  # items of an answer
Asked = Mapping[str, Any]


class NoAnswer(Exception):
    """A question that can't be answered."""

    def __init__(self, status: int, detail: str, wrong: list[Wrong] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.wrong = status, detail, wrong or []


def problem(
    status: int, detail: str, wait: int = 0, wrong: list[Wrong] | None = None
) -> HttpResponse:
    """Say why there is no answer, in the form of RFC 9457."""
    told = shapes.Problem("about:blank", HTTPStatus(status).phrase, status, detail)
    if wrong:
        told.errors = [shapes.ProblemPart(one.parameter, one.detail) for one in wrong]
    content = msgspec.json.encode(told)
    response = HttpResponse(content, status=status, content_type="application/problem+json")
    if wait:
        response["Retry-After"] = str(wait)
    return response


Ask = Callable[..., Any]


def question(name: str) -> Callable[[Ask], Callable[..., HttpResponseBase]]:
    """Make a view of a function from a viewer, the parameters and what the path names.

    It reads the parameters by the table of questions, tells who has the answer already that
    nothing has changed, and writes the answer as JSON.
    """
    endpoint = BY_NAME[name]

    def wrapped(ask: Ask) -> Callable[..., HttpResponseBase]:
        @service.service(problem)
        def answered(request: HttpRequest, **path: str) -> HttpResponseBase:
            asked, wrong = read(endpoint.params, dict(request.GET.lists()))
            if wrong:
                text = "some parameters can’t be used"
                return service.open_to_all(problem(400, text, wrong=wrong))
            tag = service.etag("api", public.stamp(request.user), request.get_full_path())
            if unchanged := service.unchanged(request, tag):
                return service.open_to_all(unchanged, name=tag)
            found = ask(request.user, asked, **path)
            if found is None:
                text = "there is no such thing here, or it is not public"
                return service.open_to_all(problem(404, text))
            if isinstance(found, reads.Answer):
                service.charge(request, len(found.items) / PER_TOKEN)
                found = {"items": found.items, "next": _next(request, found)}
            content = msgspec.json.encode(found)
            return service.open_to_all(HttpResponse(content, content_type=JSON), name=tag)

        return answered

    return wrapped


def _next(request: HttpRequest, answer: reads.Answer) -> str | None:
    """Where the next page is."""
    if answer.after is None:
        return None
    asked = request.GET.copy()
    asked["after"] = cursor(*answer.after)
    return f"{request.path}?{asked.urlencode()}"


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The root of all versions leads to how they are used."""
    return redirect(address("help_page", "data") or "/")


@question("root")
def root(viewer: Any, asked: Asked) -> shapes.Root:
    """Where to begin."""
    names = ("lists", "places", "series", "observations", "methods", "progress")
    return shapes.Root(
        name="Waymark public data",
        version=VERSION,
        documentation=address("help_page", "data"),
        openapi=reverse("opendata:api_document"),
        sdmx=reverse("opendata:sdmx_index"),
        links={name: reverse(f"opendata:api_{name}") for name in names},
    )


@service.service(problem)
def document(request: HttpRequest) -> HttpResponseBase:
    """The OpenAPI document."""
    tag = service.etag("openapi")
    content = msgspec.json.encode(openapi.document())
    response = service.unchanged(request, tag) or HttpResponse(content, content_type=JSON)
    return service.open_to_all(response, name=tag)


@service.service(problem)
def nothing(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Any other address."""
    return service.open_to_all(problem(404, "there is no such address in this API"))


@question("lists")
def lists(viewer: Any, asked: Asked) -> reads.Answer:
    """Lists of indicators."""
    return reads.lists(viewer, asked)


@question("list_indicators")
def list_indicators(viewer: Any, asked: Asked, list: str) -> reads.Answer | None:
    """Rows of a list."""
    return reads.list_indicators(viewer, list, asked)


@question("indicator")
def indicator(viewer: Any, asked: Asked, list: str, code: str) -> shapes.IndicatorItem | None:
    """One row of a list."""
    return reads.indicator(viewer, list, code)


@question("places")
def places(viewer: Any, asked: Asked) -> reads.Answer:
    """Places with published data."""
    return reads.places(viewer, asked)


@question("place")
def place(viewer: Any, asked: Asked, place: str) -> shapes.PlaceItem | None:
    """One of them."""
    return reads.place(viewer, place)


@question("place_indicators")
def place_indicators(viewer: Any, asked: Asked, place: str) -> reads.Answer | None:
    """What a place has published."""
    return reads.place_indicators(viewer, place, asked)


@question("series")
def series(viewer: Any, asked: Asked) -> reads.Answer:
    """Published series."""
    return reads.series(viewer, asked)


@question("observations")
def observations(viewer: Any, asked: Asked) -> reads.Answer:
    """Published values."""
    return reads.observations(viewer, asked)


@question("coverage")
def coverage(viewer: Any, asked: Asked, place: str) -> reads.Answer | None:
    """How much of the lists a place has published."""
    return covered.counts(viewer, place, asked)


@question("methods")
def methods(viewer: Any, asked: Asked) -> reads.Answer:
    """Methods of progress."""
    return progressed.methods(viewer, asked)


@question("progress")
def progress(viewer: Any, asked: Asked) -> reads.Answer | None:
    """How far a place has come."""
    return progressed.progress(viewer, asked)
