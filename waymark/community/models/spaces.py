"""A space, who is in it, and who is asked to come.

A space has no owner of its own: whatever has one points at it, as a proposal does here (ADR 60).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity, WordsField
from waymark.community.rules.groups import Kind
from waymark.community.rules.spaces import Access, Sort, SpaceState
from waymark.library.models import TagsField, choices
from waymark.people.models import Body
from waymark.places.models import Place

USER = settings.AUTH_USER_MODEL
ONE_SIDE = Q(place__isnull=True) ^ Q(body__isnull=True)
"""A city or a body, never both."""


class Space(Entity):
    """Where cities and partners write, share files and meet."""

    sort = models.CharField(max_length=10, choices=choices(Sort), default=Sort.GROUP.value)
    title = WordsField()
    original = models.CharField(max_length=3, default="en")  # language of its texts
    purpose = models.TextField(blank=True)
    topics = TagsField()  # the library's
    languages = TagsField()
    access = models.CharField(max_length=10, choices=choices(Access), default=Access.CLOSED)
    state = models.CharField(max_length=10, choices=choices(SpaceState), default=SpaceState.OPEN)
    host = models.ForeignKey(  # who opened it; nobody where the platform proposed it
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)  # on closing

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="community_space_closed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "lapsed"], opened_at__isnull=True)
                | Q(state__in=["open", "closed"], opened_at__isnull=False),
                name="community_space_opened",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Proposal(models.Model):
    """Why the platform proposed a space, and until when its cities can answer."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="proposal")
    kind = models.CharField(max_length=5, choices=choices(Kind))
    code = models.CharField(max_length=80)  # SCHEME/CRITERION, DIAGNOSTIC/QUESTION, or the topic
    language = models.CharField(max_length=5)
    size = models.CharField(max_length=12, blank=True)  # class; empty is any
    ends_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.language} {self.size}"


class Offer(Entity):
    """That a city or a body is asked to join a space, and what it said."""

    class Answer(models.TextChoices):
        NONE = ""
        YES = "yes"
        NO = "no"

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="offers")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(  # a facilitator; nobody where the platform asks
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    answer = models.CharField(max_length=3, choices=Answer, blank=True, default=Answer.NONE)
    answered_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=ONE_SIDE, name="community_offer_one_side"),
            models.UniqueConstraint(
                fields=["space", "place"],
                condition=Q(answer="", place__isnull=False),
                name="community_offer_place_once",
            ),
            models.UniqueConstraint(
                fields=["space", "body"],
                condition=Q(answer="", body__isnull=False),
                name="community_offer_body_once",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="community_offer_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.place_id or self.body_id}"


class Party(Entity):
    """A city or a body in a space, for a time; its people are the members."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="parties")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    joined_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    left_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=ONE_SIDE, name="community_party_one_side"),
            models.UniqueConstraint(
                fields=["space", "place"],
                condition=Q(until__isnull=True, place__isnull=False),
                name="community_party_place_once",
            ),
            models.UniqueConstraint(
                fields=["space", "body"],
                condition=Q(until__isnull=True, body__isnull=False),
                name="community_party_body_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, left_by__isnull=True)
                | Q(until__gte=F("since"), left_by__isnull=False),
                name="community_party_left",
            ),
        ]

    def __str__(self) -> str:
        return str(self.place or self.body)


class Facilitator(Entity):
    """Somebody of a member's people who looks after a space, for a time."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="facilitators")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["space", "user"],
                condition=Q(until__isnull=True),
                name="community_facilitator_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
