"""A public course with a learner in it, one that is being written, and one that waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from waymark.learning.actions.courses import begin_course, check_course, send_course
from waymark.learning.actions.enrolments import enrol
from waymark.learning.actions.trainers import apply_as_trainer, check_trainer
from waymark.learning.models import Course, Trainer
from waymark.learning.rules.courses import Lesson, Told
from waymark.learning.rules.trainers import Entry
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind

QUIZ = "? Which one?\n* this\n- that\n! Because."


@dataclass
class Taught:
    """What the story has of courses."""

    course: Course
    draft: Course
    waiting: Course
    trainer: Trainer
    applicant: Trainer


def make_taught(adviser: User, secretary: User, learner: User, say: Callable[[str], str]) -> Taught:
    """Let a partner write three courses; one is checked and somebody takes it."""
    body, now = Body.objects.get(kind=BodyKind.PARTNER, country=None), timezone.now()
    made = []
    for sent in (True, False, True):
        told = Told(
            original="en",
            title={"en": say("A course")[:150]},
            summary={"en": say("What one learns.")},
            modules={"en": (say("First")[:150],)},
            topics=("data",),
            lessons=(
                Lesson(
                    "l1", 0, 5, "https://example.org/film",
                    {"en": {"title": say("Lesson")[:150], "body": say("Read."),
                            "video_text": say("It shows."), "quiz": QUIZ}},
                ),
            ),
        )  # fmt: skip
        row = begin_course(body=body, told=told, by=adviser, at=now)
        made.append(send_course(course=row, seen=row.version, by=adviser, at=now) if sent else row)
    public, draft, waiting = made
    public = check_course(
        course=public, accept=True, note="", seen=public.version, by=secretary, at=now
    )
    enrol(course=public, by=learner, at=now)
    trainer = _apply(adviser, say)
    check_trainer(trainer=trainer, accept=True, note="", seen=trainer.version, by=secretary, at=now)
    return Taught(public, draft, waiting, trainer, _apply(learner, say))


def _apply(by: User, say: Callable[[str], str]) -> Trainer:
    told = Entry(
        say("Trainer")[:120],
        "en",
        say("I train."),
        ("data",),
        ("en",),
        contact=say("x"),
        coaches=True,
    )
    return apply_as_trainer(told=told, training=None, shown=True, by=by, at=timezone.now())
