"""Associations: their members, what they tell and ask them, and what members answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.community.rules.associations import MemberState
from waymark.library.models import Item, TagsField, choices
from waymark.people.models import Body
from waymark.places.models import Place

USER = settings.AUTH_USER_MODEL


class AssociationMember(Entity):
    """A city or region in an association: invited by it, and a member once it says yes."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="members")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="associations")
    state = models.CharField(
        max_length=12, choices=choices(MemberState), default=MemberState.INVITED
    )
    named = models.BooleanField(default=False)  # on the association's public page
    messages = models.BooleanField(default=False)  # wants what it sends
    invited_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    moved_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "place"],
                condition=Q(state__in=["invited", "member"]),
                name="community_associationmember_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state="invited", answered_at__isnull=True, moved_by__isnull=True)
                | (~Q(state="invited") & Q(moved_by__isnull=False)),
                name="community_associationmember_moved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["invited", "member"], ended_at__isnull=True)
                | (~Q(state__in=["invited", "member"]) & Q(ended_at__isnull=False)),
                name="community_associationmember_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.place_id} {self.state}"


class AssociationMessage(Entity):
    """What an association told the members that want its messages. It is never changed."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="messages")
    title = models.CharField(max_length=150)
    text = models.TextField()
    item = models.ForeignKey(  # a tool or an offer that it is about
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    places = models.ManyToManyField(Place, related_name="+")  # who it went to
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return self.title


class Survey(Entity):
    """In which topics members need capacity, and a few questions more. The questions stay."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="surveys")
    title = models.CharField(max_length=150)
    questions = models.JSONField(default=list)
    closes_on = models.DateField()  # the last day on which it can be answered
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    places = models.ManyToManyField(Place, related_name="+")  # who is asked

    class Meta:
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return self.title


class SurveyAnswer(Entity):
    """What one city says; it can change it until the survey is over."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    topics = TagsField()  # in which it needs capacity; the library's
    texts = models.JSONField(default=list)  # one for each question
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "place"], name="community_surveyanswer_one_city"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.place_id}"
