"""One box over everything that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waymark.base import audiences
from waymark.base.fields import isolated, short_language
from waymark.portal.finding import kinds
from waymark.search import queries

PER_PAGE = 20
LONGEST = 300
"""Characters of a question that are read."""


@dataclass(frozen=True)
class Choice:
    """A way to narrow down: its name, how many there are, where it leads, whether it is chosen."""

    name: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Shown:
    """A document on the page; `url` leads to the page of it that was found."""

    hit: queries.Hit
    kind: str
    why: list[str]
    url: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What holds the words that are looked for, or words of the same meaning."""
    typed = request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST]
    kind = request.GET.get("kind", "")
    known = kinds()
    kind = kind if kind in known else ""
    number = _number(request.GET.get("page", ""))
    found = queries.search(
        typed,
        language=short_language(),
        audiences=audiences.of(request.user),
        narrowed={"kind": kind} if kind else {},
        start=(number - 1) * PER_PAGE,
        count=PER_PAGE,
    )
    paged = Paginator(range(min(found.total, queries.CANDIDATES)), PER_PAGE).get_page(number)
    context = {
        "typed": typed,
        "by_meaning": settings.WAYMARK_SEARCH_MODEL is not None,
        "kind": kind,
        "found": found,
        "page": paged,
        "shown": [
            Shown(hit, str(known.get(hit.kind, "")), _why(hit), _url(hit)) for hit in found.hits
        ],
        "choices": _choices(typed, kind, found),
        "save": _saving(request, typed, kind),
        "meant": _address(found.meant, "") if found.meant else "",
    }
    return render(request, "portal/search.html", context)


def _url(hit: queries.Hit) -> str:
    return f"{hit.url}?page={hit.page}" if hit.page else hit.url


def _saving(request: HttpRequest, typed: str, kind: str) -> str:
    """Where this search is kept, for who is signed in and looks for something."""
    if not (typed and request.user.is_authenticated):
        return ""
    query = urlencode({"q": typed, **({"kind": kind} if kind else {})})
    return f"{reverse('saved_add')}?{urlencode({'where': 'search', 'query': query})}"


def _number(typed: str) -> int:
    most = queries.CANDIDATES // PER_PAGE
    return min(max(int(typed), 1), most) if typed.isdecimal() and len(typed) < 6 else 1


def _address(typed: str, kind: str) -> str:
    return "?" + urlencode({"q": typed} | ({"kind": kind} if kind else {}))


def _choices(typed: str, kind: str, found: queries.Found) -> list[Choice]:
    counts = dict(found.facets.get("kind", ()))
    if not counts:
        return []
    total = sum(counts.values())
    every = Choice(_("All"), total, _address(typed, ""), not kind)
    return [
        every,
        *(
            Choice(str(name), counts[each], _address(typed, each), each == kind)
            for each, name in kinds().items()
            if each in counts
        ),
    ]


def _why(hit: queries.Hit) -> list[str]:
    """Where its words were found, in sentences."""
    sentences = {
        "title": _("In the title, “%(words)s” or words of the same meaning: %(count)s ×"),
        "summary": _("In the summary, “%(words)s” or words of the same meaning: %(count)s ×"),
        "body": _("In the text, “%(words)s” or words of the same meaning: %(count)s ×"),
    }
    told = [
        sentences[field] % {"words": isolated(words), "count": times}
        for words, field, times in hit.why
    ]
    if hit.places:
        words, meaning = hit.places
        told.append(
            _(
                "Of the first hundred it would be number %(words)s by its words alone, and number "
                "%(meaning)s by its meaning alone"
            )
            % {"words": words, "meaning": meaning}
        )
    return told
