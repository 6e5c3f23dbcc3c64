"""Catalogues of others that are harvested, and what they told: by itself none of it is public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.library.models.items import Item, TagsField, choices
from waymark.library.rules.outside.queue import WAITING, State


class Source(Entity):
    """A catalogue of somebody else."""

    class Kind(models.TextChoices):
        OAI = "oai"  # OAI-PMH 2.0 with Dublin Core
        FEED = "feed"  # RSS 2.0, RSS 1.0 or Atom

    code = models.CharField(max_length=40, unique=True)  # for the command line
    name = models.CharField(max_length=200)
    page = models.CharField(max_length=500, blank=True)  # where people read it
    kind = models.CharField(max_length=10, choices=Kind, blank=True)  # "": not known yet
    url = models.CharField(max_length=500, blank=True)  # of the interface or feed
    language = models.CharField(max_length=3, default="en")  # where a record says none
    kinds = TagsField()  # where a record says none
    topics = TagsField()  # of all that comes from here
    licence = models.CharField(max_length=300, blank=True)  # where a record says none
    every_days = models.PositiveSmallIntegerField(default=7)
    on = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True, blank=True)  # while a harvest is going on
    read_at = models.DateTimeField(null=True, blank=True)  # of the last one that was whole
    not_before = models.DateTimeField(null=True, blank=True)  # as the source or the pace wants
    told = models.JSONField(default=dict)  # figures of the last harvest, or why it failed
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(on=False) | (~Q(url="") & ~Q(kind="")), name="library_source_on"
            ),
            models.CheckConstraint(
                condition=Q(every_days__gte=1) & Q(every_days__lte=365),
                name="library_source_every",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OutsideRecord(Entity):
    """One thing as a source tells of it, and what curators made of that."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="records")
    name = models.CharField(max_length=300)  # its id at the source
    state = models.CharField(max_length=10, choices=choices(State))
    told = models.JSONField(default=dict)  # `rules.outside.telling.Told`
    taken = models.JSONField(default=dict)  # what of it stands in our entry, or was declined
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="outside"
    )
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "name"], name="library_outside_once"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="library_outside_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("changed", "gone", "taken", "noted"))
                | Q(item__isnull=False),
                name="library_outside_item",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "found_at"],
                name="library_outside_waiting",
                condition=Q(state__in=[str(state) for state in WAITING]),
            )
        ]

    def __str__(self) -> str:
        return self.name
