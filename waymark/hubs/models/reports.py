"""What a hub reports every half year."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.hubs.models.calls import person
from waymark.hubs.models.hubs import Hub

USER = settings.AUTH_USER_MODEL


class HubReport(Entity):
    """One report of a hub: a draft, then handed in and unchanging."""

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="reports")
    seq = models.PositiveIntegerField()
    due = models.DateField()
    final = models.BooleanField(default=False)
    language = models.CharField(max_length=7, default="en")
    lines = models.JSONField(default=list, blank=True)  # rules.monitoring.Line as objects
    acceleration = models.TextField(blank=True)
    synchronization = models.TextField(blank=True)
    reach = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    help = models.TextField(blank=True)  # for the secretariat alone
    version = models.PositiveIntegerField(default=1)  # what an editor saw when she began
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    handed_in_by = person()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "seq"], name="hubs_report_seq"),
            models.UniqueConstraint(
                fields=["hub"], condition=Q(handed_in_at__isnull=True), name="hubs_report_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub_id} {self.seq}"
