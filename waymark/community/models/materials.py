"""Files and links of a space."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.base.models import Blob
from waymark.community.models.events import Event
from waymark.community.models.spaces import Party, Space
from waymark.community.models.threads import Thread

USER = settings.AUTH_USER_MODEL


class Material(Entity):
    """A file or a link, alone or with a thread or an event. It never changes; it is taken back."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="materials")
    thread = models.ForeignKey(
        Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="materials"
    )
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="materials"
    )
    title = models.CharField(max_length=150)
    about = models.TextField(blank=True)
    blob = models.ForeignKey(
        Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=255, blank=True)  # of the file
    url = models.CharField(max_length=400, blank=True)
    search = models.TextField(blank=True)  # folded: title, name of the file, what it is about
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(blob__isnull=False, url="") | (Q(blob__isnull=True) & ~Q(url="")),
                name="community_material_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(thread__isnull=True) | Q(event__isnull=True),
                name="community_material_one_home",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="community_material_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.title
