"""Who is told of a course: the secretariat, its publisher's people, the learner."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.learning.models.courses import Course, Enrolment
from waymark.people.queries import members_of, secretaries


@receives("course.sent", "course.published", "course.returned")
def tell(row: Record) -> None:
    """Nobody is told of what she did herself."""
    found = Course.objects.filter(pk=row.subject.partition(":")[2]).select_related("made_by")
    course = found.first()
    if course is None:
        return
    if row.verb == "course.sent":
        people = list(secretaries(timezone.now()))
    elif course.body_id:
        people = [seat.user for seat in members_of(course.body_id, row.at)]
    else:
        people = [course.made_by]
    actor = row.actor.partition(":")[2]
    notices.send(
        row.verb,
        [person for person in people if person.pk != actor],
        {"course": course.told["title"]},
        url=reverse("course_inside", args=[course.pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )


@receives("course.completed")
def tell_learner(row: Record) -> None:
    """She may find the way back to the course."""
    found = Enrolment.objects.filter(pk=row.subject.partition(":")[2])
    one = found.select_related("course", "revision", "user").first()
    if one is None:
        return
    notices.send(
        row.verb,
        [one.user],
        {"course": one.revision.told["title"]},
        url=reverse("course", args=[one.course_id]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
