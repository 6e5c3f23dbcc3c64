"""Harvests and addresses that are due by the clock: never from somebody's own machine."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from waymark.base.jobs import apart, every, task
from waymark.library.queries.links import due as links_due
from waymark.library.queries.outside import due
from waymark.library.visits import follow, harvest_one, read_if_it_may

__all__ = ["harvest_due", "harvest_one", "links_follow_due"]


def _any_due() -> bool:
    return bool(settings.WAYMARK_PRODUCTION) and due(timezone.now()).exists()


@every(3600, when=_any_due)
@task
def harvest_due() -> None:
    """Read the sources that are due, one after the other; one that fails holds up no other."""
    with apart() as run:
        for source in due(timezone.now()):
            run(read_if_it_may, source)


def _any_link_due() -> bool:
    return bool(settings.WAYMARK_PRODUCTION) and links_due(timezone.now()).exists()


@every(3600, when=_any_link_due)
@task
def links_follow_due() -> None:
    """Follow some of the addresses that are due."""
    follow()
