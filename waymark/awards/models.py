"""Issuers, keys, status lists, awards and what happened to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from waymark.awards.rules.lifecycle import AwardKind
from waymark.base.fields import Entity, WordsField

KINDS = [(kind.value, kind.value) for kind in AwardKind]


class Issuer(Entity):
    """Who signs awards: one decentralised identifier per mechanism."""

    slug = models.SlugField(max_length=40, unique=True)
    did = models.CharField(max_length=200, unique=True)
    name = WordsField()
    url = models.URLField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.did


class IssuerKey(models.Model):
    """A public signing key; the private half lies in the key folder, never in the database."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="keys")
    fragment = models.CharField(max_length=40)  # "key-2026-1"
    public_multikey = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)  # signs no more, still verifies
    compromised_at = models.DateTimeField(null=True, blank=True)  # leaves the DID document

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "fragment"], name="awards_key_fragment")
        ]

    def __str__(self) -> str:
        return self.fragment


class StatusList(models.Model):
    """A Bitstring Status List of an issuer, as last signed."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="status_lists")
    number = models.PositiveIntegerField(default=1)
    length = models.PositiveIntegerField(default=131_072)
    credential = models.JSONField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], name="awards_statuslist_number")
        ]

    def __str__(self) -> str:
        return f"{self.issuer_id}/{self.number}"


class Award(Entity):
    """What was claimed, written down before it is signed; then the signed credential."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="awards")
    kind = models.CharField(max_length=15, choices=KINDS, default=AwardKind.CERTIFICATE.value)
    number = models.CharField(max_length=40, unique=True)  # shown to people, "WM-2026-7Q4K2"
    decision = models.CharField(max_length=80, unique=True)  # "decision:…"; one award each
    subject = models.CharField(max_length=80, db_index=True)  # "place:…"
    subject_name = WordsField()
    country = models.CharField(max_length=2, db_index=True)
    level = models.CharField(max_length=40)
    level_name = WordsField()
    stage = models.CharField(max_length=10)
    claim = models.TextField()  # canonical JSON
    claim_sha256 = models.CharField(max_length=64)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="awards")
    status_index = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    intended_at = models.DateTimeField()
    credential = models.JSONField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    fictional = models.BooleanField(default=False)
    replaces = models.CharField(max_length=40, blank=True, default="", db_index=True)  # a number

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="awards_status_index"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, credential__isnull=True)
                | Q(signed_at__isnull=False, credential__isnull=False),
                name="awards_signed_with_credential",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AwardEvent(models.Model):
    """What happened to an award after its issue; the state is a fold over these rows."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)  # AwardEventKind
    reason = models.TextField(blank=True)
    decision = models.CharField(max_length=80, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["award", "seq"], name="awards_event_seq")]

    def __str__(self) -> str:
        return f"{self.award_id} {self.kind}"
