"""What cities need."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.assessments.models import DiagnosticRun, Report
from waymark.base.fields import Entity
from waymark.community.rules.needs import NeedState, Visible
from waymark.library.models import TagsField, choices
from waymark.people.models import Body
from waymark.places.models import Place

USER = settings.AUTH_USER_MODEL


class Need(Entity):
    """What a city needs: written freely, or opened from a gap that a report names."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="needs")
    title = models.CharField(max_length=150)
    why = models.TextField(blank=True)
    by_when = models.DateField(null=True, blank=True)
    languages = TagsField()
    budget_least = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    budget_most = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    topics = TagsField()  # the library's
    goals = TagsField()  # goals and targets
    criteria = TagsField()
    criterion = models.CharField(max_length=10, blank=True)  # of the gap that it was opened from
    level = models.CharField(max_length=20, blank=True)  # which the gap stood in the way of
    report = models.ForeignKey(  # that names the gap
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    diagnostic = models.ForeignKey(  # that found the gap, where no criterion did
        DiagnosticRun, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.CharField(max_length=80, blank=True)  # of the diagnostic
    gap_closed = models.ForeignKey(  # the newest report, where it finds the criterion met
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    visible = models.CharField(max_length=10, choices=choices(Visible), default=Visible.PRIVATE)
    partners = models.ManyToManyField(Body, related_name="+", blank=True)
    counted = models.BooleanField(default=False)  # in figures, without the city's name
    state = models.CharField(max_length=10, choices=choices(NeedState), default=NeedState.OPEN)
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)  # on closing

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="community_need_closed",
            ),
            models.CheckConstraint(
                condition=Q(budget_least__isnull=True)
                | Q(budget_most__isnull=True)
                | Q(budget_least__lte=F("budget_most")),
                name="community_need_budget",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NeedVersion(models.Model):
    """How a need read after it was opened or changed. It is never changed."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    told = models.JSONField()  # rules.needs.Wanted as JSON
    changed = models.JSONField(default=list)  # names of what differs from the one before
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["need", "version"], name="community_needversion_once")
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.version}"
