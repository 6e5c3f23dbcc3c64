"""What runs jobs: in this process at once (`run_due`), or for as long as it may (`run_worker`)."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
import traceback
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext

from waymark.base.jobs import queue, schedule
from waymark.base.models import Job

logger = logging.getLogger("waymark.jobs")

POLL_SECONDS = 1.0
REAP_SECONDS = 15.0
DATABASE_AWAY_SECONDS = 5.0


def worker_name() -> str:
    """Return a name that tells this worker from all others: machine, process, chance."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


def call(job: Job) -> None:
    """Run the task of a job with its arguments; whatever it raises comes out."""
    task: Task[Any, Any] = import_string(job.task)
    args, kwargs = job.arguments["args"], job.arguments["kwargs"]
    if task.takes_context:
        from waymark.base.jobs.backend import as_result

        args = [TaskContext(task_result=as_result(job, task)), *args]
    task.call(*args, **kwargs)


def execute(job: Job, now: datetime | None = None) -> bool:
    """Run a claimed job and write down how it ended; tell whether it succeeded."""
    try:
        call(job)
    except Exception:
        given_up = queue.fail(job, now or timezone.now(), traceback.format_exc())
        say = logger.error if given_up else logger.warning
        say("%s failed (attempt %s of %s)", job.task, job.attempts, job.max_attempts, exc_info=True)
        return False
    if not queue.finish(job, timezone.now()):
        logger.warning("%s was done after its lease had run out", job.task)
    return True


def run_due(now: datetime | None = None, limit: int = 1000) -> int:
    """Run due jobs in this process, those included that they enqueue; return how many ran.

    now: take it to be this late, if the clock says less (a job to be done in three days can so be
    done at once). Failed jobs wait for their next attempt as in a worker.
    """
    worker, ran = worker_name(), 0
    while ran < limit:
        clock = timezone.now()
        moment = max(now, clock) if now else clock
        job = queue.claim(moment, worker)
        if job is None:
            break
        execute(job, moment)
        ran += 1
    return ran


class Heartbeat(threading.Thread):
    """Renews the leases of what this worker is doing, however long that takes."""

    def __init__(self) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.held: dict[str, Job] = {}
        self.ended = threading.Event()
        self.interval = queue.LEASE.total_seconds() / 4

    def run(self) -> None:
        """Renew until ended."""
        while not self.ended.wait(self.interval):
            jobs = list(self.held.values())
            if not jobs:
                continue
            try:
                queue.extend(jobs, timezone.now())
            except (OperationalError, InterfaceError):
                logger.warning("could not renew a lease", exc_info=True)
                connections["default"].close()
        connections.close_all()


class Interval:
    """Tells now and then that it is time; the first time at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.last: float | None = None

    def is_over(self) -> bool:
        """Whether it is time again; then the next interval begins."""
        now = time.monotonic()
        if self.last is not None and now - self.last < self.seconds:
            return False
        self.last = now
        return True


def run_worker(stop: threading.Event) -> None:
    """Do jobs until asked to stop, and then finish the one at hand.

    Outlives a database that goes away for a while. Any number of workers may run at once.
    """
    name, heart = worker_name(), Heartbeat()
    heart.start()
    schedule.load()
    reap, tick = Interval(REAP_SECONDS), Interval(POLL_SECONDS)
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                if reap.is_over():
                    queue.reap(timezone.now())
                if tick.is_over():
                    schedule.tick(timezone.now())
                worked = _work_one(name, heart)
            except (OperationalError, InterfaceError):
                logger.exception("the database does not answer: trying again soon")
                connections["default"].close()
                stop.wait(DATABASE_AWAY_SECONDS)
                continue
            if not worked:
                stop.wait(POLL_SECONDS)
    finally:
        heart.ended.set()
        heart.join()


def _work_one(name: str, heart: Heartbeat) -> bool:
    """Do the next due job; False if there is none."""
    job = queue.claim(timezone.now(), name)
    if job is None:
        return False
    heart.held[job.pk] = job
    try:
        execute(job)
    finally:
        heart.held.pop(job.pk, None)
    return True
