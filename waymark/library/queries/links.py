"""What a program found at addresses of the library: for curators alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from waymark.library.models import Item, LinkVisit
from waymark.library.queries.items import may_curate
from waymark.library.rules.links import LEAST_FAILURES, Seen

SHOWS = ("look", "moved", "failing", "refused", "works")


def due(at: datetime) -> QuerySet[Item]:
    """Return entries whose address may be followed now, who waits longest first.

    An address that nobody has followed, or another one than was followed, is due at once.
    """
    new = Q(visit=None) | ~Q(visit__url=F("url"))
    there = Item.objects.filter(hidden_at=None).exclude(url="")
    found = there.filter(new | Q(visit__not_before__lte=at))
    return found.order_by(F("visit__at").asc(nulls_first=True), "code")


def visits(viewer: Any, show: str = "look") -> QuerySet[LinkVisit]:
    """Return what was found at addresses as they are now, by code.

    show: `look`, what a person has to look at: it failed again and again or has moved, and nobody
    has followed it since. Or all that moved, fails, refuses programs or works.
    """
    if not may_curate(viewer):
        return LinkVisit.objects.none()
    rows = LinkVisit.objects.select_related("item", "item__checked_by")
    rows = rows.filter(item__hidden_at=None, url=F("item__url")).order_by("item__code")
    failing, moved = Q(failures__gte=LEAST_FAILURES), Q(found=Seen.MOVED)
    unseen = Q(item__checked_on=None) | Q(item__checked_on__lt=F("at__date"))
    wanted = {
        "moved": moved,
        "failing": Q(failures__gte=1),
        "refused": Q(found=Seen.REFUSED),
        "works": Q(found__in=(Seen.WORKS, Seen.MOVED)),
    }
    return rows.filter(wanted.get(show, (failing | moved) & unseen))


def visit_of(viewer: Any, item: Item) -> LinkVisit | None:
    """Return what was found at an entry's address as it is now, for a curator."""
    if not may_curate(viewer):
        return None
    return LinkVisit.objects.filter(item=item, url=item.url).first()


def never_followed() -> int:
    """Return how many addresses no program has followed yet."""
    return Item.objects.filter(hidden_at=None, visit=None).exclude(url="").count()
