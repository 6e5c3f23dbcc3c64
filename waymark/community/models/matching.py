"""Cities that want to be named, exchanges between two, and what cities say of suggestions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.community.rules.exchanges import ExchangeState, Side
from waymark.community.rules.matching import Said
from waymark.library.models import Item, TagsField, choices
from waymark.places.models import Place

USER = settings.AUTH_USER_MODEL


class PeerConsent(models.Model):
    """For which criteria a city wants to be named as a peer; without a row, for none."""

    place = models.OneToOneField(
        Place, primary_key=True, on_delete=models.PROTECT, related_name="peer_consent"
    )
    criteria = TagsField()
    changed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.place_id} {' '.join(self.criteria)}"


class Exchange(Entity):
    """A city asks another one that closed the same gap."""

    asker = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="exchanges_asked")
    peer = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="exchanges_given")
    criterion = models.CharField(max_length=10)
    goals = models.TextField()
    state = models.CharField(
        max_length=10, choices=choices(ExchangeState), default=ExchangeState.ASKED
    )
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-moved_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "peer", "criterion"],
                condition=Q(state__in=["asked", "accepted"]),
                name="community_exchange_one_open",
            ),
            models.CheckConstraint(condition=~Q(asker=F("peer")), name="community_exchange_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} {self.peer_id} {self.criterion}"


class ExchangeWord(models.Model):
    """What one side says, and the step that it takes with it. It is never changed."""

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="words")
    side = models.CharField(max_length=5, choices=choices(Side))
    step = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.exchange_id} {self.side} {self.step}"


class SuggestionSaid(models.Model):
    """What a city says of a suggestion: the last word counts. It changes nobody's order."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=40)  # a criterion, or "need:" and its id
    said = models.CharField(max_length=10, choices=choices(Said))
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "item", "about"], name="community_suggestionsaid_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.item_id} {self.said}"
