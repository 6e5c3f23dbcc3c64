"""The task API's backend over our own table (settings.TASKS)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued

from waymark.base.jobs import queue
from waymark.base.models import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientTask(Task[Any, Any]):
    """A task that also says how often it is tried: `@task(max_attempts=80)`."""

    max_attempts: int = 8


STATUS = {
    Job.State.READY: TaskResultStatus.READY,
    Job.State.RUNNING: TaskResultStatus.RUNNING,
    Job.State.DONE: TaskResultStatus.SUCCESSFUL,
    Job.State.FAILED: TaskResultStatus.FAILED,
}


class DatabaseBackend(BaseTaskBackend):
    """Writes a job in the transaction of whoever enqueues; a worker runs it after the commit.

    Return values are not kept: a task's result is what it has changed.
    """

    task_class = PatientTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.queues = set(params.get("QUEUES", ()))  # none named: all are allowed

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the job."""
        self.validate_task(task)
        job = queue.put(task, args, kwargs)
        assert job is not None, "only a job with a key can be refused"
        result = as_result(job, task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Return how a job stands.

        Raises TaskResultDoesNotExist for an id that was never given or is forgotten by now.
        """
        job = Job.objects.filter(pk=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return as_result(job, import_string(job.task))


def as_result(job: Job, task: Task[Any, Any]) -> TaskResult[Any]:
    """Say in the task API's words how a job stands."""
    errors = [TaskError(exception_class_path="builtins.Exception", traceback=job.error)]
    return TaskResult(
        task=task,
        id=job.pk,
        status=STATUS[Job.State(job.state)],
        enqueued_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend=task.backend,
        errors=errors if job.error else [],
        worker_ids=[job.lease_by or "unknown"] * job.attempts,
    )
