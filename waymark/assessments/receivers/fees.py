"""The city is told of its invoices, and the desk of a waiver that is asked for; nobody else is."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from waymark.assessments.models import FeeRequest, FeeWaiver, Invoice
from waymark.assessments.queries.standing import barred_from
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole

WHO = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


def _tell(row: Record, kind: str, place: str, url: str, **params: Any) -> None:
    notices.send(
        kind,
        people_of(place, row.at, *WHO),
        params,
        url=url,
        about=row.subject,
        once_key=f"{kind}:{row.uid}",
        at=row.at,
    )


def _invoice(row: Record) -> Invoice | None:
    found = Invoice.objects.filter(pk=row.subject.partition(":")[2])
    return found.select_related("case").first()


@receives("invoice.issued")
def tell_of_an_invoice(row: Record) -> None:
    """Those who sign for the city, and its lead."""
    if invoice := _invoice(row):
        params = {"number": invoice.number, "until": invoice.due_on}
        url = reverse("assessments:invoice", args=[invoice.pk])
        _tell(row, "fees.issued", invoice.case.place_id, url, **params)


@receives("invoice.paid")
def tell_of_a_payment(row: Record) -> None:
    """The same people: the receipt is there."""
    if invoice := _invoice(row):
        url = reverse("assessments:invoice", args=[invoice.pk])
        _tell(row, "fees.paid", invoice.case.place_id, url, number=invoice.number)


@receives("invoice.reopened", "invoice.cancelled")
def tell_of_a_correction(row: Record) -> None:
    """The same people: a payment was taken back, or the invoice cancelled."""
    if invoice := _invoice(row):
        url = reverse("assessments:invoice", args=[invoice.pk])
        _tell(row, "fees.changed", invoice.case.place_id, url, number=invoice.number)


@receives("fee.waiver_asked", "fee.waiver_declined")
def tell_of_a_request(row: Record) -> None:
    """The desk, without who has a tie, answers; then the city learns why it is not waived."""
    facts = json.loads(row.body)["facts"]
    found = FeeRequest.objects.filter(pk=facts["request"])
    asked = found.select_related("case__place", "case__mechanism").first()
    if asked is None:
        return
    case, city = asked.case, dict(asked.case.place.name)
    if row.verb == "fee.waiver_declined":
        url = reverse("assessments:city_fees", args=[case.place.slug])
        _tell(row, "fees.not_waived", case.place_id, url, city=city, reason=asked.answer)
        return
    desk = [seat.user for seat in members_of(case.mechanism.secretariat_id, row.at)]
    barred = barred_from(case, desk, row.at) if desk else frozenset()
    notices.send(
        "fees.waiver_asked",
        [user for user in desk if user.pk not in barred],
        {"city": city, "reason": asked.reason},
        url=reverse("assessments:fee_case", args=[case.pk]),
        about=row.subject,
        once_key=f"fees.waiver_asked:{row.uid}",
        at=row.at,
    )


@receives("fee.waived")
def tell_of_a_waiver(row: Record) -> None:
    """The same people, with the reason."""
    found = FeeWaiver.objects.filter(case=row.subject.partition(":")[2])
    waiver = found.select_related("case__place").first()
    if waiver:
        place = waiver.case.place
        url = reverse("assessments:city_fees", args=[place.slug])
        _tell(row, "fees.waived", place.pk, url, city=dict(place.name), reason=waiver.reason)
