"""Rows of a certificate's life: terms, hearings, what the city says, conditions, appeals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.case import Case
from waymark.assessments.models.committee import Decision
from waymark.assessments.rules.life.appeal import AppealState, Ground, Remedy, Vote
from waymark.assessments.rules.life.doubt import Cause
from waymark.base.fields import Entity
from waymark.schemes.models import Mechanism

USER = settings.AUTH_USER_MODEL


class LifeTerms(Entity):
    """On what terms certificates of a mechanism live. The newest row holds."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    document = models.TextField()  # canonical JSON
    reason = models.TextField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["mechanism", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "version"], name="assessments_lifeterms_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mechanism_id} v{self.version}"


class Hearing(Entity):
    """A city is heard before a grave decision on its certificate."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearings")
    award = models.CharField(max_length=80, db_index=True)  # "award:…"
    grounds = models.TextField()
    cause = models.CharField(  # not empty: the committee votes on whether the decision stands
        max_length=5, blank=True, default="", choices=[(one.value, one.value) for one in Cause]
    )
    tied = models.ForeignKey(  # who is said to have had a tie, and is out of the vote
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer_by = models.DateField()
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)  # by a decision, or by the next
    moot_at = models.DateTimeField(null=True, blank=True)  # its certificate ended before that

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(closed_at__isnull=True),
                name="assessments_hearing_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.award} heard"


class Statement(Entity):
    """What a city says on its certificate: in a hearing, on a condition, at mid-term."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    award = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=10)  # hearing, condition, update
    about = models.CharField(max_length=80, blank=True)  # "hearing:…", "condition:…"
    text = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.award} {self.kind}"


class Condition(Entity):
    """What a city has to do by a day, so that its certificate rests on it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    due = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "number"], name="assessments_condition_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.number}"


class ConditionFinding(models.Model):
    """Whether a condition was met. Later rows replace earlier ones."""

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="findings")
    seq = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)  # met, not_met, struck, carried
    reasons = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["condition", "seq"], name="assessments_finding_seq")
        ]

    def __str__(self) -> str:
        return f"{self.condition_id} {self.outcome}"


class Effect(models.Model):
    """When a decision that had to wait for the time to appeal took effect."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="effect")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.decision_id} in effect"


class Appeal(Entity):
    """A city's appeal against a decision: one each."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    ground = models.CharField(
        max_length=12, choices=[(ground.value, ground.value) for ground in Ground]
    )
    text = models.TextField()
    lodged_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    lodged_at = models.DateTimeField()
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in AppealState],
        default=AppealState.LODGED,
    )
    need = models.PositiveSmallIntegerField()  # how many hear it, by the terms of that day
    note = models.TextField(blank=True)  # why it was turned away
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-lodged_at", "id"]

    def __str__(self) -> str:
        return f"{self.decision_id} appealed"


class AppealSeat(models.Model):
    """Who hears an appeal."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)  # for a tie

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "member"], name="assessments_appealseat_once")
        ]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.member_id}"


class AppealVote(models.Model):
    """A panel member's vote; cast once."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=[(vote.value, vote.value) for vote in Vote])
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appeal", "member"], name="assessments_appealvote_once")
        ]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.choice}"


class AppealOutcome(models.Model):
    """What the panel decided, with its reasons, and the decision that it made."""

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="outcome")
    upheld = models.BooleanField()
    remedy = models.CharField(
        max_length=15, blank=True, choices=[(one.value, one.value) for one in Remedy]
    )
    reasons = models.TextField()
    votes = models.JSONField(default=dict)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.appeal_id} {'upheld' if self.upheld else 'dismissed'}"
