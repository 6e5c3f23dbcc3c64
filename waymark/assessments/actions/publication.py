"""Publishing a meeting's decisions in one batch, and intending the awards they give."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.intent import intent_of
from waymark.assessments.actions.steps import lock, lock_meeting, take
from waymark.assessments.models import Decision, Meeting, Publication
from waymark.assessments.queries.life.held import LIVE
from waymark.assessments.rules.case import GIVES, AssignmentState, Permit
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.flows_meeting import MEETING, MeetingFacts
from waymark.awards.actions import current_state, intend_award, supersede_award
from waymark.awards.models import Award
from waymark.base.permits import require
from waymark.base.record import record, ref


def _give(decision: Decision, *, by: Any, at: datetime) -> None:
    """Intend the award that a decision gives; it stands in the place of the one named there."""
    issuer, intent = decision.case.mechanism.issuer, intent_of(decision, at)
    before = Award.objects.filter(pk=decision.award.partition(":")[2]).first()
    if before is not None and current_state(before, at) in LIVE:
        intent = replace(intent, replaces=before.number)
        supersede_award(
            award=before,
            corrected=False,
            reason=decision.reasons,
            decision=ref(decision),
            by=by,
            at=at,
        )
    intend_award(issuer=issuer, intent=intent, by=by, at=at)


def _publish(decision: Decision, *, by: Any, at: datetime) -> None:
    Publication.objects.create(decision=decision, by=by, at=at)
    case = lock(decision.case)
    if decision.kind in GIVES and case.intake_id is None:  # what was called for is agreed on first
        _give(decision, by=by, at=at)
    if case.state == "decided":
        take(case, "close", CaseFacts(), by=by, at=at, closed_at=at)
        case.assignments.filter(ended_at__isnull=True).update(
            state=AssignmentState.CLOSED, ended_at=at
        )
    record(
        "decision.published",
        decision,
        by=by,
        at=at,
        scope=case.place,
        facts={"case": case.pk, "kind": decision.kind, "sha256": decision.sha256},
    )


@transaction.atomic
def publish_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Make all decisions of a closed meeting public at once; grants become awards.

    Raises flow.Refused before the meeting is closed or when it has been published.
    """
    require(by, Permit.PUBLISH_DECISIONS, on=meeting)
    meeting = lock_meeting(meeting)
    meeting.state = MEETING.step("publish", meeting.state, MeetingFacts()).target
    meeting.save(update_fields=["state"])
    decisions = Decision.objects.filter(item__meeting=meeting, publication__isnull=True)
    for decision in decisions.select_related("case__place", "case__edition").order_by(
        "item__order"
    ):
        _publish(decision, by=by, at=at)
    record("meeting.published", meeting, by=by, at=at, scope=meeting.mechanism, facts={})
    return meeting
