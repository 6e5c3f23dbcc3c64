"""Who is told of cases that go from one mechanism to another: the city and both secretariats."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from waymark.assessments.models import Transfer
from waymark.assessments.queries.standing import barred_from
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole

SIGNERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)
KINDS = {"case.transferred": "transfer.done"}


def _people(row: Transfer, record: Record) -> list[Any]:
    """The city's people, and those of both secretariats whom no tie keeps from the case."""
    desk = [
        seat.user
        for body in (row.source.secretariat_id, row.target.secretariat_id)
        for seat in members_of(body, record.at)
    ]
    barred = barred_from(row.case, desk, record.at) if desk else frozenset()
    found = [*people_of(row.case.place_id, record.at, *SIGNERS)]
    found += [user for user in desk if user.pk not in barred]
    actor = record.actor.partition(":")[2]
    return list({user.pk: user for user in found if user.pk != actor}.values())


@receives("transfer.asked", "transfer.refused", "transfer.withdrawn", "case.transferred")
def tell_all_three(record: Record) -> None:
    """A transfer is asked for, not agreed to, taken back, or done."""
    found = Transfer.objects.filter(pk=record.subject.partition(":")[2])
    row = found.select_related("case__place", "case__mechanism", "source", "target").first()
    if row is None:
        return
    kind = KINDS.get(record.verb, record.verb)
    if kind == "transfer.asked" and row.ended_at is not None:
        return  # it went at once: they are told of that
    params: dict[str, Any] = {"city": dict(row.case.place.name)}
    if kind != "transfer.refused":
        params |= {"source": dict(row.source.name), "target": dict(row.target.name)}
    if kind == "transfer.asked":
        params["reason"] = row.reason
    if kind == "transfer.refused":
        word = row.words.filter(agrees=False).first()
        params["reason"] = word.reason if word else ""
    notices.send(
        kind,
        _people(row, record),
        params,
        url=reverse("assessments:transfer", args=[row.pk]),
        about=record.subject,
        once_key=f"{kind}:{record.uid}",
        at=record.at,
    )
