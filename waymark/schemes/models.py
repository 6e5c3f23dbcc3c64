"""Schemes, their editions, and the mechanisms that run them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.awards.models import Issuer
from waymark.base.fields import Entity, WordsField
from waymark.people.models import Body
from waymark.places.models import Country


class Mechanism(Entity):
    """Who runs certification somewhere: a global mechanism, or a country's own."""

    class Kind(models.TextChoices):
        GLOBAL = "global"
        NATIONAL = "national"

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    name = WordsField()
    country = models.OneToOneField(Country, null=True, blank=True, on_delete=models.PROTECT)
    languages = models.JSONField(default=list)
    secretariat = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    technical_team = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    appeal_panel = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="+")
    validity_months = models.PositiveSmallIntegerField(default=36)
    quorum_percent = models.PositiveSmallIntegerField(default=50)  # more than this share
    reviewers_per_case = models.PositiveSmallIntegerField(default=2)
    adviser_months = models.PositiveSmallIntegerField(default=36)  # look-back for advisers
    review_days = models.PositiveSmallIntegerField(default=30)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="global", country__isnull=True)
                | Q(kind="national", country__isnull=False),
                name="schemes_mechanism_country",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class Scheme(models.Model):
    """A family of editions: "sdg-cities"."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = WordsField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.name)


class Edition(Entity):
    """One version of a scheme's document; frozen when published."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        SUPERSEDED = "superseded"
        RETIRED = "retired"

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="editions")
    version = models.CharField(max_length=60)  # a national one: "1.0.0+ke.1.2.0"
    adaptation = models.OneToOneField(
        "Adaptation", null=True, blank=True, on_delete=models.PROTECT, related_name="edition"
    )  # of a national edition
    document = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    effective_from = models.DateField(null=True, blank=True)
    sunset_at = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "version"], name="schemes_edition_version"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="schemes_edition_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.version}"


class Adaptation(Entity):
    """A country's overlay over one edition, and how far it has come towards being in force."""

    class State(models.TextChoices):
        DRAFT = "draft"
        CONSULTATION = "consultation"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        REFUSED = "refused"
        ENDORSED = "endorsed"
        OUTDATED = "outdated"
        SUSPENDED = "suspended"
        WITHDRAWN = "withdrawn"
        REPLACED = "replaced"

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="adaptations")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="adaptations")
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="adaptations")
    version = models.CharField(max_length=20)
    document = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    comments_until = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "scheme", "version"], name="schemes_adaptation_version"
            ),
            models.UniqueConstraint(
                fields=["mechanism", "scheme"],
                condition=Q(state__in=["endorsed", "outdated"]),
                name="schemes_adaptation_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mechanism_id} {self.version}"


class Endorsement(Entity):
    """A word of the global body on an adaptation: append-only, bound to both contents.

    `kind` is a step of the flow; `deviations` are those that an endorsement names.
    """

    adaptation = models.ForeignKey(
        Adaptation, on_delete=models.PROTECT, related_name="endorsements"
    )
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    overlay_sha256 = models.CharField(max_length=64)
    base_sha256 = models.CharField(max_length=64)
    deviations = models.JSONField(default=list)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["adaptation", "seq"], name="schemes_endorsement_seq")
        ]

    def __str__(self) -> str:
        return f"{self.adaptation_id} {self.seq} {self.kind}"


class Comment(Entity):
    """What somebody says about an adaptation while comments are open, and the reply."""

    adaptation = models.ForeignKey(Adaptation, on_delete=models.PROTECT, related_name="comments")
    criterion = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, replied_by__isnull=True, reply="")
                | (Q(replied_at__isnull=False, replied_by__isnull=False) & ~Q(reply="")),
                name="schemes_comment_reply",
            )
        ]

    def __str__(self) -> str:
        return f"{self.adaptation_id} {self.at:%Y-%m-%d}"
