"""Policy issues: what cities write, who has the same, and what the levels say to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models import Report
from waymark.base.fields import Entity
from waymark.base.models import (
    HIDDEN_WITH_A_REASON,
    SETTLED_BY_SOMEBODY,
    Hideable,
    ToldAsAbuse,
)
from waymark.community.models.needs import Need
from waymark.community.rules.needs import Visible
from waymark.community.rules.policy import Effect, IssueState, Level
from waymark.library.models import TagsField, choices
from waymark.people.models import Body
from waymark.people.rules.voices import Voice
from waymark.places.models import Place

USER = settings.AUTH_USER_MODEL


class PolicyIssue(Entity):
    """What of another level's law, money, data or power stands in the way of a city."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="policy_issues")
    title = models.CharField(max_length=150)
    hinders = models.TextField()
    asks = models.TextField()
    sorts = TagsField()  # law, money, data, power
    level = models.CharField(max_length=10, choices=choices(Level))
    body = models.ForeignKey(  # that is asked, or has taken it up
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    authority = models.CharField(max_length=150, blank=True)  # in words
    topics = TagsField()  # the library's
    goals = TagsField()  # goals and targets
    criteria = TagsField()
    criterion = models.CharField(max_length=10, blank=True)  # of the gap that it was opened from
    report = models.ForeignKey(  # that names the gap
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    need = models.ForeignKey(  # that it was opened from
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    visible = models.CharField(max_length=10, choices=choices(Visible), default=Visible.PRIVATE)
    partners = models.ManyToManyField(Body, related_name="+", blank=True)
    state = models.CharField(max_length=10, choices=choices(IssueState), default=IssueState.OPEN)
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()  # when it came to its state
    last_at = models.DateTimeField()  # when it was changed, or something was said

    class Meta:
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return self.title


class PolicyVersion(models.Model):
    """How an issue read after it was opened or changed. It is never changed."""

    issue = models.ForeignKey(PolicyIssue, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    told = models.JSONField()  # rules.policy.Written as JSON
    changed = models.JSONField(default=list)  # names of what differs from the one before
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "version"], name="community_policyversion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.version}"


class PolicyJoin(Entity):
    """That another city or region has the same issue; named where it wants to be."""

    issue = models.ForeignKey(PolicyIssue, on_delete=models.PROTECT, related_name="joins")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    named = models.BooleanField(default=False)
    since = models.DateTimeField()
    joined_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "place"],
                condition=Q(until__isnull=True),
                name="community_policyjoin_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_by__isnull=True)
                | Q(until__isnull=False, ended_by__isnull=False),
                name="community_policyjoin_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.place_id}"


class PolicyWord(Hideable, Entity):
    """What a level says, and the step that it takes with it. It is never changed."""

    issue = models.ForeignKey(PolicyIssue, on_delete=models.PROTECT, related_name="words")
    voice = models.CharField(max_length=12, choices=choices(Voice))  # for which level
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField(max_length=10, blank=True)  # of the flow; empty is a word alone
    state = models.CharField(max_length=10, blank=True, choices=choices(IssueState))  # after it
    effect = models.CharField(max_length=8, blank=True, choices=choices(Effect))  # of a change
    text = models.TextField()
    url = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=HIDDEN_WITH_A_REASON, name="community_policyword_hidden"
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False, body__isnull=True)
                | Q(place__isnull=True, body__isnull=False),
                name="community_policyword_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.voice} {self.step}"


class PolicyFlag(ToldAsAbuse, Entity):
    """That somebody takes a word for abuse, until the global secretariat has looked at it."""

    word = models.ForeignKey(PolicyWord, on_delete=models.PROTECT, related_name="flags")

    class Meta(ToldAsAbuse.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["word", "by"],
                condition=Q(settled_at__isnull=True),
                name="community_policyflag_once",
            ),
            models.CheckConstraint(
                condition=SETTLED_BY_SOMEBODY, name="community_policyflag_settled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} {self.by_id}"
