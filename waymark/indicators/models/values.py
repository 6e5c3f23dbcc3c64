"""What a place chooses, its series, observations, targets and imports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.base.models import Blob
from waymark.indicators.models.lists import Framework, Indicator
from waymark.indicators.rules.facts import MAX_KEY, MAX_QUALITY, MAX_UNIT
from waymark.places.models import Place


class ChosenIndicator(models.Model):
    """An indicator that a place works with, and whether it is one of its key values."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="chosen_indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="choices")
    priority = models.BooleanField(default=False)
    counts_people = models.BooleanField(default=False)  # of each group: weights of other values
    holder = models.CharField(max_length=200, blank=True)  # who holds the data
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: at the operator's console
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "indicator"], name="indicators_chosen_once")
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.indicator_id}"


class Series(Entity):
    """An indicator in a place, for one breakdown (groups and, if any, an area), in one unit."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="series")
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="series", db_index=False
    )  # the index with the indicator begins with it
    area = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # a district of the place; empty is the whole
    dimensions = models.JSONField(default=dict, blank=True)  # {"sex": "female"}; empty is all
    dimensions_key = models.CharField(max_length=MAX_KEY, blank=True)  # canonical text of the same
    unit = models.CharField(max_length=MAX_UNIT, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "indicator", "area", "dimensions_key", "unit"],
                name="indicators_series_once_per_unit",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["place", "indicator"]),
            models.Index(fields=["area"], name="series_area", condition=Q(area__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.dimensions_key} {self.unit}"


class ImportGroup(Entity):
    """One file with the data of several places: an import for each of them, stored together."""

    class State(models.TextChoices):
        PREVIEW = "preview"
        COMMITTED = "committed"
        UNDONE = "undone"
        DISCARDED = "discarded"

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    plan = models.JSONField(default=dict)  # what belongs to no place, and how the file was read
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: at the operator's console
    made_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name


class ImportBatch(Entity):
    """One file brought in: previewed, committed as a whole or not, and undone as a whole."""

    class State(models.TextChoices):
        PREVIEW = "preview"
        COMMITTED = "committed"
        UNDONE = "undone"
        DISCARDED = "discarded"

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="imports")
    group = models.ForeignKey(
        ImportGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="batches"
    )  # of a file with several places
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    plan = models.JSONField(default=dict)  # what would be added, changed, left out and why
    undo = models.JSONField(default=dict, blank=True)  # what besides values an undo takes back
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )  # empty: at the operator's console
    made_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name


class Observation(models.Model):
    """A value of a series in a period, as it was known from one moment until another."""

    class Status(models.TextChoices):  # SDMX CL_OBS_STATUS codes
        NORMAL = "A"
        BREAK = "B"
        ESTIMATED = "E"
        PROVISIONAL = "P"
        MISSING = "M"
        SUPPRESSED = "Q"

    class SourceType(models.TextChoices):
        SURVEY = "survey"
        REGISTER = "register"
        CENSUS = "census"
        REMOTE_SENSING = "remote_sensing"
        CITIZEN_GENERATED = "citizen_generated"
        PERCEPTION = "perception"
        QUALITATIVE = "qualitative"
        OTHER = "other"

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations")
    period = models.CharField(max_length=40)  # as written by the source
    year = models.SmallIntegerField()  # the first year it covers, for ordering and charts
    value = models.FloatField(null=True, blank=True)
    text = models.TextField(blank=True)  # a qualitative entry; then there is no number
    status = models.CharField(max_length=1, choices=Status, default=Status.NORMAL)
    source = models.CharField(max_length=300, blank=True)
    source_type = models.CharField(max_length=20, choices=SourceType, blank=True)
    quality = models.CharField(max_length=MAX_QUALITY, blank=True)  # a word of the source's own
    method = models.CharField(max_length=300, blank=True)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    margin = models.FloatField(null=True, blank=True)  # of error, in the value's unit
    note = models.TextField(blank=True)
    next_update = models.DateField(null=True, blank=True)
    batch = models.ForeignKey(ImportBatch, null=True, blank=True, on_delete=models.PROTECT)
    file = models.CharField(max_length=255, blank=True)  # inside the one brought in, if an archive
    row = models.PositiveIntegerField(null=True, blank=True)  # of the file it came from
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )  # empty: at the operator's console
    entered_at = models.DateTimeField()
    # Who looked a value over without having entered it.
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)  # replaced or undone then
    retired_by_batch = models.ForeignKey(
        ImportBatch,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="retired",
        db_index=False,
    )

    class Meta:
        ordering = ["year", "period"]
        # Of few values there is anything to look up in these; an index of all slows each import.
        indexes = [
            models.Index(
                fields=[name], name=f"observation_{name}", condition=Q(**{f"{name}__isnull": False})
            )
            for name in ("entered_by", "checked_by", "retired_by_batch")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period"],
                condition=Q(retired_at__isnull=True),
                name="indicators_observation_current",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(retired_at__gte=F("entered_at")),
                name="indicators_observation_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"


class Target(Entity):
    """Baseline and target of a series, as they held from one moment until another.

    A value without a target is allowed. Earlier targets are kept: that a target was moved shows.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="targets")
    baseline_period = models.CharField(max_length=40, blank=True)
    baseline_value = models.FloatField(null=True, blank=True)
    target_year = models.SmallIntegerField(default=2030)
    target_value = models.FloatField(null=True, blank=True)
    milestones = models.JSONField(default=list, blank=True)  # [{"year": 2027, "value": 40.0}]
    note = models.TextField(blank=True)
    batch = models.ForeignKey(ImportBatch, null=True, blank=True, on_delete=models.PROTECT)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: at the operator's console
    updated_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by_batch = models.ForeignKey(
        ImportBatch,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="retired_targets",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(retired_at__isnull=True),
                name="indicators_target_current",
            ),
            models.CheckConstraint(  # no format could say of when a baseline without one is
                condition=Q(baseline_value__isnull=False) & ~Q(baseline_period="")
                | Q(baseline_value__isnull=True, baseline_period=""),
                name="indicators_target_baseline_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_value} by {self.target_year}"
