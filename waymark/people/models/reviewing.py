"""How much a person takes on, and what ties her to places: what reviewing asks of people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.people.models.workspaces import Organisation, User
from waymark.people.rules import MOST_REVIEWS
from waymark.places.models import Place


class Availability(Entity):
    """How much a person takes on at once, and when she takes on nothing; said by herself."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="availability")
    most = models.PositiveSmallIntegerField(default=MOST_REVIEWS)
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)  # the last day
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from__isnull=True, away_until__isnull=True)
                | Q(away_from__isnull=False, away_until__gte=F("away_from")),
                name="people_availability_away",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.most}"


class Interest(Entity):
    """A standing tie between a person and a place or organisation, declared by her."""

    class Kind(models.TextChoices):
        EMPLOYEE = "employee"
        ADVISER = "adviser"
        FAMILY = "family"
        FUNDING = "funding"
        OTHER = "other"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField(max_length=10, choices=Kind)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    note = models.TextField(blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False) | Q(organisation__isnull=False),
                name="people_interest_in_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"
