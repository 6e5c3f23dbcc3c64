"""Who is told of a profile: the secretariat when it waits, its people when it was checked."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models.providers import Provider
from waymark.people.queries import members_of, secretaries


@receives("provider.sent", "provider.accepted", "provider.returned")
def tell(row: Record) -> None:
    """Nobody is told of what she did herself."""
    found = Provider.objects.filter(pk=row.subject.partition(":")[2]).select_related("body")
    provider = found.first()
    if provider is None:
        return
    if row.verb == "provider.sent":
        people = list(secretaries(timezone.now()))
    else:
        people = [seat.user for seat in members_of(provider.body_id, row.at)]
    actor = row.actor.partition(":")[2]
    notices.send(
        row.verb,
        [person for person in people if person.pk != actor],
        {"provider": dict(provider.body.name)},
        url=reverse("provider", args=[provider.pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
