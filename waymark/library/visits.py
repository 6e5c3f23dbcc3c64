"""Work that takes long: a source is read, one at a time, and a long table is stored."""

from __future__ import annotations

from django.utils import timezone

from waymark.base.jobs import task
from waymark.base.visiting import Visitor
from waymark.kernel.flow import Refused
from waymark.library import actions
from waymark.library.harvesting import harvest
from waymark.library.models import Intake, Source


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
