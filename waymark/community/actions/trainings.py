"""Who took part in a joint training, and how it ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import NotPermitted, require
from waymark.community.models import Event, SignUp
from waymark.community.queries import events as queries
from waymark.community.queries.spaces import people_in
from waymark.community.rules.events import Training, refuse_closing, refuse_part
from waymark.community.rules.spaces import Permit
from waymark.community.writing_spaces import clean, note
from waymark.kernel.flow import Refused


def _lock(event: Event) -> tuple[Event, Training]:
    row = Event.objects.select_for_update(of=("self",)).select_related("space").get(pk=event.pk)
    told = Training(
        kind=row.kind,
        starts=row.starts_at,
        ends=row.ends_at,
        cancelled=row.cancelled_at is not None,
        closed=row.closed_at is not None,
    )
    return row, told


@transaction.atomic
def say_part(*, event: Event, took_part: bool, by: Any, at: datetime) -> None:
    """Say for oneself that one took part in a training, or did not; twice changes nothing.

    Raises NotPermitted for who is no person of a member, Refused (no training, not begun, closed).
    """
    require(by, Permit.SIGN_UP, on=event)
    if not queries.attends(by, event):
        raise NotPermitted(Permit.SIGN_UP)
    row, told = _lock(event)
    if reasons := refuse_part(told, at):
        raise Refused(*reasons)
    _note_part(row, {by.pk} if took_part else set(), {by.pk}, at)
    note("part", row.space, by, at, event=row.pk, took_part=took_part)


def _note_part(row: Event, there: set[str], asked: set[str], at: datetime) -> None:
    """Note of all that are asked about who was there; others stay as they are."""
    for pk in sorted(there):
        SignUp.objects.get_or_create(event=row, user_id=pk, defaults={"at": at})
    rows = SignUp.objects.filter(event=row)
    rows.filter(user__in=there, took_part_at=None).update(took_part_at=at)
    rows.filter(user__in=asked - there).update(took_part_at=None)


@transaction.atomic
def record_parts(*, event: Event, there: Collection[str], by: Any, at: datetime) -> None:
    """Note, as a facilitator, who of the members' people took part (ids); the others did not.

    Who has left meanwhile stays as noted. Raises NotPermitted, Refused (no training, not begun,
    closed).
    """
    require(by, Permit.FACILITATE, on=event.space)
    row, told = _lock(event)
    if reasons := refuse_part(told, at):
        raise Refused(*reasons)
    people = set(people_in(row.space, at).values_list("pk", flat=True))
    _note_part(row, set(there) & people, people, at)
    note("parts", row.space, by, at, event=row.pk, there=len(set(there) & people))


@transaction.atomic
def close_training(*, event: Event, words: str, by: Any, at: datetime) -> Event:
    """Close a training with a note on what came of it; nothing is changed in it afterwards.

    Raises NotPermitted, Refused (no note, no training, not over, closed already).
    """
    require(by, Permit.FACILITATE, on=event.space)
    words = clean("words", words, empty="space.no_note")
    row, told = _lock(event)
    if reasons := refuse_closing(told, at):
        raise Refused(*reasons)
    row.note, row.closed_by, row.closed_at = words, by, at
    row.save(update_fields=["note", "closed_by", "closed_at"])
    note("training_closed", row.space, by, at, event=row.pk)
    return row
