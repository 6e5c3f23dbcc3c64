"""What is done by the clock: one row that fails holds up no other, and is tried again."""

from __future__ import annotations

import logging

import pytest
from django.utils import timezone

from tests.assessments.test_delegating import make_national, recuse, schedule
from tests.world import World, neighbour
from waymark.assessments.jobs.delegating import look_who_decides, settle_committees
from waymark.assessments.models import Delegation, Meeting
from waymark.base.jobs import SomeFailed, apart, queue, run_due
from waymark.base.models import Job
from waymark.people.models import Seat

pytestmark = pytest.mark.django_db


def two_cities() -> tuple[World, World]:
    """Two cases on two agendas of a national committee, which has lost its quorum on both."""
    first = make_national()
    schedule(first, first.mechanism, first.secretary)
    second = neighbour(first, until="reported", country=first.place.country)
    second.now = first.later()
    schedule(second, second.mechanism, second.secretary)
    for world in (first, second):
        recuse(world, world.members[1])
    assert not Delegation.objects.exists(), "two of three are a quorum"
    Seat.objects.filter(user=first.members[2]).update(until=first.now)
    first.later(days=2)
    return first, second


def break_first(world: World, *, mend: bool = False) -> None:
    """Let the rule fail on one meeting: how many are seated is no list of people."""
    assert world.meeting is not None
    rule = {} if mend else {"seats": 7}
    Meeting.objects.filter(pk=world.meeting.pk).update(quorum_rule=rule)


def test_one_item_that_fails_holds_up_no_other_and_is_settled_when_it_can_be(
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = two_cities()
    break_first(first)
    with pytest.raises(SomeFailed, match="1 of 2 failed"):
        settle_committees(first.now)
    assert [row.case for row in Delegation.objects.all()] == [second.case]
    [said] = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert "settle_committee failed on" in said.getMessage()
    assert said.exc_info is not None
    break_first(first, mend=True)
    assert settle_committees(first.now) == 1
    assert {row.case for row in Delegation.objects.all()} == {first.case, second.case}


def test_the_job_is_tried_again_as_every_failed_job_is() -> None:
    first, _second = two_cities()
    break_first(first)
    run_due(timezone.now())
    queue.put(look_who_decides)
    run_due(timezone.now())
    job = Job.objects.get(task=look_who_decides.module_path)
    assert (job.state, job.attempts) == (Job.State.READY, 1)
    assert "SomeFailed" in job.error
    assert Delegation.objects.count() == 1
    break_first(first, mend=True)
    run_due(job.run_after)
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE
    assert Delegation.objects.count() == 2


def test_what_all_succeeds_in_raises_nothing_and_what_it_returns_is_given_on() -> None:
    with apart() as run:
        assert [run(int, one) for one in ("1", "2")] == [1, 2]
    with pytest.raises(SomeFailed, match="1 of 3 failed") as failed, apart() as run:
        assert [run(int, one) for one in ("1", "x", "3")] == [1, None, 3]
    assert isinstance(failed.value.__cause__, ValueError)
