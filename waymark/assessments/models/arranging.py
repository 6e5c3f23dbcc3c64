"""Who hosts a mechanism's secretariat, and who pays for the mechanism."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from waymark.base.fields import Entity
from waymark.people.models import Organisation
from waymark.schemes.models import Mechanism

USER = settings.AUTH_USER_MODEL


class Arrangement(Entity):
    """What is said in public of a mechanism's host and funds. The newest row holds."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    host = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    funding = models.TextField(blank=True)
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["mechanism", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "version"], name="assessments_arrangement_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mechanism_id} v{self.version}"
