"""Quarterly reports: written in the first hours after a quarter, and put before a meeting."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from waymark.assessments.actions.oversight.quarterly import table_reports, write_report
from waymark.assessments.queries.oversight.quarterly import due
from waymark.assessments.rules.oversight.quarters import quarter_before
from waymark.base.jobs import apart, every
from waymark.schemes.models import Mechanism


def write_reports(at: datetime) -> int:
    """Write the reports on the last quarter that are missing; return how many were."""
    quarter = quarter_before(at.date())
    with apart() as run:
        made = [
            run(write_report, mechanism=one, quarter=quarter, by=None, at=at)
            for one in due(at, quarter)
        ]
    return len(made) - made.count(None)


def put_before_meetings(at: datetime) -> int:
    """Put reports that wait for a meeting before the next one; return how many were."""
    with apart() as run:
        put = [
            run(table_reports, mechanism=one, by=None, at=at)
            for one in Mechanism.objects.order_by("slug")
        ]
    return sum(one or 0 for one in put)


@every(3600)
@task
def keep_reports() -> None:
    """Look every hour; what was done is not done again."""
    now = timezone.now()
    with apart() as run:
        run(write_reports, now)
        run(put_before_meetings, now)
