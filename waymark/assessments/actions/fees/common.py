"""What the acts on invoices share: locks, numbers without gaps, and the next event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from waymark.assessments.models import Invoice, InvoiceEvent
from waymark.assessments.rules.fees.invoice import INVOICE, STATE_AFTER, InvoiceFacts, number
from waymark.schemes.models import Mechanism


def lock_books(mechanism: str) -> Mechanism:
    """Lock a mechanism's books: numbers are given one after the other, and none is left out.

    The lock ends with the transaction, and so does a number that was given in it.
    """
    return Mechanism.objects.select_for_update(of=("self",)).get(pk=mechanism)


def state_of(invoice: Invoice) -> tuple[str, int]:
    """Return where an invoice stands and the number of its last event. Its books are locked."""
    last = invoice.events.order_by("-seq").first()
    return (STATE_AFTER[last.step], last.seq) if last else (INVOICE.start, 0)


def add_event(
    invoice: Invoice, step: str, facts: InvoiceFacts, *, by: Any, at: datetime, **columns: Any
) -> InvoiceEvent:
    """Add a step to an invoice whose books are locked.

    Raises flow.Refused with every reason.
    """
    state, seq = state_of(invoice)
    INVOICE.step(step, state, facts)
    if step == "cancel":
        columns |= next_credit(invoice, at)
    return InvoiceEvent.objects.create(
        invoice=invoice, seq=seq + 1, step=step, reason=facts.reason, by=by, at=at, **columns
    )


def next_credit(invoice: Invoice, at: datetime) -> dict[str, Any]:
    """Return the columns that number a credit note."""
    year = timezone.localtime(at).year
    given = InvoiceEvent.objects.filter(mechanism=invoice.mechanism_id, year=year)
    seq = (given.aggregate(last=Max("credit_seq"))["last"] or 0) + 1
    return {
        "mechanism_id": invoice.mechanism_id,
        "year": year,
        "credit_seq": seq,
        "credit_number": number(invoice.mechanism.slug, year, seq, credit=True),
    }
