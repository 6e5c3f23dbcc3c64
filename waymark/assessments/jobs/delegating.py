"""Looking which committee can decide: ties and seats come and go."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from waymark.assessments.actions.delegating import give_back, settle_committee
from waymark.assessments.queries.delegating import open_delegations, undecided_items
from waymark.assessments.rules.delegating import Decider
from waymark.base.jobs import apart, every


def settle_committees(at: datetime) -> int:
    """Delegate decisions and give them back where the rule says so; return how many."""
    with apart() as run:
        back = [run(give_back, case=one.case, by=None, at=at) for one in open_delegations()]
        gone = [run(settle_committee, item=one, by=None, at=at) for one in undecided_items(at)]
    return back.count(True) + gone.count(Decider.GLOBAL)


@every(3600)
@task
def look_who_decides() -> None:
    """Look every hour; where nobody is recused it takes two queries."""
    settle_committees(timezone.now())
