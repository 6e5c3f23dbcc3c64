"""R4 for the plumbing, and proof that the fail-n loop itself would notice a mix."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests import factories
from tests.faults import Fault, fail_each
from waymark.base import jobs, ledger, notices
from waymark.base.jobs import queue
from waymark.base.models import Checkpoint, Job, Leaf, Notice, Record
from waymark.base.record import receivers, receives, record

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAME = "test.faults"


@pytest.fixture(autouse=True)
def _room(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.WAYMARK_KEYS = tmp_path / "keys"
    notices.kind(NAME, subject="Hello", text="There")
    receives("test.made")(hear)
    yield
    receivers.pop("test.made")
    notices.kinds.pop(NAME)


def hear(_row: Record) -> None:
    """A receiver; it is never called here."""


def act(user: Any) -> None:
    """What an action of a room does: change, record, notice, each with its job."""
    with transaction.atomic():
        type(user).objects.filter(pk=user.pk).update(name="changed")
        record("test.made", user, by=user, at=NOW, facts={})
        notices.send(NAME, [user], {}, once_key=user.pk, at=NOW)


def act_without_transaction(user: Any) -> None:
    """The same without its atomic(): the negative control."""
    type(user).objects.filter(pk=user.pk).update(name="changed")
    notices.send(NAME, [user], {}, once_key=user.pk, at=NOW)


def state(user: Any) -> tuple[bool, bool, bool, bool]:
    user.refresh_from_db()
    return (
        user.name == "changed",
        Notice.objects.filter(user=user).exists(),
        Job.objects.filter(task="waymark.base.notices.mail_notice").exists(),
        Record.objects.filter(subject=f"user:{user.pk}").exists(),
    )


def make_user() -> Any:
    Job.objects.all().delete()
    return factories.make_user()


def all_or_nothing(user: Any, fault: Fault) -> None:
    found = state(user)
    assert found in ((False,) * 4, (True,) * 4)
    assert all(found) == (fault.error is None), "who gets an error was not told that it is saved"
    if fault.error is not None:
        act(user)
        assert state(user) == (True,) * 4, "trying again works"


@pytest.mark.django_db(transaction=True)
def test_action_happens_whole_or_not_at_all() -> None:
    assert fail_each(act, all_or_nothing, arrange=make_user) >= 7


@pytest.mark.django_db(transaction=True)
def test_loop_notices_an_action_without_a_transaction() -> None:
    def check(user: Any, fault: Fault) -> None:
        assert len(set(state(user)[:3])) == 1

    with pytest.raises(AssertionError, match="after a fault at point|assert") as caught:
        fail_each(act_without_transaction, check, arrange=make_user)
    assert "after a fault at point" in caught.value.__notes__[0]


def test_loop_notices_an_operation_that_never_works() -> None:
    def operation() -> None:
        raise ValueError("always")

    with pytest.raises(AssertionError, match="without any fault"):
        fail_each(operation, lambda fault: None)


@pytest.mark.django_db(transaction=True)
def test_sequencing_and_signing() -> None:
    def arrange() -> None:
        with transaction.atomic():
            for number in range(3):
                record("other.made", f"thing:{number}", by=None, at=NOW, facts={})

    def operation(_nothing: None) -> None:
        ledger.sequence_now()

    def check(_nothing: None, fault: Fault) -> None:
        found = ledger.verify(now=timezone.now())
        assert found.problems == []
        ledger.sequence_now()
        assert Leaf.objects.count() == Record.objects.count()
        assert ledger.verify(now=timezone.now()).problems == []

    assert fail_each(operation, check, arrange=arrange) >= 8
    assert Checkpoint.objects.exists()


@pytest.mark.django_db
def test_first_use_of_the_key_leaves_a_whole_key_or_none(settings: Any, tmp_path: Path) -> None:
    number = iter(range(1000))

    def arrange() -> Path:
        settings.WAYMARK_KEYS = tmp_path / f"keys-{next(number)}"
        return settings.WAYMARK_KEYS / "ledger.key"  # type: ignore[no-any-return]

    def check(place: Path, fault: Fault) -> None:
        assert (fault.error is None) == place.exists()
        first = ledger.verifier_key()
        assert first == ledger.verifier_key()
        assert os.listdir(place.parent) == ["ledger.key"]

    assert fail_each(lambda _place: ledger.verifier_key(), check, arrange=arrange) >= 3


@pytest.mark.django_db
def test_export_is_whole_or_the_old_one(tmp_path: Path) -> None:
    with transaction.atomic():
        record("other.made", "thing:1", by=None, at=NOW, facts={})
    ledger.sequence_now()
    place = tmp_path / "ledger.jsonl"

    def arrange() -> Path:
        place.write_text("old")
        return place

    def check(_place: Path, fault: Fault) -> None:
        assert (place.read_text() == "old") == (fault.error is not None)
        assert not (tmp_path / "ledger.jsonl.part").exists()

    assert fail_each(ledger.export, check, arrange=arrange) >= 5


done: list[str] = []


@jobs.task
def effect(name: str) -> None:
    """Idempotent by a unique key, as every task must be."""
    if name not in done:
        done.append(name)


@pytest.mark.django_db(transaction=True)
def test_job_is_never_lost() -> None:
    number = iter(range(1000))

    def arrange() -> str:
        Job.objects.all().delete()
        name = str(next(number))
        effect.enqueue(name=name)
        return name

    def check(name: str, fault: Fault) -> None:
        job = Job.objects.get()
        if name not in done or job.state != Job.State.DONE:
            later = timezone.now() + queue.LEASE * 2
            queue.reap(later)
            jobs.run_due(later)
        assert done.count(name) == 1
        assert Job.objects.get().state == Job.State.DONE

    assert fail_each(lambda _name: jobs.run_due(), check, arrange=arrange) >= 4
