"""The committee's meeting: plan, agenda, convene, recuse, vote, close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.actions.steps import lock, take
from waymark.assessments.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Case,
    Declaration,
    Meeting,
    Recusal,
    Report,
)
from waymark.assessments.queries.dossier import verdicts_on
from waymark.assessments.queries.standing import has_declared, standing
from waymark.assessments.rules.case import BallotChoice, MeetingState, Permit
from waymark.assessments.rules.evaluate import verdict_set_hash
from waymark.assessments.rules.flows import MEETING, CaseFacts, MeetingFacts
from waymark.assessments.rules.independence import may_vote
from waymark.assessments.rules.voting import Quorum, quorum
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import Seat
from waymark.schemes.models import Mechanism


class AlreadyVoted(Exception):
    """The member's ballot on this item has been cast; it stays as it is."""


def seated(meeting: Meeting, at: datetime) -> list[str]:
    """Return the ids of those who hold a seat in the meeting's body at a moment."""
    return list(
        Seat.objects.filter(Q(until__isnull=True) | Q(until__gt=at), body=meeting.body_id)
        .filter(since__lte=at)
        .order_by("user_id")
        .values_list("user_id", flat=True)
    )


def lock_meeting(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now, its row locked until the transaction ends."""
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("mechanism", "body")
        .get(pk=meeting.pk)
    )


def report_is_current(report: Report) -> bool:
    """Tell whether a report tells of the newest submission and of all its verdicts."""
    newest = report.case.submissions.latest("seq")
    latest = report.case.reports.latest("seq")
    return (
        report.pk == latest.pk
        and report.submission_sha256 == newest.sha256
        and report.edition_sha256 == report.case.edition.sha256
        and report.verdicts_sha256 == verdict_set_hash(verdicts_on(newest))
    )


@transaction.atomic
def plan_meeting(
    *, mechanism: Mechanism, title: str, starts_at: datetime, where: str, by: Any, at: datetime
) -> Meeting:
    """Plan a meeting of a mechanism's committee. Raises BadAnswer for an empty title."""
    require(by, Permit.PLAN_MEETING, on=mechanism)
    title = text.clean(title).strip()
    if not title:
        raise BadAnswer("title", "meeting.title_missing")
    meeting = Meeting.objects.create(
        mechanism=mechanism,
        body=mechanism.committee,
        title=title,
        starts_at=starts_at,
        where=text.clean(where),
        planned_by=by,
        planned_at=at,
    )
    record(
        "meeting.planned",
        meeting,
        by=by,
        at=at,
        scope=mechanism,
        facts={"starts_at": starts_at.isoformat()},
    )
    return meeting


@transaction.atomic
def schedule_case(*, meeting: Meeting, case: Case, by: Any, at: datetime) -> AgendaItem:
    """Put a case's newest report on the agenda. Raises flow.Refused where it is out of date."""
    require(by, Permit.PLAN_MEETING, on=meeting)
    meeting, case = lock_meeting(meeting), lock(case)
    if meeting.state not in {MeetingState.PLANNED, MeetingState.CONVENED}:
        raise Refused(Reason("meeting.over", {"state": meeting.state}))
    if case.mechanism_id != meeting.mechanism_id or not case.reports.exists():
        raise Refused(Reason("meeting.no_report"))
    report = case.reports.latest("seq")
    facts = CaseFacts(report_current=report_is_current(report))
    take(case, "schedule", facts, by=by, at=at)
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting,
        case=case,
        report=report,
        report_sha256=report.sha256,
        order=last + 1,
        added_at=at,
    )
    record(
        "case.scheduled",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={"meeting": meeting.pk, "item": item.pk, "report": report.sha256},
    )
    return item


@transaction.atomic
def unschedule_case(*, item: AgendaItem, by: Any, at: datetime) -> None:
    """Take a case off the agenda before it is decided. Raises flow.Refused."""
    require(by, Permit.PLAN_MEETING, on=item.meeting)
    lock_meeting(item.meeting)
    case = take(lock(item.case), "unschedule", CaseFacts(), by=by, at=at)
    AgendaItem.objects.filter(pk=item.pk).update(removed_at=at)
    record("case.unscheduled", case, by=by, at=at, scope=case.place, facts={"item": item.pk})


@transaction.atomic
def note_attendance(*, meeting: Meeting, present: list[str], by: Any, at: datetime) -> None:
    """Note which seated members are present. Raises flow.Refused once the meeting is over."""
    require(by, Permit.CONVENE_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    if meeting.state not in {MeetingState.PLANNED, MeetingState.CONVENED}:
        raise Refused(Reason("meeting.over", {"state": meeting.state}))
    seats = meeting.quorum_rule.get("seats") or seated(meeting, at)
    for member in seats:
        Attendance.objects.update_or_create(
            meeting=meeting,
            member_id=member,
            defaults={"present": member in present, "at": at},
        )
    record(
        "meeting.attendance",
        meeting,
        by=by,
        at=at,
        scope=meeting.mechanism,
        facts={"present": sorted(set(present) & set(seats))},
    )


def present(meeting: Meeting) -> list[str]:
    """Return the ids of the members noted as present."""
    return list(
        meeting.attendance.filter(present=True)
        .order_by("member_id")
        .values_list("member_id", flat=True)
    )


def quorum_of(item: AgendaItem) -> Quorum:
    """Return the quorum on an item: over the seats fixed at convening, without the recused."""
    rule = item.meeting.quorum_rule
    return quorum(
        seated=rule.get("seats", ()),
        present=present(item.meeting),
        recused=item.recusals.values_list("member_id", flat=True),
        percent=rule.get("percent", 100),
    )


@transaction.atomic
def convene_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Open the meeting and fix its quorum: who has a seat now, and what share must be present.

    Raises flow.Refused without an agenda or a quorum.
    """
    require(by, Permit.CONVENE_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    rule = {"seats": seated(meeting, at), "percent": meeting.mechanism.quorum_percent}
    here = quorum(
        seated=rule["seats"], present=present(meeting), recused=(), percent=rule["percent"]
    )
    facts = MeetingFacts(
        items=meeting.items.filter(removed_at__isnull=True).count(), quorate=here.reached
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
def declare_on_item(
    *, item: AgendaItem, conflict: bool, note: str = "", by: Any, at: datetime
) -> AgendaItem:
    """A member says whether she has a tie to the city, before she may read the dossier.

    A declared or detected tie recuses her from the item. Raises flow.Refused after her ballot.
    """
    require(by, Permit.RECUSE_MEMBER, on=item)
    lock_meeting(item.meeting)
    if item.ballots.filter(member=by).exists():
        raise Refused(Reason("ballot.cast"))
    case = item.case
    found = may_vote(standing(by, case), on=at.date(), adviser_months=case.mechanism.adviser_months)
    Declaration.objects.create(
        case=case,
        user=by,
        conflict=conflict or bool(found),
        kind=found[0].key.rpartition(".")[2] if found else "",
        note=text.clean(note),
        detected=bool(found) and not conflict,
        at=at,
    )
    if conflict or found:
        Recusal.objects.get_or_create(
            item=item, member=by, defaults={"by": by, "at": at, "reason": text.clean(note)}
        )
    record(
        "member.recused" if conflict or found else "member.declared_free",
        item,
        by=by,
        at=at,
        scope=case,
        facts={"case": case.pk},
    )
    return item


def _may_vote(item: AgendaItem, member: Any, at: datetime) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    meeting, case = item.meeting, item.case
    if meeting.state != MeetingState.CONVENED or item.removed_at or item.decisions.exists():
        reasons.append(Reason("ballot.not_open"))
    if member.pk not in meeting.quorum_rule.get("seats", ()):
        reasons.append(Reason("ballot.no_seat"))
    if member.pk not in present(meeting):
        reasons.append(Reason("ballot.absent"))
    if not has_declared(member, case):
        reasons.append(Reason("ballot.undeclared"))
    if item.recusals.filter(member=member).exists():
        reasons.append(Reason("ballot.recused"))
    return (
        *reasons,
        *may_vote(
            standing(member, case),
            on=at.date(),
            adviser_months=case.mechanism.adviser_months,
        ),
    )


@transaction.atomic
def cast_ballot(
    *, item: AgendaItem, choice: BallotChoice, reason: str = "", by: Any, at: datetime
) -> Ballot:
    """Vote on an item, once. Raises NotIndependent with what stands in the way, AlreadyVoted."""
    require(by, Permit.CAST_BALLOT, on=item)
    meeting = lock_meeting(item.meeting)
    item = AgendaItem.objects.select_related("case__mechanism").get(pk=item.pk)
    item.meeting = meeting
    reasons = _may_vote(item, by, at)
    if reasons:
        raise NotIndependent(*reasons)
    try:
        with transaction.atomic():
            ballot = Ballot.objects.create(
                item=item, member=by, choice=choice, reason=text.clean(reason), at=at
            )
    except IntegrityError:
        raise AlreadyVoted from None
    record(
        "ballot.cast",
        item,
        by=by,
        at=at,
        scope=item.case,
        facts={"choice": choice, "report": item.report_sha256},
    )
    return ballot


@transaction.atomic
def adjourn_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Break the meeting off; cases without a decision wait for another one. Raises flow.Refused."""
    require(by, Permit.CONVENE_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    meeting.state = MEETING.step("adjourn", meeting.state, MeetingFacts()).target
    meeting.closed_at = at
    meeting.save(update_fields=["state", "closed_at"])
    for item in meeting.items.filter(removed_at__isnull=True, decisions__isnull=True):
        take(lock(item.case), "unschedule", CaseFacts(), by=by, at=at)
        AgendaItem.objects.filter(pk=item.pk).update(removed_at=at)
    record("meeting.adjourned", meeting, by=by, at=at, scope=meeting.mechanism, facts={})
    return meeting


@transaction.atomic
def close_meeting(*, meeting: Meeting, minutes: str, by: Any, at: datetime) -> Meeting:
    """End the meeting with its minutes. Raises flow.Refused while an item has no decision."""
    require(by, Permit.CONVENE_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    waiting = meeting.items.filter(removed_at__isnull=True, decisions__isnull=True).count()
    meeting.state = MEETING.step("close", meeting.state, MeetingFacts(undecided=waiting)).target
    meeting.minutes, meeting.closed_at = text.clean(minutes), at
    meeting.save(update_fields=["state", "minutes", "closed_at"])
    record("meeting.closed", meeting, by=by, at=at, scope=meeting.mechanism, facts={})
    return meeting
