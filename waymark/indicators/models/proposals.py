"""Values that people from outside propose, and what was said to them.

Neither kind of row is ever changed: a proposal stays as it was made, and each step of its way is a
row of its own. What counts are observations alone, which an editor's acceptance makes.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.base.models import Blob
from waymark.indicators.models.lists import Indicator
from waymark.indicators.models.values import Observation
from waymark.indicators.rules.facts import MAX_KEY, MAX_UNIT
from waymark.places.models import Place


class Proposal(Entity):
    """A value that somebody proposes for a city, in the words in which she told it."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="proposals")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="proposals")
    area = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dimensions = models.JSONField(default=dict, blank=True)
    dimensions_key = models.CharField(max_length=MAX_KEY, blank=True)
    unit = models.CharField(max_length=MAX_UNIT, blank=True)
    period = models.CharField(max_length=40)
    value = models.FloatField(null=True, blank=True)
    text = models.TextField(blank=True)
    status = models.CharField(max_length=1, choices=Observation.Status)
    source = models.CharField(max_length=300, blank=True)
    method = models.CharField(max_length=300, blank=True)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    margin = models.FloatField(null=True, blank=True)
    note = models.TextField(blank=True)
    blob = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=255, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True)  # of the file
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["place", "proposed_at"], name="proposal_of_place")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"


class ProposalAct(Entity):
    """Several proposals that were decided at once; its steps say which."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)  # accept or decline, as of its steps
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.place_id} {self.kind}"


class ProposalStep(models.Model):
    """One step of a proposal's way; the last one says where it stands."""

    class Kind(models.TextChoices):
        ACCEPT = "accept"
        DECLINE = "decline"
        WITHDRAW = "withdraw"
        UNDO = "undo"
        REOPEN = "reopen"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()  # from 1, so that two at once can't both be it
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10)  # to which it led
    reason = models.TextField(blank=True)
    observation = models.ForeignKey(  # that an acceptance made
        Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="accepted_by"
    )
    replaced = models.ForeignKey(  # that held before
        Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed = models.BooleanField(default=False)  # accepted otherwise than proposed
    act = models.ForeignKey(  # in which it was taken with others, or with them taken back
        ProposalAct, null=True, blank=True, on_delete=models.PROTECT, related_name="steps"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_step_once"),
            models.UniqueConstraint(
                fields=["observation"],
                condition=Q(kind="accept"),
                name="proposal_of_a_value",
            ),
            models.CheckConstraint(
                condition=~Q(kind="accept") ^ Q(observation__isnull=False),
                name="proposal_accepted_as_a_value",
            ),
            models.CheckConstraint(
                condition=~Q(kind="decline") | ~Q(reason=""), name="proposal_declined_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"
