"""Countries, their groups with dates, places, and how places follow on one another."""

from __future__ import annotations

from django.db import models

from waymark.base.fields import Entity, WordsField
from waymark.places.rules.succession import Kind as Change


class Country(models.Model):
    """A country or area of the M49 standard."""

    iso2 = models.CharField(primary_key=True, max_length=2)
    iso3 = models.CharField(max_length=3, unique=True)
    m49 = models.CharField(max_length=3, unique=True)
    name = WordsField()
    status = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=60, blank=True)
    region_code = models.CharField(max_length=3, blank=True)
    subregion = models.CharField(max_length=80, blank=True)
    subregion_code = models.CharField(max_length=3, blank=True)
    intermediate = models.CharField(max_length=80, blank=True)
    un_language = models.CharField(max_length=5, blank=True)
    verified = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["iso3"]

    def __str__(self) -> str:
        return str(self.name)


class CountryGroup(models.Model):
    """Membership of a country in LDC, SIDS, LLDC or a further group, between two dates if known."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="groups")
    group = models.CharField(max_length=40)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)  # first day on which it no longer holds
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "group", "since"],
                name="places_countrygroup_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.group}"


class FurtherGroup(models.Model):
    """A group of countries that an operator brought in, such as an outside classification.

    `sha256` is that of the file by which its membership is as it is.
    """

    code = models.CharField(primary_key=True, max_length=40)
    name = WordsField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)


class Place(Entity):
    """A city, a district of one, a region, a metropolitan area, or a cell of a grid over one."""

    class Kind(models.TextChoices):
        CITY = "city"
        DISTRICT = "district"
        REGION = "region"
        METROPOLITAN = "metropolitan_area"
        GRID_CELL = "grid_cell"  # a part of a place that is no district, but overlaps them

    class Urbanisation(models.TextChoices):
        CITY = "city"
        TOWN = "town_or_semi_dense"
        RURAL = "rural"

    slug = models.SlugField(max_length=80, unique=True)
    name = WordsField()
    name_skeleton = models.CharField(max_length=200, blank=True, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CITY)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    code = models.CharField(max_length=40, blank=True)  # by which statistics name it
    population = models.PositiveBigIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    urbanisation = models.CharField(max_length=20, choices=Urbanisation, blank=True)
    boundary = models.JSONField(null=True, blank=True)  # GeoJSON geometry, WGS 84
    area_km2 = models.FloatField(null=True, blank=True)
    website = models.URLField(blank=True)
    fictional = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)  # no part of its parent any more
    ended_on = models.DateField(null=True, blank=True)  # by the succession that says so

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "code"],
                condition=~models.Q(code=""),
                name="places_place_code_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class Succession(Entity):
    """An act of law by which places merged, split, or got another name or boundary."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Change])
    effective_on = models.DateField()
    act = models.CharField(max_length=300)  # the law, decree or decision, as it is cited
    act_url = models.URLField(max_length=400, blank=True)
    former_name = WordsField()  # of a new name alone
    former_skeleton = models.CharField(max_length=200, blank=True, db_index=True)
    new_name = WordsField()
    by = models.CharField(max_length=80)  # "user:…"
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on}"


class SuccessionPlace(models.Model):
    """A place before or after a succession; one that goes on stands on both sides."""

    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="sides")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    after = models.BooleanField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["succession", "place", "after"], name="places_successionplace_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.succession_id} {'after' if self.after else 'before'}"


class SuccessionUndo(models.Model):
    """A succession that was entered by mistake: it counts no more, and stays readable."""

    succession = models.OneToOneField(Succession, on_delete=models.PROTECT, related_name="undo")
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.succession_id} undone"
