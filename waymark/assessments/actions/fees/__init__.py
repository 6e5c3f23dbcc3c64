"""Schedules, waivers, invoices and payments. No act on a case looks at any of them."""

from waymark.assessments.actions.fees.invoicing import (
    cancel_invoice,
    issue_invoice,
    mark_paid,
    take_back_payment,
)
from waymark.assessments.actions.fees.scheduling import set_schedule
from waymark.assessments.actions.fees.waiving import ask_waiver, decline_waiver, waive_fee

__all__ = [
    "ask_waiver",
    "cancel_invoice",
    "decline_waiver",
    "issue_invoice",
    "mark_paid",
    "set_schedule",
    "take_back_payment",
    "waive_fee",
]
