"""Checking a case again: who reviews it, and what comes of it. The reviewing itself is review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.desk import NoSuchSlot, NotIndependent
from waymark.assessments.actions.spot.common import lock_check, move_check
from waymark.assessments.models import Assignment, SpotCheck, SpotResult
from waymark.assessments.queries.dossier import check_verdicts, frozen, scheme_under
from waymark.assessments.queries.report import MAX_REPORT, document_of
from waymark.assessments.queries.spot.people import checker_seats, checker_standing, has_read
from waymark.assessments.rules.case import AssignmentState, Permit
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.evaluate_report import Report, report_bytes
from waymark.assessments.rules.independence import may_check
from waymark.assessments.rules.spot.comparing import compare
from waymark.assessments.rules.spot.flows import CheckFacts, CheckState
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import User


@transaction.atomic
def assign_checker(
    *, check: SpotCheck, reviewer: User, slot: int, due: date, by: Any, at: datetime
) -> Assignment:
    """Invite somebody who had no part in the case to review it again.

    From the technical team of its mechanism or of a global one, or a global steward. Raises
    NotIndependent, NoSuchSlot, flow.Refused.
    """
    require(by, Permit.ASSIGN_REVIEW, on=check.case)
    check = lock_check(check)
    if check.state != CheckState.OPEN:
        raise Refused(Reason("assignment.wrong_time", {"state": check.state}))
    case = check.case
    if not checker_seats(case, at).filter(user=reviewer).exists():
        raise NoSuchSlot("assignment.no_seat")
    had = checker_standing(reviewer, case)
    reasons = may_check(
        replace(had, acted=had.acted or bool(has_read([reviewer], case))),
        on=at.date(),
        adviser_months=case.mechanism.adviser_months,
    )
    if reasons:
        raise NotIndependent(*reasons)
    if not 1 <= slot <= check.reviewers:
        raise NoSuchSlot("assignment.no_slot")
    try:
        with transaction.atomic():
            assignment = Assignment.objects.create(
                case=case,
                spot_check=check,
                slot=slot,
                reviewer=reviewer,
                due=due,
                invited_by=by,
                invited_at=at,
            )
    except IntegrityError:
        raise NoSuchSlot("assignment.taken") from None
    facts = {"case": case.pk, "check": check.pk, "slot": slot, "reviewer": reviewer.pk}
    facts["due"] = due.isoformat()
    record("assignment.invited", assignment, by=by, at=at, scope=case, facts=facts)
    return assignment


def _second_report(check: SpotCheck) -> Report:
    submission = check.report.submission
    return evaluate(
        scheme_under(check.case, check.report.edition_sha256),
        frozen(submission),
        check_verdicts(check),
        as_of=check.report.as_of,
        basis="verified",
        world="closed",
    )


@transaction.atomic
def conclude_check(*, check: SpotCheck, by: Any, at: datetime) -> SpotResult:
    """Evaluate the same submission on the new verdicts, and compare the two reports.

    Concordant, and it is over; discordant, and it waits for the committee. Raises flow.Refused
    while a reviewer has not delivered.
    """
    require(by, Permit.CONCLUDE_CHECK, on=check.case)
    check = lock_check(check)
    first = document_of(check.report)
    again = _second_report(check)
    content = report_bytes(again)
    second = canonical.loads(content, max_bytes=MAX_REPORT)
    found = compare(first, second, target=check.case.target_level)
    facts = CheckFacts(
        reviewers=check.reviewers,
        delivered=check.assignments.filter(
            ended_at__isnull=True, state=AssignmentState.DELIVERED
        ).count(),
        concordant=found.concordant,
    )
    check = move_check(check, "confirm" if found.concordant else "differ", facts, at=at)
    result = SpotResult.objects.create(
        spot_check=check,
        report=content.decode(),
        report_sha256=again.hash,
        comparison=canonical.dumps(found.document()).decode(),
        sha256=canonical.digest(found.document()),
        concordant=found.concordant,
        by=by,
        at=at,
    )
    check.assignments.filter(ended_at__isnull=True).update(
        state=AssignmentState.CLOSED, ended_at=at
    )
    told = {
        "case": check.case_id,
        "kind": check.kind,
        "concordant": found.concordant,
        "first": check.report.sha256,
        "second": again.hash,
        "comparison": result.sha256,
    }
    record("spot.concluded", check, by=by, at=at, scope=check.case, facts=told)
    return result
