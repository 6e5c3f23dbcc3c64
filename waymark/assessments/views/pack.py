"""The dossiers of a meeting, or of one of its items, as one PDF for whoever may read them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waymark.assessments.queries.committee import taking_part
from waymark.assessments.queries.pack import Pack, pack_of
from waymark.assessments.reporting.calendar import day_of
from waymark.assessments.reporting.kept import Wanted, ask_for_drawing
from waymark.assessments.reporting.pack import is_large, made_at, pack_data, pack_key, pack_pdf
from waymark.assessments.views.committee import meeting_or_404
from waymark.base.files.names import content_disposition


def _answer(request: HttpRequest, row: Any, found: Pack, name: str, item: str = "") -> HttpResponse:
    """The file, or where it takes long a page that says so, and says if it could not be drawn."""
    data = pack_data(found, taking_part(row, timezone.now()))
    drawn, key = None, pack_key(data)
    if not is_large(found):
        drawn = pack_pdf(data, at=made_at(found))
    elif (drawn := caches["packs"].get(key)) is None:
        wanted = Wanted(row.pk, item, str(request.user.pk), get_language() or "en")
        runs = ask_for_drawing(key, wanted, timezone.now(), again="again" in request.GET)
        context = {"meeting": row, "cases": len(found.cases), "failed": not runs}
        status = 202 if runs else 503
        return render(request, "assessments/committee/drawing.html", context, status=status)
    word = _("dossiers")
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition(f"{word}-{name}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def meeting(request: HttpRequest, meeting: str) -> HttpResponse:
    """The agenda and every case that is open to the reader."""
    row = meeting_or_404(request, meeting)
    found = pack_of(request.user, row, timezone.now())
    return _answer(request, row, found, day_of(row))


@login_required
@require_safe
def item(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """One case, if it is open to the reader."""
    row = meeting_or_404(request, meeting)
    found = pack_of(request.user, row, timezone.now(), item)
    if not found.cases:
        raise Http404
    return _answer(request, row, found, found.items[0].case.place.slug, item)
