"""The stage report: as a page, as PDF, and as the very bytes that its hash is of."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waymark.assessments.queries import report as queries
from waymark.assessments.queries.helping import help_for_report
from waymark.assessments.reporting.beside import beside_report
from waymark.assessments.reporting.pdf import report_pdf
from waymark.assessments.reporting.says import page_context
from waymark.assessments.rules.case import Permit
from waymark.base import permits
from waymark.base.face import address
from waymark.base.files.names import content_disposition


def _found(request: HttpRequest, report: str) -> queries.Reading:
    found = queries.find(request.user, report)
    if found is None:
        raise Http404
    return found


@require_safe
def page(request: HttpRequest, report: str) -> HttpResponse:
    """The report in the reader's language."""
    reading = _found(request, report)
    told = queries.context_of(reading)
    context = {
        **page_context(told),
        "report": reading.report,
        "case": reading.report.case,
        "place": reading.report.case.place,
        "public": reading.public,
        "helps": help_for_report(request.user, reading.report, told),
        "need": _need(request, reading),
    }
    base = "base/page.html" if reading.public else "base/workspace.html"
    return render(request, "assessments/report/report.html", context | {"base": base})


def _need(request: HttpRequest, reading: queries.Reading) -> str:
    """Where the reader's own city says what it needs for a gap; "" for others."""
    case = reading.report.case
    own = permits.may(request.user, Permit.EDIT_CASE, on=case)
    return address("need_add", case.place.slug) if own else ""


@require_safe
def pdf(request: HttpRequest, report: str) -> HttpResponse:
    """The same as a tagged PDF, with the document attached."""
    reading = _found(request, report)
    row = reading.report
    told = queries.context_of(reading)
    beside = beside_report(told, help_for_report(request.user, row, told), timezone.now())
    content = report_pdf(told, document=row.document.encode(), at=row.made_at, beside=beside)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition(
        _name(row.case.place.slug, row.seq, "pdf")
    )
    return response


@require_safe
def document(request: HttpRequest, report: str) -> HttpResponse:
    """The canonical document, byte for byte as it was made."""
    reading = _found(request, report)
    row = reading.report
    response = HttpResponse(row.document.encode(), content_type="application/json")
    response["Content-Disposition"] = content_disposition(
        _name(row.case.place.slug, row.seq, "json")
    )
    return response


def _name(slug: str, seq: int, ending: str) -> str:
    word = _("report")
    return f"{word}-{slug}-{seq}.{ending}"
