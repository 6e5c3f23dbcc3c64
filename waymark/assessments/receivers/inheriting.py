"""Who is told when it is asked, and voted on, whether a certificate stays with a successor."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from waymark.assessments.models import AgendaItem, Inheritance
from waymark.assessments.queries.life.told import desk_and_chairs
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.receivers.committee import SIGNERS
from waymark.awards.models import Award
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import members_of, people_of


def _asked(row: Record) -> tuple[Inheritance, Award, dict[str, Any]] | None:
    from waymark.assessments.queries.life.inheriting import award_asked  # with schemes, for few

    found = Inheritance.objects.filter(pk=row.subject.partition(":")[2])
    asked = found.select_related("case__place", "case__mechanism", "successor").first()
    if asked is None:
        return None
    award = award_asked(asked)
    facts = {
        "number": award.number,
        "city": dict(asked.case.place.name),
        "successor": dict(asked.successor.name),
    }
    return asked, award, facts


def _send(row: Record, kind: str, people: Any, facts: dict[str, Any], url: str) -> None:
    key = f"{kind}:{row.uid}"
    notices.send(kind, people, facts, url=url, about=row.subject, once_key=key, at=row.at)


@receives("inheritance.asked")
def tell_of_a_question(row: Record) -> None:
    """Those who sign for both places, the desk and the chair."""
    found = _asked(row)
    if found is None:
        return
    asked, award, facts = found
    people = {user.pk: user for user in desk_and_chairs(asked.case, row.at, award)}
    for place in (award.subject.partition(":")[2], asked.successor_id):
        people |= {user.pk: user for user in people_of(place, row.at, *SIGNERS)}
    _send(
        row, row.verb, people.values(), facts, reverse("assessments:life", args=[facts["number"]])
    )


@receives("inheritance.scheduled")
def tell_the_members(row: Record) -> None:
    """Members declare their ties and read."""
    found, pk = _asked(row), json.loads(row.body)["facts"]["item"]
    item = AgendaItem.objects.select_related("meeting").filter(pk=pk, removed_at=None).first()
    if found is None or item is None:
        return
    asked, _award, facts = found
    members = [seat.user for seat in members_of(item.meeting.body_id, row.at)]
    out = barred_from(asked.case, members, row.at)
    free = [one for one in members if one.pk not in out]
    _send(row, row.verb, free, facts, reverse("assessments:item", args=[item.meeting_id, item.pk]))
