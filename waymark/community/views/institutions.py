"""Other partner organisations that work on the same as the reader's."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.community import shown_institutions as shown
from waymark.community.queries import institutions as queries
from waymark.community.queries.cooperation import body_of

PER_PAGE = 20


@login_required
@require_safe
def institutions(request: HttpRequest, body: str) -> HttpResponse:
    """Partners with a public profile that share topics, issues or needs with the reader's."""
    now = timezone.now()
    own = body_of(request.user, body, now)
    if own is None:
        raise Http404
    found = queries.matches(request.user, own, now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"body": own, "page": page, "lines": shown.lines(list(page))}
    return render(request, "community/providers/institutions.html", context)
