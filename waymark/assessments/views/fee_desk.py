"""The secretariat's pages of fees: schedules, invoices, waivers and payments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.assessments.actions import fees as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.forms import fees as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries.fees import invoices as queries
from waymark.assessments.queries.fees import requests, schedules
from waymark.assessments.queries.fees.invoices import Filters
from waymark.assessments.reporting.fees import digits_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.fees import find, show
from waymark.base import permits
from waymark.kernel.flow import Refused
from waymark.kernel.tables import Cell, csv_chunks

FORM = ["GET", "HEAD", "POST"]
REFUSALS = (Refused, BadAnswer)
STATES = ("open", "late", "paid", "cancelled")
COLUMNS = (
    *("number", "mechanism", "city", "country", "case", "amount", "currency", "issued_on"),
    *("due_on", "state"),
)


def _filters(request: HttpRequest) -> Filters:
    get = request.GET.get
    state, year = get("state", ""), get("year", "")
    return Filters(
        state if state in STATES else "",
        get("mechanism", "")[:40],
        year if year.isascii() and year.isdecimal() and len(year) == 4 else "",
    )


def _number(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else 1


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Invoices of the viewer's desks, and the cases that wait for one."""
    now = timezone.now()
    if not queries.has_fee_desk(request.user, now):
        raise Http404
    told = queries.fee_desk(request.user, _filters(request), _number(request), now)
    form = shapes.InvoiceFilterForm(request.GET, mechanisms=told.mechanisms, years=told.years)
    form.is_valid()
    form.use_required_attribute = False
    context = {
        "told": told,
        "waiting": requests.waiting_requests(request.user, now),
        "form": form,
        "today": timezone.localdate(),
        "query": request.GET.urlencode(),
    }
    return render(request, "assessments/fees/desk.html", context)


@login_required
@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """The same invoices as CSV."""
    now = timezone.now()
    if not queries.has_fee_desk(request.user, now):
        raise Http404
    rows = queries.at_desk(request.user, _filters(request), now)
    response = StreamingHttpResponse(
        csv_chunks(_cells(rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="invoices.csv"'
    return response


def _cells(rows: Any) -> Iterator[list[Cell]]:
    yield list(COLUMNS)
    for row in rows:
        place = row.case.place
        told: list[Cell] = [row.number, row.mechanism.slug, str(place), place.country_id]
        told += [row.case_id, f"{row.amount.normalize():f}", row.currency]
        yield [*told, row.issued_on.isoformat(), row.due_on.isoformat(), row.state]


@login_required
@require_http_methods(FORM)
def schedule(request: HttpRequest, mechanism: str) -> HttpResponse:
    """Set what a mechanism asks from a day on."""
    now = timezone.now()
    row = schedules.mechanisms_at_desk(request.user, now).filter(slug=mechanism).first()
    if row is None or not permits.may(request.user, Permit.SET_FEES, on=row):
        raise Http404
    newest = schedules.newest_schedule(row)
    held = schedules.schedule_in(newest) if newest else None
    data = request.POST or None
    form = shapes.ScheduleForm(data, held=held, today=timezone.localdate())
    known, groups = schedules.known_countries(), schedules.further_names(request.user)
    lines = shapes.line_forms(data, held=held, known=known, groups=groups)
    whole = [form.is_valid(), *(line.is_valid() for line in lines)]
    if request.method == "POST" and all(whole):
        try:
            acts.set_schedule(
                mechanism=row,
                schedule=form.schedule(lines),
                digits=digits_of(form.cleaned_data["currency"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now,
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("It holds for cases opened from that day on."))
            return redirect("assessments:costs")
    wrong = request.method == "POST"
    context = {"form": form, "lines": lines, "mechanism": row, "newest": newest, "wrong": wrong}
    return render(request, "assessments/fees/schedule.html", context, status=422 if wrong else 200)


def _answered(request: HttpRequest, row: Any, reason: str) -> HttpResponse:
    """Waive the fee of a case, or say why not; either tells the city. Raises what refuses it."""
    now = timezone.now()
    if "decline" in request.POST:
        acts.decline_waiver(case=row, reason=reason, by=request.user, at=now)
        messages.success(request, _("The city is told why the fee is not waived."))
    else:
        acts.waive_fee(case=row, reason=reason, by=request.user, at=now)
        messages.success(request, _("The fee is waived, and the city is told why."))
    return redirect("assessments:fee_case", row.pk)


@login_required
@require_http_methods(FORM)
def case(request: HttpRequest, case: str) -> HttpResponse:
    """What one case is asked: issue the invoice, waive the fee, or say why not."""
    now = timezone.now()
    row = queries.fee_case(request.user, case, now)
    if row is None or not permits.may(request.user, Permit.MANAGE_FEES, on=row):
        raise Http404
    words = "waive" in request.POST or "decline" in request.POST
    form = shapes.ReasonForm(request.POST if words else None)
    issue = shapes.IssueForm(request.POST or None)
    status = 200
    if request.method == "POST" and (not words or form.is_valid()):
        try:
            if words:
                return _answered(request, row, form.cleaned_data["reason"])
            made = acts.issue_invoice(case=row, by=request.user, at=now)
        except REFUSALS as refusal:
            put_on(form if form.is_bound else issue, refusal)
        else:
            messages.success(request, _("The invoice is issued, and the city is told."))
            return redirect("assessments:invoice", made.pk)
    if request.method == "POST":
        status = 422
    fee = queries.case_fee(row, now)
    named = schedules.names_in(fee.asked.line)
    asked = requests.requests_of([row]).get(row.pk, [])
    context = {"fee": fee, "form": form, "issue": issue, "case": row, "names": named}
    context |= {"asked": asked, "waits": any(one.answered_at is None for one in asked)}
    return render(request, "assessments/fees/case.html", context, status=status)


def _act(
    request: HttpRequest, pk: str, form: Any, name: str, act: Callable[..., Any], done: str
) -> HttpResponse:
    row = find(request, pk)
    if not permits.may(request.user, Permit.MANAGE_FEES, on=row.case):
        raise Http404
    if form.is_valid():
        try:
            act(invoice=row, **form.cleaned_data, by=request.user, at=timezone.now())
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, done)
            return redirect("assessments:invoice", row.pk)
    return show(request, find(request, pk), status=422, **{name: form})


@login_required
@require_POST
def paid(request: HttpRequest, invoice: str) -> HttpResponse:
    """Note that the money came."""
    form = shapes.PaidForm(request.POST)
    done = _("Noted. The city finds its receipt on this page.")
    return _act(request, invoice, form, "paid_form", acts.mark_paid, done)


@login_required
@require_POST
def take_back(request: HttpRequest, invoice: str) -> HttpResponse:
    """Say that a payment was noted in error."""
    form = shapes.ReasonForm(request.POST)
    done = _("The invoice is open again.")
    return _act(request, invoice, form, "reason_form", acts.take_back_payment, done)


@login_required
@require_POST
def cancel(request: HttpRequest, invoice: str) -> HttpResponse:
    """Cancel an invoice by a credit note."""
    form = shapes.ReasonForm(request.POST)
    done = _("The invoice is cancelled by a credit note.")
    return _act(request, invoice, form, "reason_form", acts.cancel_invoice, done)
