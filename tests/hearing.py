"""Hearing a city before a grave decision, in one call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.assessments.actions.life import open_hearing, say
from waymark.assessments.models import Case, Hearing
from waymark.awards.models import Award
from waymark.people.models import Membership


def hear(case: Case, award: Award, *, by: Any, at: datetime) -> Hearing:
    """Open a hearing, and let the city's signatory answer at once."""
    hearing = open_hearing(case=case, award=award, grounds="A grave doubt.", by=by, at=at)
    signs = Membership.objects.filter(place=case.place_id, role="signatory", until=None).first()
    assert signs is not None
    say(
        case=case, award=award, kind="hearing", about=hearing.pk, text="We were right.",
        by=signs.user, at=at,
    )  # fmt: skip
    return hearing
