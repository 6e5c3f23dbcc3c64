"""The case, the city's answers to it, and what was frozen when it was submitted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.intake import Intake
from waymark.assessments.rules.case import CaseKind, CaseState
from waymark.base.fields import Entity
from waymark.people.models import Department
from waymark.places.models import Place
from waymark.schemes.models import Edition, Mechanism, Scheme

USER = settings.AUTH_USER_MODEL


class Case(Entity):
    """A place's way through one edition of a scheme under one mechanism."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="cases")
    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="cases")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="cases")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="cases")
    intake = models.ForeignKey(
        Intake, null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    first_step = models.BooleanField(default=False)  # only the first step is asked so far
    hand_in_by = models.DateTimeField(null=True, blank=True)  # the last second, where there is one
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in CaseKind], default="initial"
    )
    target_level = models.CharField(max_length=40)  # id in the edition's levels
    language = models.CharField(max_length=5, default="en")
    state = models.CharField(
        max_length=15, choices=[(state.value, state.value) for state in CaseState], default="draft"
    )
    version = models.PositiveIntegerField(default=1)  # guards every change of state
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)
    review_due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "mechanism", "scheme"],
                condition=Q(closed_at__isnull=True, intake__isnull=True),
                name="assessments_case_one_open",
            ),
            models.UniqueConstraint(
                fields=["place", "intake"],
                condition=Q(closed_at__isnull=True),
                name="assessments_case_one_per_intake",
            ),
            models.CheckConstraint(
                condition=Q(first_step=False) | Q(intake__isnull=False),
                name="assessments_case_first_step",
            ),
        ]
        indexes = [  # for a desk with thousands of cases, most of them closed
            models.Index(fields=["mechanism", "state", "language"], name="assessments_case_kinds"),
            models.Index(fields=["state"], name="assessments_case_state"),
            models.Index(fields=["submitted_at", "id"], name="assessments_case_submitted"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.target_level}"


class CaseEvent(models.Model):
    """A step of the case's flow, for the city's own timeline."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=30)
    state = models.CharField(max_length=15)
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"


class Answer(models.Model):
    """The city's claim on one criterion."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers")
    criterion = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 to 3
    narrative = models.TextField(blank=True)
    not_relevant = models.BooleanField(default=False)
    not_relevant_reason = models.TextField(blank=True)
    imported = models.JSONField(null=True, blank=True)  # where it was taken over from, unchanged
    version = models.PositiveIntegerField(default=0)  # what an editor saw when she began
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.SET_NULL)
    assignee = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateField(null=True, blank=True)
    updated_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "criterion"], name="assessments_answer_once"),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__lte=3),
                name="assessments_answer_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.criterion}"


class AnswerRevision(models.Model):
    """What an answer said after one save; with `conflict`, words that met a newer version."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    payload = models.JSONField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    conflict = models.BooleanField(default=False)
    client_key = models.CharField(max_length=40, blank=True)  # a retried save has one effect

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "version"],
                condition=Q(conflict=False),
                name="assessments_answerrevision_version",
            ),
            models.UniqueConstraint(
                fields=["answer", "client_key"],
                condition=~Q(client_key=""),
                name="assessments_answerrevision_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"


class RegisterTable(models.Model):
    """A small table of the scheme that the city fills in; several criteria may refer to it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="registers")
    register = models.CharField(max_length=40)
    rows = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "register"], name="assessments_register_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.register}"


class RegisterRevision(models.Model):
    """What a register held after one save; with `conflict`, rows that met a newer version."""

    table = models.ForeignKey(RegisterTable, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    rows = models.JSONField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    conflict = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "version"],
                condition=Q(conflict=False),
                name="assessments_registerrevision_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table_id} v{self.version}"


class Comment(models.Model):
    """A word among the city's people about one criterion."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments")
    criterion = models.CharField(max_length=20)
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    mentions: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        USER, related_name="+", blank=True
    )
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.criterion}"


class Submission(Entity):
    """The frozen case document: what the signatory saw and signed. Never changes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions")
    seq = models.PositiveIntegerField()
    document = models.TextField()  # canonical JSON of the case format
    sha256 = models.CharField(max_length=64)
    edition_sha256 = models.CharField(max_length=64)
    signed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="assessments_submission_seq")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.seq}"
