"""Public policy issues as a page, a table and a feed, and what a body is asked about."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.base import face
from waymark.community import feed_policy
from waymark.community import shown_policy as shown
from waymark.community.forms.policy import FilterForm
from waymark.community.queries import policy as queries
from waymark.people.queries import is_secretary

PER_PAGE = 20
NEWEST = 50


def _asked(request: HttpRequest) -> queries.Filters:
    get = request.GET.get
    return queries.Filters(
        get("country", "")[:2], get("level", "")[:10], get("topic", "")[:30], get("state", "")[:10]
    )


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The public issues, the newest first."""
    now, asked = timezone.now(), _asked(request)
    rows = queries.public(request.user, now, asked)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    known = request.user.is_authenticated
    context = {
        "form": FilterForm(vars(asked), countries=queries.countries_told(request.user, now)),
        "asked": asked != queries.Filters(),
        "query": f"?{query.urlencode()}" if query else "",
        "page": page,
        "lines": [shown.line(row) for row in page],
        "desk": known and bool(queries.seats(request.user, now)),
        "moderates": known and is_secretary(request.user, now),
    }
    return render(request, "community/policy/log.html", context)


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All public issues that fit as a table."""
    rows = queries.public(request.user, timezone.now(), _asked(request))
    table = shown.table(rows, settings.WAYMARK_BASE_URL)
    response = StreamingHttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="policy-issues.csv"'
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The public issues in which something was said last, as Atom; alike for whoever asks."""
    now = timezone.now()
    found = queries.public(AnonymousUser(), now, _asked(request)).order_by("-last_at", "-pk")
    query = request.GET.urlencode()
    page = f"{settings.WAYMARK_BASE_URL}{face.address('policy')}"
    content = feed_policy.atom(
        list(found[:NEWEST]),
        here=f"{settings.WAYMARK_BASE_URL}{request.get_full_path()}",
        page=f"{page}?{query}" if query else page,
        base=settings.WAYMARK_BASE_URL,
        at=now,
    )
    response = HttpResponse(content, content_type=feed_policy.MEDIA_TYPE)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=900"
    return response


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What a body of the reader's is asked about, and what else it may read of its country."""
    now = timezone.now()
    if not queries.seats(request.user, now):
        raise Http404
    asked = Paginator(queries.asked_of(request.user, now), PER_PAGE).get_page(
        request.GET.get("page")
    )
    near = Paginator(queries.near(request.user, now), PER_PAGE).get_page(request.GET.get("near"))
    context = {
        "page": asked,
        "lines": [shown.line(row) for row in asked],
        "near_page": near,
        "near": [shown.line(row) for row in near],
    }
    return render(request, "community/policy/desk.html", context)
