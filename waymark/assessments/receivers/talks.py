"""Who is told of a talk between reviewers: they, the desk of its end, and who has to choose."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from waymark.assessments.models import Assignment, Case, Remark, Talk
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.queries.talks import first_reviews, free_leads
from waymark.assessments.receivers.review import desk_of
from waymark.assessments.rules.differing import TalkState
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _send(row: Record, kind: str, users: Iterable[Any], url: str, **params: Any) -> None:
    about, key = row.subject, f"{kind}:{row.uid}"
    notices.send(kind, users, params, url=url, about=about, once_key=key, at=row.at)


def _talk(row: Record) -> Talk | None:
    found = Talk.objects.filter(pk=_id(row.subject))
    return found.select_related("case__place", "case__mechanism").first()


def talkers(case: Case, row: Record) -> list[Assignment]:
    """Return the reviews of those who talk, without whoever did the act or has a tie now."""
    found = [
        one
        for one in first_reviews(case).select_related("reviewer")
        if one.reviewer_id != _id(row.actor)
    ]
    closed = barred_from(case, [one.reviewer for one in found], row.at)
    return [one for one in found if one.reviewer_id not in closed]


@receives("talk.opened")
def tell_reviewers_that_they_differ(row: Record) -> None:
    """All first verdicts are in, and they differ: also who was the last to deliver is told."""
    talk = _talk(row)
    if talk is None or talk.state != TalkState.OPEN:
        return
    case, count = talk.case, len(talk.differing)
    reviews = list(first_reviews(case).select_related("reviewer"))
    closed = barred_from(case, [one.reviewer for one in reviews], row.at)
    for one in reviews:
        if one.reviewer_id not in closed:
            url = reverse("assessments:review_talk", args=[one.pk])
            city = dict(case.place.name)
            _send(row, "review.differ", [one.reviewer], url, city=city, count=count, by=talk.due)


@receives("talk.said", "verdict.revised")
def tell_the_other_reviewer(row: Record) -> None:
    """The other has said something, or given another verdict."""
    criterion = json.loads(row.body)["facts"]["criterion"]
    case = _case_behind(row)
    if case is None or not case.talks.filter(state=TalkState.OPEN).exists():
        return
    kind = "review.said" if row.verb == "talk.said" else "review.revised"
    for one in talkers(case, row):
        url = reverse("assessments:review_talk_criterion", args=[one.pk, criterion])
        city = dict(case.place.name)
        _send(row, kind, [one.reviewer], url, city=city, criterion=criterion)


def _case_behind(row: Record) -> Case | None:
    if row.verb == "talk.said":
        remark = Remark.objects.filter(pk=_id(row.subject))
        found = remark.select_related("talk__case__place", "talk__case__mechanism").first()
        return found.talk.case if found else None
    review = Assignment.objects.filter(pk=_id(row.subject))
    hers = review.select_related("case__place", "case__mechanism").first()
    return hers.case if hers else None


@receives("talk.settled", "talk.decided")
def tell_the_desk_that_it_is_settled(row: Record) -> None:
    """Nothing is tied any more: the report can be made."""
    talk = _talk(row)
    if talk is not None:
        case = talk.case
        url, city = reverse("assessments:case", args=[case.pk]), dict(case.place.name)
        _send(row, "review.complete", desk_of(case, row), url, city=city)


@receives("talk.tied")
def tell_who_chooses_a_third(row: Record) -> None:
    """The technical lead chooses; the secretariat where no lead is free to."""
    talk = _talk(row)
    if talk is None or talk.state != TalkState.TIED:
        return
    case = talk.case
    people = free_leads(case, row.at) or desk_of(case, row)
    url, city = reverse("assessments:case_third", args=[case.pk]), dict(case.place.name)
    _send(row, "review.tied", people, url, city=city, count=len(talk.tied))


@receives("assignment.released", "assignment.asked_again")
def tell_the_third(row: Record) -> None:
    """Nothing is left for her to decide, or something more."""
    third = Assignment.objects.filter(pk=_id(row.subject)).select_related("case__place").first()
    if third is None:
        return
    kind = "review.released" if row.verb == "assignment.released" else "review.third_again"
    url = reverse("assessments:review", args=[third.pk])
    _send(row, kind, [third.reviewer], url, city=dict(third.case.place.name))
