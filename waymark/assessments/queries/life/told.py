"""Who is told of a certificate's life, for notices: whoever has something to do there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.assessments.models import Case, Hearing
from waymark.assessments.queries.handing_over import handover_of, people_at_desk
from waymark.assessments.queries.life.held import decided_under, decision_of
from waymark.awards.models import Award
from waymark.people.queries import members_of
from waymark.people.rules import SeatRole


def desk_and_chairs(case: Case, at: datetime, award: Award | None = None) -> list[Any]:
    """The secretariat, and the chair of the committee that gave a certificate."""
    given = decision_of(award) if award else None
    committee = (decided_under(given) if given else case.mechanism).committee_id
    chairs = [seat.user for seat in members_of(committee, at) if seat.role == SeatRole.CHAIR]
    return [*(seat.user for seat in members_of(case.mechanism.secretariat_id, at)), *chairs]


def people_who_settle(hearing: Hearing, award: Award, at: datetime) -> list[Any]:
    """The desk and the chair of who gave the certificate, without who is named in the doubt.

    Whoever has the desk by the rule too.
    """
    people = {one.pk: one for one in desk_and_chairs(hearing.case, at, award)}
    if handover_of(hearing.case) is not None:
        people |= {one.pk: one for one in people_at_desk(hearing.case, at)}
    people.pop(hearing.tied_id, None)
    return list(people.values())
