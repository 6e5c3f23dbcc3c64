"""Work that takes long: a source is read, addresses are followed, a long table is stored."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from waymark.base.jobs import task
from waymark.base.visiting import Limits, NotRead, Visitor
from waymark.kernel.flow import Refused
from waymark.library import actions
from waymark.library.harvesting import harvest
from waymark.library.models import Intake, Item, LinkVisit, Source
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
    looked = [_looked(one, item) for item in items]
    failing = [_failed_before(each.item) for each in looked]
    if not looked or is_cut_off([each.found for each in looked], failing):
        return Counter()
    return actions.keep_visits(looked=looked, at=timezone.now())


def _failed_before(item: Item) -> bool:
    visit: LinkVisit | None = getattr(item, "visit", None)
    return visit is not None and visit.failures > 0


def _looked(visitor: Visitor, item: Item) -> actions.Looked:
    try:
        sight = visitor.look(item.url)
    except NotRead as error:
        refused = error.key in ("visit.robots", "visit.later")
        found = Seen.REFUSED if refused else Seen.NO_ANSWER
        return actions.Looked(item, found, again_in=error.again_in)
    found = seen(sight.status, moved=sight.moved)
    return actions.Looked(item, found, sight.status, sight.url if found == Seen.MOVED else "")


@task
def visit_links() -> None:
    """Follow addresses because somebody asked for it."""
    follow()
