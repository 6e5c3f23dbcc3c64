"""Opening a cohort, asking trainers, joining, planning sessions, and writing to its people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.queries.calendar import zones
from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.learning.actions.enrolments import enrol
from waymark.learning.models.cohorts import (
    Cohort,
    CohortMember,
    CohortSession,
    CohortTrainer,
    CohortWord,
)
from waymark.learning.models.courses import Course
from waymark.learning.models.trainers import Trainer
from waymark.learning.queries import cohorts as queries
from waymark.learning.rules.cohorts import (
    MOST,
    MOST_SESSIONS,
    MOST_TRAINERS,
    Permit,
    Stand,
    Told,
    refuse_cohort,
    refuse_joining,
    refuse_session,
    tidy,
)
from waymark.learning.rules.courses import Told as CourseTold
from waymark.learning.rules.courses import whole


def _fit(row: Cohort, told: Told, at: datetime, *, moved: bool) -> None:
    try:
        told = tidy(told)
    except BadText as error:
        raise Refused(Reason("course.bad_text")) from error
    assert row.course.current is not None, "whoever opens a cohort has seen to it"
    refused = refuse_cohort(
        told,
        today=at.date(),
        members=row.members.count() if row.version else 0,
        languages=whole(CourseTold.read(row.course.current.told)),
        moved=moved,
    )
    if refused:
        raise Refused(*refused)
    for name, value in vars(told).items():
        setattr(row, name, value)
    row.changed_at = at
    row.version += 1


@transaction.atomic
def open_cohort(*, course: Course, told: Told, by: Any, at: datetime) -> Cohort:
    """Let people take a public course together. Raises NotPermitted, Refused."""
    row = Cohort(course=course, made_by=by, made_at=at, version=0)
    require(by, Permit.KEEP_COHORT, on=row)
    rows = Course.objects.select_for_update(of=("self",)).select_related("body", "current")
    row.course = course = rows.get(pk=course.pk)
    if course.current is None or course.closed_at is not None:
        raise Refused(Reason("cohort.over"))
    _fit(row, told, at, moved=True)
    row.save(force_insert=True)
    record("cohort.opened", row, by=by, at=at, scope=course.body, facts={"course": course.pk})
    return row


@transaction.atomic
def change_cohort(*, cohort: Cohort, told: Told, seen: int, by: Any, at: datetime) -> Cohort:
    """Change what a cohort says. seen: the version that was read. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_COHORT, on=cohort)
    row = _lock(cohort)
    if row.version != seen:
        raise Refused(Reason("announced.moved"))
    _fit(row, told, at, moved=(told.first != row.first))
    row.save()
    record("cohort.changed", row, by=by, at=at, scope=row.course.body, facts={})
    return row


@transaction.atomic
def call_off_cohort(*, cohort: Cohort, by: Any, at: datetime) -> None:
    """Call a cohort off; its people keep their places in the course. Raises NotPermitted."""
    require(by, Permit.KEEP_COHORT, on=cohort)
    row = _lock(cohort)
    row.cancelled_at = row.changed_at = at
    row.version += 1
    row.save()
    record("cohort.called_off", row, by=by, at=at, scope=row.course.body, facts={})


def _lock(cohort: Cohort) -> Cohort:
    """Lock a cohort that stands. Raises Refused (called off)."""
    rows = Cohort.objects.select_for_update(of=("self",)).select_related(
        "course__body", "course__current"
    )
    row = rows.get(pk=cohort.pk)
    if row.cancelled_at is not None:
        raise Refused(Reason("cohort.cancelled"))
    return row


@transaction.atomic
def ask_trainer(*, cohort: Cohort, trainer: Trainer, by: Any, at: datetime) -> CohortTrainer:
    """Ask a trainer of the public register to lead a cohort. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_COHORT, on=cohort)
    row = _lock(cohort)
    if not queries.to_ask(by, row).filter(pk=trainer.pk).exists():
        raise Refused(Reason("cohort.no_trainer", {"field": "trainer"}))
    if row.trainers.count() >= MOST_TRAINERS:
        raise Refused(Reason("cohort.trainers", {"field": "trainer", "most": MOST_TRAINERS}))
    made = CohortTrainer.objects.create(cohort=row, trainer=trainer, asked_at=at)
    record("cohort.trainer_asked", row, by=by, at=at, facts={"trainer": trainer.pk})
    return made


@transaction.atomic
def answer_as_trainer(*, cohort: Cohort, agrees: bool, by: Any, at: datetime) -> None:
    """Say whether one leads a cohort; a no takes one's name from it, then and later.

    Raises NotPermitted, Refused (called off).
    """
    require(by, Permit.JOIN_COHORT, on=cohort)
    row = _lock(cohort)
    asked = queries.asked(by, row)
    if asked is None:
        raise NotPermitted(Permit.JOIN_COHORT)
    if not agrees:
        asked.delete()
    elif asked.agreed_at is None:
        asked.agreed_at = at
        asked.save(update_fields=["agreed_at"])
    verb = "cohort.trainer_agreed" if agrees else "cohort.trainer_declined"
    record(verb, row, by=by, at=at, facts={"trainer": asked.trainer_id})


@transaction.atomic
def join_cohort(*, cohort: Cohort, shares: bool, by: Any, at: datetime) -> CohortMember:
    """Join a cohort and, where one is not in it yet, its course.

    shares: its trainers see how far she is; joining again changes that alone. Raises NotPermitted,
    Refused (full, over, called off).
    """
    require(by, Permit.JOIN_COHORT, on=cohort)
    row = _lock(cohort)
    here = queries.place(by, row)
    if here is not None:
        here.shares = shares
        here.save(update_fields=["shares"])
        return here
    is_open = row.course.current is not None and row.course.closed_at is None
    stand = Stand(row.first, row.last, row.seats, row.members.count(), False, is_open)
    if refused := refuse_joining(stand, at.date()):
        raise Refused(*refused)
    enrol(course=row.course, by=by, at=at)
    made = CohortMember.objects.create(cohort=row, user=by, joined_at=at, shares=shares)
    record("cohort.joined", row, by=by, at=at, facts={})
    return made


@transaction.atomic
def leave_cohort(*, cohort: Cohort, by: Any, at: datetime) -> None:
    """Leave a cohort; one's place in the course stays. Raises NotPermitted."""
    require(by, Permit.JOIN_COHORT, on=cohort)
    here = queries.place(by, cohort)
    if here is None:
        raise NotPermitted(Permit.JOIN_COHORT)
    here.delete()
    record("cohort.left", cohort, by=by, at=at, facts={})


def _clean(name: str, typed: str, *, needed: bool = True) -> str:
    try:
        said = text.clean(typed).strip()
    except BadText as error:
        raise Refused(Reason("course.bad_text", {"field": name})) from error
    if needed and not said:
        raise Refused(Reason("course.text_needed", {"field": name}))
    if len(said) > MOST[name]:
        raise Refused(Reason("course.too_long", {"field": name, "most": MOST[name]}))
    return said


@transaction.atomic
def plan_session(
    *,
    cohort: Cohort,
    title: str,
    starts: datetime,
    ends: datetime,
    zone: str,
    where: str,
    by: Any,
    at: datetime,
) -> CohortSession:
    """Plan when its people meet; the moments carry their zone. Raises NotPermitted, Refused."""
    require(by, Permit.TEACH_COHORT, on=cohort)
    row = _lock(cohort)
    told = Told(row.title, row.language, row.first, row.last)
    if refused := refuse_session(starts, ends, told=told, at=at):
        raise Refused(*refused)
    if zone not in zones():
        raise Refused(Reason("course.unknown", {"field": "zone", "value": zone[:40]}))
    if row.sessions.filter(cancelled_at=None).count() >= MOST_SESSIONS:
        raise Refused(Reason("cohort.sessions", {"most": MOST_SESSIONS}))
    made = CohortSession.objects.create(
        cohort=row,
        title=_clean("title", title),
        starts_at=starts,
        ends_at=ends,
        zone=zone,
        where=_clean("where", where, needed=False),
        by=by,
        at=at,
    )
    record("cohort.session", row, by=by, at=at, facts={"session": made.pk})
    return made


@transaction.atomic
def call_off_session(*, session: CohortSession, by: Any, at: datetime) -> None:
    """Call a session off. Raises NotPermitted, Refused."""
    require(by, Permit.TEACH_COHORT, on=session.cohort)
    row = _lock(session.cohort)
    found = row.sessions.filter(pk=session.pk, cancelled_at=None).first()
    if found is not None:
        found.cancelled_at = at
        found.save(update_fields=["cancelled_at"])
        record("cohort.session_off", row, by=by, at=at, facts={"session": found.pk})


@transaction.atomic
def write_to_cohort(*, cohort: Cohort, words: str, by: Any, at: datetime) -> CohortWord:
    """Say something to all people of a cohort. Raises NotPermitted, Refused."""
    require(by, Permit.TEACH_COHORT, on=cohort)
    row = _lock(cohort)
    made = CohortWord.objects.create(cohort=row, text=_clean("words", words), by=by, at=at)
    record("cohort.word", row, by=by, at=at, facts={"word": str(made.pk)})
    return made
