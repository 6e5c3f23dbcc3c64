"""Fees of two cities: one invoice to be paid, and one that was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.world import DAY, World
from waymark.assessments.actions import fees
from waymark.assessments.models import Invoice
from waymark.assessments.rules.fees.schedule import Line, Schedule
from waymark.people.models import User
from waymark.schemes.models import Mechanism


@dataclass
class Books:
    """The invoices of the story."""

    to_pay: Invoice  # of the city under review
    paid: Invoice  # of the certified one


def price(mechanism: Mechanism, by: User, *, words: str, day: date = date(2026, 3, 1)) -> None:
    """Set what it costs from a day on."""
    fees.set_schedule(
        mechanism=mechanism,
        schedule=Schedule("USD", day, (Line(Decimal("250.00")),), words),
        digits=2,
        reason=words,
        by=by,
        at=DAY - timedelta(days=10),
    )


def make_books(under_review: World, granted: World, say: Callable[[str], str]) -> Books:
    """Issue both invoices, and note that the second was paid."""
    assert under_review.case is not None
    assert granted.case is not None
    desk = under_review.secretary
    first = fees.issue_invoice(case=under_review.case, by=desk, at=under_review.later())
    second = fees.issue_invoice(case=granted.case, by=desk, at=granted.later())
    fees.mark_paid(
        invoice=second,
        received_on=second.issued_on,
        reference=say("Transfer 7"),
        by=desk,
        at=granted.later(),
    )
    price(under_review.mechanism, desk, words=say("Agreed by the members."), day=date(2040, 1, 1))
    return Books(first, second)
