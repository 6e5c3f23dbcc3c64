"""What spaces plan, for whoever reads them: all of it starts from `spaces.readable`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from waymark.community.models import Event, SignUp, Space, Task
from waymark.community.queries.spaces import inside, readable


def events(viewer: Any) -> QuerySet[Event]:
    """Return the events of the spaces that she reads, with `coming` and whether she is `in_it`."""
    found = Event.objects.filter(space__in=readable(viewer)).select_related("space", "by")
    hers = SignUp.objects.filter(event=OuterRef("pk"), user=getattr(viewer, "pk", None) or "")
    return found.annotate(coming=Count("sign_ups"), in_it=Exists(hers))


def ahead(viewer: Any, row: Space, at: datetime) -> QuerySet[Event]:
    """Return a space's events that are not over, the next first."""
    return events(viewer).filter(space=row, ends_at__gte=at).order_by("starts_at", "pk")


def earlier(viewer: Any, row: Space, at: datetime) -> QuerySet[Event]:
    """Return a space's events that are over, the latest first."""
    return events(viewer).filter(space=row, ends_at__lt=at).order_by("-starts_at", "-pk")


def event(viewer: Any, row: Space, pk: str) -> Event | None:
    """Return one event of a space, or None."""
    return events(viewer).filter(space=row, pk=pk).first()


def attends(viewer: Any, row: Event) -> bool:
    """Tell whether she can sign up: a person of a member, a viewer too, before it is over."""
    return inside(viewer).filter(pk=row.space_id).exists() and row.cancelled_at is None


def coming(viewer: Any, row: Event) -> QuerySet[SignUp]:
    """Return who comes, for the people of the members alone."""
    there = SignUp.objects.filter(event=row, event__space__in=inside(viewer))
    return there.select_related("user").order_by("at", "pk")


def parts(viewer: Any, row: Event) -> QuerySet[SignUp]:
    """Return who took part in a training, for the people of the members alone."""
    return coming(viewer, row).exclude(took_part_at=None)


def tasks(viewer: Any, row: Space) -> QuerySet[Task]:
    """Return a space's tasks, those to do first, by their day."""
    there = Task.objects.filter(space=row, space__in=readable(viewer))
    to_do, dated = (F("done_at").asc(nulls_first=True), F("due").asc(nulls_last=True))
    return there.select_related("who", "done_by").order_by(to_do, dated, "at", "pk")


def task(viewer: Any, row: Space, pk: str) -> Task | None:
    """Return one task of a space, or None."""
    return tasks(viewer, row).filter(pk=pk).first()
