"""Noting that somebody advises a city: what is written to it on the platform is advice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.people.models import Interest, User
from waymark.people.rules import Permit
from waymark.places.models import Place

NOTE = "Advice given in a consultation on the platform."


@transaction.atomic
def note_advice(*, place: Place, by: User, at: datetime) -> Interest:
    """Note among somebody's own interests that she advised a city on a day; one tie, which grows.

    Raises NotPermitted.
    """
    require(by, Permit.DECLARE_INTEREST, on=by)
    User.objects.select_for_update().get(pk=by.pk)
    day = at.date()
    found = Interest.objects.filter(user=by, place=place, kind=Interest.Kind.ADVISER, note=NOTE)
    row = found.order_by("declared_at").first()
    if row is not None and row.until is not None and row.until >= day:
        return row
    if row is None:
        row = Interest(user=by, place=place, kind=Interest.Kind.ADVISER, note=NOTE)
        row.since, row.declared_at = day, at
    row.until = day
    row.save()
    facts = {"kind": row.kind, "place": place.pk, "organisation": "", "until": day.isoformat()}
    record("interest.declare", row, by=by, at=at, facts=facts)
    return row
