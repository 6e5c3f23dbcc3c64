"""What is said in spaces, for whoever reads them: all of it starts from `spaces.readable`."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from waymark.community.models import Flag, Party, Post, Space, Thread
from waymark.community.queries.spaces import readable, roles, sides_of
from waymark.community.rules.spaces import READERS_ONLY
from waymark.library.rules.catalogue import folded
from waymark.people.rules import Role

MOST_WORDS = 8


def threads(viewer: Any, row: Space) -> QuerySet[Thread]:
    """Return the threads of a space, the latest first, with `replies` that are in sight."""
    there = Thread.objects.filter(space=row, space__in=readable(viewer))
    count = Count("posts", filter=Q(posts__hidden_at=None)) - 1
    return there.select_related("by").annotate(replies=count).order_by("-last_at", "-pk")


def thread(viewer: Any, row: Space, pk: str) -> Thread | None:
    """Return one thread of a space, or None."""
    return threads(viewer, row).filter(pk=pk).first()


def posts(viewer: Any) -> QuerySet[Post]:
    """Return all that is said in the spaces that she reads."""
    found = Post.objects.filter(thread__space__in=readable(viewer))
    return found.select_related("thread__space", "by", "party__place", "party__body", "hidden_by")


def posts_in(viewer: Any, row: Thread) -> QuerySet[Post]:
    """Return what is said on a thread, the oldest first."""
    return posts(viewer).filter(thread=row).order_by("at", "pk")


def post(viewer: Any, pk: str) -> Post | None:
    """Return one post that she reads, or None."""
    return posts(viewer).filter(pk=pk).first()


def flags(viewer: Any, row: Space) -> QuerySet[Flag]:
    """Return what waits to be looked at, for the facilitators of a space."""
    if Role.FACILITATOR not in roles(viewer, row):
        return Flag.objects.none()
    waiting = Flag.objects.filter(post__thread__space=row, settled_at=None)
    return waiting.select_related("by", "post__by", "post__thread", "post__party__place")


def found(viewer: Any, row: Space, words: str) -> QuerySet[Post]:
    """Return the posts of a space that hold all words, the latest first; none without words."""
    sought = folded(words).split()[:MOST_WORDS]
    rows = posts(viewer).filter(thread__space=row, hidden_at=None)
    for word in sought:
        rows = rows.filter(search__contains=word)
    return rows.order_by("-at", "-pk") if sought else rows.none()


def speaks_for(viewer: Any, row: Space) -> Party | None:
    """Return for which member she speaks in a space: the one that joined first."""
    sides = sides_of(viewer)
    here = row.parties.filter(
        Q(place_id__in=sides.places) | Q(body_id__in=sides.bodies), until=None
    )
    for party in here.order_by("since", "pk"):
        if sides.role(party.place_id, party.body_id) not in READERS_ONLY:
            return party
    return None
