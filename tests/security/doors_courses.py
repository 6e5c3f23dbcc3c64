"""Courses: read by everybody, taken by whoever has an account, written and checked by few."""

from __future__ import annotations

from tests.security.courses import QUIZ
from tests.security.doors import PEOPLE, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_helping import ADVISER
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything

LEARNER = frozenset({"lead"})
KEEPERS = SECRETARY | ADVISER


def course(world: Everything) -> str:
    return world.taught.course.pk


def draft(world: Everything) -> str:
    return world.taught.draft.pk


def waiting(world: Everything) -> str:
    return world.taught.waiting.pk


def trainer(world: Everything) -> str:
    return world.taught.trainer.pk


def applicant(world: Everything) -> str:
    return world.taught.applicant.pk


def written(world: Everything) -> int:
    return world.taught.applicant.version


def seen(world: Everything) -> int:
    return world.taught.draft.version


def sent(world: Everything) -> int:
    return world.taught.waiting.version


ABOUT = {
    "language": "en",
    "title": "Read figures",
    "summary": "What one can do.",
    "modules": "First",
    "topics": "data",
    "criteria": "A05",
    "pass_share": "80",
    "trains": "on",
    "of": "",
    "region": "",
}
TRAINER = {
    "name": "A. Trainer",
    "bio": "What she trains on.",
    "language": "en",
    "topics": "data",
    "languages": "en",
    "regions": "002",
    "countries": "",
    "training": "",
    "contact": "Write to her.",
    "coaches": "on",
    "shown": "on",
}
ENTERED = LEARNER | ADVISER
LESSON = {
    "language": "en",
    "title": "One",
    "module": "0",
    "position": "1",
    "minutes": "5",
    "body": "Read it.",
    "video": "https://example.org/film",
    "video_text": "It shows.",
    "quiz": QUIZ,
}
DOORS = [
    public("courses"),
    Door("courses_own", PEOPLE),
    Door("courses_desk", KEEPERS),
    Door(
        "course_begin",
        KEEPERS,
        ADVISER,
        reach=KEEPERS,  # the secretariat begins one of her own alone
        words=lambda world: {**ABOUT, "publisher": world.helping.body.pk},
    ),
    public("course", of(course)),
    public("course_file", of(course)),
    public("course_lesson", of(course, "l1"), do=ENTERED, words=said(q0="0")),
    Door("course_enrol", None, PEOPLE, of(course)),
    Door("course_leave", None, ENTERED, of(course)),
    Door("course_inside", KEEPERS, None, of(draft)),
    Door("course_edit", KEEPERS, KEEPERS, of(draft), said(**ABOUT, seen=seen)),
    Door("course_send", None, KEEPERS, of(draft), said(seen=seen)),
    Door("course_check", None, SECRETARY, of(waiting), said(seen=sent, note="")),
    Door("course_close", None, SECRETARY, of(course)),
    Door("course_lesson_add", KEEPERS, KEEPERS, of(draft), said(**LESSON, seen=seen)),
    Door("course_lesson_edit", KEEPERS, KEEPERS, of(draft, "l1"), said(**LESSON, seen=seen)),
    Door("course_lesson_drop", None, KEEPERS, of(draft, "l1"), said(seen=seen)),
    public("trainers"),
    Door("trainer_own", PEOPLE, PEOPLE, words=said(**TRAINER)),
    Door("trainer_show", None, ENTERED, words=said(shown="no")),
    Door("trainer_leave", None, ENTERED),
    public("trainer", of(trainer)),
    Door("trainer_check", None, SECRETARY, of(applicant), said(seen=written, note="")),
]
