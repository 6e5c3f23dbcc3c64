"""Who is told what happens between an association and its members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models import AssociationMember, AssociationMessage, Survey
from waymark.people.models import Membership
from waymark.people.queries import members_of, open_at, people_of
from waymark.people.rules import WorkspaceRole

SPEAKERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)
WRITERS = (*SPEAKERS, WorkspaceRole.EDITOR)


def _pk(row: Record) -> str:
    return row.subject.partition(":")[2]


def _send(
    row: Record, kind: str, people: Iterable[Any], told: dict[str, Any], url: str, city: str = ""
) -> None:
    """Send it once; city: the id of the city for whose people it is, so that each has its own."""
    actor = row.actor.partition(":")[2]
    notices.send(
        kind,
        [person for person in people if person.pk != actor],
        told,
        url=url,
        about=row.subject,
        once_key=":".join(filter(None, (kind, str(row.uid), city))),
        at=row.at,
    )


@receives(
    *("association.invited", "association.member", "association.declined"),
    *("association.taken_back", "association.left", "association.ended"),
)
def tell_the_other_side(row: Record) -> None:
    """A city's lead and signatory of what the association did, and the other way round."""
    found = AssociationMember.objects.filter(pk=_pk(row)).select_related("place", "body")
    one = found.defer("place__boundary").first()
    if one is None:
        return
    told = {"association": dict(one.body.name)}
    if row.verb in {"association.invited", "association.taken_back", "association.ended"}:
        people: list[Any] = list(people_of(one.place_id, row.at, *SPEAKERS))
        url = reverse("city_associations", args=[one.place.slug])
    else:
        people = [seat.user for seat in members_of(one.body_id, row.at)]
        url = reverse("association_desk", args=[one.body_id])
    kind = "association.invited" if row.verb == "association.invited" else "association.moved"
    if kind == "association.moved":
        told["city"] = dict(one.place.name)
    _send(row, kind, people, told, url)


def _tell(row: Record, kind: str, one: Any, told: dict[str, Any]) -> None:
    """Tell the people of each city that a message or a survey went to; not viewers. By city."""
    held = Membership.objects.filter(open_at(row.at), role__in=WRITERS, place__in=one.places.all())
    by_city: dict[tuple[str, str], list[Any]] = {}
    for member in held.select_related("user", "place").defer("place__boundary"):
        by_city.setdefault((member.place.slug, member.place_id), []).append(member.user)
    for (slug, city), people in sorted(by_city.items()):
        _send(row, kind, people, told, reverse("city_associations", args=[slug]), city)


@receives("association.told")
def tell_members(row: Record) -> None:
    """Those that agreed to get messages when it was sent."""
    one = AssociationMessage.objects.filter(pk=_pk(row)).select_related("body").first()
    if one is not None:
        _tell(row, row.verb, one, {"association": dict(one.body.name), "title": one.title})


@receives("survey.opened")
def ask_members(row: Record) -> None:
    """Those who write for a city that is asked."""
    one = Survey.objects.filter(pk=_pk(row)).select_related("body").first()
    if one is not None:
        _tell(row, row.verb, one, {"association": dict(one.body.name)})
