"""Bringing a record to one receiver of a higher room."""

from __future__ import annotations

from django_tasks import task

from waymark.base import record
from waymark.base.models import Record


class NoSuchReceiver(LookupError):
    """The receiver that a job names is not part of this version of the software."""


@task(priority=10)
def deliver(record_id: int, receiver: str) -> None:
    """Call one receiver ("module:function") with one record.

    Receivers are retried when they raise, and one that fails holds up no other. Like every task,
    a receiver has to bear being called twice with the same record.
    Raises NoSuchReceiver.
    """
    row = Record.objects.get(pk=record_id)
    for function in (*record.receivers.get(row.verb, ()), *record.receivers.get("*", ())):
        if record.receiver_name(function) == receiver:
            function(row)
            return
    raise NoSuchReceiver(receiver)
