"""Frameworks, their editions, indicators, and how indicators stand to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity, WordsField
from waymark.base.models import Blob
from waymark.places.models import Place

LOCAL = "local"
"""The framework of indicators that a place has made for itself."""


class Framework(models.Model):
    """A published list of indicators, in one edition."""

    code = models.SlugField(primary_key=True, max_length=40)  # "sdg", "umf", "local-…"
    name = WordsField()
    edition = models.CharField(max_length=60)
    source = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.name)


class Edition(Entity):
    """A framework's list as it stood in one edition: whole, dated and never changed."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped"  # with this software
        IMPORTED = "imported"  # by a secretariat

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()  # counts from 1; the highest one holds
    label = models.CharField(max_length=60)
    published_on = models.DateField(null=True, blank=True)  # by its publisher, where known
    effective_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.SHIPPED)
    content_hash = models.CharField(max_length=64)  # SHA-256 of the rows as canonical JSON
    rows = models.JSONField()  # as `rules.editions.as_json` writes them
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "number"], name="indicators_edition_number"
            ),
            models.UniqueConstraint(fields=["framework", "label"], name="indicators_edition_label"),
        ]

    def __str__(self) -> str:
        return f"{self.framework_id} {self.label}"


class Indicator(models.Model):
    """One row of a framework, or a place's own. What is not verified says so in `status`."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="indicators")
    owner = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="local_indicators"
    )  # of a local indicator; empty is shared by all
    code = models.CharField(max_length=40)
    former_codes = models.JSONField(default=list, blank=True)  # oldest first; they keep answering
    retired_in = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="retired"
    )  # the edition that no longer has it
    retired_at = models.DateTimeField(null=True, blank=True)  # of a local one
    label = WordsField()
    unit = models.CharField(max_length=80, blank=True)
    direction = models.CharField(max_length=10, blank=True)  # up, down or nothing
    domain = models.CharField(max_length=60, blank=True)
    objective = models.CharField(max_length=60, blank=True)
    goal = models.PositiveSmallIntegerField(null=True, blank=True)
    target_code = models.CharField(max_length=10, blank=True)
    same_as = models.CharField(max_length=200, blank=True)  # codes in other frameworks
    breakdowns = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=120, blank=True)
    usual_source = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)  # further columns of the list, as text
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                condition=Q(owner__isnull=True),
                name="indicators_code_shared",
            ),
            models.UniqueConstraint(
                fields=["owner", "code"],
                condition=Q(owner__isnull=False),
                name="indicators_code_local",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, framework=LOCAL)
                | (Q(owner__isnull=True) & ~Q(framework=LOCAL)),
                name="indicators_local_has_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Link(models.Model):
    """How an indicator stands to another one; said once and read from both ends.

    A value answers for the other indicator only where the kind is exact.
    """

    class Kind(models.TextChoices):
        EXACT = "exact"
        ADAPTED = "adapted"
        PROXY = "proxy"
        NONE = "none"  # looked for and not found, or alike in name only

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="links_out")
    other = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="links_in"
    )  # empty only where there is none
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)
    verified = models.BooleanField(default=False)  # read in a source, not our own judgement

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "other"], name="indicators_link_once"),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(other__isnull=True),
                name="indicators_link_none_once",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=False) | Q(kind="none"), name="indicators_link_other"
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("indicator")),
                name="indicators_link_apart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.kind} {self.other_id}"


class ListImport(Entity):
    """A file with a whole list: previewed, then made the framework's next edition or put aside."""

    class State(models.TextChoices):
        PREVIEW = "preview"
        COMMITTED = "committed"
        DISCARDED = "discarded"

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="list_imports")
    label = models.CharField(max_length=60)
    published_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    plan = models.JSONField(default=dict)  # the differences, what they touch, and what is wrong
    edition = models.OneToOneField(Edition, null=True, blank=True, on_delete=models.PROTECT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name
