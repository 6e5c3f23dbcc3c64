"""Cooperation records: what they say, whose they are, and which side said what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity, Words
from waymark.community.rules.cooperation import CooperationKind, CooperationState
from waymark.library.models import TagsField, choices
from waymark.people.models import Body
from waymark.places.models import Place

USER = settings.AUTH_USER_MODEL
OF_ONE = Q(place__isnull=False, body__isnull=True) | Q(place__isnull=True, body__isnull=False)


class Cooperation(Entity):
    """What two or more sides did together, in the words of the one that drafted it."""

    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=choices(CooperationKind))
    topics = TagsField()  # the library's
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # empty while it goes on
    told = models.TextField()  # what was exchanged, and what came of it
    url = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        max_length=10, choices=choices(CooperationState), default=CooperationState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)  # one more with each change and each rework
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()  # when it came to its state

    class Meta:
        ordering = ["-moved_at", "-id"]

    def __str__(self) -> str:
        return self.title


class CooperationSide(Entity):
    """A place or a partner that a record is of, and whether it has said yes to it as it stands."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="sides")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drafts = models.BooleanField(default=False)  # wrote it
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-drafts", "id"]
        constraints = [
            models.CheckConstraint(condition=OF_ONE, name="community_cooperationside_of_one"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="community_cooperationside_agreed",
            ),
            models.UniqueConstraint(
                fields=["cooperation", "place"], name="community_cooperationside_place"
            ),
            models.UniqueConstraint(
                fields=["cooperation", "body"], name="community_cooperationside_body"
            ),
            models.UniqueConstraint(
                fields=["cooperation"],
                condition=Q(drafts=True),
                name="community_cooperationside_one_drafts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Words:
        """What the side is called."""
        side = self.place or self.body
        assert side is not None
        return Words(side.name)


class CooperationWord(models.Model):
    """A step that a side took, with what it said. It is never changed."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="words")
    version = models.PositiveIntegerField()  # of the record
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=choices(CooperationState))  # after it
    why = models.TextField(blank=True)
    told = models.JSONField(default=dict)  # what the sides were asked to agree to; else empty
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=OF_ONE, name="community_cooperationword_of_one")
        ]

    def __str__(self) -> str:
        return f"{self.cooperation_id} {self.step}"
