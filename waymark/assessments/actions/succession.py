"""Taking back what was entered of a place by mistake, where no certificate rests on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.queries.life.inheriting import rests_on
from waymark.base.permits import require
from waymark.kernel.flow import Reason
from waymark.places.actions import undo_succession
from waymark.places.models import SuccessionUndo
from waymark.places.queries.succession import Told
from waymark.places.rules.permits import Permit
from waymark.places.rules.succession import Changing


@transaction.atomic
def take_back(*, told: Told, reason: str, by: Any, at: datetime) -> SuccessionUndo:
    """Undo a succession of places. Raises flow.Refused where something rests on it."""
    ids = frozenset(place.pk for place in (*told.before, *told.after))
    require(by, Permit.ENTER_SUCCESSION, on=Changing(told.before[0].country_id, ids))
    rests = [Reason("succession.asked")] if rests_on(told.row.pk) else []
    return undo_succession(told=told, reason=reason, resting=rests, by=by, at=at)
