"""Events that networks and their members announce."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.base.models import HIDDEN_WITH_A_REASON, Hideable
from waymark.learning.rules.events import EventSort
from waymark.library.models import TagsField, choices
from waymark.people.models import Body

USER = settings.AUTH_USER_MODEL


class Announcement(Hideable, Entity):
    """An event that everybody may come to; what is changed raises its number, for calendars."""

    body = models.ForeignKey(  # who announces it; none is the secretariat
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sort = models.CharField(max_length=12, choices=choices(EventSort))
    title = models.CharField(max_length=150)
    language = models.CharField(max_length=3)  # of the texts
    about = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=50)  # in which it is spoken of
    where = models.CharField(max_length=300, blank=True)
    online = models.BooleanField(default=False)
    url = models.CharField(max_length=500, blank=True)  # where one signs up
    topics = TagsField()
    languages = TagsField()  # that are spoken there
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="learning_announcement_times"
            ),
            models.CheckConstraint(
                condition=HIDDEN_WITH_A_REASON, name="learning_announcement_hidden"
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="learning_announcement_ends")]

    def __str__(self) -> str:
        return self.title
