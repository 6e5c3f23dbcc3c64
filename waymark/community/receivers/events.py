"""Who is told of events: all members of a new one, who comes of a change; as they are now."""

from __future__ import annotations

import json

from django.urls import reverse
from django.utils import timezone

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models import Event
from waymark.community.queries.spaces import people_in


@receives("space.event", "space.event_moved", "space.event_cancelled")
def tell_of_events(row: Record) -> None:
    """People of the members at the moment of telling."""
    found = Event.objects.filter(pk=json.loads(row.body)["facts"]["event"])
    event = found.select_related("space").first()
    if event is None:
        return
    users = people_in(event.space, timezone.now()).exclude(pk=row.actor.partition(":")[2])
    if row.verb != "space.event":
        users = users.filter(pk__in=event.sign_ups.values("user"))
    notices.send(
        row.verb,
        users,
        {"space": dict(event.space.title), "event": event.title},
        url=reverse("group_event", args=[event.space_id, event.pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
