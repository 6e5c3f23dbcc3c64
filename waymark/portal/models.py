"""Searches that people keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from waymark.base.fields import Entity
from waymark.portal.rules import Alert, Where


class SavedSearch(Entity):
    """A search of one person. Its address is that of the search itself."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    where = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in Where])
    query = models.CharField(max_length=500)  # what its address asks
    name = models.CharField(max_length=100)
    alert = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in Alert])
    known = models.JSONField(default=list)  # keys of what was there when it was last looked at
    looked_at = models.DateTimeField()
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["alert", "looked_at"], name="portal_saved_due")]

    def __str__(self) -> str:
        return self.name
