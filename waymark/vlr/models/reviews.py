"""Voluntary reviews, who writes them together, and their sections."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.library.models import TagsField, choices
from waymark.people.models import Body
from waymark.places.models import Country, Place
from waymark.vlr.rules.reviews import Kind, State

USER = settings.AUTH_USER_MODEL
ONE_SIDE = Q(place__isnull=True) ^ Q(body__isnull=True)
"""A place or a body, never both."""


class VoluntaryReview(Entity):
    """A voluntary review of a place, of an association, or of a state, kept by one of them."""

    kind = models.CharField(max_length=12, choices=choices(Kind))
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="voluntary_reviews"
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    language = models.CharField(max_length=3)
    year = models.PositiveIntegerField()
    goals = TagsField()
    about = models.TextField(blank=True)
    address = models.CharField(max_length=500, blank=True)
    authority = models.CharField(max_length=150, blank=True)  # of a state
    state = models.CharField(max_length=12, choices=choices(State), default=State.PLANNED)
    moved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "title", "id"]
        constraints = [models.CheckConstraint(condition=ONE_SIDE, name="vlr_review_side")]
        indexes = [models.Index(fields=["state", "-year"], name="vlr_review_public")]

    def __str__(self) -> str:
        return self.title


class VoluntaryParty(Entity):
    """A place or a body of another level that is asked to write with the keeper."""

    review = models.ForeignKey(VoluntaryReview, on_delete=models.PROTECT, related_name="parties")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=ONE_SIDE, name="vlr_party_side"),
            models.UniqueConstraint(
                fields=["review", "place", "body"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="vlr_party_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.place or self.body)


class Section(Entity):
    """A section of a review: one of the outline, or one of its own."""

    review = models.ForeignKey(VoluntaryReview, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=20, blank=True)  # of the outline; "" is one of its own
    title = models.CharField(max_length=150, blank=True)  # "": that of the outline
    position = models.PositiveIntegerField()
    party = models.ForeignKey(  # who writes it; none is the keeper
        VoluntaryParty, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title or self.key


class SectionVersion(models.Model):
    """How a section read after it was written. It is never changed."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["section", "version"], name="vlr_sectionversion_once")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.version}"
