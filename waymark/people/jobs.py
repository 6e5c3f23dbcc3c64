"""What this room does by the clock: reminding of terms that end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from waymark.base import notices
from waymark.base.jobs import every
from waymark.people.models import Seat
from waymark.people.queries import seats_ending, secretaries
from waymark.people.rules import ends_within

DAYS = (90, 30)
"""How long before the end of a term people are told, the second time in case of the first."""


def remind_of_terms(at: datetime) -> int:
    """Tell who holds a seat that ends soon, and the secretariat; return how many were told.

    Where both times have come, as for a seat that was given for a few weeks, once.
    """
    sent = 0
    for days, nearer in zip(DAYS, (*DAYS[1:], 0), strict=True):
        for seat in seats_ending(at, days):
            if not ends_within(seat.until, at, nearer):
                sent += _tell(seat, days, at)
    return sent


def _tell(seat: Seat, days: int, at: datetime) -> int:
    assert seat.until is not None
    params: dict[str, Any] = {"body": dict(seat.body.name), "until": seat.until.date()}
    key = f"{seat.pk}:{days}"
    common: dict[str, Any] = {"about": f"seat:{seat.pk}", "at": at}
    told = notices.send("seat.ends_soon", [seat.user], params, once_key=f"ends:{key}", **common)
    desk = [user for user in secretaries(at) if user.pk != seat.user_id]
    params["person"] = seat.user.name
    url = reverse("people:body", args=[seat.body_id])
    return told + notices.send(
        "seat.term_ends", desk, params, url=url, once_key=f"term:{key}", **common
    )


@every(86_400)
@task
def remind_of_terms_that_end() -> None:
    """Look every day; who was told is not told again."""
    remind_of_terms(timezone.now())
