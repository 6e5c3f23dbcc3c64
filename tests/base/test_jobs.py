"""Jobs: enqueued with the change, run at least once, retried, taken back from the dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus

from waymark.base import jobs
from waymark.base.jobs import delivery, queue, schedule, worker
from waymark.base.models import Job, Record, Schedule
from waymark.base.record import receivers, receives, record

calls: list[object] = []
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@jobs.task
def note(word: str) -> None:
    calls.append(word)


@jobs.task(priority=50)
def urgent(word: str) -> None:
    calls.append(word)


@jobs.task
def broken() -> None:
    calls.append("broken")
    raise ValueError("no such luck")


@jobs.task(takes_context=True)
def aware(context: TaskContext) -> None:
    calls.append(context.attempt)


@jobs.task
def chain() -> None:
    note.enqueue(word="second")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    calls.clear()
    before = dict(schedule.recurring)
    yield
    schedule.recurring.clear()
    schedule.recurring.update(before)


@pytest.mark.django_db
class TestQueue:
    def test_runs_what_is_due_and_what_that_enqueues(self) -> None:
        chain.enqueue()
        note.enqueue(word="first")
        assert jobs.run_due() == 3
        assert calls == ["first", "second"]
        assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}

    def test_higher_priority_comes_first(self) -> None:
        note.enqueue(word="later")
        urgent.enqueue(word="sooner")
        jobs.run_due()
        assert calls == ["sooner", "later"]

    def test_waits_for_its_time(self) -> None:
        soon = timezone.now() + timedelta(days=3)
        note.using(run_after=soon).enqueue(word="patient")
        assert jobs.run_due() == 0
        assert jobs.run_due(soon) == 1
        assert calls == ["patient"]

    def test_limit(self) -> None:
        for word in "abc":
            note.enqueue(word=word)
        assert jobs.run_due(limit=2) == 2
        assert calls == ["a", "b"]

    def test_rolls_back_with_the_change(self) -> None:
        with transaction.atomic():
            note.enqueue(word="never")
            transaction.set_rollback(True)
        assert jobs.run_due() == 0

    def test_arguments_that_json_can_not_hold_are_refused(self) -> None:
        with pytest.raises(TypeError):
            note.enqueue(word=NOW)
        assert not Job.objects.exists()

    def test_result_by_id(self) -> None:
        result = note.enqueue(word="x")
        assert note.get_result(result.id).status == TaskResultStatus.READY
        jobs.run_due()
        assert note.get_result(result.id).status == TaskResultStatus.SUCCESSFUL

    def test_context_counts_attempts(self) -> None:
        aware.enqueue()
        jobs.run_due()
        assert calls == [1]


@pytest.mark.django_db
class TestOnce:
    def test_a_task_waits_as_long_as_none_of_its_jobs_has_begun(self) -> None:
        later = timezone.now() + timedelta(hours=1)
        jobs.once("later", note, run_after=later, word="a")
        assert not jobs.is_waiting(note), "what is due in an hour sees nothing of today"
        jobs.once("now", note, word="b")
        assert jobs.is_waiting(note)
        assert queue.claim(timezone.now(), "somebody") is not None
        assert not jobs.is_waiting(note), "it may have looked already"

    def test_same_key_is_enqueued_once(self) -> None:
        assert jobs.once("k", note, word="a")
        assert not jobs.once("k", note, word="b")
        jobs.run_due()
        assert not jobs.once("k", note, word="c")
        jobs.run_due()
        assert calls == ["a"]

    def test_refusal_leaves_the_transaction_usable(self) -> None:
        with transaction.atomic():
            jobs.once("k", note, word="a")
            jobs.once("k", note, word="a")
            jobs.once("other", note, word="b")
        jobs.run_due()
        assert calls == ["a", "b"]

    def test_long_key_is_refused_on_both_databases(self) -> None:
        with pytest.raises(ValueError, match="121"):
            jobs.once("k" * 121, note, word="a")


@pytest.mark.django_db
class TestFailure:
    def test_is_retried_ever_later_and_kept_with_its_error(self) -> None:
        broken.enqueue()
        moment = timezone.now() + timedelta(minutes=1)
        waits = []
        for _ in range(8):
            assert jobs.run_due(moment) == 1
            job = Job.objects.get()
            waits.append(job.run_after - moment)
            moment = job.run_after
        assert job.state == Job.State.FAILED
        assert "no such luck" in job.error
        assert waits[:3] == [timedelta(seconds=wait) for wait in (5, 10, 20)]
        assert calls == ["broken"] * 8
        assert jobs.run_due(moment + timedelta(days=9)) == 0

    def test_back_off_doubles_up_to_an_hour(self) -> None:
        seconds = [int(jobs.backoff(n).total_seconds()) for n in range(1, 12)]
        assert seconds == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600]

    def test_holds_up_nobody_else(self) -> None:
        broken.enqueue()
        note.enqueue(word="fine")
        jobs.run_due()
        assert calls == ["broken", "fine"]

    def test_task_that_is_no_more(self) -> None:
        note.enqueue(word="x")
        Job.objects.update(task="waymark.gone.task", max_attempts=1)
        jobs.run_due()
        job = Job.objects.get()
        assert job.state == Job.State.FAILED
        assert "waymark.gone" in job.error


@pytest.mark.django_db
class TestLease:
    def test_job_of_a_dead_worker_runs_again(self) -> None:
        note.enqueue(word="x")
        now = timezone.now()
        assert queue.claim(now, "dead") is not None
        assert queue.claim(now, "other") is None
        assert queue.reap(now + queue.LEASE / 2) == 0, "it may still be at it"
        later = now + queue.LEASE + timedelta(seconds=1)
        assert queue.reap(later) == 1
        assert jobs.run_due() == 1
        assert Job.objects.get().attempts == 2

    def test_job_that_kills_its_worker_each_time_comes_to_an_end(self) -> None:
        note.enqueue(word="x")
        Job.objects.update(max_attempts=2)
        now = timezone.now()
        for _ in range(2):
            assert queue.claim(now, "dead") is not None
            now += queue.LEASE + timedelta(seconds=1)
            queue.reap(now)
        job = Job.objects.get()
        assert job.state == Job.State.FAILED
        assert "died" in job.error

    def test_heartbeat_keeps_it(self) -> None:
        note.enqueue(word="x")
        now = timezone.now()
        job = queue.claim(now, "slow")
        assert job is not None
        queue.extend([job], now + queue.LEASE)
        assert queue.reap(now + queue.LEASE + timedelta(seconds=1)) == 0

    def test_late_worker_does_not_overwrite_its_successor(self) -> None:
        note.enqueue(word="x")
        now = timezone.now()
        late = queue.claim(now, "late")
        queue.reap(now + queue.LEASE * 2)
        successor = queue.claim(now, "successor")
        assert late is not None
        assert successor is not None
        assert not queue.finish(late, now)
        queue.fail(late, now, "late")
        queue.extend([late], now + timedelta(days=1))
        job = Job.objects.get()
        assert (job.state, job.lease_by, job.error) == ("running", "successor", job.error)
        assert job.lease_until == now + queue.LEASE
        assert queue.finish(successor, now)


@pytest.mark.django_db
class TestSchedule:
    def test_repeats_and_does_not_pile_up(self) -> None:
        schedule.recurring.clear()
        jobs.every(60)(plain)
        assert schedule.tick(NOW) == 1
        assert schedule.tick(NOW + timedelta(seconds=59)) == 0
        assert schedule.tick(NOW + timedelta(seconds=61)) == 0, "the first still waits"
        assert jobs.run_due() == 1
        assert schedule.tick(NOW + timedelta(days=1)) == 1, "once, not 1440 times"
        assert schedule.tick(NOW + timedelta(days=1)) == 0
        jobs.run_due()
        assert calls == ["plain", "plain"]
        assert not Job.objects.exists(), "runs that went well leave nothing behind"

    def test_asks_whether_there_is_anything_to_do(self) -> None:
        schedule.recurring.clear()
        answers = [False, True]
        jobs.every(60, when=lambda: answers.pop(0))(plain)
        assert schedule.tick(NOW) == 0
        assert not Schedule.objects.exists()
        assert schedule.tick(NOW) == 1


@jobs.task
def plain() -> None:
    calls.append("plain")


@pytest.mark.django_db
def test_purge_forgets_what_was_done_long_ago_but_no_failure() -> None:
    note.enqueue(word="x")
    jobs.once("k", note, word="y")
    broken.enqueue()
    Job.objects.filter(task__endswith="broken").update(max_attempts=1)
    jobs.run_due()
    assert queue.purge(timezone.now() + timedelta(days=29)) == 0
    assert queue.purge(timezone.now() + timedelta(days=31)) == 1
    assert queue.purge(timezone.now() + timedelta(days=367)) == 1
    assert [job.state for job in Job.objects.all()] == [Job.State.FAILED]


heard: list[tuple[str, str]] = []


def first(row: Record) -> None:
    heard.append(("first", row.verb))


def failing(row: Record) -> None:
    heard.append(("failing", row.verb))
    raise ValueError("not today")


@pytest.mark.django_db
class TestDelivery:
    @pytest.fixture(autouse=True)
    def _receivers(self) -> Iterator[None]:
        heard.clear()
        kept = {verb: list(found) for verb, found in receivers.items()}
        receivers.clear()
        yield
        receivers.clear()
        receivers.update(kept)

    def test_one_receiver_that_fails_is_retried_alone(self) -> None:
        receives("case.submitted")(failing)
        receives("case.submitted", "case.returned")(first)
        with transaction.atomic():
            record("case.submitted", "case:1", by=None, at=NOW, facts={})
        assert heard == [], "nothing is delivered before the commit"
        jobs.run_due()
        assert sorted(heard) == [("failing", "case.submitted"), ("first", "case.submitted")]
        jobs.run_due(timezone.now() + timedelta(minutes=1))
        assert heard[2:] == [("failing", "case.submitted")]

    def test_star_hears_everything(self) -> None:
        receives("*")(first)
        with transaction.atomic():
            record("anything.else", "case:1", by=None, at=NOW, facts={})
        jobs.run_due()
        assert heard == [("first", "anything.else")]

    def test_receiver_of_another_version_is_an_error_that_stays_visible(self) -> None:
        with transaction.atomic():
            row = record("case.submitted", "case:1", by=None, at=NOW, facts={})
        delivery.deliver.enqueue(record_id=row.pk, receiver="os:remove")
        Job.objects.update(max_attempts=1)
        jobs.run_due()
        assert "NoSuchReceiver: os:remove" in Job.objects.get().error


@pytest.mark.django_db(transaction=True)
def test_several_workers_run_each_job_once() -> None:
    for number in range(40):
        note.enqueue(word=str(number))
    barrier = threading.Barrier(4)
    ran: list[int] = []

    def work() -> None:
        try:
            barrier.wait()
            ran.append(jobs.run_due())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(ran) == 40
    assert sorted(calls, key=str) == sorted(map(str, range(40)))


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_a_job_runs_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above: workers that only look would collide."""
    note.enqueue(word="x")
    now = timezone.now()
    seen = [queue.due(now).first() for _ in range(2)]
    for job in seen:
        assert job is not None
        worker.call(job)
    assert calls == ["x", "x"]


WORKER = """
import threading, sys, os, signal
import django
django.setup()
from waymark.base import jobs
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
print("up", flush=True)
jobs.run_worker(stop)
"""


@jobs.task
def linger(folder: str) -> None:
    """The first run hangs until it is killed; the second one comes through."""
    mark = Path(folder) / "started"
    if not mark.exists():
        mark.write_text("")
        threading.Event().wait(60)
    (Path(folder) / "done").write_text("")


def start_worker() -> subprocess.Popen[bytes]:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{settings['NAME']}"
    else:
        url = (
            f"postgresql://{settings['USER']}:{settings['PASSWORD']}@"
            f"{settings['HOST'].replace('/', '%2F')}:{settings['PORT']}/{settings['NAME']}"
        )
    env = os.environ | {
        "WAYMARK_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "waymark.site.settings",
        "PYTHONPATH": os.getcwd(),
    }
    return subprocess.Popen([sys.executable, "-c", WORKER], env=env)


def wait_for(path: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} never came"
        threading.Event().wait(0.02)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_job_of_a_killed_worker_is_done_by_the_next(tmp_path: Path) -> None:
    linger.enqueue(folder=str(tmp_path))
    victim = start_worker()
    try:
        wait_for(tmp_path / "started")
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        assert Job.objects.get(task__endswith="linger").state == Job.State.RUNNING
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        successor = start_worker()
        try:
            wait_for(tmp_path / "done")
            successor.send_signal(signal.SIGTERM)
            assert successor.wait(timeout=30) == 0, "a worker that is asked to end ends well"
        finally:
            successor.kill()
    finally:
        victim.kill()
    job = Job.objects.get(task__endswith="linger")
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
