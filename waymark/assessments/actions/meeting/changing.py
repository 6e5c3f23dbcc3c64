"""Moving a meeting, or calling it off: both with a reason that its members read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.steps import lock, lock_meeting, take
from waymark.assessments.models import AgendaItem, Case, Meeting, MeetingChange
from waymark.assessments.queries.sitting import acts_on_something
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.flows_meeting import MEETING, MeetingFacts
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused


def _note(
    meeting: Meeting, kind: str, reason: str, *, before: datetime, by: Any, at: datetime
) -> None:
    MeetingChange.objects.create(
        meeting=meeting,
        seq=meeting.changes.count() + 1,
        kind=kind,
        before=before,
        after=meeting.starts_at if kind == "moved" else None,
        reason=reason,
        by=by,
        at=at,
    )


def take_off(meeting: Meeting, *, by: Any, at: datetime) -> None:
    """Take what has no decision off a locked meeting's agenda: cases wait for another one."""
    for item in meeting.items.filter(removed_at__isnull=True, decisions__isnull=True):
        if item.on_the_case:
            _back(item, by=by, at=at)
        AgendaItem.objects.filter(pk=item.pk).update(removed_at=at)


def leave_agenda(case: Case, *, at: datetime) -> None:
    """Take a locked case off the agenda that it is on, because it ends."""
    case.agenda_items.filter(removed_at__isnull=True, decisions__isnull=True).update(removed_at=at)


def _back(item: AgendaItem, *, by: Any, at: datetime) -> None:
    case = take(lock(item.case), "unschedule", CaseFacts(), by=by, at=at)
    facts = {"item": item.pk}
    record("case.unscheduled", case, by=by, at=at, scope=case.place, facts=facts)


def break_off(meeting: Meeting, step: str, facts: MeetingFacts, *, by: Any, at: datetime) -> None:
    """End a locked meeting before all is decided, by a step of its flow. Raises flow.Refused.

    Where something was decided it stays open, to be closed with its minutes and published.
    """
    target = MEETING.step(step, meeting.state, facts).target
    take_off(meeting, by=by, at=at)
    if not meeting.items.filter(removed_at__isnull=True).exists():
        meeting.state, meeting.closed_at = target, at
        meeting.save(update_fields=["state", "closed_at"])


def _call_off(meeting: Meeting, step: str, reason: str, *, by: Any, at: datetime) -> None:
    """Call a locked meeting off by a step of its flow. Raises flow.Refused."""
    meeting.state = MEETING.step(step, meeting.state, MeetingFacts(reason=reason)).target
    meeting.closed_at = at
    meeting.save(update_fields=["state", "closed_at"])
    take_off(meeting, by=by, at=at)
    _note(meeting, "cancelled", reason, before=meeting.starts_at, by=by, at=at)
    facts = {"reason": reason, "nothing_ready": step == "nothing_ready"}
    record("meeting.cancelled", meeting, by=by, at=at, scope=meeting.mechanism, facts=facts)


@transaction.atomic
def move_meeting(
    *, meeting: Meeting, starts_at: datetime, where: str, reason: str, by: Any, at: datetime
) -> Meeting:
    """Move a planned meeting to another time or place. Raises flow.Refused without a reason."""
    require(by, Permit.PLAN_MEETING, on=meeting)
    meeting, reason = lock_meeting(meeting), text.clean(reason).strip()
    MEETING.step("move", meeting.state, MeetingFacts(reason=reason))
    if starts_at <= at:
        raise Refused(Reason("meeting.passed"))
    if meeting.answer_by is not None and meeting.answer_by <= starts_at:
        raise Refused(Reason("written.no_time"))
    before, meeting.starts_at, meeting.where = meeting.starts_at, starts_at, text.clean(where)
    meeting.save(update_fields=["starts_at", "where"])
    _note(meeting, "moved", reason, before=before, by=by, at=at)
    facts = {"reason": reason, "before": before.isoformat(), "after": starts_at.isoformat()}
    record("meeting.moved", meeting, by=by, at=at, scope=meeting.mechanism, facts=facts)
    return meeting


@transaction.atomic
def ask_for_meeting(*, meeting: Meeting, reason: str, by: Any, at: datetime) -> Meeting:
    """Let a member end a procedure in writing, because the matter has to be talked about.

    What has no decision waits for a meeting. Raises flow.Refused without a reason, for who acts on
    nothing that is still open there, and for what is no procedure in writing.
    """
    require(by, Permit.ASK_MEETING, on=meeting)
    meeting, reason = lock_meeting(meeting), text.clean(reason).strip()
    if not meeting.in_writing or not acts_on_something(meeting, by.pk):
        raise Refused(Reason("written.not_yours"))
    break_off(meeting, "ask_meeting", MeetingFacts(reason=reason), by=by, at=at)
    _note(meeting, "asked", reason, before=meeting.starts_at, by=by, at=at)
    told = {"reason": reason}
    record("meeting.asked", meeting, by=by, at=at, scope=meeting.mechanism, facts=told)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Any, at: datetime) -> Meeting:
    """Call a planned meeting off. Raises flow.Refused without a reason, or once it is open."""
    require(by, Permit.PLAN_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    _call_off(meeting, "cancel", text.clean(reason).strip(), by=by, at=at)
    return meeting


@transaction.atomic
def call_off_empty(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Call a planned meeting off for which nothing was ready. by=None: the platform's clock."""
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    _call_off(meeting, "nothing_ready", "", by=by, at=at)
    return meeting
