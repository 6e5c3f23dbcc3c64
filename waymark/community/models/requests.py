"""Requests for support, and what both sides say."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.community.models.needs import Need
from waymark.community.rules.requests import RequestState, Side
from waymark.library.models import Item, choices
from waymark.people.models import Body
from waymark.places.models import Place

USER = settings.AUTH_USER_MODEL


class SupportRequest(Entity):
    """A city asks one provider for support: a partner's body, or by letter whoever offers it.

    Without a partner it goes by letter: the city notes the answers of the other side herself.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="support_requests")
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    partner = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    offer = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(max_length=150)
    state = models.CharField(
        max_length=10, choices=choices(RequestState), default=RequestState.SENT
    )
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    moved_at = models.DateTimeField()  # when it came to its state
    helped = models.BooleanField(null=True, blank=True)  # as the city says at the end

    class Meta:
        ordering = ["-moved_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | Q(offer__isnull=False),
                name="community_request_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="reviewed", helped__isnull=False)
                | (~Q(state="reviewed") & Q(helped__isnull=True)),
                name="community_request_reviewed",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class RequestWord(models.Model):
    """What one side says, and the step that it takes with it. It is never changed."""

    request = models.ForeignKey(SupportRequest, on_delete=models.PROTECT, related_name="words")
    side = models.CharField(max_length=8, choices=choices(Side))
    step = models.CharField(max_length=10, blank=True)  # of the flow; empty is a message alone
    text = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.side} {self.step}"
