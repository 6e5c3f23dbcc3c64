"""Work that takes long: a source is read, addresses are followed, a long table is stored."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from waymark.base.jobs import task
from waymark.base.visiting import Limits, NotRead, Visitor
from waymark.kernel.flow import Refused
from waymark.library import actions
from waymark.library.harvesting import harvest
from waymark.library.models import Intake, Item, Source
from waymark.library.queries.links import due
from waymark.library.rules.links import AT_ONCE, Seen, is_cut_off, seen

LINK_LIMITS = Limits(seconds=15.0)


def run(source: Source, visitor: Visitor | None = None) -> dict[str, int]:
    """Read a source and keep what it told; return how many are new, changed and gone.

    Raises Refused (off, being read, or not to be asked yet).
    """
    row = actions.begin_harvest(source=source, at=timezone.now())
    told = harvest(row.kind, row.url, visitor or Visitor())
    return actions.keep_harvest(source=row, told=told, at=timezone.now())


def read_if_it_may(source: Source) -> None:
    """Read a source; nothing where somebody does so, or did so lately."""
    try:
        run(source)
    except Refused:
        return


@task
def harvest_one(source: str) -> None:
    """Read a source because somebody asked for it."""
    row = Source.objects.filter(pk=source).first()
    if row is not None:
        read_if_it_may(row)


@task
def store_intake(intake: str) -> None:
    """Store what is left of a table."""
    row = Intake.objects.filter(pk=intake).first()
    while row is not None and actions.store_some(intake=row, at=timezone.now()):
        continue


def follow(visitor: Visitor | None = None, most: int = AT_ONCE) -> Counter[str]:
    """Follow the addresses that are due, one after the other, and keep what was found.

    Returns how many of each kind were found; nothing where it looks as if this server were cut off.
    Who waits longest comes first.
    """
    one = visitor or Visitor(LINK_LIMITS)
    items = due(timezone.now()).select_related("visit")[:most]
    looked = [(item, timezone.now(), *_looked(one, item)) for item in items]
    failing = [
        bool(getattr(item, "visit", None) and item.visit.failures) for item, *_rest in looked
    ]
    if is_cut_off([found for _item, _at, found, _told in looked], failing):
        return Counter()
    for item, at, found, told in looked:
        actions.keep_visit(item=item, url=item.url, found=found, at=at, **told)
    return Counter(found for _item, _at, found, _told in looked)


def _looked(visitor: Visitor, item: Item) -> tuple[Seen, dict[str, Any]]:
    try:
        sight = visitor.look(item.url)
    except NotRead as error:
        refused = error.key in ("visit.robots", "visit.later")
        return (Seen.REFUSED if refused else Seen.NO_ANSWER), {"again_in": error.again_in}
    found = seen(sight.status, moved=sight.moved)
    leads_to = sight.url if found == Seen.MOVED else ""
    return found, {"status": sight.status, "leads_to": leads_to}


@task
def visit_links() -> None:
    """Follow addresses because somebody asked for it."""
    follow()
