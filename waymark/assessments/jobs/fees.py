"""Reminding cities of open invoices, a few times; never those of least developed countries."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from waymark.assessments.queries.fees.invoices import overdue
from waymark.assessments.rules.fees.invoice import reminder
from waymark.base import notices
from waymark.base.jobs import every
from waymark.people.queries import people_of
from waymark.people.rules import WorkspaceRole

WHO = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


def remind_of_invoices(at: datetime) -> int:
    """Remind each city once at each step; return how many notices went out."""
    today, sent = timezone.localtime(at).date(), 0
    for invoice in overdue(at):
        step = reminder(invoice.due_on, today)
        if step is None:
            continue
        sent += notices.send(
            "fees.reminder",
            people_of(invoice.case.place_id, at, *WHO),
            {"number": invoice.number, "until": invoice.due_on},
            url=reverse("assessments:invoice", args=[invoice.pk]),
            about=f"invoice:{invoice.pk}",
            once_key=f"fees.reminder:{invoice.pk}:{step}",
            at=at,
        )
    return sent


@every(86_400)
@task
def remind_of_open_invoices() -> None:
    """Look once a day; what was sent is not sent again."""
    remind_of_invoices(timezone.now())
