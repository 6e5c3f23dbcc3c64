"""Choosing a third reviewer, who decides what stays tied between the others."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.inviting import NoSuchSlot, NotIndependent, be_seated, invite
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Assignment, Case
from waymark.assessments.queries.standing import standing
from waymark.assessments.queries.talks import at_desk, third_facts
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.differing import refuse_third
from waymark.assessments.rules.independence import may_be_third
from waymark.base.permits import require
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import User


@transaction.atomic
def choose_third(*, case: Case, reviewer: User, due: date, by: Any, at: datetime) -> Assignment:
    """Invite a third reviewer, who has had no part in the case, to decide what stays tied.

    Raises NotIndependent, NoSuchSlot, flow.Refused.
    """
    require(by, Permit.ASSIGN_REVIEW, on=case)
    case = lock(case)
    if case.state != "in_review":
        raise Refused(Reason("assignment.wrong_time", {"state": case.state}))
    if refused := refuse_third(third_facts(by, case, at)):
        raise Refused(*refused)
    be_seated(case, reviewer, due, at)
    if case.assignments.filter(reviewer=reviewer, ended_at__isnull=True).exists():
        raise NoSuchSlot("assignment.taken")
    months = case.mechanism.adviser_months
    reasons = may_be_third(standing(reviewer, case), on=at.date(), adviser_months=months)
    if reviewer.pk in at_desk(case, at):
        reasons = (*reasons, Reason("independence.at_desk"))
    if reasons:
        raise NotIndependent(*reasons)
    slot = case.mechanism.reviewers_per_case + 1
    return invite(case, reviewer, slot, due, by=by, at=at, third=True)
