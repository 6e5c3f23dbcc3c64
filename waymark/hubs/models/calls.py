"""Calls for hubs, and what is asked about them in public."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity, WordsField
from waymark.hubs.rules.calls import CallState
from waymark.library.models import TagsField, choices

USER = settings.AUTH_USER_MODEL


def person() -> Any:
    """Return a field for who did something, if anybody has yet."""
    return models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Call(Entity):
    """A call for hubs: when, for whom and about what, by one edition of the criteria.

    Once it is published its terms never change; only translations are added.
    """

    state = models.CharField(max_length=10, choices=choices(CallState), default=CallState.DRAFT)
    original = models.CharField(max_length=3, default="en")  # language of its texts
    title = WordsField()
    summary = WordsField()
    guidance = WordsField()
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)  # its last second
    zone = models.CharField(max_length=50, default="UTC")
    languages = TagsField()  # of proposals
    leaders = TagsField()
    standings = TagsField()
    topics = TagsField()
    axes = TagsField()
    focus = TagsField()
    seed_money = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    criteria_version = models.CharField(max_length=60)  # of the shipped document
    criteria_sha256 = models.CharField(max_length=64)
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # what an editor saw when she began
    published_by = person()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = person()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-closes_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (
                    ~Q(state="draft")
                    & Q(published_at__isnull=False, opens_at__isnull=False)
                    & Q(closes_at__gt=F("opens_at"))
                ),
                name="hubs_call_published",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn") & Q(withdrawn_at__isnull=False))
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="hubs_call_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="hubs_call_closing")]

    def __str__(self) -> str:
        return str(self.title)


class CallQuestion(Entity):
    """A question about a call; the answer is for everybody, and who asked is not."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = person()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["answered_at", "asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, withdrawn_at=None)
                    & ~Q(answer="")
                ),
                name="hubs_question_answered",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
