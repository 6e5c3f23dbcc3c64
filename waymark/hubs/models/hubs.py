"""Hubs, what their two sides agreed on, and their public pages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.assessments.models import Case
from waymark.base.fields import Entity, WordsField
from waymark.hubs.models.calls import Call, person
from waymark.hubs.rules.life import HubState
from waymark.library.models import TagsField, choices
from waymark.places.models import Place

USER = settings.AUTH_USER_MODEL


class Hub(Entity):
    """An accepted proposal: its agreement, then its label, its time and its page."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="hub")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="hubs")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="hubs")
    state = models.CharField(max_length=10, choices=choices(HubState), default=HubState.ACCEPTED)
    original = models.CharField(max_length=7, default="en")  # language of its texts
    title = WordsField()
    story = WordsField()
    goals = TagsField()  # "6", "11"
    axis = models.CharField(max_length=15, blank=True)
    topic = models.CharField(max_length=15, blank=True)
    starts = models.DateField()
    ends = models.DateField()
    award = models.CharField(max_length=80, blank=True)  # "award:…", its label
    why = models.TextField(blank=True)  # why it was closed or withdrawn
    version = models.PositiveIntegerField(default=1)  # what an editor of the page saw
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    labelled_at = models.DateTimeField(null=True, blank=True)
    published_by = person()
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="hubs_hub_forwards"),
            models.CheckConstraint(
                condition=Q(labelled_at__isnull=True, award="")
                | (Q(labelled_at__isnull=False) & ~Q(award="")),
                name="hubs_hub_labelled",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(labelled_at__isnull=False),
                name="hubs_hub_public_with_label",
            ),
        ]
        indexes = [models.Index(fields=["published_at", "ends"], name="hubs_hub_public")]

    def __str__(self) -> str:
        return str(self.title)


class Agreement(Entity):
    """One version of what the two sides agree on. The secretariat signs by offering it."""

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="agreements")
    seq = models.PositiveIntegerField()
    document = models.TextField()  # canonical JSON, see rules.agreeing
    sha256 = models.CharField(max_length=64)
    offered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "seq"], name="hubs_agreement_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.hub_id} {self.seq}"


class AgreementAnswer(models.Model):
    """What the place that leads said to a version: yes, or what should be different."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="answer")
    accepted = models.BooleanField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.accepted}"
