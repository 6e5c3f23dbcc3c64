"""Cohorts: courses that people take together, with trainers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.learning.models.courses import Course
from waymark.learning.models.trainers import Trainer

USER = settings.AUTH_USER_MODEL


class Cohort(Entity):
    """A course that people begin on one day and take together."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts")
    title = models.CharField(max_length=150)
    language = models.CharField(max_length=3)  # in which it is taken
    about = models.TextField(blank=True)
    first = models.DateField()
    last = models.DateField()
    seats = models.PositiveIntegerField(null=True, blank=True)  # none: for everybody
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="learning_cohort_days")
        ]
        indexes = [models.Index(fields=["last"], name="learning_cohort_last")]

    def __str__(self) -> str:
        return self.title


class CohortTrainer(models.Model):
    """A trainer of the register who was asked to lead a cohort, and whether she said yes."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="trainers")
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="cohorts")
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "trainer"], name="learning_cohorttrainer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.trainer_id}"


class CohortMember(models.Model):
    """Somebody in a cohort; its trainers see how far she is if she lets them."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    shares = models.BooleanField(default=False)

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "user"], name="learning_cohortmember_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.user_id}"


class CohortSession(Entity):
    """When the people of a cohort meet."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(max_length=150)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=50)
    where = models.CharField(max_length=300, blank=True)  # a place or a link, for its people alone
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return self.title


class CohortWord(models.Model):
    """What a trainer says to all people of a cohort. It is never changed."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="words")
    text = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.at}"
