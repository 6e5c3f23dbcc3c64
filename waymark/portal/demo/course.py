"""A course of an invented institute that is public, with a learner in the midst of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from waymark.learning.actions import cohorts
from waymark.learning.actions.courses import begin_course, check_course, send_course
from waymark.learning.actions.enrolments import do_lesson, enrol
from waymark.learning.actions.events import announce_event
from waymark.learning.actions.trainers import apply_as_trainer, check_trainer
from waymark.learning.models import Course, Trainer
from waymark.learning.rules.cohorts import Told as Spell
from waymark.learning.rules.courses import Told
from waymark.learning.rules.events import Told as EventTold
from waymark.learning.rules.trainers import Entry
from waymark.people.models import Body, User
from waymark.people.queries import leads_of, members_of
from waymark.people.rules import BodyKind
from waymark.places.models import Place
from waymark.portal.demo.cast import Cast
from waymark.portal.demo.cities import NURU

WORDS = Path(__file__).parents[1] / "data" / "demo_course.json"
"""The course's own words; its numbers are invented examples."""


def teach(cast: Cast, now: datetime) -> None:
    """The institute's course is checked; a city's lead has done two of its lessons."""
    at = now - timedelta(days=30)
    told = Told.read(json.loads(WORDS.read_text(encoding="utf-8")))
    body = Body.objects.get(kind=BodyKind.PARTNER, name__en="Lakeside Institute (fictional)")
    author = members_of(body, at)[0].user
    row = begin_course(body=body, told=told, by=author, at=at)
    row = send_course(course=row, seen=row.version, by=author, at=at)
    check_course(
        course=row,
        accept=True,
        note="",
        seen=row.version,
        by=cast.secretary,
        at=at + timedelta(days=2),
    )
    place = Place.objects.get(fictional=True, kind=Place.Kind.CITY, name__en=NURU.name["en"])
    learner = leads_of(place, now)[0]
    mine = enrol(course=row, by=learner, at=at + timedelta(days=5))
    for days, key in ((5, "l1"), (6, "l2")):
        do_lesson(enrolment=mine, key=key, chosen={}, by=learner, at=at + timedelta(days=days))
    trainer = _train(cast, author, at)
    _together(row, trainer, author, learner, now)


def _train(cast: Cast, by: User, at: datetime) -> Trainer:
    """The author of the course is in the register of trainers."""
    told = Entry(
        name=by.name,
        language="en",
        bio="I train people of city offices to read and publish figures (fictional).",
        topics=("data", "reporting"),
        languages=("en", "fr"),
        regions=("014", "ldc"),
        coaches=True,
    )
    row = apply_as_trainer(told=told, training=None, shown=True, by=by, at=at)
    return check_trainer(
        trainer=row, accept=True, note="", seen=row.version, by=cast.secretary, at=at
    )


def _together(course: Course, trainer: Trainer, by: User, learner: User, now: datetime) -> None:
    """A cohort that begins soon with its trainer and the learner, and an announced training."""
    first = (now + timedelta(days=14)).date()
    told = Spell("Cohort of city offices (fictional)", "en", first, first + timedelta(days=28),
                 "We read one module a week and meet online each time.", seats=25)  # fmt: skip
    row = cohorts.open_cohort(course=course, told=told, by=by, at=now)
    cohorts.ask_trainer(cohort=row, trainer=trainer, by=by, at=now)
    cohorts.answer_as_trainer(cohort=row, agrees=True, by=by, at=now)
    cohorts.join_cohort(cohort=row, shares=True, by=learner, at=now)
    starts = datetime.combine(first, time(10), UTC)
    cohorts.plan_session(
        cohort=row,
        title="First meeting",
        starts=starts,
        ends=starts + timedelta(hours=1),
        zone="UTC",
        where="Online",
        by=by,
        at=now,
    )
    event = EventTold(
        sort="training",
        title="A day on figures of neighbourhoods (fictional)",
        language="en",
        about="For people of city offices. It costs nothing.",
        where="Lakeside Institute",
        starts=starts + timedelta(days=40),
        ends=starts + timedelta(days=40, hours=6),
        zone="Africa/Nairobi",
        topics=("data",),
        languages=("en",),
    )
    announce_event(body=course.body, told=event, by=by, at=now)
