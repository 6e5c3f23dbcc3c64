"""The library for everybody: the list, one entry, and the list as files."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.base import face
from waymark.library import exports
from waymark.library.forms.curating import CheckForm
from waymark.library.forms.finding import FindForm, wanted
from waymark.library.queries import items as reads
from waymark.library.shown import card, page_of

PER_PAGE = 20


def _wanted(request: HttpRequest) -> reads.Wanted:
    return wanted(request.GET, curator=reads.may_curate(request.user))


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All that fits, by title in the reader's language."""
    asked, curator = _wanted(request), reads.may_curate(request.user)
    page = Paginator(reads.shown(request.user, asked), PER_PAGE).get_page(request.GET.get("page"))
    criteria = [
        (entry.url.rstrip("/").rpartition("/")[2], entry.label)
        for entry in face.links_beside("library.criteria", request, None)
    ]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "cards": [card(row) for row in page.object_list],
        "form": FindForm(asked, reads.present(request.user), criteria, curator=curator),
        "asked": asked,
        "query": f"?{query.urlencode()}" if query else "",
        "curator": curator,
        "beside": face.links_beside("library.list", request, None),
        "curating": face.links_beside("library.curate", request, None) if curator else (),
    }
    return render(request, "library/list.html", context)


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One entry with all that is known of it, and how sure that is."""
    return draw(request, code)


def draw(request: HttpRequest, code: str, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the page of an entry; curators find their forms there as well."""
    found = reads.item(request.user, code)
    if found is None:
        raise Http404
    curator = reads.may_curate(request.user)
    check = CheckForm(initial={"seen_url": found.url}) if curator else None
    context = {
        "shown": page_of(found),
        "item": found,
        "criteria": face.links_beside("library.criteria", request, found.criteria),
        "providers": face.links_beside("library.item", request, found),
        "curator": curator,
        "check_form": check,
        "history": reads.history(request.user, found),
        **more,
    }
    return render(request, "library/item.html", context, status=status)


@require_safe
def items_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All that fits as a table."""
    rows = list(reads.shown(request.user, _wanted(request)))
    response = StreamingHttpResponse(exports.table(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="library.csv"'
    return response


@require_safe
def items_json(request: HttpRequest) -> HttpResponse:
    """All that fits with all texts in all their languages."""
    rows = list(reads.shown(request.user, _wanted(request)))
    response = HttpResponse(exports.document(rows), content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"
    return response
