"""Events and tasks of a space."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import NotPermitted, require
from waymark.community.models import Event, SignUp, Space, Task
from waymark.community.queries import events as queries
from waymark.community.queries.spaces import people_in
from waymark.community.rules.events import MOST_WHERE, EventKind, refuse_times
from waymark.community.rules.spaces import MOST_TITLE, Permit
from waymark.community.writing_spaces import clean, lock_open, note
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import User


@dataclass(frozen=True)
class Plan:
    """An event as it is planned; the times carry their zone."""

    title: str
    starts: datetime
    ends: datetime
    zone: str
    where: str = ""
    about: str = ""
    aim: str = ""  # of a training


def _put(row: Event, plan: Plan, at: datetime) -> None:
    if reasons := refuse_times(plan.starts, plan.ends, at):
        raise Refused(*reasons)
    row.title = clean("title", plan.title, MOST_TITLE, empty="space.no_title")
    row.about = clean("about", plan.about)
    if row.kind == EventKind.TRAINING:
        row.aim = clean("aim", plan.aim, empty="training.no_aim")
    row.where = clean("where", plan.where, MOST_WHERE)
    row.starts_at, row.ends_at, row.zone = plan.starts, plan.ends, plan.zone
    row.changed_at = at


@transaction.atomic
def plan_event(
    *, space: Space, plan: Plan, by: Any, at: datetime, kind: EventKind = EventKind.MEETING
) -> Event:
    """Plan an event; a joint training is planned by facilitators.

    Raises NotPermitted, Refused (no name, a training without aim, times that can't be, not open).
    """
    training = kind == EventKind.TRAINING
    require(by, Permit.FACILITATE if training else Permit.WRITE_IN_SPACE, on=space)
    row = lock_open(space)
    made = Event(space=row, kind=kind, by=by, at=at)
    _put(made, plan, at)
    made.save(force_insert=True)
    note("event", row, by, at, event=made.pk)
    return made


def _lock(event: Event) -> Event:
    row = Event.objects.select_for_update().get(pk=event.pk)
    if row.cancelled_at is not None:
        raise Refused(Reason("event.cancelled"))
    if row.closed_at is not None:
        raise Refused(Reason("training.closed"))
    return row


@transaction.atomic
def move_event(*, event: Event, plan: Plan, by: Any, at: datetime) -> Event:
    """Change an event: whoever planned it, or a facilitator. Raises NotPermitted, Refused."""
    permit = Permit.WRITE_IN_SPACE if event.by_id == by.pk else Permit.FACILITATE
    require(by, permit, on=event.space)
    space = lock_open(event.space_id)
    row = _lock(event)
    _put(row, plan, at)
    row.sequence += 1
    row.save()
    note("event_moved", space, by, at, event=row.pk)
    return row


@transaction.atomic
def cancel_event(*, event: Event, by: Any, at: datetime) -> Event:
    """Call an event off: whoever planned it, or a facilitator. Raises NotPermitted, Refused."""
    permit = Permit.WRITE_IN_SPACE if event.by_id == by.pk else Permit.FACILITATE
    require(by, permit, on=event.space)
    space = lock_open(event.space_id)
    row = _lock(event)
    row.cancelled_at, row.changed_at, row.sequence = at, at, row.sequence + 1
    row.save()
    note("event_cancelled", space, by, at, event=row.pk)
    return row


@transaction.atomic
def sign_up(*, event: Event, comes: bool, by: Any, at: datetime) -> None:
    """Say that one comes to an event, or no longer; twice changes nothing.

    Raises NotPermitted for who is no person of a member, Refused (called off, over).
    """
    require(by, Permit.SIGN_UP, on=event)
    if not queries.attends(by, event):
        raise NotPermitted(Permit.SIGN_UP)
    row = _lock(event)
    if row.ends_at <= at:
        raise Refused(Reason("event.passed"))
    if comes:
        SignUp.objects.get_or_create(event=row, user=by, defaults={"at": at})
    else:
        SignUp.objects.filter(event=row, user=by).delete()
    note("sign_up", row.space, by, at, event=row.pk, comes=comes)


@transaction.atomic
def add_task(
    *, space: Space, title: str, due: date | None, who: User | None, by: Any, at: datetime
) -> Task:
    """Note something to do. Raises NotPermitted, Refused (no words, not one of the members')."""
    require(by, Permit.WRITE_IN_SPACE, on=space)
    title = clean("title", title, MOST_TITLE, empty="space.no_title")
    row = lock_open(space)
    if who is not None and not people_in(row, at).filter(pk=who.pk).exists():
        raise Refused(Reason("space.not_of_members", {"field": "who"}))
    made = Task.objects.create(space=row, title=title, due=due, who=who, by=by, at=at)
    note("task", row, by, at, task=made.pk)
    return made


@transaction.atomic
def finish_task(*, task: Task, done: bool, by: Any, at: datetime) -> Task:
    """Say that a task is done, or not yet. Raises NotPermitted, Refused (not open)."""
    require(by, Permit.WRITE_IN_SPACE, on=task.space)
    space = lock_open(task.space_id)
    row = Task.objects.select_for_update().get(pk=task.pk)
    row.done_by, row.done_at = (by, at) if done else (None, None)
    row.save()
    note("task_done" if done else "task_again", space, by, at, task=row.pk)
    return row
