"""Who is told of a consultation: the side that did not write, and nobody else."""

from __future__ import annotations

import json

from django.urls import reverse

from waymark.assessments.models import Consultation
from waymark.assessments.rules.consulting import Side
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.models import User
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole

SPEAKERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


@receives("consultation.asked", "consultation.said", "consultation.closed")
def tell_the_other_side(row: Record) -> None:
    """The partner's people, or the city's lead and signatory; at the end both."""
    found = Consultation.objects.filter(pk=row.subject.partition(":")[2])
    one = found.select_related("case__place").first()
    if one is None:
        return
    actor = row.actor.partition(":")[2]
    partner = [seat.user for seat in members_of(one.partner_id, row.at)]
    city: list[User] = list(people_of(one.case.place_id, row.at, *SPEAKERS))
    by_partner = json.loads(row.body)["facts"].get("side") == Side.PARTNER
    if row.verb == "consultation.closed":
        told = [*partner, *city]
    else:
        told = city if by_partner else partner
    notices.send(
        row.verb,
        [person for person in told if person.pk != actor],
        {"city": dict(one.case.place.name)},
        url=reverse("assessments:consultation", args=[one.pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
