"""Evidence files for everybody who may open them: downloads and previews."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.assessments.queries.files import preview_of, readable
from waymark.base import errors
from waymark.base.files.errors import NoPreview
from waymark.base.files.previews import preview_png
from waymark.base.files.serving import serve_download, serve_preview
from waymark.base.files.storage import BytesGone

MOST = 10**6


def _find(request: HttpRequest, item: str, seq: int) -> Any:
    found = readable(request.user, item, seq) if seq < MOST else None
    if found is None:
        raise Http404
    return found


def _number(request: HttpRequest, name: str, default: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 6 else default


@require_safe
def download(request: HttpRequest, item: str, seq: int) -> HttpResponseBase:
    """The original, as a download."""
    found = _find(request, item, seq)
    try:
        return serve_download(found.blob, found.name)
    except BytesGone as why:
        return errors.gone(request, why)


@require_safe
def picture(request: HttpRequest, item: str, seq: int, number: int) -> HttpResponseBase:
    """One page as a picture; `width` in pixels."""
    found = _find(request, item, seq)
    try:
        drawn = preview_png(found.blob, page=number, width=_number(request, "width", 960))
        return serve_preview(drawn)
    except BytesGone as why:
        return errors.gone(request, why)
    except NoPreview:
        raise Http404 from None


@require_safe
def preview(request: HttpRequest, item: str, seq: int) -> HttpResponse:
    """What of a file can be shown; as a part of a page for htmx, else as a page."""
    found = _find(request, item, seq)
    first, sheet = _number(request, "page", 1), _number(request, "sheet", 0)
    context = {
        "revision": found,
        "item": found.item,
        "preview": preview_of(found.blob, first=first, sheet=sheet),
        "sheet": sheet,
    }
    whole = request.headers.get("HX-Request") != "true"
    name = "files/preview" if whole else "files/parts/preview"
    return render(request, f"assessments/{name}.html", context)
