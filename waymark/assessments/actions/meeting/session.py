"""The session itself: convened with a quorum, adjourned, closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.meeting.changing import break_off
from waymark.assessments.actions.meeting.minutes import write_minutes
from waymark.assessments.actions.steps import lock_meeting
from waymark.assessments.models import Meeting
from waymark.assessments.queries.sitting import deputies, observers, present, seated
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.flows_meeting import MEETING, MeetingFacts
from waymark.assessments.rules.voting import quorum
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.rules import read_composition


@transaction.atomic
def convene_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Open the meeting and fix its quorum: who has a seat now, and what share must be present.

    Raises flow.Refused without an agenda or a quorum.
    """
    require(by, Permit.CONVENE_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    rule: dict[str, Any] = {
        "seats": seated(meeting, at),
        "deputies": deputies(meeting, at),
        "observers": observers(meeting, at),
        "percent": meeting.mechanism.quorum_percent,
        "secret": read_composition(meeting.body.composition).secret,
    }
    if meeting.answer_by is not None and meeting.answer_by <= at:
        raise Refused(Reason("written.over"))
    here = quorum(
        seated=rule["seats"],
        present=present(meeting),
        recused=(),
        percent=rule["percent"],
        deputies=rule["deputies"],
    )
    facts = MeetingFacts(
        items=meeting.items.filter(removed_at__isnull=True).count(),
        quorate=here.reached or meeting.in_writing,  # there, answers are counted
    )
    meeting.state = MEETING.step("convene", meeting.state, facts).target
    meeting.quorum_rule, meeting.convened_at = rule, at
    meeting.save(update_fields=["state", "quorum_rule", "convened_at"])
    record(
        "meeting.convened",
        meeting,
        by=by,
        at=at,
        scope=meeting.mechanism,
        facts={**rule, "present": present(meeting)},
    )
    return meeting


@transaction.atomic
def adjourn_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Break the meeting off; cases without a decision wait for another one. Raises flow.Refused."""
    require(by, Permit.CONVENE_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    break_off(meeting, "adjourn", MeetingFacts(), by=by, at=at)
    record("meeting.adjourned", meeting, by=by, at=at, scope=meeting.mechanism, facts={})
    return meeting


@transaction.atomic
def close_meeting(*, meeting: Meeting, minutes: str, by: Any, at: datetime) -> Meeting:
    """End the meeting with its minutes. Raises flow.Refused while an item has no decision."""
    require(by, Permit.CONVENE_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    waiting = meeting.items.filter(removed_at__isnull=True, decisions__isnull=True).count()
    meeting.state = MEETING.step("close", meeting.state, MeetingFacts(undecided=waiting)).target
    meeting.closed_at = at
    meeting.save(update_fields=["state", "closed_at"])
    write_minutes(meeting, minutes, by, at)
    record("meeting.closed", meeting, by=by, at=at, scope=meeting.mechanism, facts={})
    return meeting
