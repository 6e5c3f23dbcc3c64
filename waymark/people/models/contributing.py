"""Whether a city takes values from people outside its administration."""

from __future__ import annotations

from django.db import models

from waymark.people.models.workspaces import User
from waymark.places.models import Place


class Contributing(models.Model):
    """Whether people can be invited to a place as contributors. Without a row they can't."""

    place = models.OneToOneField(
        Place, primary_key=True, on_delete=models.PROTECT, related_name="contributing"
    )
    open = models.BooleanField(default=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.place_id} {'open' if self.open else 'closed'}"
