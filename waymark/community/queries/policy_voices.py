"""For which level somebody speaks on a policy issue, what is said, and who is told of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.community.models import PolicyFlag, PolicyIssue, PolicyWord
from waymark.community.queries.policy import bodies_for, issues, seats
from waymark.community.rules.needs import Visible
from waymark.community.rules.permits import WRITERS
from waymark.community.rules.policy import (
    ANSWERING,
    IssueState,
)
from waymark.people.models import Body, Membership, Organisation, Seat, User
from waymark.people.queries import held_by, is_secretary, open_at
from waymark.people.rules import CITY_ROLE, BodyKind, Role
from waymark.people.rules.voices import Voice, voice_of_body, voice_of_place


@dataclass(frozen=True)
class Speaker:
    """A level, and the place or the body in whose name somebody speaks."""

    voice: Voice
    place: str | None = None
    body: str | None = None
    kind: str = ""  # of the body


def _of_body(body: Body) -> Speaker:
    house = body.organisation.kind if body.organisation is not None else ""
    return Speaker(voice_of_body(body.kind, house), body=body.pk, kind=body.kind)


def _of_places(viewer: Any, row: PolicyIssue, at: datetime) -> Speaker | None:
    """The city that wrote it, or one that joined, where she writes for it."""
    held = held_by(viewer, at).places
    writes = [pk for pk, role in held.items() if CITY_ROLE[role] in WRITERS]
    if row.place_id in writes:
        return Speaker(voice_of_place(row.place.kind), place=row.place_id)
    if not writes or row.visible == Visible.PRIVATE:
        return None
    found = row.joins.filter(until=None, place_id__in=writes).select_related("place")
    joined = found.defer("place__boundary").first()
    return Speaker(voice_of_place(joined.place.kind), place=joined.place_id) if joined else None


def answerer(viewer: Any, row: PolicyIssue, at: datetime) -> Speaker | None:
    """Return the body in whose name she answers: the one asked, or where none is, one that can be.

    A body that the city did not ask takes up what is public in its country.
    """
    bodies = seats(viewer, at)
    if not bodies or row.visible == Visible.PRIVATE:
        return None
    if row.body is not None:
        return _of_body(row.body) if row.body_id in bodies else None
    if row.visible != Visible.PUBLIC or row.state == IssueState.WITHDRAWN:
        return None
    found = bodies_for(row.place).filter(pk__in=bodies).first()
    return _of_body(found) if found is not None else None


def speaker(viewer: Any, row: PolicyIssue, at: datetime) -> Speaker | None:
    """Return for whom she speaks on an issue, or None: she may read it all the same.

    Her city comes first, then the body that is asked, then one with which it is shared, and
    where it is public a body of the United Nations in the country.
    """
    if not (getattr(viewer, "is_authenticated", False) and viewer.is_active):
        return None
    found = _of_places(viewer, row, at) or answerer(viewer, row, at)
    bodies = seats(viewer, at)
    if found is not None or not bodies or row.visible == Visible.PRIVATE:
        return found
    invited = Q(pk__in=row.partners.values("pk"))
    if row.visible == Visible.PUBLIC and row.state != IssueState.WITHDRAWN:
        land = row.place.country_id
        here = Q(country=land) | Q(country=None, organisation__country=land)
        invited |= here & Q(organisation__kind=Organisation.Kind.UN_ENTITY)
    body = Body.objects.filter(invited, pk__in=bodies).select_related("organisation").first()
    return _of_body(body) if body is not None else None


def roles(viewer: Any, row: PolicyIssue, at: datetime) -> frozenset[str]:
    """Return what the viewer is towards an issue.

    A member takes part in the dialogue; the body that answers is a partner or a secretariat.
    """
    found = set()
    held = held_by(viewer, at)
    if row.place_id in held.places:
        found.add(CITY_ROLE[held.places[row.place_id]])
    if speaker(viewer, row, at) is not None:
        found.add(Role.MEMBER)
    answers = answerer(viewer, row, at)
    if answers is not None and answers.voice in ANSWERING:
        desk = answers.kind == BodyKind.SECRETARIAT
        found.add(Role.SECRETARIAT if desk else Role.PARTNER)
    return frozenset(found)


def roles_on_word(viewer: Any, row: PolicyWord, at: datetime) -> frozenset[str]:
    """Return whether she looks after a word: the global secretariat, if all read it or one told."""
    if not is_secretary(viewer, at):
        return frozenset()
    for_all = row.issue.visible == Visible.PUBLIC and row.issue.state != IssueState.WITHDRAWN
    told = for_all or row.flags.exists()
    return frozenset({Role.SECRETARIAT}) if told else frozenset()


def _words() -> QuerySet[PolicyWord]:
    found = PolicyWord.objects.select_related("issue", "place", "body__organisation", "by")
    return found.defer("place__boundary")


def said(viewer: Any, row: PolicyIssue, at: datetime) -> QuerySet[PolicyWord]:
    """Return what is said on an issue that she reads, the oldest first."""
    return _words().filter(issue=row, issue__in=issues(viewer, at).order_by().values("pk"))


def word(viewer: Any, pk: str, at: datetime) -> PolicyWord | None:
    """Return a word that she reads, or that the global secretariat was told of; or None."""
    mine = Q(issue__in=issues(viewer, at).order_by().values("pk"))
    if is_secretary(viewer, at):
        mine |= Q(pk__in=PolicyFlag.objects.values("word"))
    return _words().filter(mine, pk=pk).first()


def flags(viewer: Any, at: datetime) -> QuerySet[PolicyFlag]:
    """Return what was told as abuse and waits, for the global secretariat alone."""
    if not is_secretary(viewer, at):
        return PolicyFlag.objects.none()
    found = PolicyFlag.objects.filter(settled_at=None)
    return found.select_related("by", "word__issue", "word__by", "word__place", "word__body").defer(
        "word__place__boundary"
    )


def hidden(viewer: Any, at: datetime) -> QuerySet[PolicyWord]:
    """Return what is out of sight, the latest first, for the global secretariat alone."""
    if not is_secretary(viewer, at):
        return PolicyWord.objects.none()
    return _words().exclude(hidden_at=None).order_by("-hidden_at", "-pk")


def others_take_part(row: PolicyIssue) -> bool:
    """Tell whether another city has joined, or somebody else has spoken."""
    spoken = row.words.exclude(place_id=row.place_id)
    return row.joins.filter(until=None).exists() or spoken.exists()


def bodies_in(row: PolicyIssue) -> set[str]:
    """Return the bodies with which an issue is shared now; none where it is private."""
    if row.visible == Visible.PRIVATE:
        return set()
    chosen = set(row.partners.values_list("pk", flat=True))
    return chosen | ({row.body_id} if row.body_id else set())


def people_of(
    at: datetime, places: Collection[str], bodies: Collection[str], *roles: str
) -> QuerySet[User]:
    """Return the people of places, with one of these roles there, and of bodies: an audience."""
    working = Membership.objects.filter(open_at(at), place_id__in=places, role__in=roles)
    seated = Seat.objects.filter(open_at(at), body_id__in=bodies)
    found = Q(pk__in=working.values("user")) | Q(pk__in=seated.values("user"))
    return User.objects.filter(found, is_active=True).order_by("name", "pk")


def joined_places(row: PolicyIssue) -> list[str]:
    """Return the places that have joined: an audience for notices, never shown."""
    return list(row.joins.filter(until=None).values_list("place_id", flat=True))
