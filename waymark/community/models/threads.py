"""What is said in a space."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.base.models import (
    HIDDEN_WITH_A_REASON,
    SETTLED_BY_SOMEBODY,
    Hideable,
    ToldAsAbuse,
)
from waymark.community.models.spaces import Party, Space

USER = settings.AUTH_USER_MODEL


class Thread(Entity):
    """A question or a subject, with what is said on it; the first post opens it."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(max_length=150)
    asks = models.BooleanField(default=False)  # it is a question
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    answer = models.ForeignKey(  # the post that answers the question
        "community.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-last_at", "-id"]

    def __str__(self) -> str:
        return self.title


class Post(Hideable, Entity):
    """What somebody says, for the city or body that she speaks for. Its words never change."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    text = models.TextField()
    search = models.TextField(blank=True)  # folded, the first one's with the title
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=HIDDEN_WITH_A_REASON, name="community_post_hidden")
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.pk}"


class Flag(ToldAsAbuse, Entity):
    """That somebody takes a post for abuse, until a facilitator has looked at it."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="flags")

    class Meta(ToldAsAbuse.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["post", "by"],
                condition=Q(settled_at__isnull=True),
                name="community_flag_once",
            ),
            models.CheckConstraint(condition=SETTLED_BY_SOMEBODY, name="community_flag_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.by_id}"
