"""What results of other schemes say about ours, version by version, and who decided on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.schemes.models.core import Scheme

USER = settings.AUTH_USER_MODEL


class Crosswalk(Entity):
    """One version of a crosswalk from another scheme (`other`) to one of ours.

    Of each pair one is in force; the document stays as it is once it has left the draft.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PROPOSED = "proposed"
        IN_FORCE = "in_force"
        REPLACED = "replaced"
        WITHDRAWN = "withdrawn"
        DISCARDED = "discarded"

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="crosswalks")
    other = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)  # of the other scheme
    document = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(null=True, blank=True)  # the day on which it ended
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "other", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "other", "version"], name="schemes_crosswalk_version"
            ),
            models.UniqueConstraint(
                fields=["scheme", "other"],
                condition=Q(state="in_force"),
                name="schemes_crosswalk_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed", "discarded"])
                | Q(in_force_from__isnull=False),
                name="schemes_crosswalk_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class CrosswalkWord(Entity):
    """A decision on a crosswalk: append-only, bound to the content that was read."""

    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.PROTECT, related_name="decisions")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)  # a step of the flow
    sha256 = models.CharField(max_length=64)
    reasons = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["crosswalk", "seq"], name="schemes_crosswalkword_seq")
        ]

    def __str__(self) -> str:
        return f"{self.crosswalk_id} {self.seq} {self.kind}"
