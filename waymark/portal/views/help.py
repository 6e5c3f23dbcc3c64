"""Help and the pages about this site, from the guides that ship with it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.base.fields import short_language
from waymark.portal import guides


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All guides, or those that hold the words that are looked for."""
    words = request.GET.get("q", "").strip()[:100]
    hits = guides.search(words, short_language())
    return render(request, "portal/help.html", {"hits": hits, "words": words})


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One guide."""
    others = [guides.guide(other, short_language()) for other in guides.names()]
    return _show(request, name, {"others": others, "is_help": True})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Waymark is."""
    return _show(request, "about", {})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, and whom to tell where it isn't."""
    return _show(request, "accessibility", {})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people."""
    return _show(request, "privacy", {})


def _show(request: HttpRequest, name: str, more: dict[str, object]) -> HttpResponse:
    found = guides.guide(name, short_language())
    if found is None:
        raise Http404
    return render(request, "portal/guide.html", {"guide": found, "name": name} | more)
