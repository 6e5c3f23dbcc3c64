"""What certification costs, for everybody; and a city's own page of fees and invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.assessments.forms import fees as forms
from waymark.assessments.queries.fees import invoices as queries
from waymark.assessments.queries.fees import schedules
from waymark.assessments.queries.workspace import Here
from waymark.assessments.reporting.fees import event_pdf, invoice_pdf
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.city_base import city_page, page
from waymark.base import permits
from waymark.base.files.names import content_disposition

if TYPE_CHECKING:
    from waymark.assessments.models import Invoice

EVENTS = {"receipt": "pay", "credit-note": "cancel"}


@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """What each mechanism asks, from whom, and what an unpaid invoice holds up."""
    rows = schedules.public_schedules(request.user, timezone.now())
    every = [row.now for row in rows if row.now]
    every += [schedule for row in rows for _row, schedule in row.coming]
    names = {code: row.name for code, row in schedules.country_names(every).items()}
    return render(request, "assessments/fees/costs.html", {"rows": rows, "names": names})


@require_safe
@city_page(with_case=False)
def city(request: HttpRequest, here: Here) -> HttpResponse:
    """What the city's cases are asked, and its invoices."""
    rows = queries.city_fees(request.user, here.place, here.at)
    return page(request, here, "fees", "fees", rows=rows, today=timezone.localdate())


def find(request: HttpRequest, pk: str) -> Invoice:
    """Return an invoice that the person may see. Raises Http404."""
    found = queries.invoice(request.user, pk, timezone.now())
    if found is None or not permits.may(request.user, Permit.READ_FEES, on=found.case):
        raise Http404
    return found


def show(request: HttpRequest, row: Invoice, *, status: int = 200, **bound: Any) -> HttpResponse:
    """Draw the page of an invoice; `bound` are forms that were refused."""
    manages = permits.may(request.user, Permit.MANAGE_FEES, on=row.case)
    today = timezone.localdate()
    paid = forms.PaidForm(initial={"received_on": today})
    context = {
        "row": row,
        "events": list(row.events.select_related("by")),
        "manages": manages,
        "late": row.due_on < today,
        "paid_form": paid,
        "reason_form": forms.ReasonForm(),
        "told": queries.document_of(row),
    }
    return render(request, "assessments/fees/invoice.html", context | bound, status=status)


@login_required
@require_safe
def invoice(request: HttpRequest, invoice: str) -> HttpResponse:
    """An invoice, for the city and for the desk."""
    return show(request, find(request, invoice))


def _pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition(f"{name}.pdf")
    return response


@login_required
@require_safe
def invoice_file(request: HttpRequest, invoice: str) -> HttpResponse:
    """The invoice as PDF."""
    row = find(request, invoice)
    line = queries.line_of(row)
    found = schedules.countries_of(line.countries)
    return _pdf(invoice_pdf(row, found), row.number)


@login_required
@require_safe
def event_file(request: HttpRequest, invoice: str, kind: str) -> HttpResponse:
    """The receipt of a payment, or the credit note, as PDF."""
    row = find(request, invoice)
    event = row.events.order_by("-seq").first()
    if event is None or event.step != EVENTS.get(kind):
        raise Http404
    return _pdf(event_pdf(row, event), f"{row.number}-{kind}")
