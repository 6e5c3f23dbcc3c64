"""Who is told of a cooperation record: the sides that did not act."""

from __future__ import annotations

import json

from django.urls import reverse

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models import Cooperation, CooperationSide
from waymark.community.receivers.needs import SPEAKERS
from waymark.community.rules.cooperation import CooperationState
from waymark.people.models import User
from waymark.people.queries import members_of, people_of


def _people(side: CooperationSide, row: Record) -> list[User]:
    if side.place_id:
        return list(people_of(side.place_id, row.at, *SPEAKERS))
    return [seat.user for seat in members_of(side.body_id or "", row.at)]


@receives("cooperation.ask", "cooperation.agree", "cooperation.decline", "cooperation.withdraw")
def tell_the_other_sides(row: Record) -> None:
    """Those who speak for a side; nobody, where the drafter has taken the record back meanwhile."""
    pk = row.subject.partition(":")[2]
    sides = CooperationSide.objects.filter(cooperation=pk).select_related("place", "body")
    acts = json.loads(row.body)["facts"]["side"]
    known = {side.pk: side for side in sides.defer("place__boundary")}
    drafts = Cooperation.objects.filter(pk=pk, state=CooperationState.DRAFT)
    if acts not in known or drafts.exists():
        return
    kind = "cooperation.asked" if row.verb == "cooperation.ask" else "cooperation.moved"
    actor = row.actor.partition(":")[2]
    people = {
        person.pk: person
        for side in known.values()
        if side.pk != acts
        for person in _people(side, row)
        if person.pk != actor
    }
    notices.send(
        kind,
        list(people.values()),
        {"side": dict(known[acts].name)},
        url=reverse("cooperation", args=[pk]),
        about=row.subject,
        once_key=f"{kind}:{row.uid}",
        at=row.at,
    )
