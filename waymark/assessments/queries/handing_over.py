"""Who has the secretariat's acts on a case, and who could have them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from waymark.assessments.models import Case, Handover, Hearing
from waymark.assessments.queries.access import rights_of
from waymark.assessments.rules.case import CaseState
from waymark.assessments.rules.handing_over import Desk, DeskFacts
from waymark.assessments.rules.life.doubt import BY_VOTE
from waymark.people.models import User
from waymark.people.queries import members_of
from waymark.people.rules import SeatRole
from waymark.schemes.models import Mechanism

OVER = frozenset(
    {
        CaseState.DRAFT,
        CaseState.CLOSED,
        CaseState.WITHDRAWN,
        CaseState.TRANSFERRED,
        CaseState.TURNED_DOWN,
    }
)


def free_in(body: str | None, case: Case, at: datetime, role: str = "") -> list[User]:
    """Return those with a seat in a body to whom no tie closes the case."""
    if body is None:
        return []
    people = [seat.user for seat in members_of(body, at, role)]
    return [user for user in people if not rights_of(user, at).barred.closes(case)]


def global_desk(case: Case) -> str | None:
    """Return the secretariat of the global mechanism, where it is another one than the case's."""
    wide = Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL).exclude(
        secretariat=case.mechanism.secretariat_id
    )
    return wide.order_by("slug").values_list("secretariat_id", flat=True).first()


def desk_facts(case: Case, at: datetime) -> DeskFacts:
    """Gather what the rule looks at; who comes later is not looked at where somebody is free."""
    mechanism = case.mechanism
    own = members_of(mechanism.secretariat_id, at).count()
    free = len(free_in(mechanism.secretariat_id, case, at))
    if free or not own:
        return DeskFacts(own, free)
    leads = len(free_in(mechanism.technical_team_id, case, at, SeatRole.LEAD))
    return DeskFacts(own, 0, leads, 0 if leads else len(free_in(global_desk(case), case, at)))


def handover_of(case: Case) -> Handover | None:
    """Return to whom the secretariat's acts on a case are handed over now, or None."""
    return case.handovers.filter(ended_at=None).first()


def people_at_desk(case: Case, at: datetime) -> list[User]:
    """Return those who do the secretariat's acts on a case, without anybody with a tie."""
    row = handover_of(case)
    if row is None:
        return free_in(case.mechanism.secretariat_id, case, at)
    return free_in(row.body_id, case, at, SeatRole.LEAD if row.to == Desk.LEAD else "")


def to_look_at(mechanism: Mechanism, at: datetime) -> Any:
    """Return the cases on which the desk may have to change: few, and mostly none.

    Those that are over only where the decision is doubted, or the desk was handed over before.
    """
    handed = Q(pk__in=Handover.objects.filter(ended_at=None).values("case"))
    doubted = Hearing.objects.filter(closed_at=None, cause__in=BY_VOTE)
    under_way = ~Q(state__in=OVER) | Q(pk__in=doubted.values("case"))
    cases = Case.objects.filter(mechanism=mechanism)
    desk = [seat.user for seat in members_of(mechanism.secretariat_id, at)]
    if desk and all(rights_of(user, at).barred for user in desk):
        return cases.filter(under_way | handed)
    return cases.filter(handed)
