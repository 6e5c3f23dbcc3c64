"""Who is told when another committee decides, or none can."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from waymark.assessments.models import AgendaItem, Case
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.models import User
from waymark.people.queries import members_of, people_of
from waymark.people.rules import SeatRole, WorkspaceRole
from waymark.schemes.models import Mechanism

SIGNERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


def _free(bodies: Iterable[tuple[str, str]], case: Case, row: Record) -> list[User]:
    """Return those with a seat in bodies, (body, role), whom no tie keeps from the case."""
    from waymark.assessments.queries.standing import barred_from  # much code, for few acts

    people = [seat.user for body, role in bodies for seat in members_of(body, row.at, role)]
    out = barred_from(case, people, row.at)
    return [user for user in people if user.pk not in out]


def _send(row: Record, kind: str, users: Iterable[Any], url: str, case: Case) -> None:
    notices.send(
        kind,
        users,
        {"city": dict(case.place.name)},
        url=url,
        about=row.subject,
        once_key=f"{kind}:{row.uid}",
        at=row.at,
    )


@receives("case.delegated", "case.given_back")
def tell_who_decides(row: Record) -> None:
    """Both committees and secretariats without those tied, and the city."""
    found = Case.objects.filter(pk=row.subject.partition(":")[2])
    case = found.select_related("place", "mechanism").first()
    facts = json.loads(row.body)["facts"]
    wide = Mechanism.objects.filter(slug=facts.get("to") or facts.get("from")).first()
    if case is None or wide is None:
        return
    own = case.mechanism
    bodies = (own.committee_id, own.secretariat_id, wide.committee_id, wide.secretariat_id)
    people = _free([(body, "") for body in bodies], case, row)
    _send(row, row.verb, people, reverse("assessments:meetings"), case)
    journey = reverse("assessments:journey_of", args=[case.place.slug, f"case-{case.pk}"])
    _send(row, row.verb, people_of(case.place_id, row.at, *SIGNERS), journey, case)


@receives("item.nobody_decides")
def tell_that_nobody_can(row: Record) -> None:
    """The chair and the secretariat of the meeting, without those tied."""
    found = AgendaItem.objects.filter(pk=row.subject.partition(":")[2])
    item = found.select_related("meeting__mechanism", "case__place", "case__mechanism").first()
    if item is None:
        return
    meeting = item.meeting
    bodies = [(meeting.body_id, SeatRole.CHAIR), (meeting.mechanism.secretariat_id, "")]
    url = reverse("assessments:item", args=[meeting.pk, item.pk])
    _send(row, row.verb, _free(bodies, item.case, row), url, item.case)
