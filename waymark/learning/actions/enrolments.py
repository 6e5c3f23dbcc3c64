"""What a learner does: begin a course, do its lessons, leave it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.learning.models.courses import Course, Enrolment, LessonDone
from waymark.learning.rules import quiz
from waymark.learning.rules.courses import Permit, Told, to_do


@dataclass(frozen=True)
class Outcome:
    """What came of a lesson: which questions were right, whether it is done, and the course."""

    right: tuple[int, ...]
    done: bool
    completed: bool


@transaction.atomic
def enrol(*, course: Course, by: Any, at: datetime) -> Enrolment:
    """Begin a course in its newest revision; whoever is in it already goes on.

    Raises NotPermitted, Refused (nobody new gets in).
    """
    require(by, Permit.LEARN, on=course)
    row = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    if found := Enrolment.objects.filter(course=row, user=by).first():
        return found
    if row.current_id is None or row.closed_at is not None:
        raise Refused(Reason("course.closed"))
    made = Enrolment.objects.create(course=row, revision_id=row.current_id, user=by, began_at=at)
    record("course.enrolled", made, by=by, at=at, facts={"course": row.pk})
    return made


@transaction.atomic
def do_lesson(
    *,
    enrolment: Enrolment,
    key: str,
    chosen: Mapping[int, Collection[int]],
    by: Any,
    at: datetime,
) -> Outcome:
    """Mark a lesson as done, where enough of its quiz is right; what was done stays done.

    chosen: by question the options that were ticked. Raises NotPermitted, Refused (no such lesson).
    """
    require(by, Permit.LEARN, on=enrolment.course)
    if enrolment.user_id != by.pk:
        raise NotPermitted(Permit.LEARN)
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    told = Told.read(row.revision.told)
    lesson = told.lesson(key)
    if lesson is None:
        raise Refused(Reason("course.no_such_lesson"))
    questions = quiz.read(lesson.texts[told.original]["quiz"])
    right = quiz.rights(questions, chosen)
    passed = quiz.passes(len(right), len(questions), told.pass_share)
    if passed:
        found = {"right": len(right), "of": len(questions), "at": at}
        LessonDone.objects.get_or_create(enrolment=row, lesson=key, defaults=found)
    done = set(row.done.values_list("lesson", flat=True))
    if row.completed_at is None and to_do(told, done) is None:
        row.completed_at = at
        row.save(update_fields=["completed_at"])
        record("course.completed", row, by=by, at=at, facts={"course": row.course_id})
    return Outcome(right, passed or key in done, row.completed_at is not None)


@transaction.atomic
def leave_course(*, enrolment: Enrolment, by: Any, at: datetime) -> None:
    """Leave a course; what was done in it is deleted. Raises NotPermitted."""
    require(by, Permit.LEARN, on=enrolment.course)
    if enrolment.user_id != by.pk:
        raise NotPermitted(Permit.LEARN)
    record("course.left", enrolment, by=by, at=at, facts={"course": enrolment.course_id})
    enrolment.delete()
