"""Who is told of a space: those that it asks, and its members of the moment."""

from __future__ import annotations

import json

from django.urls import reverse

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models import Offer, Space
from waymark.community.queries.spaces import deciders, people_in


def space_of(row: Record) -> Space | None:
    """Return the space that a record is about."""
    return Space.objects.filter(pk=row.subject.partition(":")[2]).first()


@receives("space.proposed", "space.asked")
def tell_whom_it_asks(row: Record) -> None:
    """Who decides for each city or body that is asked."""
    space, only = space_of(row), json.loads(row.body)["facts"].get("offer")
    if space is None:
        return
    rows = Offer.objects.filter(pk=only) if only else space.offers.all()
    for offer in rows.filter(answer="").select_related("place", "body"):
        side = offer.place or offer.body
        assert side is not None, "the database keeps it"
        notices.send(
            "space.asked",
            deciders(offer, row.at),
            {"side": dict(side.name), "space": dict(space.title)},
            url=reverse("group_offer", args=[offer.pk]),
            about=row.subject,
            once_key=f"space.asked:{offer.pk}",
            at=row.at,
        )


@receives("space.opened", "space.closed")
def tell_members(row: Record) -> None:
    """The people of the members; who did it knows."""
    space = space_of(row)
    if space is None or (row.verb == "space.opened" and space.host_id):
        return
    actor = row.actor.partition(":")[2] if row.verb == "space.closed" else ""
    notices.send(
        row.verb,
        people_in(space, row.at).exclude(pk=actor),
        {"space": dict(space.title)},
        url=reverse("group", args=[space.pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )


@receives("space.lapsed")
def tell_who_wanted_it(row: Record) -> None:
    """Who had said yes, each for herself."""
    space = space_of(row)
    if space is None:
        return
    for party in space.parties.filter(until=None):
        notices.send(
            "space.lapsed",
            deciders(party, row.at),
            {"space": dict(space.title)},
            url=reverse("groups"),
            about=row.subject,
            once_key=f"space.lapsed:{space.pk}",
            at=row.at,
        )
