"""Who is told of a request for support: the side that did not act."""

from __future__ import annotations

import json

from django.urls import reverse

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models import SupportRequest
from waymark.community.receivers.needs import SPEAKERS
from waymark.community.rules.requests import REQUEST, Side
from waymark.people.queries import members_of, people_of

STEPS = tuple(f"support.{step.name}" for step in REQUEST.steps)


@receives("support.sent", "support.said", *STEPS)
def tell_the_other_side(row: Record) -> None:
    """The partner's people, or the city's lead and signatory; by letter nobody is told."""
    found = SupportRequest.objects.filter(pk=row.subject.partition(":")[2], partner__isnull=False)
    one = found.select_related("place", "partner").defer("place__boundary").first()
    if one is None or one.partner is None:
        return
    by_partner = json.loads(row.body)["facts"].get("side") == Side.PROVIDER
    if by_partner:
        kind, told = "support.news_city", {"provider": dict(one.partner.name)}
        people = list(people_of(one.place_id, row.at, *SPEAKERS))
    else:
        first = row.verb == "support.sent"
        kind = "support.sent" if first else "support.news_partner"
        told = {"city": dict(one.place.name)}
        people = [seat.user for seat in members_of(one.partner_id or "", row.at)]
    actor = row.actor.partition(":")[2]
    notices.send(
        kind,
        [person for person in people if person.pk != actor],
        told,
        url=reverse("support_request", args=[one.pk]),
        about=row.subject,
        once_key=f"{kind}:{row.uid}",
        at=row.at,
    )
