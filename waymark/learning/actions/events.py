"""Announcing an event to everybody, changing it, calling it off, and hiding what does not fit."""

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
from waymark.learning.models.events import Announcement
from waymark.learning.queries import events as queries
from waymark.learning.rules.events import Permit, Told, refuse_event, tidy
from waymark.people.models import Body


@transaction.atomic
def announce_event(*, body: Body | None, told: Told, by: Any, at: datetime) -> Announcement:
    """Announce an event of a partner, or of the secretariat where body is None.

    Raises NotPermitted, Refused (a text or a time that can't be).
    """
    row = Announcement(body=body, made_by=by, made_at=at)
    require(by, Permit.ANNOUNCE_EVENT, on=row)
    _own(row, by, at)
    _put(row, told, at, moved=True)
    row.save(force_insert=True)
    record("announcement.made", row, by=by, at=at, scope=body, facts={})
    return row


@transaction.atomic
def change_event(*, row: Announcement, told: Told, seen: int, by: Any, at: datetime) -> None:
    """Change what an announcement says. seen: the number that was read.

    Raises NotPermitted, Refused (changed since, called off, a text or a time that can't be).
    """
    require(by, Permit.ANNOUNCE_EVENT, on=row)
    row = _lock(row)
    _own(row, by, at)
    if row.sequence != seen:
        raise Refused(Reason("announced.moved"))
    if row.cancelled_at is not None:
        raise Refused(Reason("announced.cancelled"))
    _put(row, told, at, moved=(told.starts, told.ends) != (row.starts_at, row.ends_at))
    row.sequence += 1
    row.save()
    record("announcement.changed", row, by=by, at=at, scope=row.body, facts={})


@transaction.atomic
def call_off(*, row: Announcement, by: Any, at: datetime) -> None:
    """Call an event off; its page says so and it leaves the list. Raises NotPermitted, Refused."""
    require(by, Permit.ANNOUNCE_EVENT, on=row)
    row = _lock(row)
    _own(row, by, at)
    if row.cancelled_at is not None:
        raise Refused(Reason("announced.cancelled"))
    row.cancelled_at = row.changed_at = at
    row.sequence += 1
    row.save()
    record("announcement.called_off", row, by=by, at=at, scope=row.body, facts={})


@transaction.atomic
def hide_event(*, row: Announcement, why: str, by: Any, at: datetime) -> None:
    """Take an announcement from the public with a reason that its body reads, or show it again.

    why: "" shows it again. Raises NotPermitted, Refused.
    """
    require(by, Permit.HIDE_EVENT, on=row)
    row = _lock(row)
    why = _clean(why)
    row.hidden_why, row.hidden_at, row.hidden_by = why, at if why else None, by if why else None
    row.save(update_fields=["hidden_why", "hidden_at", "hidden_by"])
    verb = "announcement.hidden" if why else "announcement.shown"
    record(verb, row, by=by, at=at, scope=row.body, facts={})


def _own(row: Announcement, by: Any, at: datetime) -> None:
    if not queries.is_own(by, row, at):
        raise NotPermitted(Permit.ANNOUNCE_EVENT)


def _lock(row: Announcement) -> Announcement:
    return Announcement.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _clean(why: str) -> str:
    try:
        return text.clean(why).strip()[:2000]
    except BadText as error:
        raise Refused(Reason("course.bad_text", {"field": "why"})) from error


PLAIN = ("sort", "title", "language", "about", "where", "zone", "online", "url")


def _put(row: Announcement, told: Told, at: datetime, *, moved: bool) -> None:
    try:
        told = tidy(told)
    except BadText as error:
        raise Refused(Reason("course.bad_text")) from error
    if refused := refuse_event(told, at=at, zones=frozenset(zones()), moved=moved):
        raise Refused(*refused)
    for name in PLAIN:
        setattr(row, name, getattr(told, name))
    row.starts_at, row.ends_at = told.starts, told.ends
    row.topics, row.languages = list(told.topics), list(told.languages)
    row.changed_at = at
