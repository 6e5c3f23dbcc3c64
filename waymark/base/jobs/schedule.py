"""Tasks that repeat: a row per task says when it is due next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import module_has_submodule
from django_tasks.base import Task

from waymark.base.jobs import queue
from waymark.base.models import Job, Schedule


@dataclass(frozen=True)
class Recurring:
    """A task, how often it runs, and whether there is anything for it to do."""

    task: Task[Any, Any]
    seconds: int
    when: Callable[[], bool] | None = None


recurring: dict[str, Recurring] = {}


def every(
    seconds: int, *, when: Callable[[], bool] | None = None
) -> Callable[[Task[Any, Any]], Task[Any, Any]]:
    """Repeat a task that takes no arguments (write it above `@task`).

    when: asked first, by a cheap read; on False nothing is written and it is asked again later.
    A run that is still waiting or running is not joined by another. If no worker was there for
    some time, the task runs once and not as often as it was missed.
    """

    def keep(task: Task[Any, Any]) -> Task[Any, Any]:
        recurring[task.module_path] = Recurring(task, seconds, when)
        return task

    return keep


def load() -> None:
    """Make the jobs of all rooms known; a room without any has nothing to say."""
    for room in apps.get_app_configs():
        if room.module and module_has_submodule(room.module, "jobs"):
            import_module(f"{room.name}.jobs")


def tick(now: datetime) -> int:
    """Enqueue the recurring tasks that are due; return how many."""
    rows = {row.task: row.next_at for row in Schedule.objects.all()}
    enqueued = 0
    for name, item in recurring.items():
        if name in rows and rows[name] > now:
            continue
        if item.when is not None and not item.when():
            continue
        enqueued += _enqueue(name, item, now)
    return enqueued


def _enqueue(name: str, item: Recurring, now: datetime) -> bool:
    """Move the date on and enqueue, both or neither; of several workers one succeeds."""
    following = now + timedelta(seconds=item.seconds)
    with transaction.atomic():
        Schedule.objects.bulk_create(
            [Schedule(task=name, every_seconds=item.seconds, next_at=now)], ignore_conflicts=True
        )
        moved = Schedule.objects.filter(task=name, next_at__lte=now).update(
            next_at=following, every_seconds=item.seconds
        )
        open_states = (Job.State.READY, Job.State.RUNNING)
        if not moved or Job.objects.filter(task=name, state__in=open_states).exists():
            return False
        queue.put(item.task, queue=queue.SCHEDULED)
    return True
