"""Tables of entries that curators brought in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.base.models import Blob
from waymark.library.rules.intake import INTAKE


class Intake(Entity):
    """A table, what became of it, and what is needed to undo it as a whole."""

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    sheet = models.JSONField(default=dict)  # `kernel.tables.Sheet` as JSON
    state = models.CharField(
        max_length=10, choices=[(one, one) for one in INTAKE.states], default=INTAKE.start
    )
    alike = models.BooleanField(default=False)  # lines that may be here already are stored too
    lines = models.JSONField(default=list)  # the rows that are stored, by their numbers
    done = models.JSONField(default=list)  # code, what it said before (or null), version after
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("storing", "committed")) | Q(committed_at__isnull=False),
                name="library_intake_committed",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False),
                name="library_intake_undone",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
