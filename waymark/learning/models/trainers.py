"""Who trains others: what she has written, and what everybody reads of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.learning.models.courses import Enrolment
from waymark.learning.rules.trainers import State
from waymark.library.models import TagsField, choices

USER = settings.AUTH_USER_MODEL


class Trainer(Entity):
    """An entry of the register. `told` is what she wrote last; leaving deletes the row."""

    user = models.OneToOneField(USER, on_delete=models.CASCADE, related_name="trainer")
    told = models.JSONField()  # rules.trainers.Entry as JSON
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=choices(State), default=State.WAITING)
    note = models.TextField(blank=True)  # why it was declined
    sent_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)  # to be read by everybody
    training = models.ForeignKey(  # of trainers, that she completed here; gone when she leaves it
        Enrolment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)  # what stands below
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=3, blank=True)
    bio = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    topics = TagsField()
    languages = TagsField()
    countries = TagsField()  # iso2
    regions = TagsField()  # rules.regions
    coaches = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting")
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="learning_trainer_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False),
                name="learning_trainer_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(note=""), name="learning_trainer_declined"
            ),
        ]

    def __str__(self) -> str:
        return self.pk
