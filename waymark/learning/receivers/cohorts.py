"""Who is told of cohorts and coachings."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.learning.models.coaching import Coaching
from waymark.learning.models.cohorts import Cohort
from waymark.people.queries import members_of

TO_ALL = ("cohort.session", "cohort.session_off", "cohort.word", "cohort.called_off")
TO_KEEPERS = ("cohort.trainer_agreed", "cohort.trainer_declined")


@receives("cohort.trainer_asked", *TO_KEEPERS, *TO_ALL)
def tell_of_cohort(row: Record) -> None:
    """Nobody is told of what she did herself."""
    found = Cohort.objects.filter(pk=row.subject.partition(":")[2]).select_related("course")
    cohort = found.select_related("made_by").first()
    if cohort is not None:
        _send(row, _people(row, cohort), {"cohort": cohort.title}, "cohort", cohort.pk)


def _people(row: Record, cohort: Cohort) -> list[Any]:
    asked = cohort.trainers.select_related("trainer__user")
    if row.verb == "cohort.trainer_asked":
        named = json.loads(row.body)["facts"]["trainer"]
        return [one.trainer.user for one in asked.filter(trainer=named)]
    if row.verb in TO_KEEPERS:
        body = cohort.course.body_id
        return [seat.user for seat in members_of(body, row.at)] if body else [cohort.made_by]
    there = [one.user for one in cohort.members.select_related("user")]
    return there + [one.trainer.user for one in asked if one.agreed_at is not None]


@receives(
    *("coaching.asked", "coaching.agreed", "coaching.declined", "coaching.withdrawn"),
    *("coaching.ended", "coaching.word"),
)
def tell_of_coaching(row: Record) -> None:
    """The other one is told."""
    found = Coaching.objects.filter(pk=row.subject.partition(":")[2])
    one = found.select_related("asker", "coach").first()
    if one is not None:
        _send(row, [one.asker, one.coach], {}, "coaching", one.pk)


def _send(row: Record, people: list[Any], params: dict[str, Any], page: str, pk: str) -> None:
    actor = row.actor.partition(":")[2]
    notices.send(
        row.verb,
        [person for person in people if person.pk != actor],
        params,
        url=reverse(page, args=[pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
