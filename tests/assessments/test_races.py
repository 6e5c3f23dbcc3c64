"""R6: two people at once have one outcome, and whoever comes second is told of the first.

What holds them apart is threefold: a lock on the row, a conditional UPDATE, a unique constraint.
The last test turns all three off and sees two decisions: PostgreSQL alone can show it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from tests import factories
from tests.assessments.twins import twin
from tests.hearing import hear
from tests.races import ROUNDS, copy, race, split
from tests.world import FEW, World, ground_of, make_world
from waymark.assessments.actions import case as cases
from waymark.assessments.actions import decision, desk, meeting, review
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.models import Ballot, Case, Decision, Meeting, Recusal, Report, Verdict
from waymark.assessments.rules.calendar import Calendar
from waymark.assessments.rules.case import BallotChoice, DecisionKind, Outcome
from waymark.awards import signing
from waymark.awards.actions import revoke_award
from waymark.awards.models import Award, AwardEvent
from waymark.awards.queries import state_of, trust_document
from waymark.awards.rules import verify
from waymark.awards.rules.lifecycle import NoSuchStep
from waymark.base.jobs import run_due
from waymark.base.models import Record
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db(transaction=True)


def now() -> datetime:
    return datetime.now(UTC)


def two_chairs(world: World) -> list[Any]:
    """The chair, and somebody else who may chair as well."""
    second = factories.make_seat(world.mechanism.committee, SeatRole.CHAIR)
    assert world.item is not None
    meeting.declare_on_item(item=world.item, conflict=False, by=second, at=world.later())
    return [world.chair, second]


def deciding(world: World, by: Any, reasons: str) -> Any:
    return partial(
        decision.decide_item,
        item=world.item,
        expected=world.item.report_sha256,
        reasons=reasons,
        by=by,
        at=now(),
    )


def voted() -> World:
    world = make_world(until="scheduled", criteria=FEW)
    world.vote()
    return world


def test_two_chairs_write_one_decision_and_the_second_is_given_the_first() -> None:
    start = voted()
    chairs = two_chairs(start)
    for _ in range(ROUNDS):
        world = twin(start)
        acts = [deciding(world, by, f"Written by {by.pk}.") for by in chairs]
        won, lost = split(race(*acts))
        assert len(won) == len(lost) == 1
        only = Decision.objects.get(case=world.case)
        assert won == [only]
        assert isinstance(lost[0], decision.AlreadyDecided)
        assert lost[0].decision == only
        assert (
            Record.objects.filter(verb="case.decided", scope=f"case:{world.case.pk}").count() == 1
        )
        world.case.refresh_from_db()
        assert (world.case.state, world.case.events.filter(step="decide").count()) == ("decided", 1)


def test_two_workers_call_one_meeting_and_fill_its_agenda_once() -> None:
    world = make_world(until="reported", criteria=FEW)
    row = meeting.set_calendar(
        mechanism=world.mechanism, calendar=Calendar(), reason="x", by=world.chair,
        at=world.later(),
    )  # fmt: skip
    for number in range(ROUNDS):
        day = date(2026, 6, 1) + timedelta(days=number)
        call = partial(meeting.call_meeting, calendar=row, day=day, title="T", by=None, at=now())
        won, lost = split(race(call, call))
        assert lost == []
        (called,) = [one for one in won if one is not None]
        fill = partial(meeting.fill_agenda, meeting=called, by=None, at=now())
        filled, lost = split(race(fill, fill))
        assert lost == []
        assert filled.count(None) == 1
        assert (
            Record.objects.filter(verb="meeting.filled", subject=f"meeting:{called.pk}").count()
            == 1
        )


def test_a_case_is_either_decided_or_withdrawn() -> None:
    start, seen = voted(), set()
    for _ in range(ROUNDS):
        world = twin(start)
        withdraw = partial(
            cases.withdraw_case, case=world.case, reason="Later.", by=start.signatory, at=now()
        )
        won, lost = split(race(deciding(world, start.chair, "All is met."), withdraw))
        assert len(won) == len(lost) == 1
        assert isinstance(lost[0], (Refused, Overtaken, decision.AlreadyDecided)), lost
        world.case.refresh_from_db()
        decided = Decision.objects.filter(case=world.case).exists()
        assert world.case.state == ("decided" if decided else "withdrawn")
        world.item.refresh_from_db()
        assert (world.item.removed_at is None) == decided, "a withdrawn case leaves the agenda"
        seen.add(decided)


def test_a_member_votes_once_though_she_sends_twice() -> None:
    start = make_world(until="scheduled", criteria=FEW)
    by = start.members[1]
    for _ in range(ROUNDS):
        world = twin(start)
        acts = [
            partial(meeting.cast_ballot, item=world.item, choice=choice, by=by, at=now())
            for choice in (BallotChoice.GRANT, BallotChoice.REFUSE)
        ]
        won, lost = split(race(*acts))
        assert won == [Ballot.objects.get(item=world.item)]
        assert isinstance(lost[0], meeting.AlreadyVoted)


def test_a_member_votes_or_is_recused_but_never_both() -> None:
    start = make_world(until="scheduled", criteria=FEW)
    by = start.members[1]
    for _ in range(ROUNDS):
        world = twin(start)
        vote = partial(
            meeting.cast_ballot, item=world.item, choice=BallotChoice.GRANT, by=by, at=now()
        )
        recuse = partial(meeting.declare_on_item, item=world.item, conflict=True, by=by, at=now())
        won, lost = split(race(vote, recuse))
        assert len(won) == len(lost) == 1
        assert isinstance(lost[0], (Refused, desk.NotIndependent))
        ballots = Ballot.objects.filter(item=world.item).count()
        assert ballots + Recusal.objects.filter(item=world.item).count() == 1


def test_a_meeting_is_opened_once_by_whoever_finds_the_quorum_first() -> None:
    start = make_world(until="reported", criteria=FEW)
    start.convene()
    for _ in range(ROUNDS):
        Meeting.objects.filter(pk=start.meeting.pk).update(
            state="planned", quorum_rule={}, convened_at=None
        )
        before = Record.objects.filter(verb="meeting.convened").count()
        acts = [
            partial(meeting.convene_meeting, meeting=start.meeting, by=by, at=now())
            for by in (start.chair, start.secretary)
        ]
        won, lost = split(race(*acts))
        assert len(won) == len(lost) == 1
        assert isinstance(lost[0], Refused)
        assert Record.objects.filter(verb="meeting.convened").count() == before + 1


def test_a_meeting_is_published_once_and_each_grant_becomes_one_award() -> None:
    start = make_world(until="decided", criteria=FEW)
    meeting.close_meeting(meeting=start.meeting, minutes="", by=start.chair, at=start.later())
    publish = partial(publish_meeting, meeting=start.meeting, by=start.secretary, at=now())
    won, lost = split(race(*[publish] * 4))
    assert (len(won), len(lost)) == (1, 3)
    assert all(isinstance(error, Refused) for error in lost)
    assert Award.objects.count() == 1
    assert Record.objects.filter(verb="decision.published").count() == 1


def test_signing_at_once_signs_once_and_a_revoked_award_never_verifies() -> None:
    start = make_world(until="decided", criteria=FEW)
    meeting.close_meeting(meeting=start.meeting, minutes="", by=start.chair, at=start.later())
    publish_meeting(meeting=start.meeting, by=start.secretary, at=now())
    intended = Award.objects.get()
    row = intended.status_list
    for number in range(ROUNDS):
        award = another_award(intended, number)
        revoke = partial(
            revoke_award, award=award, reason="Forged.", decision="", by=start.chair, at=now()
        )
        sign = partial(signing.sign_award, award.pk, at=now())
        results = race(sign, sign, revoke)
        assert not split(results)[1], results
        award.refresh_from_db()
        assert AwardEvent.objects.filter(award=award).count() == 1
        assert state_of(award, now()) == "revoked"
        assert Record.objects.filter(verb="award.signed", subject=f"award:{award.pk}").count() == (
            1 if award.signed_at else 0
        )
        signing.sign_list(row.pk, at=now())
        if award.credential:
            assert verify(award.credential, trust_document(), now()).outcome == "not_valid"


def another_award(award: Award, number: int) -> Award:
    """A second award like this one that waits to be signed."""
    taken = award.status_list.awards.values_list("status_index", flat=True)
    return copy(
        award,
        number=f"WM-2026-TEST{number:02}",
        decision=f"decision:{number}",
        status_index=max(taken) + 1 if max(taken) < 131_000 else min(taken) - 1,
    )


def test_two_chairs_act_on_a_certificate_one_after_the_other() -> None:
    start = make_world(until="published", criteria=FEW)
    hear(start.case, start.award, by=start.chair, at=now())
    acts = [
        partial(
            decision.decide_on_award,
            case=start.case,
            award=start.award,
            kind=kind,
            reasons="Reasons.",
            by=start.chair,
            at=now(),
        )
        for kind in (DecisionKind.REVOKE, DecisionKind.REVOKE, DecisionKind.SUSPEND)
    ]
    won, lost = split(race(*acts))
    kinds = list(AwardEvent.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds in (["revoked"], ["suspended", "revoked"])
    assert len(won) == len(kinds)
    assert len(lost) == 3 - len(kinds)
    chain = list(start.case.decisions.order_by("seq"))
    assert [row.prev_sha256 for row in chain] == ["", *(row.sha256 for row in chain[:-1])]


def test_two_reviewers_deliver_at_once_and_the_report_is_made_once() -> None:
    start = make_world(until="in_review", criteria=FEW)
    submission = start.case.submissions.get()
    for assignment in start.case.assignments.all():
        by = assignment.reviewer
        review.declare_interest(assignment=assignment, conflict=False, by=by, at=start.later())
        for criterion in FEW[:-1]:
            judge(assignment, submission.sha256, criterion)()
    for _ in range(ROUNDS):
        world = twin(start)
        both = list(world.case.assignments.all())
        assert len(split(race(*(judge(one, submission.sha256, FEW[-1]) for one in both)))[0]) == 2
        deliver = [
            partial(review.deliver_review, assignment=one, by=one.reviewer, at=now())
            for one in both
        ]
        assert len(split(race(*deliver))[0]) == 2
        again = split(race(*deliver))
        assert not again[0], "nobody delivers twice"
        report = partial(desk.make_report, case=world.case, by=start.secretary, at=now())
        won, lost = split(race(report, report))
        assert won == [Report.objects.get(case=world.case)]
        assert isinstance(lost[0], Refused)


def judge(assignment: Any, submission: str, criterion: str, outcome: str = "accept") -> Any:
    return partial(
        review.give_verdict,
        assignment=assignment,
        submission=submission,
        criterion=criterion,
        judgement=review.Judgement(Outcome(outcome), None, ground_of(outcome), "Looked."),
        by=assignment.reviewer,
        at=now(),
    )


def test_a_reviewer_in_two_tabs_gives_two_verdicts_in_an_order() -> None:
    start = make_world(until="in_review", criteria=FEW)
    assignment = start.case.assignments.order_by("slot").first()
    submission = start.case.submissions.get().sha256
    review.declare_interest(
        assignment=assignment, conflict=False, by=assignment.reviewer, at=start.later()
    )
    for turn in range(ROUNDS):
        words = [judge(assignment, submission, "A01", word) for word in ("accept", "reject")]
        assert len(split(race(*words))[0]) == 2
        seqs = list(Verdict.objects.order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, 2 * turn + 3))


def test_a_slot_takes_one_reviewer() -> None:
    start = make_world(until="submitted", criteria=FEW)
    desk.admit_case(case=start.case, by=start.secretary, at=start.later())
    for _ in range(ROUNDS):
        world = twin(start)
        acts = [
            partial(
                desk.assign_reviewer,
                case=world.case,
                reviewer=reviewer,
                slot=1,
                due=now().date(),
                by=start.secretary,
                at=now(),
            )
            for reviewer in start.reviewers
        ]
        won, lost = split(race(*acts))
        assert len(won) == 1
        assert isinstance(lost[0], desk.NoSuchSlot)


def test_invariant_07_one_open_case_however_many_open_it_at_once() -> None:
    start = make_world(until="draft", criteria=FEW)
    for _ in range(ROUNDS):
        world = twin(start)
        Case.objects.filter(pk=world.case.pk).update(closed_at=now())
        opening = partial(
            cases.open_case,
            place=world.place,
            mechanism=world.mechanism,
            edition=world.edition,
            target_level="silver",
            language="en",
            by=start.lead,
            at=now(),
        )
        won, lost = split(race(opening, opening, opening))
        assert won == [Case.objects.get(place=world.place, closed_at=None)]
        assert all(isinstance(error, cases.CaseAlreadyOpen) for error in lost)
        assert {error.case for error in lost} == set(won)


GUARDS = {
    "assessments_decision_seq",
    "assessments_decision_no_fork",
    "assessments_decision_per_item",
}


@contextlib.contextmanager
def no_constraints() -> Iterator[None]:
    """Take the unique constraints off decisions, and put them back with what broke them removed."""
    constraints = [found for found in Decision._meta.constraints if found.name in GUARDS]
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.remove_constraint(Decision, constraint)
    try:
        yield
    finally:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("DELETE FROM assessments_decision")
        with connection.schema_editor() as editor:
            for constraint in constraints:
                editor.add_constraint(Decision, constraint)


def decide_side_by_side(monkeypatch: pytest.MonkeyPatch, start: World, *, locked: bool) -> Any:
    """Let both chairs pass every check before either writes, unless a lock keeps one outside."""
    chairs, gate, ask = two_chairs(start), Barrier(2), decision.quorum_of

    def slowly(item: Any) -> Any:
        with contextlib.suppress(BrokenBarrierError):
            gate.wait(timeout=1)
        return ask(item)

    monkeypatch.setattr(decision, "quorum_of", slowly)
    if not locked:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    return race(*[deciding(start, by, f"By {by.pk}.") for by in chairs])


def test_the_lock_alone_keeps_them_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    won, lost = split(decide_side_by_side(monkeypatch, voted(), locked=True))
    assert len(won) == 1
    assert isinstance(lost[0], decision.AlreadyDecided)


needs_postgres = pytest.mark.skipif(
    "connection.vendor == 'sqlite'",
    reason="SQLite lets one transaction write at a time, whatever else is off",
)


@needs_postgres
def test_without_the_lock_the_constraint_keeps_them_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    won, lost = split(decide_side_by_side(monkeypatch, voted(), locked=False))
    assert len(won) == 1
    assert isinstance(lost[0], decision.AlreadyDecided)
    assert Decision.objects.count() == 1


@needs_postgres
def test_without_lock_condition_and_constraint_there_are_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control: these tests would see a double decision if there were one."""
    monkeypatch.setattr(decision, "take", lambda case, *_args, **_more: case)
    start = voted()
    with no_constraints():
        won, _lost = split(decide_side_by_side(monkeypatch, start, locked=False))
        assert len(won) == 2
        assert Decision.objects.filter(item=start.item).count() == 2


def test_jobs_run_by_two_workers_sign_an_award_once() -> None:
    start = make_world(until="decided", criteria=FEW)
    meeting.close_meeting(meeting=start.meeting, minutes="", by=start.chair, at=start.later())
    publish_meeting(meeting=start.meeting, by=start.secretary, at=now())
    race(*[partial(run_due, now())] * 3)
    assert Award.objects.get().signed_at
    assert Record.objects.filter(verb="award.signed").count() == 1


def test_an_act_that_began_earlier_still_follows_the_one_that_came_first() -> None:
    """Order is by sequence, not by clock: a revoked award is not revoked again in the past."""
    start = make_world(until="published", criteria=FEW)
    early, award = now(), start.award
    revoke = partial(revoke_award, award=award, reason="Forged.", decision="", by=start.chair)
    event = revoke(at=now())
    with pytest.raises(NoSuchStep):
        revoke(at=early)
    assert AwardEvent.objects.get() == event
