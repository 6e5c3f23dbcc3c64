"""Letting people of a successor into the workspace of a place that ended."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions.checks import needed
from waymark.people.models import Membership, User
from waymark.people.queries import people_of
from waymark.people.rules import STAFF, WorkspaceRole
from waymark.places.models import Place
from waymark.places.queries.succession import heirs_of
from waymark.places.rules import Changing
from waymark.places.rules import Permit as PlacePermit


@transaction.atomic
def let_heir_in(
    *, place: Place, person: User, role: str, reason: str, by: User, at: datetime
) -> Membership:
    """Give somebody who works for a successor a role in the workspace of a place that ended.

    Nobody gets in by the succession itself. Raises NotPermitted, Refused (the place is there, she
    works for no successor of it, or is in already, no such role, no reason).
    """
    require(by, PlacePermit.ENTER_SUCCESSION, on=Changing(place.country_id, frozenset({place.pk})))
    place = Place.objects.select_for_update().get(pk=place.pk)
    reason = needed(reason, 2000, "heir.no_reason")
    if place.ended_on is None:
        raise Refused(Reason("heir.place_there"))
    if role not in STAFF:
        raise Refused(Reason("member.wrong_role"))
    if not any(people_of(heir, at).filter(pk=person.pk).exists() for heir in heirs_of(by, place)):
        raise Refused(Reason("heir.not_theirs"))
    try:
        with transaction.atomic():
            row = Membership.objects.create(
                user=person, place=place, role=WorkspaceRole(role), since=at
            )
    except IntegrityError:
        raise Refused(Reason("heir.is_in")) from None
    facts = {"user": person.pk, "role": role, "reason": reason}
    record("member.heir", row, by=by, at=at, scope=place, facts=facts)
    return row
