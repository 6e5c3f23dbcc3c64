"""Asking a city nothing, for a reason that it can read; because it asked, or without that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.fees.common import add_event, lock_books, state_of
from waymark.assessments.actions.life.common import words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, FeeRequest, FeeWaiver
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
    FeeRequest.objects.filter(case=case, answered_at=None).update(
        waives=True, answer=reason, answered_by=by, answered_at=at
    )
    record("fee.waived", case, by=by, at=at, scope=case.place, facts={"waiver": made.pk})
    return made


@transaction.atomic
def ask_waiver(*, case: Case, reason: str, by: Any, at: datetime) -> FeeRequest:
    """Ask for a city that nothing is asked of it. No step of its case waits for the answer.

    Raises BadAnswer without a reason, flow.Refused where nothing is due, it was paid, or it is
    asked already.
    """
    require(by, Permit.ASK_WAIVER, on=case)
    reason = words("reason", reason, "fees.no_reason")
    lock_books(case.mechanism_id)
    case = lock(case)
    told, _row = asked_of(case, at)
    if told.ask is not Ask.DUE:
        raise Refused(Reason(f"fees.not_{told.ask}"))
    if any(state_of(invoice)[0] == "paid" for invoice in case.invoices.all()):
        raise Refused(Reason("fees.paid"))
    try:
        with transaction.atomic():
            made = FeeRequest.objects.create(case=case, reason=reason, by=by, at=at)
    except IntegrityError:
        raise Refused(Reason("fees.asked_already")) from None
    record("fee.waiver_asked", case, by=by, at=at, scope=case.place, facts={"request": made.pk})
    return made


@transaction.atomic
def decline_waiver(*, case: Case, reason: str, by: Any, at: datetime) -> FeeRequest:
    """Tell a city why its fee is not waived; it can ask again. To waive it, see waive_fee.

    Raises BadAnswer without a reason, flow.Refused where nothing is asked.
    """
    require(by, Permit.MANAGE_FEES, on=case)
    reason = words("reason", reason, "fees.no_reason")
    case = lock(case)
    row = FeeRequest.objects.select_for_update().filter(case=case, answered_at=None).first()
    if row is None:
        raise Refused(Reason("fees.not_asked"))
    row.waives, row.answer, row.answered_by, row.answered_at = False, reason, by, at
    row.save(update_fields=["waives", "answer", "answered_by", "answered_at"])
    told = {"request": row.pk}
    record("fee.waiver_declined", case, by=by, at=at, scope=case.place, facts=told)
    return row
