"""The quarterly reports: page, PDF and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from waymark.assessments.queries.oversight import quarterly as queries
from waymark.assessments.reporting.quarterly import quarterly_pdf, told
from waymark.base.fields import short_language
from waymark.base.files.names import content_disposition

if TYPE_CHECKING:
    from waymark.assessments.models import QuarterlyReport


def _report(request: HttpRequest, slug: str, quarter: str) -> QuarterlyReport:
    found = queries.report(request.user, slug, quarter, timezone.now())
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def report(request: HttpRequest, slug: str, quarter: str) -> HttpResponse:
    """One report, in words."""
    row = _report(request, slug, quarter)
    context = {"report": row, "told": told(queries.content(row))}
    return render(request, "assessments/oversight/quarterly.html", context)


@login_required
@require_safe
def report_pdf(request: HttpRequest, slug: str, quarter: str) -> HttpResponse:
    """The report to hand over, with its JSON attached."""
    row = _report(request, slug, quarter)
    language = short_language() if short_language() in {"en", "ar"} else "en"
    with translation.override(language):
        made = quarterly_pdf(queries.content(row), raw=row.document, at=row.made_at)
    return _file(made, "application/pdf", f"{slug}-{quarter}.pdf")


@login_required
@require_safe
def report_json(request: HttpRequest, slug: str, quarter: str) -> HttpResponse:
    """The bytes that the report's hash is of."""
    row = _report(request, slug, quarter)
    return _file(row.document.encode(), "application/json", f"{slug}-{quarter}.json")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition(name)
    return response
