"""Cases on which another committee decides than that of their mechanism."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from waymark.assessments.models.case import Case
from waymark.assessments.models.committee import AgendaItem
from waymark.base.fields import Entity
from waymark.schemes.models import Mechanism


class Delegation(Entity):
    """A decision that is another committee's by rule: the own one has too few without a tie.

    A row never changes but for its end, which is set once.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(  # on which the quorum could not be reached
        AgendaItem, on_delete=models.PROTECT, related_name="delegations"
    )
    seats = models.PositiveSmallIntegerField()
    able = models.PositiveSmallIntegerField()  # seats for which somebody could act
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # the own committee can decide again

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="assessments_delegation_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.to_id}"
