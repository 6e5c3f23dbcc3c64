"""Who is told of meetings, decisions and certificates. Nothing leaks before it is published."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from waymark.assessments.models import AgendaItem, Assignment, Case, Decision, Meeting
from waymark.assessments.reporting.calendar import when
from waymark.assessments.rules.case import GIVES, AssignmentState, DecisionKind, MeetingState
from waymark.awards.models import Award, AwardEvent
from waymark.base import ledger, notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.models import User
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole

SIGNERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)
DECIDED = (*GIVES, DecisionKind.REFUSE, DecisionKind.DEFER)
STAYED = (AssignmentState.DELIVERED, AssignmentState.RETURNED, AssignmentState.CLOSED)


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _send(row: Record, kind: str, users: Iterable[Any], url: str, **params: Any) -> None:
    people = [user for user in users if user.pk != _id(row.actor)]
    key = f"{kind}:{row.uid}"
    notices.send(kind, people, params, url=url, about=row.subject, once_key=key, at=row.at)


def _members(body_id: str, row: Record) -> list[User]:
    return [seat.user for seat in members_of(body_id, row.at)]


def _city(place_id: str, row: Record) -> list[User]:
    return list(people_of(place_id, row.at, *SIGNERS))


def _meeting(row: Record) -> Meeting | None:
    return Meeting.objects.select_related("mechanism").filter(pk=_id(row.subject)).first()


@receives("meeting.planned", "meeting.convened", "meeting.adjourned")
def tell_members(row: Record) -> None:
    """A meeting is planned, open or broken off: its members learn it."""
    meeting = _meeting(row)
    if meeting is None:
        return
    params: dict[str, Any] = {"meeting": meeting.title}
    kind = row.verb
    if row.verb == "meeting.planned":
        if meeting.in_writing:
            return  # members are told when it is circulated
        params |= when(meeting)
    elif row.verb == "meeting.convened" and meeting.in_writing:
        kind, params["until"] = "written.open", meeting.answer_by
    _send(row, kind, _members(meeting.body_id, row), _page(meeting), **params)


@receives("meeting.moved", "meeting.cancelled", "meeting.asked")
def tell_of_the_change(row: Record) -> None:
    """Members and the secretariat learn of a meeting that is moved or called off, and why."""
    meeting = _meeting(row)
    if meeting is None:
        return
    facts = json.loads(row.body)["facts"]
    people = _members(meeting.body_id, row) + _members(meeting.mechanism.secretariat_id, row)
    params: dict[str, Any] = {"meeting": meeting.title}
    kind = "meeting.nothing_ready" if facts.get("nothing_ready") else row.verb
    if kind != "meeting.nothing_ready":
        params["reason"] = facts["reason"]
    if kind == "meeting.moved":
        params |= when(meeting)
    _send(row, kind, people, _page(meeting), **params)


@receives("meeting.filled")
def tell_that_nothing_is_there(row: Record) -> None:
    """The secretariat learns that a meeting which stands has nothing to decide."""
    meeting = _meeting(row)
    if meeting is None or json.loads(row.body)["facts"]["items"]:
        return
    if meeting.state == MeetingState.PLANNED:
        desk = _members(meeting.mechanism.secretariat_id, row)
        _send(row, "meeting.empty", desk, _page(meeting), meeting=meeting.title)


@receives("meeting.closed")
def tell_who_publishes(row: Record) -> None:
    """The secretariat publishes what was decided."""
    meeting = _meeting(row)
    if meeting is None or not meeting.mechanism.secretariat_id:
        return
    desk = _members(meeting.mechanism.secretariat_id, row)
    _send(row, "meeting.to_publish", desk, _page(meeting), meeting=meeting.title)


@receives("meeting.closed", "minutes.revised")
def ask_for_approval(row: Record) -> None:
    """Who acted for a seat reads the minutes, and each new wording of them."""
    meeting = _meeting(row)
    if meeting is None:
        return
    from waymark.assessments.queries.sitting import speaking_on_minutes  # with scheme and dossier

    people = User.objects.filter(pk__in=speaking_on_minutes(meeting)).order_by("pk")
    _send(row, "minutes.to_approve", people, _page(meeting), meeting=meeting.title)


@receives("minutes.objected", "minutes.approved")
def tell_who_keeps_minutes(row: Record) -> None:
    """The secretariat learns what becomes of the minutes."""
    meeting = _meeting(row)
    if meeting is None:
        return
    desk = _members(meeting.mechanism.secretariat_id or "", row)
    _send(row, row.verb, desk, _page(meeting), meeting=meeting.title)


def _page(meeting: Meeting) -> str:
    return reverse("assessments:meeting", args=[meeting.pk])


@receives("case.scheduled")
def tell_of_the_agenda(row: Record) -> None:
    """Members have to declare their ties; the city learns when it is decided."""
    item = AgendaItem.objects.filter(pk=json.loads(row.body)["facts"]["item"])
    found = item.select_related("meeting", "case__place").first()
    if found is None or found.removed_at:
        return
    meeting, case = found.meeting, found.case
    url = reverse("assessments:item", args=[meeting.pk, found.pk])
    starts = meeting.starts_at
    members = _members(meeting.body_id, row)
    _send(row, "case.on_agenda", members, url, city=dict(case.place.name), starts=starts)
    _send(row, "case.scheduled", _city(case.place_id, row), _journey(case), starts=starts)


@receives("case.unscheduled")
def tell_the_city_it_waits(row: Record) -> None:
    """The case is off the agenda again."""
    case = Case.objects.select_related("place").filter(pk=_id(row.subject)).first()
    if case is not None and case.state == "reported":
        _send(row, "case.unscheduled", _city(case.place_id, row), _journey(case))


def _journey(case: Case) -> str:
    return reverse("assessments:journey_of", args=[case.place.slug, f"case-{case.pk}"])


@receives("decision.published")
def tell_the_reviewers(row: Record) -> None:
    """Those who reviewed learn that it is decided (receivers/city.py tells the city)."""
    found = Decision.objects.filter(pk=_id(row.subject)).select_related("case__place", "item")
    decision = found.first()
    if decision is None or decision.kind not in DECIDED:
        return
    if decision.item is not None and not decision.item.on_the_case:
        return
    case = decision.case
    reviews = Assignment.objects.filter(case=case, state__in=STAYED, spot_check=None)
    reviews = reviews.select_related("reviewer")
    granted = decision.kind in GIVES  # else the report stays closed to them
    url = reverse("assessments:report", args=[decision.report_id]) if granted else ""
    url = url or reverse("assessments:reviews")
    people = [review.reviewer for review in reviews]
    _send(row, "decision.reviewed", people, url, city=dict(case.place.name))


@receives(
    "award.signed",
    "award.suspended",
    "award.reinstated",
    "award.revoked",
    "award.lapsed",
    "award.annulled",
    "award.superseded",
    "award.corrected",
    "award.handed_on",
    "award.ended",
)
def tell_the_holder(row: Record) -> None:
    """A city learns what becomes of its certificate, with the reason that is public."""
    award = Award.objects.filter(pk=_id(row.subject)).defer("credential", "claim").first()
    if award is None or not award.subject.startswith("place:"):
        return
    params: dict[str, Any] = {"number": award.number}
    if row.verb != "award.signed":
        seq = json.loads(row.body)["facts"]["seq"]
        params["reason"] = AwardEvent.objects.get(award=award, seq=seq).reason
    url = reverse("certificate", args=[award.number])
    _send(row, row.verb, _city(_id(award.subject), row), url, **params)


@receives("meeting.published")
def seal_the_ledger(row: Record) -> None:
    """Place and sign what was decided, so that anybody can keep the checkpoint of that day."""
    ledger.sequence_now()
