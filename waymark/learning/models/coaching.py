"""Coachings: who asked whom, and what the two of them write to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.learning.rules.coaching import State
from waymark.library.models import choices

USER = settings.AUTH_USER_MODEL


class Coaching(Entity):
    """Somebody asks a trainer to coach her; both alone read it, and it goes with either account."""

    asker = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    coach = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=30)  # the library's
    state = models.CharField(max_length=10, choices=choices(State), default=State.ASKED)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()  # when it came to its state
    last_at = models.DateTimeField()  # when something was written

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "coach"],
                condition=Q(state__in=["asked", "agreed"]),
                name="learning_coaching_once",
            ),
            models.CheckConstraint(
                condition=~Q(asker=F("coach")), name="learning_coaching_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} {self.coach_id}"


class CoachingWord(models.Model):
    """What one of them wrote."""

    coaching = models.ForeignKey(Coaching, on_delete=models.CASCADE, related_name="words")
    text = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.coaching_id} {self.at}"
