"""Cohorts, coaching, announced events and completed courses."""

from __future__ import annotations

from tests.security.doors import EVERYBODY, PEOPLE, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_courses import KEEPERS, LEARNER, course
from tests.security.doors_helping import ADVISER
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything

BOTH = LEARNER | ADVISER


def cohort(world: Everything) -> str:
    return world.together.cohort.pk


def session(world: Everything) -> str:
    return world.together.session.pk


def coaching(world: Everything) -> str:
    return world.together.coaching.pk


def trainer(world: Everything) -> str:
    return world.taught.trainer.pk


def free(world: Everything) -> str:
    return world.together.free.pk


def announced(world: Everything) -> str:
    return world.together.announced.pk


def number(world: Everything) -> str:
    return world.together.award.number


def version(world: Everything) -> int:
    return world.together.cohort.version


def first(world: Everything) -> str:
    return world.together.cohort.first.isoformat()


def last(world: Everything) -> str:
    return world.together.cohort.last.isoformat()


COHORT = {"title": "Spring", "language": "en", "seats": "", "about": "We meet."}
WHEN = {"day": first, "begins": "10:00", "until": "11:00", "last_day": "", "zone": "UTC"}
EVENT = {
    "sort": "training",
    "title": "An event",
    "language": "en",
    "about": "About.",
    "online": "on",
    "where": "",
    "url": "https://example.org/event",
    "topics": "data",
    "languages": "en",
}
DOORS = [
    Door("cohort_open", KEEPERS, KEEPERS, of(course), said(**COHORT, first=first, last=last)),
    Door("cohorts_own", PEOPLE),
    public("cohort", of(cohort)),
    Door("cohort_join", None, PEOPLE, of(cohort), said(shares="on")),
    Door("cohort_leave", None, LEARNER, of(cohort)),
    Door("cohort_answer", None, ADVISER, of(cohort), said(agrees="yes")),
    Door(
        "cohort_edit",
        KEEPERS,
        KEEPERS,
        of(cohort),
        said(**COHORT, first=first, last=last, seen=version),
    ),
    Door("cohort_ask", None, KEEPERS, of(cohort), said(trainer=free)),
    Door(
        "cohort_session", KEEPERS, KEEPERS, of(cohort), said(**WHEN, title="Meeting", where="Hall")
    ),
    Door("cohort_session_off", None, KEEPERS, of(cohort, session)),
    Door("cohort_write", None, KEEPERS, of(cohort), said(words="Welcome.")),
    Door("cohort_call_off", None, KEEPERS, of(cohort)),
    Door("coachings", PEOPLE),
    Door(
        "coaching_ask",
        PEOPLE - ADVISER,
        PEOPLE - BOTH,  # one has asked already
        of(trainer),
        said(topic="data", words="How?"),
        reach=PEOPLE - ADVISER,
    ),
    Door("coaching", BOTH, BOTH, of(coaching), said(words="So.")),
    Door("coaching_move", None, ADVISER, of(coaching), said(step="agree"), reach=BOTH),
    public("events"),
    public("events_feed"),
    Door("events_own", KEEPERS),
    Door(
        "event_announce",
        KEEPERS,
        ADVISER,
        reach=KEEPERS,  # the secretariat announces what is its own alone
        words=lambda world: {
            **said(**WHEN)(world),
            **EVENT,
            "publisher": world.helping.body.pk,
        },
    ),
    public("event", of(announced)),
    public("event_calendar", of(announced)),
    Door("event_edit", ADVISER, ADVISER, of(announced), said(**EVENT, **WHEN, seen=0)),
    Door("event_call_off", None, ADVISER, of(announced)),
    Door("event_hide", None, SECRETARY, of(announced), said(why="No.", show="")),
    Door("course_completion", ADVISER, ADVISER, of(course), said(name="A. Dviser")),
    Door("course_credential", ADVISER, None, of(course)),
    Door("course_paper", ADVISER, None, of(course)),
    public("course_document", of(course, 1)),
    public("completion", of(number), do=EVERYBODY, words=said(name="A. Dviser")),
    Door("completion_withdraw", None, SECRETARY, of(number), said(why="Wrong.")),
]
