"""The library for everybody: the list, one entry, and the list as files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.base import face
from waymark.library import exports, feeds, figures
from waymark.library.forms.curating import LANGUAGES, CheckForm
from waymark.library.forms.finding import FindForm, filters_in_words, wanted
from waymark.library.queries import items as reads
from waymark.library.queries import studies
from waymark.library.queries.links import visit_of
from waymark.library.rules.publishers import publishers_in
from waymark.library.rules.vocabulary import Shelf
from waymark.library.shown import card, page_of, story_in

if TYPE_CHECKING:
    from waymark.library.models import Item

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
        "publisher": _called(asked.publisher, page.object_list),
        "query": f"?{query.urlencode()}" if query else "",
        "curator": curator,
        "besides": face.links_beside("library.list", request, query.urlencode()),
        "curating": face.links_beside("library.curate", request, None) if curator else (),
    }
    return render(request, "library/list.html", context)


def _called(publisher: str, rows: Iterable[Item]) -> str:
    """The name of a publisher whose entries are shown; its id where none is."""
    for row in rows if publisher else ():
        if name := publishers_in(row.publisher, row.original).get(publisher):
            return name
    return publisher


@require_safe
def publishers(request: HttpRequest) -> HttpResponse:
    """Who publishes what stands in the library, by name."""
    words = request.GET.get("q", "")[:100].strip()
    page = Paginator(reads.publishers(request.user, words), 60).get_page(request.GET.get("page"))
    return render(request, "library/publishers.html", {"page": page, "words": words})


NEWEST = 50
"""Entries of a feed."""


@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """What is new or has changed of all that fits and is for everybody."""
    asked = wanted(request.GET, curator=False)
    rows = reads.shown(None, asked).order_by("-changed_at", "-code")[:NEWEST]
    query = request.GET.urlencode()
    told = feeds.Feed(
        items=list(rows),
        here=f"{settings.WAYMARK_BASE_URL}{request.get_full_path()}",
        page=f"{settings.WAYMARK_BASE_URL}{reverse('library')}{f'?{query}' if query else ''}",
        base=settings.WAYMARK_BASE_URL,
        told=filters_in_words(asked),
    )
    content = feeds.json_feed(told) if kind == "json" else feeds.atom(told, timezone.now())
    response = HttpResponse(content, content_type=feeds.NAMES[kind])
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=900"
    return response


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One entry with all that is known of it, and how sure that is."""
    return draw(request, code)


def draw(request: HttpRequest, code: str, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the page of an entry; curators find their forms there as well."""
    found = reads.item(request.user, code)
    if found is None or (found.shelf == Shelf.STUDY and found.hidden_at):
        return _gone(request, code)
    if found.shelf == Shelf.STUDY:
        return _study(request, found)
    curator = reads.may_curate(request.user)
    check = CheckForm(initial={"seen_url": found.url}) if curator else None
    context = {
        "shown": page_of(found),
        "item": found,
        "criteria": face.links_beside("library.criteria", request, found.criteria),
        "providers": face.links_beside("library.item", request, found),
        "opened": face.links_beside("library.course", request, found),
        "curator": curator,
        "check_form": check,
        "history": reads.history(request.user, found),
        "visit": visit_of(request.user, found) if curator else None,
        **more,
    }
    return render(request, "library/item.html", context, status=status)


def _study(request: HttpRequest, found: Item) -> HttpResponse:
    """A city's case study, with the drawings of what is public of its series now."""
    place = studies.place_of(found.code)
    story = story_in(found, request.GET.get("language", ""))
    context = {
        "item": found,
        "shown": page_of(found),
        "story": story,
        "place": place,
        "versions": [(code, name) for code, name in LANGUAGES if code in found.story["texts"]],
        "figures": figures.sources().drawn(request.user, place, found.story["series"]),
        "consented_on": date.fromisoformat(found.story["consented_on"]),
        "checked_on": date.fromisoformat(found.story["checked_on"]),
        "certificate": face.address("certificate", found.story["award"])
        if found.story["award"]
        else "",
        "criteria": face.links_beside("library.criteria", request, found.criteria),
        "inside": studies.study(request.user, studies.key_of(found.code)),
    }
    return render(request, "library/study.html", context)


def _gone(request: HttpRequest, code: str) -> HttpResponse:
    """What a city took back says so, and nothing else of it; all else is not there."""
    row = studies.taken_back(code)
    if row is None:
        raise Http404
    return render(request, "library/study_gone.html", {"study": row}, status=410)


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
