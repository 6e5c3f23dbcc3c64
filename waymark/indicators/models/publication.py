"""What a place has made public: its terms, which indicators, and the very numbers that show.

The public numbers are rows of their own, written by one function after small numbers have been
withheld. Whatever shows data to everybody reads these rows alone, so a number that may not be seen
is not there to be found.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.indicators.models.lists import Indicator
from waymark.indicators.models.values import Observation
from waymark.indicators.rules.facts import MAX_QUALITY, MAX_UNIT
from waymark.indicators.rules.suppression import COUNT_UNDER, SIZE_UNDER
from waymark.places.models import Place


class PublicTerms(models.Model):
    """Under which terms a place gives its data away, and what it counts as a small number."""

    class Licence(models.TextChoices):
        NONE = ""  # nothing is said, so nothing is allowed
        CC_BY = "CC-BY-4.0"
        CC0 = "CC0-1.0"
        CC_BY_SA = "CC-BY-SA-4.0"
        ODBL = "ODbL-1.0"
        ODC_BY = "ODC-By-1.0"
        PDDL = "PDDL-1.0"

    place = models.OneToOneField(
        Place, primary_key=True, on_delete=models.PROTECT, related_name="public_terms"
    )
    licence = models.CharField(max_length=20, choices=Licence, blank=True)  # SPDX name
    count_under = models.PositiveSmallIntegerField(default=COUNT_UNDER)
    size_under = models.PositiveSmallIntegerField(default=SIZE_UNDER)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(count_under__gte=COUNT_UNDER, size_under__gte=SIZE_UNDER),
                name="indicators_terms_limits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.licence}"


class Publication(Entity):
    """That an indicator of a place is public, from one moment until it is withdrawn."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="publications")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="publications")
    notes = models.BooleanField(default=False)  # the notes of values are public too
    counts = models.BooleanField(default=False)  # values count people, where the unit is unclear
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # when what everybody sees of it last changed
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "indicator"],
                condition=Q(withdrawn_at__isnull=True),
                name="indicators_published_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__gte=F("published_at"), withdrawn_by__isnull=False),
                name="indicators_publication_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.indicator_id}"


class PublicSeries(models.Model):
    """A series as everybody sees it. It goes when its publication is withdrawn.

    `key` names it by what it is about and never by an id of ours; sorted by it, series stand by
    place, list, code, area and breakdown.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="series")
    key = models.CharField(max_length=400, unique=True)  # as `rules.public.series_key` makes it
    area = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dimensions = models.JSONField(default=dict, blank=True)
    unit = models.CharField(max_length=MAX_UNIT, blank=True)
    baseline_period = models.CharField(max_length=40, blank=True)
    baseline_value = models.FloatField(null=True, blank=True)
    target_year = models.SmallIntegerField(null=True, blank=True)
    target_value = models.FloatField(null=True, blank=True)
    milestones = models.JSONField(default=list, blank=True)  # [{"year": 2027, "value": 40.0}]

    def __str__(self) -> str:
        return self.key


class PublicValue(models.Model):
    """A number as everybody sees it: withheld ones have the status Q and nothing else."""

    series = models.ForeignKey(PublicSeries, on_delete=models.PROTECT, related_name="values")
    start = models.DateField()
    end = models.DateField()
    period = models.CharField(max_length=40)
    value = models.FloatField(null=True, blank=True)
    status = models.CharField(max_length=1, choices=Observation.Status)
    source = models.CharField(max_length=300, blank=True)
    method = models.CharField(max_length=300, blank=True)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    margin = models.FloatField(null=True, blank=True)
    note = models.TextField(blank=True)
    next_update = models.DateField(null=True, blank=True)
    source_type = models.CharField(max_length=20, choices=Observation.SourceType, blank=True)
    quality = models.CharField(max_length=MAX_QUALITY, blank=True)
    text = models.TextField(blank=True)  # an entry in words, which has no number
    proposed = models.BooleanField(default=False)  # from outside, and accepted as a value
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "start", "end"], name="indicators_public_value_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, status__in=["M", "Q"], text="")
                | (Q(value__isnull=False, text="") & ~Q(status__in=["M", "Q"]))
                | (Q(value__isnull=True) & ~Q(status__in=["M", "Q"]) & ~Q(text="")),
                name="indicators_public_value_or_words",
            ),
            models.CheckConstraint(
                condition=~Q(status="Q")
                | Q(
                    source="",
                    source_type="",
                    method="",
                    quality="",
                    note="",
                    sample_size=None,
                    margin=None,
                    next_update=None,
                    proposed=False,
                ),
                name="indicators_public_withheld_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"
