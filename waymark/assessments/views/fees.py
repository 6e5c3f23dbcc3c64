"""What certification costs, for everybody; and a city's own page of fees and invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waymark.assessments.actions import fees as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.forms import fees as forms
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries.fees import invoices as queries
from waymark.assessments.queries.fees import requests, schedules
from waymark.assessments.queries.workspace import Here
from waymark.assessments.reporting.fees import event_pdf, invoice_pdf
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.city_base import city_page, page
from waymark.base import permits
from waymark.base.files.names import content_disposition
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from waymark.assessments.models import Invoice

EVENTS = {"receipt": "pay", "credit-note": "cancel"}


@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """What each mechanism asks, from whom, and what an unpaid invoice holds up."""
    rows = schedules.public_schedules(request.user, timezone.now())
    every = [row.now for row in rows if row.now]
    every += [schedule for row in rows for _row, schedule in row.coming]
    names = schedules.names_in(*(line for one in every for line in one.lines))
    return render(request, "assessments/fees/costs.html", {"rows": rows, "names": names})


@require_safe
@city_page(with_case=False)
def city(request: HttpRequest, here: Here) -> HttpResponse:
    """What the city's cases are asked, and its invoices."""
    fees = queries.city_fees(request.user, here.place, here.at)
    asked = requests.requests_of(fee.case for fee in fees)
    rows = [(fee, asked.get(fee.case.pk, [])) for fee in fees]
    may = here.may(Permit.ASK_WAIVER)
    return page(request, here, "fees", "fees", rows=rows, may=may, today=timezone.localdate())


@city_page(with_case=False)
def ask_waiver(request: HttpRequest, here: Here, of: str) -> HttpResponse:
    """A city asks that nothing is asked of it, with its reason."""
    fees = queries.city_fees(request.user, here.place, here.at)
    fee = next((one for one in fees if one.case.pk == of and one.can_waive), None)
    if fee is None or not permits.may(request.user, Permit.ASK_WAIVER, on=fee.case):
        raise Http404
    form = forms.AskWaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            acts.ask_waiver(case=fee.case, reason=reason, by=request.user, at=here.at)
        except (Refused, BadAnswer) as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The secretariat is asked. Your case goes on meanwhile."))
            return redirect("assessments:city_fees", here.place.slug)
    status = 422 if form.errors else 200
    return page(request, here, "ask_waiver", "fees", status=status, fee=fee, form=form)


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
    found = schedules.names_in(line)
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
