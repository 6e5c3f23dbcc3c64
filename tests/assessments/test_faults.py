"""R4: whatever statement, write or commit fails, an act has happened whole or not at all.

Every point of each act fails once, none is left out. `tests/base/test_faults.py` shows that the
loop notices a mix; a careless act here shows that these checks do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from tests.assessments.twins import twin
from tests.faults import Fault, fail_each
from tests.races import copy
from tests.world import FEW, World, make_world
from waymark.assessments.actions import decision, review
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.actions.submission import submit_case
from waymark.assessments.models import Decision, Publication, Verdict
from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.rules.case import Outcome
from waymark.awards import signing
from waymark.awards.jobs import catch_up
from waymark.awards.models import Award
from waymark.awards.queries import trust_document
from waymark.awards.rules import verify
from waymark.base.jobs import run_due
from waymark.base.models import Job, Record
from waymark.base.record import record

pytestmark = pytest.mark.django_db(transaction=True)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Round:
    """One arranged world, how many records and jobs it began with, and the act on it."""

    world: World
    act: Callable[[], Any]
    seen: Callable[[], tuple[bool, ...]]
    heard: bool  # whether somebody is to be told, for which there is a job
    records: int = 0
    jobs: int = 0

    def state(self) -> tuple[bool, ...]:
        """Every trace of the act, the record and its jobs among them."""
        told = Record.objects.count() > self.records
        job = Job.objects.count() > self.jobs if self.heard else told
        return (*self.seen(), told, job)


def begin(
    world: World,
    act: Callable[[], Any],
    seen: Callable[[], tuple[bool, ...]],
    *,
    heard: bool = True,
) -> Round:
    return Round(world, act, seen, heard, Record.objects.count(), Job.objects.count())


def whole_or_nothing(given: Round, fault: Fault) -> None:
    found = given.state()
    assert len(set(found)) == 1, found
    assert found[0] == (fault.error is None), "who gets an error was not told that it is done"
    if fault.error is not None:
        given.act()
        assert set(given.state()) == {True}, "trying again works"


def run(arrange: Callable[[], Round]) -> int:
    return fail_each(lambda given: given.act(), whole_or_nothing, arrange=arrange)


def test_submitting() -> None:
    start = make_world(until="draft", criteria=FEW)
    start.answer_all()

    def arrange() -> Round:
        world = twin(start)
        case, expected = world.case, live_submission(world.case).hash
        return begin(
            world,
            lambda: submit_case(case=case, expected=expected, by=start.signatory, at=now()),
            lambda: (
                type(case).objects.get(pk=case.pk).state == "submitted",
                case.submissions.filter(sha256=expected).exists(),
                case.events.filter(step="submit").exists(),
            ),
        )

    assert run(arrange) >= 15


def reviewing() -> World:
    start = make_world(until="in_review", criteria=FEW)
    for assignment in start.case.assignments.all():
        by = assignment.reviewer
        review.declare_interest(assignment=assignment, conflict=False, by=by, at=start.later())
    return start


def judging(start: World, act: Callable[..., Any]) -> Callable[[], Round]:
    submission = start.case.submissions.get().sha256

    def arrange() -> Round:
        world = twin(start)
        assignment = world.case.assignments.order_by("slot").first()
        return begin(
            world,
            lambda: act(
                assignment=assignment,
                submission=submission,
                criterion="A01",
                judgement=review.Judgement(Outcome.ACCEPT),
                by=assignment.reviewer,
                at=now(),
            ),
            lambda: (assignment.verdicts.filter(criterion="A01").exists(),),
            heard=False,
        )

    return arrange


def test_a_verdict() -> None:
    assert run(judging(reviewing(), review.give_verdict)) >= 10


def test_these_checks_notice_an_act_in_two_transactions() -> None:
    start = reviewing()

    def carelessly(*, assignment: Any, judgement: Any, by: Any, at: datetime, **_more: Any) -> None:
        newest = assignment.case.submissions.latest("seq")
        Verdict.objects.create(
            assignment=assignment,
            submission=newest,
            criterion="A01",
            outcome=judgement.outcome,
            rule_sha256="",
            seq=assignment.verdicts.count() + 1,
            at=at,
        )
        with transaction.atomic():
            record("verdict.given", assignment, by=by, at=at, facts={})

    with pytest.raises(AssertionError) as caught:
        run(judging(start, carelessly))
    assert "after a fault at point" in caught.value.__notes__[0]


def test_deciding() -> None:
    start = make_world(until="scheduled", criteria=FEW)
    start.vote()

    def arrange() -> Round:
        world = twin(start)
        case, item = world.case, world.item
        return begin(
            world,
            lambda: decision.decide_item(
                item=item,
                expected=item.report_sha256,
                reasons="All is met.",
                by=start.chair,
                at=now(),
            ),
            lambda: (
                Decision.objects.filter(item=item).exists(),
                type(case).objects.get(pk=case.pk).state == "decided",
                case.events.filter(step="decide").exists(),
            ),
            heard=False,
        )

    assert run(arrange) >= 20


def decided_twin(start: World, number: int) -> World:
    """A twin that was decided on, in a closed meeting of its own."""
    world = twin(start)
    world.meeting = copy(start.meeting, state="closed")
    type(world.item).objects.filter(pk=world.item.pk).update(meeting=world.meeting)
    written = Decision.objects.get(item=start.item)
    copy(
        written,
        case_id=world.case.pk,
        item_id=world.item.pk,
        report_id=world.item.report_id,
        sha256=f"{number:064}",
    )
    return world


def test_publishing_intends_every_award_or_publishes_nothing() -> None:
    start, numbers = make_world(until="decided", criteria=FEW), iter(range(1000))

    def arrange() -> Round:
        world = decided_twin(start, next(numbers))
        case = world.case
        return begin(
            world,
            lambda: publish_meeting(meeting=world.meeting, by=start.secretary, at=now()),
            lambda: (
                type(world.meeting).objects.get(pk=world.meeting.pk).state == "published",
                Publication.objects.filter(decision__case=case).exists(),
                Award.objects.filter(subject=f"place:{world.place.pk}").exists(),
                type(case).objects.get(pk=case.pk).state == "closed",
            ),
        )

    assert run(arrange) >= 25
    assert Award.objects.values("decision").distinct().count() == Award.objects.count()


@pytest.fixture
def intended() -> World:
    """A world whose award is intended and not signed."""
    world = make_world(until="decided", criteria=FEW)
    world.meeting.state = "closed"
    world.meeting.save()
    publish_meeting(meeting=world.meeting, by=world.secretary, at=now())
    return world


def test_signing(intended: World) -> None:
    first, numbers = Award.objects.get(), iter(range(1000))
    index = first.status_index

    def arrange() -> Round:
        number = next(numbers)
        award = copy(
            first,
            number=f"WM-2026-TEST{number:02}",
            decision=f"decision:{number}",
            status_index=(index + 1 + number) % 131_072,
        )
        award = Award.objects.get(pk=award.pk)
        told = Record.objects.filter(verb="award.signed", subject=f"award:{award.pk}")
        return begin(
            intended,
            lambda: signing.sign_award(award.pk, at=now()),
            lambda: (
                Award.objects.get(pk=award.pk).signed_at is not None,
                Award.objects.get(pk=award.pk).credential is not None,
                told.count() == 1,
            ),
        )

    assert run(arrange) >= 5


def test_an_award_whose_signing_was_cut_off_is_signed_by_the_next_run(
    intended: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(signing, "issue", pulled_plug)
        run_due(now())
    award = Award.objects.get()
    assert award.signed_at is None
    assert award.published_at is None
    catch_up.func()
    catch_up.func()
    award.refresh_from_db()
    assert verify(award.credential, trust_document(), now()).outcome == "valid"
    assert Record.objects.filter(verb="award.signed").count() == 1


def pulled_plug(*_args: Any, **_more: Any) -> None:
    raise OSError("the power is gone")
