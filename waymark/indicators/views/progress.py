"""Results of methods to take away: everything from which they can be worked out again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from waymark.indicators.methods import method_of
from waymark.indicators.queries import series as reads
from waymark.indicators.queries.place import Here, indicator
from waymark.indicators.queries.stored import progress_document
from waymark.indicators.rules.judging import as_bytes
from waymark.indicators.views.common import city_page, download, found
from waymark.kernel.progress import METHODS

JSON = "application/json"


@require_safe
@city_page
def progress_json(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """The verdict on every series of an indicator, by the method asked for, as JSON."""
    row = found(indicator(at, framework, code))
    document = progress_document(at, reads.detail(at, row), asked_method(request, at))
    name = f"{at.place.slug}-{framework}-{code}-progress.json"
    return download(as_bytes(document), name, JSON)


def asked_method(request: HttpRequest, at: Here) -> str:
    """Return the method asked for, else the one that holds for the city."""
    asked = request.GET.get("method", "")
    return asked if asked in METHODS else method_of(at.viewer, at.place)
