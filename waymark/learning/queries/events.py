"""What is announced: everybody reads it, and those who announced it see what was hidden too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from waymark.base import permits
from waymark.base.happenings import Happening, between
from waymark.learning.models.events import Announcement
from waymark.learning.queries.courses import own_bodies
from waymark.learning.rules.events import Permit
from waymark.library.rules.catalogue import folded
from waymark.people.queries import is_secretary

AHEAD, BACK = timedelta(days=366), timedelta(days=366)
"""How far the list reaches."""
PUBLIC = Q(hidden_at=None)


def announcements(viewer: Any, at: datetime) -> QuerySet[Announcement]:
    """Return the announcements that the viewer reads; nothing else decides it."""
    found = Announcement.objects.select_related("body__organisation")
    if is_secretary(viewer):
        return found
    return found.filter(PUBLIC | Q(body__in=own_bodies(viewer, at)))


def announcement(viewer: Any, pk: str, at: datetime) -> Announcement | None:
    """Return one that the viewer reads, or None."""
    return announcements(viewer, at).filter(pk=pk).first()


def own(viewer: Any, at: datetime) -> QuerySet[Announcement]:
    """Return those that the viewer writes, the latest to come first."""
    mine = Q(body__in=own_bodies(viewer, at))
    if is_secretary(viewer):
        mine |= Q(body=None)
    found = Announcement.objects.filter(mine).select_related("body__organisation")
    return found.order_by("-starts_at", "-pk")


def is_own(viewer: Any, row: Announcement, at: datetime) -> bool:
    """Tell whether an announcement is of the viewer's body, or of her secretariat."""
    if row.body_id is None:
        return is_secretary(viewer)
    return row.body_id in own_bodies(viewer, at)


def may_write(viewer: Any, row: Announcement, at: datetime) -> bool:
    """Tell whether the viewer changes an announcement, or calls it off."""
    return permits.may(viewer, Permit.ANNOUNCE_EVENT, on=row) and is_own(viewer, row, at)


def may_hide(viewer: Any, row: Announcement) -> bool:
    """Tell whether the viewer takes announcements of others from the public."""
    return permits.may(viewer, Permit.HIDE_EVENT, on=row)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means anything."""

    words: str = ""
    kind: str = ""
    topic: str = ""
    past: bool = False


def happenings(viewer: Any, wanted: Wanted, at: datetime) -> list[Happening]:
    """Return what takes place and fits, of all rooms: the next first, of the past the latest."""
    since, until = (at - BACK, at) if wanted.past else (at, at + AHEAD)
    found = [one for one in between(viewer, since, until) if _fits(one, wanted)]
    if wanted.past:
        return [one for one in reversed(found) if one.ends < at]
    return found


def _fits(one: Happening, wanted: Wanted) -> bool:
    if wanted.kind and one.kind != wanted.kind:
        return False
    if wanted.topic and wanted.topic not in one.topics:
        return False
    said = folded(f"{one.title} {one.host} {one.where}")
    return all(word in said for word in folded(wanted.words).split())
