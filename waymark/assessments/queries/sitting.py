"""Who sits in a meeting, who may act on an item, and whether a report is still the newest."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from waymark.assessments.models import AgendaItem, Meeting, MinutesRevision, Report
from waymark.assessments.queries.dossier import verdicts_on
from waymark.assessments.rules.evaluate import verdict_set_hash
from waymark.assessments.rules.minutes import Standing, standing
from waymark.assessments.rules.voting import (
    NOBODY,
    ON_A_CASE,
    ON_A_CHECK,
    ON_A_DECISION,
    ON_A_SUCCESSOR,
    Choices,
    Quorum,
    acting,
    quorum,
)
from waymark.people.models import Seat
from waymark.people.rules import VOTING, SeatRole


def held_in(body: str, at: datetime) -> QuerySet[Seat]:
    """Return the seats in a body that are held at a moment."""
    held = Q(until__isnull=True) | Q(until__gt=at)
    return Seat.objects.filter(held, body=body, since__lte=at)


def sitting_in(meeting: Meeting, at: datetime) -> QuerySet[Seat]:
    """Return the seats in the meeting's body that are held at a moment."""
    return held_in(meeting.body_id, at)


def seats_in(body: str, at: datetime) -> list[str]:
    """Return the ids of those who hold a voting seat in a body at a moment."""
    found = held_in(body, at).filter(role__in=VOTING).order_by("user_id")
    return list(found.values_list("user_id", flat=True).distinct())


def seated(meeting: Meeting, at: datetime) -> list[str]:
    """Return the ids of those who hold a voting seat in the meeting's body at a moment."""
    return seats_in(meeting.body_id, at)


def deputies_in(body: str, at: datetime) -> dict[str, str]:
    """Return whose place each deputy of a body can take at a moment: by ids, deputy -> holder."""
    found = held_in(body, at).filter(role=SeatRole.DEPUTY)
    return dict(found.order_by("user_id").values_list("user_id", "deputy_for__user_id"))


def deputies(meeting: Meeting, at: datetime) -> dict[str, str]:
    """Return whose place each deputy can take at a moment: by ids, deputy -> holder."""
    return deputies_in(meeting.body_id, at)


def observers(meeting: Meeting, at: datetime) -> list[str]:
    """Return the ids of those who see a meeting at a moment and never vote."""
    found = sitting_in(meeting, at).filter(role=SeatRole.OBSERVER).order_by("user_id")
    return list(found.values_list("user_id", flat=True))


def people_of_meeting(meeting: Meeting, at: datetime) -> list[str]:
    """Return the ids of members, deputies and observers: as fixed at convening, else as of now."""
    rule = meeting.quorum_rule
    if rule.get("seats"):
        return [*rule["seats"], *rule.get("deputies", ()), *rule.get("observers", ())]
    found = sitting_in(meeting, at).order_by("user_id").values_list("user_id", flat=True)
    return list(found.distinct())


def reachable(meeting: Meeting) -> list[str]:
    """Return who can act in an open meeting: who is there; in writing, all who can answer."""
    rule = meeting.quorum_rule
    if meeting.in_writing:
        return [*rule.get("seats", ()), *rule.get("deputies", ())]
    return present(meeting)


def acting_on(item: AgendaItem) -> dict[str, str]:
    """Return who acts for each seat on an item of an open meeting: holder -> who acts."""
    rule = item.meeting.quorum_rule
    return acting(
        seated=rule.get("seats", ()),
        present=reachable(item.meeting),
        recused=item.recusals.values_list("member_id", flat=True),
        deputies=rule.get("deputies", NOBODY),
    )


def acts_on_something(meeting: Meeting, person: str) -> bool:
    """Whether somebody acts for a seat on an item of an open meeting that is not decided yet."""
    items = meeting.items.filter(removed_at__isnull=True, decisions__isnull=True)
    return any(person in acting_on(item).values() for item in items.select_related("meeting"))


def speaking_on_minutes(meeting: Meeting) -> frozenset[str]:
    """Return who says whether the minutes are right: for each seat its holder, or her deputy."""
    rule = meeting.quorum_rule
    here = acting(
        seated=rule.get("seats", ()),
        present=present(meeting),
        deputies=rule.get("deputies", NOBODY),
    )
    return frozenset(here.values())


def present(meeting: Meeting) -> list[str]:
    """Return the ids of the members noted as present."""
    return list(
        meeting.attendance.filter(present=True)
        .order_by("member_id")
        .values_list("member_id", flat=True)
    )


def minutes_standing(revision: MinutesRevision) -> Standing:
    """Return how far those who were present have approved one wording of the minutes."""
    views = dict(revision.opinions.values_list("member_id", "approves"))
    return standing(views, speaking_on_minutes(revision.meeting))


def quorum_of(item: AgendaItem) -> Quorum:
    """Return the quorum on an item: over the seats fixed at convening, without the recused."""
    rule = item.meeting.quorum_rule
    here = present(item.meeting)
    if item.meeting.in_writing:
        here = list(item.ballots.values_list("member_id", flat=True))
    return quorum(
        seated=rule.get("seats", ()),
        present=here,
        recused=item.recusals.values_list("member_id", flat=True),
        percent=rule.get("percent", 100),
        deputies=rule.get("deputies", NOBODY),
    )


def is_secret(meeting: Meeting) -> bool:
    """Whether ballots of an open meeting are secret: fixed at convening."""
    return bool(meeting.quorum_rule.get("secret"))


def votes_on(item: AgendaItem) -> dict[str, str]:
    """Return what was voted on an item: by member, or by code where ballots are secret."""
    if is_secret(item.meeting):
        return dict(item.box.values_list("code", "choice"))
    return dict(item.ballots.values_list("member_id", "choice"))


def choices_on(item: AgendaItem) -> Choices:
    """Return what can be voted for on an item."""
    if item.hearing_id:
        return ON_A_DECISION
    if item.inheritance_id:
        return ON_A_SUCCESSOR
    return ON_A_CHECK if item.spot_check_id else ON_A_CASE


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
