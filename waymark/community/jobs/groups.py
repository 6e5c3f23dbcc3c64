"""Groups by the clock: proposed once a day, ended when too few took them in time."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from waymark.base.jobs import apart, every
from waymark.community.actions.groups import lapse_group, propose_group
from waymark.community.queries.groups import facts, over
from waymark.community.rules.groups import propose


def propose_groups(at: datetime) -> int:
    """Propose what the cities' newest reports have in common; return how many groups."""
    known = facts(at)
    with apart() as run:
        made = [
            run(propose_group, proposal=one, title=known.titles[one.subject], by=None, at=at)
            for one in propose(known.cities)
        ]
    return len(made) - made.count(None)


def lapse_groups(at: datetime) -> int:
    """End the proposals whose time has passed; return how many."""
    with apart() as run:
        ended = [run(lapse_group, space=one, by=None, at=at) for one in over(at)]
    return len(ended) - ended.count(None)


@every(24 * 3600)
@task
def keep_groups() -> None:
    """Look every day; what was done is not done again."""
    now = timezone.now()
    with apart() as run:
        run(lapse_groups, now)
        run(propose_groups, now)
