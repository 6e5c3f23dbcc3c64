"""The independent review: declarations, assignments, verdicts, clarifications, reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.case import Case, Submission
from waymark.assessments.rules.case import AssignmentState, Outcome
from waymark.assessments.rules.differing import Part
from waymark.assessments.rules.handing_over import Desk
from waymark.base.fields import Entity

USER = settings.AUTH_USER_MODEL


class Declaration(Entity):
    """What a person says of her ties to a case, before she may read any of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="declarations")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="declarations")
    conflict = models.BooleanField()
    kind = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    detected = models.BooleanField(default=False)  # found by the platform, not declared
    asks = models.BooleanField(default=False)  # she leaves it to somebody else to rule
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.user_id} {'conflict' if self.conflict else 'none'}"


class Ruling(Entity):
    """What somebody else ruled on a person's ties to a case. A later one replaces an earlier."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rulings")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="rulings")
    seq = models.PositiveIntegerField()
    clears = models.BooleanField()  # the ties are no obstacle
    ties = models.JSONField(default=list)  # keys of what it was made on; nothing else is covered
    reason = models.TextField()
    appeal = models.ForeignKey(  # on whose side she acts: then the panel ruled, and nobody else
        "assessments.Appeal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rulings",
    )
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "seq"], name="assessments_ruling_seq"
            ),
            models.CheckConstraint(
                condition=~Q(by=models.F("person")), name="assessments_ruling_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id} {'cleared' if self.clears else 'stands'}"


class Assignment(Entity):
    """A reviewer's task on a case, in one of its slots."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    spot_check = models.ForeignKey(  # the spot check that this review belongs to, if to any
        "assessments.SpotCheck",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    slot = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in AssignmentState],
        default=AssignmentState.INVITED,
    )
    due = models.DateField()
    invited_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # declined, recused, replaced, closed
    note = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    third = models.BooleanField(default=False)  # decides what stays tied between the others

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "slot"],
                condition=Q(ended_at__isnull=True, spot_check__isnull=True),
                name="assessments_assignment_slot",
            ),
            models.UniqueConstraint(
                fields=["spot_check", "slot"],
                condition=Q(ended_at__isnull=True),
                name="assessments_assignment_check_slot",
            ),
            models.UniqueConstraint(
                fields=["case", "reviewer"],
                condition=Q(ended_at__isnull=True),
                name="assessments_assignment_reviewer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} slot {self.slot}"


class Verdict(models.Model):
    """A reviewer's word on one criterion of one submission. Later rows replace earlier ones."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="verdicts")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="verdicts")
    criterion = models.CharField(max_length=20)
    outcome = models.CharField(
        max_length=10, choices=[(item.value, item.value) for item in Outcome]
    )
    level = models.PositiveSmallIntegerField(null=True, blank=True)  # as the reviewer sees it
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    evidence = models.JSONField(default=list, blank=True)  # ids cited
    confirmed = models.BooleanField(default=False)  # the other scheme's result covers it
    part = models.CharField(
        max_length=5, blank=True, choices=[(part.value, part.value) for part in Part]
    )
    rule_sha256 = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "submission", "criterion", "seq"],
                name="assessments_verdict_seq",
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.outcome}"


class Clarification(Entity):
    """A reviewer's question to the city, and its answer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clarifications")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=20)
    question = models.TextField()
    asked_at = models.DateTimeField()
    due = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.criterion}"


class Report(Entity):
    """The stage report: what the engine found, frozen and hashed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reports")
    seq = models.PositiveIntegerField()
    document = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    submission_sha256 = models.CharField(max_length=64)
    edition_sha256 = models.CharField(max_length=64)
    verdicts_sha256 = models.CharField(max_length=64)
    as_of = models.DateField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="assessments_report_seq")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} report {self.seq}"


class Handover(Entity):
    """The secretariat's acts on a case are somebody else's: all of it have a tie to the city."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    to = models.CharField(max_length=6, choices=[(desk.value, desk.value) for desk in Desk])
    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # somebody of the own one is free again

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="assessments_handover_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.to}"
