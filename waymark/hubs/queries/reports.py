"""A hub's reports, what is due, and how far deliverables are over all public hubs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from waymark.hubs.models import Hub, HubReport
from waymark.hubs.rules.monitoring import Line, Progress, next_due


def handed_in(row: Hub) -> QuerySet[HubReport]:
    """Return the reports of a hub that were handed in, the newest first."""
    return row.reports.exclude(handed_in_at=None).order_by("-seq")


def draft(row: Hub) -> HubReport | None:
    """Return what is being written, or None."""
    return row.reports.filter(handed_in_at=None).first()


def report(row: Hub, seq: int) -> HubReport | None:
    """Return a report that was handed in, or None."""
    return handed_in(row).filter(seq=seq).first() if seq < 10_000 else None


def lines_of(row: HubReport) -> dict[str, Line]:
    """Return what a report says of each deliverable, by its id."""
    return {one["id"]: Line(**one) for one in row.lines}


@dataclass(frozen=True)
class Due:
    """When the next report of a hub is due, and whether that day has passed."""

    day: date | None
    late: bool


def due(row: Hub, done: int, on: date) -> Due:
    """Return what is due of a labelled hub of which so many reports were handed in."""
    day = next_due(row.starts, row.ends, done) if row.state == "labelled" else None
    return Due(day, day is not None and on > day)


def with_reports(found: QuerySet[Hub]) -> QuerySet[Hub]:
    """Set beside each hub how many reports it has handed in, as `reported`."""
    return found.annotate(
        reported=Count("reports", filter=Q(reports__handed_in_at__isnull=False), distinct=True)
    )


@dataclass(frozen=True)
class Over:
    """How many public hubs serve a goal or an axis, and how far their deliverables are."""

    name: str
    hubs: int
    deliverables: dict[str, int]  # by state


def over_all(_viewer: Any, kind: str) -> list[Over]:
    """Return the newest reports of all public hubs summed by "goal" or "axis", in their order.

    Sums over hubs say nothing of any one: each hub is read on its own page. Two queries.
    """
    newest = HubReport.objects.filter(hub=OuterRef("pk"), handed_in_at__isnull=False)
    found = Hub.objects.filter(published_at__isnull=False)
    found = found.annotate(newest=Subquery(newest.order_by("-seq").values("pk")[:1]))
    rows = list(found.only("goals", "axis"))
    lines = dict(
        HubReport.objects.filter(pk__in=[row.newest for row in rows]).values_list("hub", "lines")
    )
    hubs: Counter[str] = Counter()
    states: dict[str, Counter[str]] = {}
    for row in rows:
        for name in row.goals if kind == "goal" else filter(None, [row.axis]):
            hubs[name] += 1
            counted = states.setdefault(name, Counter())
            counted.update(one["state"] for one in lines.get(row.pk, ()))
    order = sorted(hubs, key=lambda name: (int(name) if name.isdecimal() else 0, name))
    return [
        Over(name, hubs[name], {state.value: states[name][state] for state in Progress})
        for name in order
    ]
