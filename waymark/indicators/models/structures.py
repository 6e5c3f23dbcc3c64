"""Structure definitions that are kept, so that data written by them can be read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from waymark.base.fields import Entity
from waymark.base.models import Blob
from waymark.places.models import Place


class Structure(Entity):
    """A structure message of an office: for one place, or for all (`place` empty)."""

    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="structures"
    )
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=255)
    refs = models.JSONField(default=list)  # data structures and flows, as "AGENCY:ID(1.0)"
    about = models.JSONField(default=dict)  # what it holds, in numbers and names
    mapping = models.JSONField(default=dict)  # {component: {code: what it means here}}
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: at the operator's console
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.refs[0] if self.refs else self.file_name

    @cached_property
    def said(self) -> int:
        """How many codes somebody has said the meaning of."""
        return sum(map(len, self.mapping.values()))
