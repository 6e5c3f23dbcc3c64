"""Needs in figures and in public, and what a partner sees around one city."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.base import face
from waymark.community import shown_figures as shown
from waymark.community import shown_needs, shown_policy
from waymark.community.queries import around as around_queries
from waymark.community.queries import figures as queries

PER_PAGE = 20


def _asked(request: HttpRequest) -> dict[str, str]:
    return {
        "topic": request.GET.get("topic", "")[:30],
        "country": request.GET.get("country", "")[:2],
    }


@require_safe
def in_figures(request: HttpRequest) -> HttpResponse:
    """What cities need, by topic and country, and the needs that are public."""
    now, asked = timezone.now(), _asked(request)
    whole = queries.told(request.user)
    rows = Paginator(queries.public_needs(request.user, now, **asked), PER_PAGE)
    page = rows.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": shown.FilterForm(whole, asked),
        "asked": any(asked.values()),
        "query": f"?{query}" if (query := request.GET.urlencode()) else "",
        "lines": shown.lines(queries.told(request.user, **asked)),
        "page": page,
        "further": face.links_beside("needs.topic", request, asked["topic"]),
        "needs": [shown_needs.line(row, now.date()) for row in page],
    }
    return render(request, "community/needs/figures.html", context)


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The figures as a table."""
    told = queries.told(request.user, **_asked(request))
    response = StreamingHttpResponse(shown.table(told), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="needs.csv"'
    return response


@login_required
@require_safe
def around(request: HttpRequest, place: str) -> HttpResponse:
    """All support around a city that the reader's organisation may see, by topic."""
    now = timezone.now()
    found = around_queries.around(request.user, place, now)
    if found is None:
        raise Http404
    context = {"around": found, "topics": shown.by_topic(found, now.date())}
    context["others"] = shown.without_need(found)
    context["issues"] = [shown_policy.line(row) for row in found.issues]
    return render(request, "community/requests/around.html", context)
