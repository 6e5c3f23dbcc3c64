"""Who is told of an exchange: the lead and the signatory of the other city."""

from __future__ import annotations

import json

from django.urls import reverse

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models.matching import Exchange
from waymark.community.rules.exchanges import Side
from waymark.people.queries import people_of
from waymark.people.rules import WorkspaceRole

SPEAKERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)
VERBS = ("asked", "accepted", "declined", "withdrawn", "said", "closed")


@receives(*(f"exchange.{verb}" for verb in VERBS))
def tell_the_other_city(row: Record) -> None:
    """Nobody is told of what she did herself."""
    found = Exchange.objects.filter(pk=row.subject.partition(":")[2])
    one = found.select_related("asker", "peer").first()
    if one is None:
        return
    by_peer = json.loads(row.body)["facts"].get("side") == Side.PEER
    told, other = (one.asker, one.peer) if by_peer else (one.peer, one.asker)
    actor = row.actor.partition(":")[2]
    notices.send(
        row.verb,
        [person for person in people_of(told.pk, row.at, *SPEAKERS) if person.pk != actor],
        {"city": dict(other.name)},
        url=reverse("exchange", args=[one.pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
