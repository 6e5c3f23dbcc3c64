"""Whether a city takes values from people outside its administration, and who says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.people.models import Contributing, User
from waymark.people.rules import Permit
from waymark.places.models import Place


@transaction.atomic
def open_contributions(*, place: Place, opened: bool, by: User, at: datetime) -> Contributing:
    """Let contributors be invited to a place, or no longer.

    Closed, those who are there keep what they proposed and can propose nothing new. Raises
    NotPermitted.
    """
    require(by, Permit.OPEN_CONTRIBUTIONS, on=place)
    Place.objects.select_for_update().get(pk=place.pk)
    row = Contributing.objects.filter(place=place).first()
    if row is not None and row.open == opened:
        return row
    row = row or Contributing(place=place)
    row.open, row.changed_by, row.changed_at = opened, by, at
    row.save()
    verb = "contributions.open" if opened else "contributions.close"
    record(verb, place, by=by, at=at, scope=place, facts={})
    return row
