"""Schedules of fees, waivers, invoices and what became of them: rows that are never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.case import Case
from waymark.base.fields import Entity
from waymark.schemes.models import Mechanism

USER = settings.AUTH_USER_MODEL


class FeeSchedule(Entity):
    """What a mechanism asks from a day on. Of those begun, the newest row holds."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    document = models.TextField()  # canonical JSON
    effective_from = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["mechanism", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "version"], name="assessments_feeschedule_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mechanism_id} v{self.version}"


class FeeWaiver(Entity):
    """A case is asked nothing, whatever the schedule says."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="fee_waiver")
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.case_id)


class FeeRequest(Entity):
    """A city asks for a waiver, with its reason; the secretariat answers with one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="fee_requests")
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    waives = models.BooleanField(null=True)  # empty until it is answered, once
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at__isnull=True),
                name="assessments_feerequest_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    waives__isnull=True,
                    answer="",
                    answered_by__isnull=True,
                    answered_at__isnull=True,
                )
                | (
                    Q(waives__isnull=False, answered_by__isnull=False, answered_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="assessments_feerequest_answer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class Invoice(Entity):
    """What a case is asked, under a number without gaps; cancelled by a credit note only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="invoices")
    attempt = models.PositiveSmallIntegerField()  # a cancelled one may be followed by another
    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    issued_on = models.DateField()
    due_on = models.DateField()
    document = models.TextField()  # canonical JSON of everything that is printed
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "year", "seq"], name="assessments_invoice_number"
            ),
            models.UniqueConstraint(fields=["case", "attempt"], name="assessments_invoice_attempt"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="assessments_invoice_amount"),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceEvent(models.Model):
    """One step of an invoice; a cancellation is a credit note with a number of its own."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=10)  # pay, take_back, cancel
    received_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    mechanism = models.ForeignKey(
        Mechanism, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    credit_seq = models.PositiveIntegerField(null=True, blank=True)
    credit_number = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "seq"], name="assessments_invoiceevent_seq"),
            models.UniqueConstraint(
                fields=["mechanism", "year", "credit_seq"], name="assessments_credit_number"
            ),
            models.CheckConstraint(
                condition=Q(step="cancel", mechanism__isnull=False, credit_seq__isnull=False)
                | (~Q(step="cancel") & Q(mechanism__isnull=True, credit_seq__isnull=True)),
                name="assessments_credit_is_cancelling",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.step}"
