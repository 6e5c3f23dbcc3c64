"""What a space plans."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.community.models.spaces import Space
from waymark.community.rules.events import EventKind
from waymark.library.models import choices

USER = settings.AUTH_USER_MODEL


class Event(Entity):
    """A meeting or a joint training, in person or online.

    A change raises its number, so that calendars follow. A training has an aim, materials, who took
    part, and a closing note.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=choices(EventKind), default=EventKind.MEETING)
    title = models.CharField(max_length=150)
    aim = models.TextField(blank=True)  # of a training
    about = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=50)  # in which it is spoken of
    where = models.CharField(max_length=300, blank=True)  # a place or a link
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)  # on closing a training
    closed_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="community_event_times"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, note="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(note="")),
                name="community_event_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SignUp(models.Model):
    """That somebody comes to an event, and that she took part in a training."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sign_ups")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    took_part_at = models.DateTimeField(null=True, blank=True)  # when it was noted

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="community_signup_once")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.user_id}"


class Task(Entity):
    """Something to do, by when and by whom."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=150)
    due = models.DateField(null=True, blank=True)
    who = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [F("due").asc(nulls_last=True), "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="community_task_done",
            )
        ]

    def __str__(self) -> str:
        return self.title
