"""Lists of cooperation records: the public one with its file, and each side's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.base import face, permits
from waymark.community import shown_cooperation as shown
from waymark.community.forms.cooperation import FilterForm
from waymark.community.queries import cooperation as queries
from waymark.community.rules.cooperation import Permit
from waymark.community.views.needs import of_the_city

if TYPE_CHECKING:
    from waymark.people.models import Body
    from waymark.places.models import Place

PER_PAGE = 20


def _asked(request: HttpRequest) -> queries.Filters:
    get = request.GET.get
    return queries.Filters(
        get("q", "").strip()[:100],
        get("topic", "")[:30],
        get("kind", "")[:12],
        get("country", "")[:2],
    )


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The public records, the newest first."""
    now, asked = timezone.now(), _asked(request)
    found = queries.public(request.user, now, asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": FilterForm(vars(asked), countries=queries.countries_told(request.user, now)),
        "asked": asked != queries.Filters(),
        "query": f"?{query.urlencode()}" if query else "",
        "page": page,
        "lines": [shown.line(row) for row in page],
    }
    return render(request, "community/cooperation/list.html", context)


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All public records that fit as a table."""
    rows = queries.public(request.user, timezone.now(), _asked(request))
    table = shown.table(rows, settings.WAYMARK_BASE_URL)
    response = StreamingHttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cooperation.csv"'
    return response


def _own(request: HttpRequest, side: Place | Body, add: str, up: tuple[str, str]) -> HttpResponse:
    now = timezone.now()
    found = queries.of_side(request.user, side, now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "side": side,
        "page": page,
        "lines": [shown.line(row, side.pk) for row in page],
        "add": add if permits.may(request.user, Permit.KEEP_COOPERATION, on=side) else "",
        "up": up,
    }
    return render(request, "community/cooperation/own.html", context)


@require_safe
@of_the_city
def of_city(request: HttpRequest, place: Place) -> HttpResponse:
    """The records that a city wrote, or is named in."""
    add = face.address("city_cooperation_add", place.slug)
    return _own(request, place, add, ("needs", face.address("city_needs", place.slug)))


@login_required
@require_safe
def of_partner(request: HttpRequest, body: str) -> HttpResponse:
    """The records that a partner wrote, or is named in."""
    found = queries.body_of(request.user, body, timezone.now())
    if found is None:
        raise Http404
    add = face.address("partner_cooperation_add", body)
    return _own(request, found, add, ("support", face.address("support")))
