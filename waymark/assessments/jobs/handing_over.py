"""Looking who does the secretariat's acts: ties and seats come and go."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from waymark.assessments.actions.handing_over import settle_desk
from waymark.assessments.queries.handing_over import to_look_at
from waymark.base.jobs import apart, every
from waymark.schemes.models import Mechanism


def settle_desks(at: datetime) -> int:
    """Hand desks over and back where the rule says so; return how many changed."""
    with apart() as run:
        changed = [
            run(settle_desk, case=case, by=None, at=at)
            for mechanism in Mechanism.objects.order_by("slug")
            for case in to_look_at(mechanism, at)
        ]
    return changed.count(True)


@every(3600)
@task
def look_who_is_free() -> None:
    """Look every hour; without ties it takes a few queries a mechanism."""
    settle_desks(timezone.now())
