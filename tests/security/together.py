"""A cohort with a trainer, a coaching, an announced event, and a completed course."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tests import factories
from tests.security.courses import Taught
from waymark.awards import signing
from waymark.awards.models import Award
from waymark.learning.actions import cohorts as acts
from waymark.learning.actions.coaching import ask_for_coaching
from waymark.learning.actions.completions import take_completion
from waymark.learning.actions.enrolments import do_lesson, enrol
from waymark.learning.actions.events import announce_event
from waymark.learning.actions.trainers import apply_as_trainer, check_trainer
from waymark.learning.models import Announcement, Coaching, Cohort, CohortSession, Trainer
from waymark.learning.rules.cohorts import Told
from waymark.learning.rules.events import Told as EventTold
from waymark.learning.rules.trainers import Entry
from waymark.people.models import User


@dataclass
class Together:
    """What the story has of learning together."""

    cohort: Cohort
    session: CohortSession
    coaching: Coaching
    announced: Announcement
    award: Award
    free: Trainer  # whom nobody has asked


def make_together(
    taught: Taught, adviser: User, secretary: User, learner: User, say: Callable[[str], str]
) -> Together:
    """Let a partner open a cohort in which somebody is, coach her, and complete a course."""
    now, course = timezone.now(), taught.course
    day = now.date() + timedelta(days=2)
    told = Told(say("Spring")[:150], "en", day, day + timedelta(days=9), say("We meet."))
    cohort = acts.open_cohort(course=course, told=told, by=adviser, at=now)
    acts.ask_trainer(cohort=cohort, trainer=taught.trainer, by=adviser, at=now)
    acts.join_cohort(cohort=cohort, shares=True, by=learner, at=now)
    starts = now + timedelta(days=3)
    when = {"starts": starts, "ends": starts + timedelta(hours=1), "zone": "UTC"}
    session = acts.plan_session(
        cohort=cohort, title=say("Meeting")[:150], where=say("Room"), by=adviser, at=now, **when
    )
    acts.write_to_cohort(cohort=cohort, words=say("Welcome."), by=adviser, at=now)
    coaching = ask_for_coaching(
        trainer=taught.trainer, topic="data", words=say("How?"), by=learner, at=now
    )
    event = EventTold(
        sort="training", title=say("Event")[:150], language="en", about=say("About."),
        where=say("Hall")[:300], url="https://example.org/event", topics=("data",), **when,
    )  # fmt: skip
    announced = announce_event(body=course.body, told=event, by=adviser, at=now)
    return Together(
        cohort, session, coaching, announced, _complete(taught, adviser, say), _free(secretary, say)
    )


def _complete(taught: Taught, by: User, say: Callable[[str], str]) -> Award:
    now = timezone.now()
    place = enrol(course=taught.course, by=by, at=now)
    do_lesson(enrolment=place, key="l1", chosen={0: {0}}, by=by, at=now)
    award = take_completion(enrolment=place, name=say("Adviser")[:120], by=by, at=now)
    signed = signing.sign_award(award.pk, at=now)
    assert signed is not None
    return signed


def _free(secretary: User, say: Callable[[str], str]) -> Trainer:
    told = Entry(say("Free")[:120], "en", say("I train."), ("data",), ("en",))
    now = timezone.now()
    row = apply_as_trainer(told=told, training=None, shown=True, by=factories.make_user(), at=now)
    return check_trainer(trainer=row, accept=True, note="", seen=row.version, by=secretary, at=now)
