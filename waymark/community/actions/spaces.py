"""What is done with a space as a whole: opened, joined, left, changed, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import ref
from waymark.community.models import Facilitator, Offer, Party, Space
from waymark.community.queries import spaces as queries
from waymark.community.queries.finding import group_key
from waymark.community.rules.groups import DAYS
from waymark.community.rules.spaces import (
    MOST_FACILITATORS,
    MOST_TITLE,
    SPACE,
    Access,
    Permit,
    Sort,
    SpaceState,
    Told,
)
from waymark.community.writing_spaces import clean, enter, lock, lock_open, note
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind
from waymark.places.models import Place
from waymark.search import store


@dataclass(frozen=True)
class About:
    """What a space says of itself, in its own language."""

    title: str
    purpose: str
    language: str = "en"
    sort: str = Sort.GROUP
    access: str = Access.MEMBERS
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def _put(row: Space, about: About) -> None:
    desk = row.host is not None and row.host.kind == BodyKind.SECRETARIAT
    if about.sort == Sort.HUBS and not desk:
        raise Refused(Reason("space.hubs_by_desk", {"field": "sort"}))
    title = clean("title", about.title, MOST_TITLE, empty="space.no_title")
    row.title = {**row.title, about.language: title}
    row.purpose = clean("purpose", about.purpose, empty="space.no_purpose")
    row.original, row.sort, row.access = about.language, Sort(about.sort), Access(about.access)
    row.topics, row.languages = tuple(about.topics), tuple(about.languages)


@transaction.atomic
def open_space(*, host: Body, about: About, by: Any, at: datetime) -> Space:
    """Open a space in the name of a partner or a secretariat; whoever opens it facilitates.

    Raises NotPermitted, Refused (no title, no purpose, texts that can't be stored).
    """
    require(by, Permit.OPEN_SPACE, on=Party(body=host))
    row = Space(state=SpaceState.OPEN, host=host, made_by=by, made_at=at, opened_at=at)
    _put(row, about)
    row.save(force_insert=True)
    Party.objects.create(space=row, body=host, joined_by=by, since=at)
    Facilitator.objects.create(space=row, user=by, since=at)
    note("opened", row, by, at, host=ref(host), access=str(row.access), sort=str(row.sort))
    return row


@transaction.atomic
def edit_space(*, space: Space, about: About, by: Any, at: datetime) -> Space:
    """Change what a space says of itself and who finds it. Raises NotPermitted, Refused."""
    require(by, Permit.FACILITATE, on=space)
    row = lock_open(space)
    before = row.access
    _put(row, about)
    row.save()
    if row.access == Access.CLOSED:
        store.forget([group_key(row.pk)])
    note("changed", row, by, at, access=str(row.access), access_before=str(before))
    return row


@transaction.atomic
def join_space(*, space: Space, side: Place | Body, by: Any, at: datetime) -> Party:
    """Join a space that everybody finds, for a city or a body.

    Raises NotPermitted, Refused (closed to others, not open, in already).
    """
    name = "place" if isinstance(side, Place) else "body"
    require(by, Permit.JOIN_SPACE, on=Party(space=space, **{name: side}))
    row = lock_open(space)
    if row.access == Access.CLOSED:
        raise Refused(Reason("space.not_open"))
    return enter(row, {name: side}, by, at)


@transaction.atomic
def leave_space(*, party: Party, by: Any, at: datetime) -> Party:
    """Leave a space; its people read nothing more of it, and what they wrote stays.

    Raises NotPermitted, Refused (gone already, or the last member of an open space).
    """
    require(by, Permit.LEAVE_SPACE, on=party)
    row = lock(party.space_id)
    others = row.parties.filter(until=None).exclude(pk=party.pk)
    if row.state == SpaceState.OPEN and not others.exists():
        raise Refused(Reason("space.last_member"))
    if not row.parties.filter(pk=party.pk, until=None).update(until=at, left_by=by):
        raise Refused(Reason("space.left_already"))
    party.refresh_from_db()
    note("left", row, by, at, party=party.pk)
    return party


@transaction.atomic
def close_space(*, space: Space, words: str, by: Any, at: datetime) -> Space:
    """Close a space with a note: what is there stays readable, and nothing is added.

    Raises NotPermitted, Refused (no note, not open).
    """
    require(by, Permit.FACILITATE, on=space)
    row = lock(space)
    row.note = clean("words", words)
    step = SPACE.step("close", row.state, Told(note=row.note))
    row.state, row.closed_by, row.closed_at = SpaceState(step.target), by, at
    row.save()
    if row.access != Access.PUBLIC:
        store.forget([group_key(row.pk)])
    note("closed", row, by, at)
    return row


@transaction.atomic
def invite(*, space: Space, side: Place | Body, by: Any, at: datetime) -> Offer:
    """Ask a city or a partner to join; who decides there answers, or the offer ends by itself.

    Raises NotPermitted, Refused (in already, asked already, not open).
    """
    require(by, Permit.FACILITATE, on=space)
    row = lock_open(space)
    name = "place" if isinstance(side, Place) else "body"
    if row.parties.filter(until=None, **{name: side}).exists():
        raise Refused(Reason("space.in_already"))
    waiting = row.offers.filter(answer="", **{name: side})
    if waiting.filter(ends_on__gte=at.date()).exists():
        raise Refused(Reason("space.asked_already"))
    waiting.delete()  # its time has passed without an answer
    made = Offer.objects.create(
        space=row, **{name: side}, made_by=by, made_at=at, ends_on=at.date() + DAYS
    )
    note("asked", row, by, at, offer=made.pk, side=ref(side))
    return made


@transaction.atomic
def name_facilitator(*, space: Space, person: User, by: Any, at: datetime) -> Facilitator:
    """Let one of the members' people look after a space too. Raises NotPermitted, Refused."""
    require(by, Permit.FACILITATE, on=space)
    row = lock_open(space)
    if not queries.people_in(row, at, writers=True).filter(pk=person.pk).exists():
        raise Refused(Reason("space.not_of_members", {"field": "person"}))
    held = row.facilitators.filter(until=None)
    if held.filter(user=person).exists() or held.count() >= MOST_FACILITATORS:
        raise Refused(Reason("space.facilitators", {"most": MOST_FACILITATORS}))
    made = Facilitator.objects.create(space=row, user=person, since=at)
    note("facilitator", row, by, at, person=person.pk)
    return made


@transaction.atomic
def end_facilitating(*, facilitator: Facilitator, by: Any, at: datetime) -> Facilitator:
    """End somebody's work as a facilitator, one's own or another's. Raises NotPermitted, Refused.

    The last one stays: she names another first, or closes the space.
    """
    require(by, Permit.FACILITATE, on=facilitator.space)
    row = lock(facilitator.space_id)
    if queries.facilitators(row).exclude(pk=facilitator.pk).count() == 0:
        raise Refused(Reason("space.last_facilitator"))
    row.facilitators.filter(pk=facilitator.pk, until=None).update(until=at)
    facilitator.refresh_from_db()
    note("facilitator_ended", row, by, at, person=facilitator.user_id)
    return facilitator
