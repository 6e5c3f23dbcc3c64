"""Asking a city nothing, for a reason that it can read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.fees.common import add_event, lock_books, state_of
from waymark.assessments.actions.life.common import words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, FeeWaiver
from waymark.assessments.queries.fees.schedules import asked_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.fees.invoice import InvoiceFacts
from waymark.assessments.rules.fees.schedule import Ask
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def waive_fee(*, case: Case, reason: str, by: Any, at: datetime) -> FeeWaiver:
    """Waive what a case is asked; an open invoice is cancelled by a credit note.

    Raises BadAnswer without a reason, flow.Refused where nothing is due or it was paid.
    """
    require(by, Permit.MANAGE_FEES, on=case)
    reason = words("reason", reason, "fees.no_reason")
    lock_books(case.mechanism_id)
    case = lock(case)
    told, _row = asked_of(case, at)
    if told.ask is not Ask.DUE:
        raise Refused(Reason(f"fees.not_{told.ask}"))
    for invoice in case.invoices.select_related("mechanism"):
        state, _seq = state_of(invoice)
        if state == "paid":
            raise Refused(Reason("fees.paid"))
        if state == "open":
            add_event(invoice, "cancel", InvoiceFacts(reason=reason), by=by, at=at)
    made = FeeWaiver.objects.create(case=case, reason=reason, by=by, at=at)
    record("fee.waived", case, by=by, at=at, scope=case.place, facts={"waiver": made.pk})
    return made
