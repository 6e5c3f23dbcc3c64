"""Who is told of the acts of desk and review. Nobody learns by it what a reviewer found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from waymark.assessments.models import Assignment, Case, Clarification, Report, SpotCheck
from waymark.assessments.queries.handing_over import people_at_desk
from waymark.assessments.queries.review_blind import AT_WORK
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.queries.talks import first_reviews
from waymark.assessments.rules.case import AssignmentState
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.models import User
from waymark.people.queries import people_of
from waymark.people.rules import WorkspaceRole

WRITE = (WorkspaceRole.LEAD, WorkspaceRole.EDITOR, WorkspaceRole.SIGNATORY)


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _send(row: Record, kind: str, users: Iterable[Any], url: str, **params: Any) -> None:
    notices.send(
        kind,
        users,
        params,
        url=url,
        about=row.subject,
        once_key=f"{kind}:{row.uid}",
        at=row.at,
    )


def desk_of(case: Case, row: Record) -> list[User]:
    """Return the people at the case's desk, without whoever did the act or has a tie."""
    people = [user for user in people_at_desk(case, row.at) if user.pk != _id(row.actor)]
    closed = barred_from(case, people, row.at)
    return [user for user in people if user.pk not in closed]


def city_of(case: Case, row: Record) -> list[User]:
    """Return the people who write for the case's city."""
    return list(people_of(case.place_id, row.at, *WRITE))


def _assignment(row: Record) -> Assignment | None:
    found = Assignment.objects.filter(pk=_id(row.subject))
    return found.select_related("case__place", "case__mechanism", "reviewer", "spot_check").first()


def _case(row: Record) -> Case | None:
    found = Case.objects.filter(pk=_id(row.subject))
    return found.select_related("place", "mechanism").first()


def _at_desk(case: Case, check: SpotCheck | None = None) -> str:
    if check is not None:
        return reverse("assessments:spot_check", args=[check.pk])
    return reverse("assessments:case", args=[case.pk])


def _reviewing(case: Case, row: Record) -> list[Assignment]:
    """Those who have accepted and not left, and to whom no tie has closed the case."""
    found = case.assignments.filter(ended_at__isnull=True, spot_check=None)
    found = found.exclude(state=AssignmentState.INVITED).select_related("reviewer")
    closed = barred_from(case, [one.reviewer for one in found], row.at)
    return [one for one in found if one.reviewer_id not in closed]


@receives("case.submitted")
def tell_the_desk_of_a_case(row: Record) -> None:
    """A case waits for admission."""
    case = _case(row)
    if case is not None and case.state == "submitted":
        _send(row, "case.submitted", desk_of(case, row), _at_desk(case), city=dict(case.place.name))


@receives("case.resubmitted", "case.answers_sent")
def tell_reviewers_of_the_reply(row: Record) -> None:
    """The city has replied, with or without a new version."""
    case = _case(row)
    kind = "case.in_again" if row.verb == "case.resubmitted" else "case.answered"
    for assignment in _reviewing(case, row) if case else ():
        url = reverse("assessments:review", args=[assignment.pk])
        assert case is not None
        _send(row, kind, [assignment.reviewer], url, city=dict(case.place.name))


@receives("assignment.invited", "assignment.due_changed")
def tell_the_reviewer(row: Record) -> None:
    """She is invited, or has another day."""
    assignment = _assignment(row)
    if assignment is None or assignment.state not in AT_WORK:
        return
    invited = row.verb == "assignment.invited"
    kind = "review.invited" if invited else "review.due_changed"
    if invited and assignment.third:
        kind = "review.third_invited"
    if invited and assignment.spot_check is not None:
        kind = "spot.invited"
    if invited and assignment.state != AssignmentState.INVITED:
        return
    url = reverse("assessments:review", args=[assignment.pk])
    city = dict(assignment.case.place.name)
    _send(row, kind, [assignment.reviewer], url, city=city, due=assignment.due)


@receives("assignment.accepted", "assignment.declined", "assignment.recused")
def tell_the_desk_of_an_answer(row: Record) -> None:
    """An invitation was answered, or a reviewer has stepped back."""
    assignment = _assignment(row)
    if assignment is None:
        return
    case, kind = assignment.case, row.verb.replace("assignment.", "review.")
    person, city = assignment.reviewer.name, dict(case.place.name)
    url = _at_desk(case, assignment.spot_check)
    _send(row, kind, desk_of(case, row), url, person=person, city=city)


@receives("assignment.replaced")
def tell_the_replaced(row: Record) -> None:
    """Her slot was given to somebody else."""
    assignment = _assignment(row)
    if assignment is not None:
        city = dict(assignment.case.place.name)
        url = reverse("assessments:reviews")
        _send(row, "review.replaced", [assignment.reviewer], url, city=city)


@receives("assignment.delivered")
def tell_the_desk_of_a_review(row: Record) -> None:
    """A review is in; the last one is told as such."""
    assignment = _assignment(row)
    if assignment is None:
        return
    case = assignment.case
    if assignment.spot_check is not None:
        url, person = _at_desk(case, assignment.spot_check), assignment.reviewer.name
        told = {"city": dict(case.place.name), "person": person}
        _send(row, "spot.delivered", desk_of(case, row), url, **told)
        return
    current = first_reviews(case)
    done = current.filter(state=AssignmentState.DELIVERED).count()
    city, url, desk = dict(case.place.name), _at_desk(case), desk_of(case, row)
    _send(row, "review.delivered", desk, url, city=city, person=assignment.reviewer.name)
    differ = case.talks.filter(opened_at__gte=row.at).exists()
    if done >= case.mechanism.reviewers_per_case and not differ and not assignment.third:
        _send(row, "review.complete", desk, url, city=city)


def _question(row: Record) -> Clarification | None:
    found = Clarification.objects.filter(pk=_id(row.subject))
    return found.select_related("case__place", "assignment__reviewer").first()


@receives("clarification.asked", "clarification.withdrawn")
def tell_the_city_of_a_question(row: Record) -> None:
    """A reviewer asks, or needs no answer any more."""
    asked = _question(row)
    if asked is None:
        return
    case = asked.case
    gone = row.verb == "clarification.withdrawn"
    if asked.withdrawn_at and not gone:
        return
    url = reverse("assessments:questions", args=[case.place.slug, f"case-{case.pk}"])
    kind = "review.question_gone" if gone else "review.asked"
    _send(row, kind, city_of(case, row), url, criterion=asked.criterion)


@receives("clarification.answered")
def tell_who_asked(row: Record) -> None:
    """The city has answered a question; only she who put it is told."""
    asked = _question(row)
    if asked is None or asked.assignment.ended_at:
        return
    url = reverse("assessments:review_criterion", args=[asked.assignment_id, asked.criterion])
    city = dict(asked.case.place.name)
    reviewer = asked.assignment.reviewer
    if barred_from(asked.case, [reviewer], row.at):
        return
    _send(row, "review.answered", [reviewer], url, city=city, criterion=asked.criterion)


@receives("case.review_reopened")
def tell_of_a_reopened_review(row: Record) -> None:
    """Reviewers have to look again; the reason is the one on record."""
    case = _case(row)
    if case is None:
        return
    event = case.events.filter(step="reopen_review", at=row.at).first()
    for assignment in _reviewing(case, row):
        url = reverse("assessments:review", args=[assignment.pk])
        reason = event.note if event else ""
        city = dict(case.place.name)
        _send(row, "review.reopened", [assignment.reviewer], url, city=city, reason=reason)


@receives("report.made")
def tell_of_a_report(row: Record) -> None:
    """City, desk and reviewers can read it."""
    report = (
        Report.objects.filter(pk=_id(row.subject))
        .defer("document")
        .select_related("case__place", "case__mechanism")
        .first()
    )
    if report is None:
        return
    facts = json.loads(row.body)["facts"]
    assert facts["sha256"] == report.sha256, "a report never changes"
    case = report.case
    people = [*city_of(case, row), *desk_of(case, row)]
    people += [assignment.reviewer for assignment in _reviewing(case, row)]
    url = reverse("assessments:report", args=[report.pk])
    _send(row, "report.made", people, url, city=dict(case.place.name))
