"""Who is told of a need, and what a new report means for those that are open."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.urls import reverse

from waymark.assessments.models import Report
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models import Need
from waymark.community.rules.needs import Visible
from waymark.people.models import User
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole

SPEAKERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


def _need(row: Record) -> Need | None:
    found = Need.objects.filter(pk=row.subject.partition(":")[2])
    return found.select_related("place").defer("place__boundary").first()


def _send(row: Record, kind: str, need: Need, people: Collection[User], **told: object) -> None:
    actor = row.actor.partition(":")[2]
    notices.send(
        kind,
        [person for person in people if person.pk != actor],
        told,
        url=reverse("need", args=[need.pk]),
        about=row.subject,
        once_key=f"{kind}:{row.uid}",
        at=row.at,
    )


def _partners(need: Need, row: Record, among: Collection[str] | None = None) -> list[User]:
    """The people of the partners that read the need now; nobody where it is private again."""
    if need.visible == Visible.PRIVATE:
        return []
    chosen = need.partners.values_list("pk", flat=True)
    bodies = [body for body in chosen if among is None or body in among]
    return [seat.user for body in bodies for seat in members_of(body, row.at)]


@receives("need.opened", "need.changed")
def tell_partners(row: Record) -> None:
    """Those with whom it is shared from now on."""
    need = _need(row)
    if need is not None:
        new = json.loads(row.body)["facts"]["new_partners"]
        people = _partners(need, row, new)
        _send(row, "need.shared", need, people, city=dict(need.place.name))


@receives("need.met", "need.withdrawn")
def tell_of_the_end(row: Record) -> None:
    """Those with whom it was shared."""
    need = _need(row)
    if need is not None:
        _send(row, "need.closed", need, _partners(need, row), city=dict(need.place.name))


@receives("need.gap_closed")
def tell_the_city(row: Record) -> None:
    """The city's lead and signatory."""
    need = _need(row)
    if need is not None:
        people = list(people_of(need.place_id, row.at, *SPEAKERS))
        _send(row, "need.gap_closed", need, people, criterion=need.criterion)


@receives("report.made")
def note_closed_gaps(row: Record) -> None:
    """Open needs say that the report finds their criterion met."""
    from waymark.community.actions.needs import note_gaps  # with schemes and reports, for few

    report = Report.objects.filter(pk=row.subject.partition(":")[2]).first()
    if report is not None:
        note_gaps(report=report, by=None, at=row.at)
