"""SDMX 2.1 REST: structures and data for statistical software."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from waymark.base.face import address
from waymark.kernel.sdmx import (
    DATA,
    STRUCTURE,
    BadSdmx,
    Format,
    Header,
    Ref,
    error_message,
    negotiate,
    write_data,
    write_structures,
)
from waymark.kernel.sdmx.query import (
    BadQuery,
    DataQuery,
    StructureQuery,
    check_key,
    parse_query,
)
from waymark.kernel.sdmx.schema import ALL_DIMENSIONS
from waymark.kernel.sdmx.select import select_structures
from waymark.opendata import service
from waymark.opendata.queries.codebook import Codebook, codebook
from waymark.opendata.queries.sdmx_data import flow_of, observations
from waymark.opendata.rules.structures import AGENCY, VERSION

XML = "application/xml; charset=utf-8"
PER_TOKEN = 50_000  # bytes of an answer
_CODES = {405: 501, 429: 503, 503: 503, 406: 140}


def refuse(status: int, text: str, wait: int = 0) -> HttpResponse:
    """An error message of SDMX-ML."""
    response = HttpResponse(
        error_message(_CODES.get(status, 500), text), status=status, content_type=XML
    )
    if wait:
        response["Retry-After"] = str(wait)
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The root says how to ask."""
    return redirect(address("help_page", "data") or "/")


@service.service(refuse)
def answer(request: HttpRequest, query: str) -> HttpResponseBase:
    """Answer a question for structures or data."""
    try:
        return _answer(request, query)
    except BadQuery as error:
        message = error_message(error.code, error.text)
        return service.open_to_all(HttpResponse(message, status=error.status, content_type=XML))
    except BadSdmx as error:
        if error.key == "sdmx.not_acceptable":
            offered = "; ".join(one.value for one in (*DATA, *STRUCTURE))
            return service.open_to_all(refuse(406, f"none of these is acceptable: {offered}"))
        if error.key == "sdmx.needs_series":
            text = f"Not implemented: detail={error.params.get('detail')} in this format"
            return service.open_to_all(
                HttpResponse(error_message(501, text), status=501, content_type=XML)
            )
        raise


def _answer(request: HttpRequest, path: str) -> HttpResponseBase:
    query = parse_query(path, {name: str(value) for name, value in request.GET.items()})
    accept = request.headers.get("Accept", "")
    format = negotiate(accept, DATA if isinstance(query, DataQuery) else STRUCTURE)
    book = codebook(request.user)
    name = service.etag("sdmx", book.stamp, format.name, path, sorted(request.GET.items()))
    if unchanged := service.unchanged(request, name):
        return service.open_to_all(unchanged, name=name, vary="Accept")
    if isinstance(query, StructureQuery):
        found = select_structures(book.structures, query)
        pieces = write_structures(found, _header(book), format=format)
        response = service.whole(pieces, format.value)
    else:
        try:
            response = _data(request, query, book, format)
        except KeyError:  # something new became public between the codes and the data
            response = _data(request, query, codebook(request.user, anew=True), format)
    service.charge(request, int(response["Content-Length"]) / PER_TOKEN)
    return service.open_to_all(response, name=name, vary="Accept")


def _data(
    request: HttpRequest, query: DataQuery, book: Codebook, format: Format
) -> HttpResponseBase:
    flow = Ref(AGENCY, flow_of(query, book), VERSION)
    schema = replace(book.schema, dataflow=flow)
    check_key(query, schema)
    with service.one_of_few():
        pieces = write_data(
            observations(request.user, query, book),
            schema,
            _header(book),
            format=format,
            flat=query.at_observation == ALL_DIMENSIONS,
            detail=query.detail,
        )
        response = service.whole(pieces, format.value)
    if format.is_csv:
        response["Content-Disposition"] = f'inline; filename="{flow.id}.csv"'
    return response


def _header(book: Codebook) -> Header:
    """Who answers. The id is that of the state of the data, so that equal answers are equal."""
    return Header("M" + service.etag(book.stamp)[1:13], datetime.now(UTC), AGENCY)
