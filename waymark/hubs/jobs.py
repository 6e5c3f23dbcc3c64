"""What the clock does for hubs: it reminds of reports."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from waymark.base.jobs import apart, every

SOON = timedelta(days=14)


def remind(at: datetime) -> int:
    """Tell who leads a hub that a report falls due, and once more when it is late.

    Four queries, however many hubs there are, and what new notices take to write.
    """
    from django.urls import reverse  # the clock's start-up loads no more than it needs

    from waymark.base import notices
    from waymark.hubs.models import Hub
    from waymark.hubs.queries.reports import due, with_reports
    from waymark.people.queries import people_by_place
    from waymark.people.rules import WorkspaceRole

    today, sent = at.date(), 0
    rows = list(with_reports(Hub.objects.filter(state="labelled")))
    waits = [
        (row, found)
        for row in rows
        if (found := due(row, getattr(row, "reported", 0), today)).day is not None
        and found.day <= today + SOON
    ]
    people = people_by_place(
        {row.place_id for row, _due in waits}, at, WorkspaceRole.LEAD, WorkspaceRole.EDITOR
    )
    for row, found in waits:
        kind = "hub.report_late" if found.late else "hub.report_soon"
        sent += notices.send(
            kind,
            people.get(row.place_id, []),
            {"hub": dict(row.title), "day": found.day},
            url=reverse("hub_reports", args=[row.pk]),
            about=f"hub:{row.pk}",
            once_key=f"{kind}:{row.pk}:{found.day}",
            at=at,
        )
    return sent


@every(86_400)
@task
def remind_of_hub_reports() -> None:
    """Look every day; what was told is not told again."""
    with apart() as run:
        run(remind, timezone.now())
