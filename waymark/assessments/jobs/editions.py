"""What was said on editions, told once a day: to the desk, and to whoever said something."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from waymark.base import notices
from waymark.base.jobs import apart, every
from waymark.people.queries import members_of
from waymark.schemes.models import Comment, Edition, Mechanism

LOOKS_BACK = 7  # days, so that one on which no worker ran is not missed


def _window(at: datetime) -> dict[str, Any]:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"gte": midnight - timedelta(days=LOOKS_BACK), "lt": midnight}


def _rows(field: str, at: datetime) -> list[Comment]:
    days = {f"{field}__{name}": value for name, value in _window(at).items()}
    found = Comment.objects.filter(edition__isnull=False, hidden_at=None, **days)
    rows = found.select_related("edition__scheme", "by").defer("edition__document")
    return list(rows.order_by(field, "pk"))


def _tell(
    kind: str, edition: Edition, users: Iterable[Any], count: int, day: date, at: datetime
) -> int:
    return notices.send(
        kind,
        users,
        {"scheme": dict(edition.scheme.name), "version": edition.version, "count": count},
        url=reverse("edition", args=[edition.pk]),
        about=f"edition:{edition.pk}",
        once_key=f"{kind}:{edition.pk}:{day.isoformat()}",
        at=at,
    )


def tell_of_replies(at: datetime) -> int:
    """Tell each person of the replies of a day to what she said; return how many were told."""
    said: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    editions: dict[str, Edition] = {}
    people: dict[str, Any] = {}
    for row in _rows("replied_at", at):
        assert row.edition is not None
        assert row.replied_at is not None
        day = timezone.localtime(row.replied_at).date()
        said[row.edition.pk, day][row.by_id] += 1
        editions[row.edition.pk], people[row.by_id] = row.edition, row.by
    return sum(
        _tell("edition.replies", editions[pk], [people[user]], count, day, at)
        for (pk, day), counts in said.items()
        for user, count in counts.items()
    )


def tell_of_comments(at: datetime) -> int:
    """Tell the global secretariat of the comments of a day; return how many were told."""
    counts: Counter[tuple[str, date]] = Counter()
    editions: dict[str, Edition] = {}
    for row in _rows("at", at):
        assert row.edition is not None
        counts[row.edition.pk, timezone.localtime(row.at).date()] += 1
        editions[row.edition.pk] = row.edition
    wide = Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL).order_by("slug").first()
    if wide is None or not counts:
        return 0
    desk = [seat.user for seat in members_of(wide.secretariat_id, at)]
    return sum(
        _tell("edition.comments", editions[pk], desk, count, day, at)
        for (pk, day), count in counts.items()
    )


@every(3600)
@task
def tell_of_discussions() -> None:
    """Look every hour; what was told of a day is not told again."""
    now = timezone.now()
    with apart() as run:
        run(tell_of_replies, now)
        run(tell_of_comments, now)
