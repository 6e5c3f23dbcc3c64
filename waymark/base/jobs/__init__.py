"""Work after a change: enqueued in the change's transaction, done by a worker, at least once.

A task is a module-level function with the decorator `task` (the API that Django 6 ships). It takes
plain JSON values, is called by `enqueue`, and **must bear being run twice**: a worker may be killed
after the effect and before the job is marked as done. So a task looks first whether its effect is
there already, or writes it under a unique key. `once` enqueues the same work only once, `every`
repeats a task, `run_due` does in this process what a worker would do. Where one job
does many things, `apart` lets one that fails hold up no other.
The plumbing's own tasks are in `housekeeping`, which Django imports at the start (apps.py).
"""

from django_tasks import task

from waymark.base.jobs.apart import SomeFailed, apart
from waymark.base.jobs.queue import backoff, is_waiting, once
from waymark.base.jobs.schedule import every
from waymark.base.jobs.worker import run_due, run_worker

__all__ = [
    "SomeFailed",
    "apart",
    "backoff",
    "every",
    "is_waiting",
    "once",
    "run_due",
    "run_worker",
    "task",
]
