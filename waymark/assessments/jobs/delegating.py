"""Looking which committee can decide: ties and seats come and go."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from waymark.assessments.actions.delegating import give_back, settle_committee
from waymark.assessments.queries.delegating import open_delegations, undecided_items
from waymark.assessments.rules.delegating import Decider
from waymark.base.jobs import every


def settle_committees(at: datetime) -> int:
    """Delegate decisions and give them back where the rule says so; return how many."""
    given = [give_back(case=row.case, by=None, at=at) for row in open_delegations()]
    gone = [settle_committee(item=item, by=None, at=at) for item in undecided_items(at)]
    return sum(given) + gone.count(Decider.GLOBAL)


@every(3600)
@task
def look_who_decides() -> None:
    """Look every hour; where nobody is recused it takes two queries."""
    settle_committees(timezone.now())
