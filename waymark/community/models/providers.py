"""Who helps cities: profiles as everybody reads them, and the states that were handed in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity, WordsField
from waymark.community.rules.providers import DraftState, ProviderKind
from waymark.library.models import TagsField, choices
from waymark.people.models import Body

USER = settings.AUTH_USER_MODEL


class Provider(Entity):
    """A partner's profile, as it was last checked; without `public_at` nobody else reads it."""

    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="provider")
    kind = models.CharField(max_length=12, choices=choices(ProviderKind))
    original = models.CharField(max_length=3, default="en")  # language of its texts
    summary = WordsField()
    capacity = WordsField()  # how much it can take on
    contact = models.CharField(max_length=200, blank=True)  # how to reach it, in its own words
    topics = TagsField()
    languages = TagsField()
    countries = TagsField()  # iso2; none is anywhere
    cost = TagsField()
    offers = TagsField()  # codes of entries of the library
    url = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    public_at = models.DateTimeField(null=True, blank=True)  # since when, in this state
    checked_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(public_at__isnull=True) | Q(checked_by__isnull=False),
                name="community_provider_checked",
            )
        ]

    def __str__(self) -> str:
        return str(self.body)


class ProviderDraft(Entity):
    """A state of a profile that its provider has handed in. What it says is never changed."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="drafts")
    told = models.JSONField()  # rules.providers.Profile as JSON
    state = models.CharField(max_length=10, choices=choices(DraftState), default=DraftState.WAITING)
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)  # what to mend

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(state="waiting"),
                name="community_providerdraft_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="community_providerdraft_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.state}"
