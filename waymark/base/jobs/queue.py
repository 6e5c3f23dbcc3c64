"""The job table as a queue: put, claim under a lease, finish, fail, take back from the dead.

Every step is one conditional UPDATE, so that any number of workers may use it at once; PostgreSQL
also skips rows that another worker is just looking at.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from waymark.base.fields import new_id
from waymark.base.models import Job

LEASE = timedelta(seconds=60)
MAX_ERROR = 8000  # characters of a traceback that are kept, its end being the telling part
FIRST_BACKOFF = 5  # seconds
LONGEST_BACKOFF = 3600


def backoff(attempts: int) -> timedelta:
    """Return how long to wait after the n-th failed attempt: 5 s, 10 s, 20 s ... up to an hour."""
    return timedelta(seconds=min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** max(0, attempts - 1)))


def put(
    task: Task[Any, Any],
    args: tuple[Any, ...] = (),
    kwargs: dict[str, Any] | None = None,
    *,
    once_key: str | None = None,
    queue: str | None = None,
) -> Job | None:
    """Write a job in the current transaction; None if one with the same key was ever written.

    Raises TypeError for arguments that JSON can not hold.
    """
    now = timezone.now()
    job = Job(
        id=new_id(),
        task=task.module_path,
        arguments={"args": normalize_json(args), "kwargs": normalize_json(kwargs or {})},
        queue=queue or task.queue_name,
        priority=task.priority,
        run_after=task.run_after or now,
        max_attempts=getattr(task, "max_attempts", 8),
        created_at=now,
        once_key=once_key,
    )
    if once_key is None:
        job.save(force_insert=True)
        return job
    # An IntegrityError would spoil the caller's transaction on PostgreSQL; a skipped row does not.
    Job.objects.bulk_create([job], ignore_conflicts=True)
    return job if Job.objects.filter(pk=job.pk).exists() else None


def once(
    key: str, task: Task[Any, Any], *, run_after: datetime | None = None, **arguments: Any
) -> bool:
    """Enqueue a task unless that was done before under this key; tell whether it is new.

    The key (at most 120 characters) names the work and its occasion, such as
    "reminder:3f2a...:2026-12-01". It stays taken for a year after the work is done.
    """
    if len(key) > 120:
        raise ValueError(f"a key of {len(key)} characters: at most 120")
    chosen = task.using(run_after=run_after) if run_after else task
    return put(chosen, (), arguments, once_key=key) is not None


def due(now: datetime) -> QuerySet[Job]:
    """Jobs that may start, in the order in which they should."""
    ready = Job.objects.filter(state=Job.State.READY, run_after__lte=now)
    return ready.order_by("-priority", "run_after", "id")


def is_waiting(task: Task[Any, Any]) -> bool:
    """Whether a job of a task is due and not begun: it will see all that is committed by now."""
    return due(timezone.now()).filter(task=task.module_path).exists()


def claim(now: datetime, worker: str) -> Job | None:
    """Take the next due job under a lease, or None if there is none.

    The attempt counts from here, so that a job which kills its worker each time comes to an end.
    """
    if not due(now).exists():  # an idle worker takes no write lock
        return None
    with transaction.atomic():
        waiting = due(now)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        taken = Job.objects.filter(pk=job.pk, state=Job.State.READY).update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            started_at=now,
            lease_until=now + LEASE,
            lease_by=worker,
        )
        if not taken:
            return None
    job.refresh_from_db()
    return job


def _held(job: Job) -> QuerySet[Job]:
    """The job, if this attempt still has it: a late worker must not overwrite its successor."""
    return Job.objects.filter(
        pk=job.pk, state=Job.State.RUNNING, lease_by=job.lease_by, attempts=job.attempts
    )


def extend(jobs: list[Job], now: datetime) -> None:
    """Renew the leases of jobs that are still being worked on."""
    for job in jobs:
        _held(job).update(lease_until=now + LEASE)


def finish(job: Job, now: datetime) -> bool:
    """Mark a job as done; False if its lease was lost meanwhile."""
    if job.queue == SCHEDULED:  # thousands a day, of which nobody wants to read
        return bool(_held(job).delete()[0])
    return bool(
        _held(job).update(
            state=Job.State.DONE, finished_at=now, lease_until=None, lease_by="", error=""
        )
    )


SCHEDULED = "scheduled"


def fail(job: Job, now: datetime, error: str) -> bool:
    """Put a failed job back for later, or give it up after its last attempt; keep the error.

    Return whether it was given up.
    """
    last = job.attempts >= job.max_attempts
    _held(job).update(
        state=Job.State.FAILED if last else Job.State.READY,
        run_after=now + backoff(job.attempts),
        finished_at=now if last else None,
        lease_until=None,
        lease_by="",
        error=error[-MAX_ERROR:],
    )
    return last


def reap(now: datetime) -> int:
    """Take back the jobs of workers that died (their leases ran out); return how many."""
    lost = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)
    if not lost.exists():
        return 0
    died = "The worker died or was cut off before it had finished."
    given_up = lost.filter(attempts__gte=F("max_attempts")).update(
        state=Job.State.FAILED, finished_at=now, lease_until=None, lease_by="", error=died
    )
    again = lost.update(state=Job.State.READY, lease_until=None, lease_by="", error=died)
    return given_up + again


def purge(now: datetime) -> int:
    """Forget jobs done a month ago; those with a key a year later, failed ones never."""
    done = Job.objects.filter(state=Job.State.DONE)
    plain = done.filter(once_key__isnull=True, finished_at__lt=now - timedelta(days=30))
    keyed = done.filter(once_key__isnull=False, finished_at__lt=now - timedelta(days=366))
    return plain.delete()[0] + keyed.delete()[0]
