"""Schemes, their editions, and the mechanisms that run them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.awards.models import Issuer
from waymark.base.fields import Entity, WordsField
from waymark.base.models import HIDDEN_WITH_A_REASON, Hideable
from waymark.people.models import Body
from waymark.places.models import Country
from waymark.schemes.rules.purpose import Purpose

ONE_OF_TWO = Q(adaptation__isnull=True, edition__isnull=False) | Q(
    adaptation__isnull=False, edition__isnull=True
)
"""What is said is said about an adaptation or about an edition."""


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
    """A family of editions: "sdg-cities"; all of them are for one purpose."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = WordsField()
    purpose = models.CharField(
        max_length=12,
        choices=[(one.value, one.value) for one in Purpose],
        default=Purpose.CERTIFICATE.value,
    )
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.name)


class Edition(Entity):
    """One version of a scheme's document; frozen once it is public.

    One that was written in the workbench starts from `base` and says who began it and when.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        CONSULTATION = "consultation"
        APPROVED = "approved"
        PUBLISHED = "published"
        SUPERSEDED = "superseded"
        RETIRED = "retired"

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="editions")
    version = models.CharField(max_length=60)  # a national one: "1.0.0+ke.1.2.0"
    adaptation = models.OneToOneField(
        "Adaptation", null=True, blank=True, on_delete=models.PROTECT, related_name="edition"
    )  # of a national edition
    base = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    effective_from = models.DateField(null=True, blank=True)
    sunset_at = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )
    change_class = models.CharField(max_length=10, blank=True)
    comments_until = models.DateField(null=True, blank=True)
    taken_up = models.TextField(blank=True)  # what of the comments was taken up
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "version"], name="schemes_edition_version"),
            models.UniqueConstraint(
                fields=["scheme"],
                condition=Q(state="published", adaptation__isnull=True),
                name="schemes_edition_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "consultation", "approved", "retired"])
                | Q(published_at__isnull=False),
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
    """A word of the global body on an adaptation or an edition: append-only, bound to contents.

    `kind` is a step of the flow; `overlay_sha256` is what was decided on, over or from the edition
    with `base_sha256`; `deviations` are those that an endorsement names.
    """

    adaptation = models.ForeignKey(
        Adaptation, null=True, blank=True, on_delete=models.PROTECT, related_name="endorsements"
    )
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="endorsements"
    )
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    overlay_sha256 = models.CharField(max_length=64)
    base_sha256 = models.CharField(max_length=64, blank=True)
    deviations = models.JSONField(default=list)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["adaptation", "seq"], name="schemes_endorsement_seq"),
            models.UniqueConstraint(fields=["edition", "seq"], name="schemes_decision_seq"),
            models.CheckConstraint(condition=ONE_OF_TWO, name="schemes_endorsement_one"),
        ]

    def __str__(self) -> str:
        return f"{self.adaptation_id or self.edition_id} {self.seq} {self.kind}"


class EndorsementProposal(Entity):
    """A steward's advice on an adaptation to the global body: append-only, bound to its content.

    `kind` is the step of the flow that she proposes.
    """

    adaptation = models.ForeignKey(Adaptation, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=12)
    overlay_sha256 = models.CharField(max_length=64)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.adaptation_id} {self.kind}"


class Comment(Hideable, Entity):
    """What somebody says about an adaptation or an edition, the reply, and what became of it.

    A hidden one keeps its words for those who answer for it; others read why it is hidden.
    """

    adaptation = models.ForeignKey(
        Adaptation, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    group = models.CharField(max_length=16, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
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
            ),
            models.CheckConstraint(condition=ONE_OF_TWO, name="schemes_comment_one"),
            models.CheckConstraint(
                condition=HIDDEN_WITH_A_REASON,
                name="schemes_comment_hidden",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adaptation_id or self.edition_id} {self.at:%Y-%m-%d}"
