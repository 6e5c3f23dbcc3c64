"""What a program found when it last followed an entry's address: for curators alone."""

from __future__ import annotations

from django.db import models

from waymark.library.models.items import Item, choices
from waymark.library.rules.links import Seen


class LinkVisit(models.Model):
    """The last visit of one entry's address; what a person finds stands with the entry itself."""

    item = models.OneToOneField(
        Item, primary_key=True, on_delete=models.CASCADE, related_name="visit"
    )
    url = models.CharField(max_length=500)
    at = models.DateTimeField()
    found = models.CharField(max_length=10, choices=choices(Seen))
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # of HTTP, if one came
    leads_to = models.CharField(max_length=500, blank=True)  # where it has moved for good
    failures = models.PositiveSmallIntegerField(default=0)  # one after the other
    failing_since = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.url}: {self.found}"
