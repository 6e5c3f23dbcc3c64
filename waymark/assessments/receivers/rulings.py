"""Who is told where ties wait for a ruling, and what was ruled."""

from __future__ import annotations

from django.urls import reverse

from waymark.assessments.models import Appeal, Assignment, Case, Ruling
from waymark.assessments.queries.life.appeals import part_had
from waymark.assessments.queries.rulings_panel import appeal_of, seats_of_panel
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.receivers.review import _id, _send, desk_of
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.models import User
from waymark.people.queries import members_of
from waymark.people.rules import SeatRole


def _rulers(case: Case, person: str, row: Record) -> list[User]:
    """Leads of the team and chairs of the committee who may rule on this person's ties.

    On the side of an appeal it is the panel, without who had a part in the case.
    """
    if appeal_of(case) is not None:
        found = [seat.user for seat in seats_of_panel(case, row.at).select_related("user")]
        found = [user for user in found if user.pk != person]
        return [user for user in found if not part_had(user, case, row.at)]
    seats = [
        *members_of(case.mechanism.technical_team_id, row.at, SeatRole.LEAD),
        *members_of(case.mechanism.committee_id, row.at, SeatRole.CHAIR),
    ]
    people = {seat.user_id: seat.user for seat in seats if seat.user_id != person}
    closed = barred_from(case, people.values(), row.at)
    return [user for pk, user in people.items() if pk not in closed]


@receives("assignment.ruling_asked")
def tell_who_rules(row: Record) -> None:
    """A reviewer has told of something and leaves it to somebody else; the desk knows of it."""
    found = Assignment.objects.filter(pk=_id(row.subject))
    assignment = found.select_related("case__place", "case__mechanism", "reviewer").first()
    if assignment is None or assignment.ended_at:
        return
    case = assignment.case
    told = {"person": assignment.reviewer.name, "city": dict(case.place.name)}
    url = reverse("assessments:matter", args=[case.pk, assignment.reviewer_id])
    _send(row, "tie.to_rule", _rulers(case, assignment.reviewer_id, row), url, **told)
    desk = reverse("assessments:case", args=[case.pk])
    _send(row, "tie.waits", desk_of(case, row), desk, **told)


@receives("appeal.ruling_asked")
def tell_the_panel(row: Record) -> None:
    """A member has told of something and leaves it to the others; the desk knows of it."""
    found = Appeal.objects.filter(pk=_id(row.subject)).select_related(
        "case__place", "case__mechanism"
    )
    appeal, person = found.first(), User.objects.filter(pk=_id(row.actor)).first()
    if appeal is None or person is None:
        return
    case, told = appeal.case, {"person": person.name, "city": dict(appeal.case.place.name)}
    url = reverse("assessments:matter", args=[case.pk, person.pk])
    _send(row, "tie.to_rule_panel", _rulers(case, person.pk, row), url, **told)
    desk = reverse("assessments:appeal", args=[appeal.pk])
    _send(row, "tie.waits_panel", desk_of(case, row), desk, **told)


@receives("tie.ruled")
def tell_of_a_ruling(row: Record) -> None:
    """She whom it is about is told, with the reasons; and the desk."""
    found = Ruling.objects.filter(pk=_id(row.subject))
    ruling = found.select_related("case__place", "case__mechanism", "person").first()
    if ruling is None:
        return
    case = ruling.case
    city, kind = dict(case.place.name), "tie.cleared" if ruling.clears else "tie.stands"
    own = case.assignments.filter(reviewer=ruling.person, spot_check=None)
    task = own.order_by("-invited_at").first()
    told = {"city": city, "reason": ruling.reason}
    desk, where = desk_of(case, row), reverse("assessments:case", args=[case.pk])
    told_desk = {"person": ruling.person.name, **told}
    if task is not None:
        url = reverse("assessments:review", args=[task.pk])
        _send(row, kind, [ruling.person], url, **told)
    elif ruling.appeal is not None:  # she may hear it now, or not
        _send(row, kind, [ruling.person], reverse("assessments:appeals"), **told)
        where = reverse("assessments:appeal", args=[ruling.appeal.pk])
        _send(row, f"{kind}_panel", desk, where, **told_desk)
        return
    _send(row, f"{kind}_desk", desk, where, **told_desk)
