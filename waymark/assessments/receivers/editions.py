"""Who is told that an edition is discussed: the bodies of mechanisms, and cities with cases."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from waymark.assessments.models import Case
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import members_of, people_by_place
from waymark.people.rules import WorkspaceRole
from waymark.schemes.models import Edition, Mechanism

SIGNERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


def _concerned(edition: Edition, row: Record) -> dict[str, Any]:
    """Everybody in the bodies of mechanisms, and who leads or signs for a city, each once."""
    bodies: set[str] = set()
    for one in Mechanism.objects.order_by("slug"):
        bodies |= {one.secretariat_id, one.technical_team_id, one.committee_id}
    people = {
        seat.user_id: seat.user for body in sorted(bodies) for seat in members_of(body, row.at)
    }
    open_ = Case.objects.filter(scheme=edition.scheme_id, closed_at=None)
    places = set(open_.values_list("place", flat=True))
    for users in people_by_place(places, row.at, *SIGNERS).values():
        people |= {user.pk: user for user in users}
    people.pop(row.actor.partition(":")[2], None)
    return people


@receives("edition.consult")
def tell_that_it_is_discussed(row: Record) -> None:
    """Comments on an edition are open: one notice each, however many seats or cities she has."""
    found = Edition.objects.filter(pk=row.subject.partition(":")[2]).defer("document")
    edition = found.select_related("scheme").first()
    if edition is None or edition.comments_until is None:
        return
    notices.send(
        "edition.consult",
        _concerned(edition, row).values(),
        {
            "scheme": dict(edition.scheme.name),
            "version": edition.version,
            "until": edition.comments_until,
        },
        url=reverse("edition", args=[edition.pk]),
        about=row.subject,
        once_key=f"edition.consult:{row.uid}",
        at=row.at,
    )
