"""Invoices: issued, paid, and cancelled by a credit note; never edited."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from waymark.assessments.actions.fees.common import add_event, lock_books, state_of
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, FeeSchedule, Invoice, InvoiceEvent
from waymark.assessments.queries.fees.invoices import NOT_ASKED
from waymark.assessments.queries.fees.schedules import asked_of, schedule_in
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.fees.invoice import InvoiceFacts, number
from waymark.assessments.rules.fees.schedule import Ask, Asked
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical, text
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.models import Mechanism

REFERENCE = 120


@transaction.atomic
def issue_invoice(*, case: Case, by: Any, at: datetime) -> Invoice:
    """Ask a city for what the schedule of the day says on which it opened its case.

    Raises flow.Refused where nothing is due, or an invoice stands already.
    """
    require(by, Permit.MANAGE_FEES, on=case)
    mechanism = lock_books(case.mechanism_id)
    case = lock(case)
    before = list(case.invoices.all())
    if any(state_of(row)[0] != "cancelled" for row in before):
        raise Refused(Reason("fees.invoiced"))
    if case.state in NOT_ASKED:
        raise Refused(Reason("fees.not_yet"))
    told, row = asked_of(case, at)
    if told.ask is not Ask.DUE or row is None:
        raise Refused(Reason(f"fees.not_{told.ask}"))
    invoice = _write(case, mechanism, told, row, attempt=len(before) + 1, by=by, at=at)
    facts = {"number": invoice.number, "sha256": invoice.sha256, "case": case.pk}
    record("invoice.issued", invoice, by=by, at=at, scope=case.place, facts=facts)
    return invoice


def _write(
    case: Case,
    mechanism: Mechanism,
    told: Asked,
    row: FeeSchedule,
    *,
    attempt: int,
    by: Any,
    at: datetime,
) -> Invoice:
    schedule, today = schedule_in(row), timezone.localtime(at).date()
    due = today + timedelta(days=schedule.due_days)
    seq = _next(mechanism, today.year)
    name = number(mechanism.slug, today.year, seq)
    document = {
        "format": "waymark-invoice/1",
        "number": name,
        "mechanism": dict(mechanism.name),
        "pay_to": schedule.pay_to,
        "city": {"name": dict(case.place.name), "country": case.place.country_id},
        "case": case.pk,
        "line": told.line.document() if told.line else None,
        "people": case.place.population,
        "amount": str(told.amount),
        "currency": told.currency,
        "issued_on": today.isoformat(),
        "due_on": due.isoformat(),
        "schedule": row.version,
        "holds": schedule.holds.value,
    }
    return Invoice.objects.create(
        case=case,
        attempt=attempt,
        mechanism=mechanism,
        year=today.year,
        seq=seq,
        number=name,
        amount=told.amount,
        currency=told.currency,
        issued_on=today,
        due_on=due,
        document=canonical.dumps(document).decode(),
        sha256=canonical.digest(document),
        by=by,
        at=at,
    )


def _next(mechanism: Mechanism, year: int) -> int:
    given = Invoice.objects.filter(mechanism=mechanism, year=year)
    return (given.aggregate(last=Max("seq"))["last"] or 0) + 1


def _locked(invoice: Invoice) -> Invoice:
    lock_books(invoice.mechanism_id)
    return Invoice.objects.select_related("mechanism", "case__place").get(pk=invoice.pk)


@transaction.atomic
def mark_paid(
    *, invoice: Invoice, received_on: date | None, reference: str, by: Any, at: datetime
) -> InvoiceEvent:
    """Note that the money came. Raises flow.Refused where the invoice is not open, or the day."""
    require(by, Permit.MANAGE_FEES, on=invoice.case)
    invoice = _locked(invoice)
    facts = InvoiceFacts(
        received_on=received_on,
        issued_on=invoice.issued_on,
        today=timezone.localtime(at).date(),
    )
    reference = text.clean(reference).strip()[:REFERENCE]
    columns = {"received_on": received_on, "reference": reference}
    event = add_event(invoice, "pay", facts, by=by, at=at, **columns)
    told = {"number": invoice.number, "event": event.seq}
    record("invoice.paid", invoice, by=by, at=at, scope=invoice.case.place, facts=told)
    return event


@transaction.atomic
def take_back_payment(*, invoice: Invoice, reason: str, by: Any, at: datetime) -> InvoiceEvent:
    """Say that a payment was noted in error; both stay readable. Raises flow.Refused."""
    require(by, Permit.MANAGE_FEES, on=invoice.case)
    invoice = _locked(invoice)
    facts = InvoiceFacts(reason=text.clean(reason).strip())
    event = add_event(invoice, "take_back", facts, by=by, at=at)
    told = {"number": invoice.number, "event": event.seq}
    record("invoice.reopened", invoice, by=by, at=at, scope=invoice.case.place, facts=told)
    return event


@transaction.atomic
def cancel_invoice(*, invoice: Invoice, reason: str, by: Any, at: datetime) -> InvoiceEvent:
    """Cancel an open invoice by a credit note with a number of its own. Raises flow.Refused."""
    require(by, Permit.MANAGE_FEES, on=invoice.case)
    invoice = _locked(invoice)
    facts = InvoiceFacts(reason=text.clean(reason).strip())
    event = add_event(invoice, "cancel", facts, by=by, at=at)
    told = {"number": invoice.number, "credit": event.credit_number, "event": event.seq}
    record("invoice.cancelled", invoice, by=by, at=at, scope=invoice.case.place, facts=told)
    return event
