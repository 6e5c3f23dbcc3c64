"""An invoice's way as a table, its number, and the days on which a city is reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from waymark.assessments.rules.case import Permit
from waymark.kernel.flow import Flow, Step

REMIND_AFTER = (1, 30, 90)
"""Days after the day by which it was to be paid; then the reminders end."""


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What the steps of an invoice look at."""

    reason: str = ""
    received_on: date | None = None
    issued_on: date | None = None
    today: date | None = None


def with_reason(facts: InvoiceFacts) -> str | None:
    """Whoever cancels says why, and so does who takes a payment back."""
    return None if facts.reason.strip() else "fees.no_reason"


def on_a_day(facts: InvoiceFacts) -> str | None:
    """The money came on a day between the invoice and today."""
    if facts.received_on is None or facts.issued_on is None or facts.today is None:
        return "fees.no_day"
    return None if facts.issued_on <= facts.received_on <= facts.today else "fees.no_day"


INVOICE = Flow(
    "invoice",
    start="open",
    steps=(
        Step("pay", "open", "paid", Permit.MANAGE_FEES, (on_a_day,)),
        Step("take_back", "paid", "open", Permit.MANAGE_FEES, (with_reason,)),
        Step("cancel", "open", "cancelled", Permit.MANAGE_FEES, (with_reason,)),
    ),
)
STATE_AFTER = {step.name: step.target for step in INVOICE.steps}


def number(mechanism: str, year: int, seq: int, *, credit: bool = False) -> str:
    """Return the number of an invoice, or of the credit note that cancels one."""
    return f"{mechanism.upper()}-{year}-{'C' if credit else 'F'}{seq:04d}"


def reminder(due: date, today: date) -> int | None:
    """Return which reminder's time has come, as days after `due`: the last one that has passed."""
    passed = [days for days in REMIND_AFTER if due + timedelta(days=days) <= today]
    return passed[-1] if passed else None
