"""What the plumbing does by itself: the ledger's sequencer, summaries, forgetting what is over."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks import task

from waymark.base import digests, ledger
from waymark.base.jobs import queue
from waymark.base.jobs.schedule import every


@every(5, when=ledger.has_waiting)
@task(priority=90)
def sequence_ledger() -> None:
    """Give new records their places."""
    ledger.sequence()


@every(60, when=ledger.has_unsigned)
@task(priority=90)
def sign_ledger() -> None:
    """Sign the head of the ledger, if it has grown."""
    ledger.sign()


@every(3600)
@task
def sequence_late_records() -> None:
    """Look for records that came so late that the frequent run has missed them."""
    ledger.sequence(thorough=True)


@every(24 * 3600)
@task(priority=-50)
def forget() -> None:
    """Delete jobs done long ago and sessions that have ended."""
    queue.purge(timezone.now())
    call_command("clearsessions")


@every(3600)
@task(priority=-50)
def forget_counts() -> None:
    """Delete from the cache what is over: by itself it does so only when it is full.

    Tries are counted there, and each count looks at how many entries there are.
    """
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608


@every(1800)
@task(priority=-50)
def send_digests() -> None:
    """Mail summaries to those for whom it is time, each by a job of its own."""
    now = timezone.now()
    for user in digests.due(now):
        queue.once(f"digest:{user}:{now:%Y-%m-%d}", send_one_digest, user_id=user)


@task(max_attempts=80, priority=-50)  # about three days of trying
def send_one_digest(user_id: str) -> None:
    """Mail one person what waits for her; nothing where that was done meanwhile."""
    digests.send_digest(user_id, timezone.now())
