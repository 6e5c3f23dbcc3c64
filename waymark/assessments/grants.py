"""Makes known which roles allow which acts here, and how a person comes to hold them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.assessments.models import (
    AgendaItem,
    Appeal,
    Assignment,
    Case,
    Decision,
    Draw,
    Meeting,
    SpotCheck,
)
from waymark.assessments.models.consulting import Consultation
from waymark.assessments.queries import access
from waymark.assessments.queries.life.held import decided_under
from waymark.assessments.queries.oversight.access import Watch, global_mechanism
from waymark.assessments.rules.case import TABLE
from waymark.assessments.rules.spot.flows import READ_AGAIN
from waymark.awards.models import Issuer
from waymark.base import permits
from waymark.people.rules import Role
from waymark.schemes.models import Mechanism

permits.register("assessments", TABLE)
SITTING = frozenset({Role.CHAIR, Role.COMMITTEE, Role.OBSERVER})


@permits.roles_on(Case)
def on_case(viewer: Any, case: Case) -> frozenset[str]:
    """Roles on a case: only those that see its dossier."""
    return access.case_roles(viewer, case)


@permits.roles_on(Assignment)
def on_assignment(viewer: Any, assignment: Assignment) -> frozenset[str]:
    """The reviewer of an open assignment, even before she has declared; else the case's.

    A steward without a seat in a technical team is one in spot checks alone.
    """
    held = access.case_roles(viewer, assignment.case) - {Role.REVIEWER, Role.STEWARD}
    if assignment.reviewer_id != viewer.pk or assignment.ended_at is not None:
        return held
    has = access.rights_of(viewer, timezone.now())
    if has.stewards and not has.teams:
        return held | {Role.STEWARD} if assignment.spot_check_id else held
    return held | {Role.REVIEWER}


@permits.roles_on(SpotCheck)
def on_spot_check(viewer: Any, check: SpotCheck) -> frozenset[str]:
    """A steward, once the check has a result; no tie that is known leads her to the city."""
    has = access.rights_of(viewer, timezone.now())
    if not has.stewards or check.state not in READ_AGAIN or has.barred.closes(check.case):
        return frozenset()
    return frozenset({Role.STEWARD})


@permits.roles_on(Mechanism)
def on_mechanism(viewer: Any, mechanism: Mechanism) -> frozenset[str]:
    """Seats in the mechanism's bodies."""
    has = access.rights_of(viewer, timezone.now())
    held: set[str] = set()
    if sits := access.seat_in(has, mechanism.committee_id):
        held.add(sits)
    if mechanism.secretariat_id in has.secretariats:
        held.add(Role.SECRETARIAT)
    if mechanism.technical_team_id in has.teams:
        leads = mechanism.technical_team_id in has.teams_led
        held.add(Role.TECHNICAL_LEAD if leads else Role.REVIEWER)
    if mechanism.appeal_panel_id in has.panels:
        held.add(Role.APPEAL)
    return frozenset(held)


@permits.roles_on(Decision)
def on_decision(viewer: Any, decision: Decision) -> frozenset[str]:
    """Seats in the mechanism's bodies; of committees, in that which gave the certificate."""
    mechanism = decision.case.mechanism
    held, there = on_mechanism(viewer, mechanism), decided_under(decision)
    if there.pk == mechanism.pk:
        return held
    return (held - SITTING) | (on_mechanism(viewer, there) & SITTING)


@permits.roles_on(Consultation)
def on_consultation(viewer: Any, row: Consultation) -> frozenset[str]:
    """The city's people, and those of the partner that it asked."""
    from waymark.assessments.queries import consulting  # with schemes and reports, for few

    return consulting.roles(viewer, row, timezone.now())


@permits.roles_on(Watch)
def on_watch(viewer: Any, watch: Watch) -> frozenset[str]:
    """Seats in the global committee and its secretariat, over every national mechanism."""
    common = global_mechanism()
    if common is None or watch.mechanism.country_id is None:
        return frozenset()
    return on_mechanism(viewer, common) - {Role.REVIEWER, Role.TECHNICAL_LEAD, Role.APPEAL}


@permits.roles_on(Appeal)
def on_appeal(viewer: Any, appeal: Appeal) -> frozenset[str]:
    """The mechanism's secretariat without ties, and whoever was named to hear it and stays."""
    held = on_mechanism(viewer, appeal.case.mechanism) & {Role.SECRETARIAT}
    if access.rights_of(viewer, timezone.now()).barred.closes(appeal.case):
        held = frozenset()
    named = appeal.seats.filter(member=viewer, left_at__isnull=True).exists()
    return held | {Role.APPEAL} if named else held


@permits.roles_on(Meeting)
def on_meeting(viewer: Any, meeting: Meeting) -> frozenset[str]:
    """Seats in the mechanism's bodies; reviewers have no part in a meeting."""
    return on_mechanism(viewer, meeting.mechanism) - {Role.REVIEWER, Role.APPEAL}


@permits.roles_on(AgendaItem)
def on_item(viewer: Any, item: AgendaItem) -> frozenset[str]:
    """A member holds her role on an item before she declares, so that she can declare."""
    return on_meeting(viewer, item.meeting)


@permits.roles_on(Draw)
def on_draw(viewer: Any, draw: Draw) -> frozenset[str]:
    """Seats in the mechanism's bodies; and who was announced gives chance to it."""
    held = on_mechanism(viewer, draw.mechanism)
    named = draw.parties.filter(user=viewer).exists()
    return held | {Role.PARTY} if named else held


@permits.roles_on(Issuer)
def on_issuer(viewer: Any, issuer: Issuer) -> frozenset[str]:
    """Seats in the bodies of the mechanisms that the issuer signs for."""
    held: frozenset[str] = frozenset()
    for mechanism in Mechanism.objects.filter(issuer=issuer):
        held |= on_mechanism(viewer, mechanism)
    return held
