"""Ruling on a person's ties to a case: by somebody else, who has none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.review.common import end
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import AppealSeat, Assignment, Case, Ruling
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.life.appeals import part_had
from waymark.assessments.queries.rulings_panel import appeal_of
from waymark.assessments.queries.standing import standings_of
from waymark.assessments.rules.case import AssignmentState, Permit
from waymark.assessments.rules.flows import ASSIGNMENT, AssignmentFacts
from waymark.assessments.rules.independence import (
    RulingFacts,
    Standing,
    Tie,
    conflicts,
    counts_still,
    refuse_ruling,
)
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Refused
from waymark.people.models import User


def _counting(known: Standing, case: Case, at: datetime) -> tuple[Tie, ...]:
    months = case.mechanism.adviser_months
    return tuple(
        tie
        for tie in known.ties
        if counts_still(tie.kind, tie.until, on=at.date(), adviser_months=months)
    )


@transaction.atomic
def rule_on_ties(
    *, case: Case, person: User, clears: bool, reason: str, seen: int, by: Any, at: datetime
) -> Ruling:
    """Say whether what is known of a person's ties keeps her from a case.

    It covers what is known now and nothing that comes up later. Who had left it to be ruled on
    starts work when it clears; whoever is at work leaves when it does not. On the side of an
    appeal only its panel rules, by members who had no part in the case.
    seen: how many rulings on her and this case the ruler saw. Raises flow.Refused.
    """
    require(by, Permit.RULE_ON_TIES, on=case.mechanism)
    case = lock(case)
    months = case.mechanism.adviser_months
    known = standings_of([person, by], case)
    ties, appeal = _counting(known[person.pk], case, at), appeal_of(case)
    has, bodies = rights_of(by, at), case.mechanism
    last = Ruling.objects.filter(case=case, person=person).order_by("-seq").first()
    facts = RulingFacts(
        own=person.pk == by.pk,
        ruler_tied=bool(conflicts(known[by.pk], on=at.date(), adviser_months=months)),
        in_office=bodies.technical_team_id in has.teams_led or bodies.committee_id in has.chaired,
        on_panel=bodies.appeal_panel_id in has.panels,
        for_panel=appeal is not None,
        had_part=bool(part_had(by, case, at)),
        ties=ties,
        made=last.seq if last else 0,
        seen=seen,
        last=last.clears if last else None,
        covered=last.ties if last else (),
        reason=text.clean(reason),
    )
    if refused := refuse_ruling(facts, clears=clears):
        raise Refused(*refused)
    ruling = Ruling.objects.create(
        case=case,
        person=person,
        seq=facts.made + 1,
        clears=clears,
        ties=sorted(tie.key for tie in ties),
        reason=facts.reason.strip(),
        appeal=appeal,
        by=by,
        at=at,
    )
    told = {"case": case.pk, "person": person.pk, "clears": clears, "ties": ruling.ties}
    record("tie.ruled", ruling, by=by, at=at, scope=case, facts=told)
    _follow(ruling, by=by, at=at)
    return ruling


def _follow(ruling: Ruling, *, by: Any, at: datetime) -> None:
    """Do to her open review of the case, or her seat on a panel, what the ruling means for it."""
    seat = AppealSeat.objects.filter(appeal=ruling.appeal, member=ruling.person, left_at=None)
    if ruling.appeal is not None and not ruling.clears and seat.update(left_at=at):
        facts = {"ruling": ruling.pk}
        record("appeal.left", ruling.appeal, by=by, at=at, scope=ruling.case, facts=facts)
    open_ = Assignment.objects.select_for_update().filter(
        case=ruling.case, reviewer=ruling.person, ended_at=None, spot_check=None
    )
    for assignment in open_:
        said = ruling.case.declarations.filter(user=ruling.person).last()
        if ruling.clears:
            if assignment.state != AssignmentState.INVITED or said is None or not said.asks:
                continue
            ASSIGNMENT.step("accept", assignment.state, AssignmentFacts(declared=True))
            assignment.state, assignment.answered_at = AssignmentState.ACCEPTED, at
            assignment.save(update_fields=["state", "answered_at"])
            verb = "assignment.accepted"
        else:
            ASSIGNMENT.step("recuse", assignment.state, AssignmentFacts())
            end(assignment, AssignmentState.RECUSED, at)
            verb = "assignment.recused"
        facts = {"case": ruling.case_id, "ruling": ruling.pk}
        record(verb, assignment, by=by, at=at, scope=ruling.case, facts=facts)
