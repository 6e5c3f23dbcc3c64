"""The main job at the level of acts: from an open case to a decision."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.hearing import hear
from tests.world import make_world
from waymark.assessments.actions import decision, desk, meeting, review
from waymark.assessments.models import Decision
from waymark.assessments.queries.access import visible
from waymark.assessments.rules.case import BallotChoice, DecisionKind, Outcome
from waymark.awards.queries import trust_document
from waymark.awards.rules import verify
from waymark.base.jobs import run_due
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def test_a_complete_case_is_granted_the_level_that_its_report_shows() -> None:
    world = make_world(until="decided")
    found = Decision.objects.get()
    assert (found.kind, found.level) == ("grant", "silver")
    assert found.report_sha256 == world.case.reports.get().sha256
    assert found.quorum == {"seats": 3, "present": 3, "percent": 50}
    assert world.case.state == "decided"
    verbs = list(Record.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[:2] == ["issuer.made", "case.opened"]
    assert verbs[-1] == "case.decided"


def test_a_city_that_left_criteria_open_can_not_submit_and_is_told_which() -> None:
    world = make_world()
    with pytest.raises(Refused) as refused:
        world.submit()
    reason = refused.value.reasons[0]
    assert reason.key == "case.unanswered"
    assert reason.params["count"] == 11


def test_rejected_criteria_give_no_level_so_a_grant_is_refused() -> None:
    world = make_world(until="in_review")
    world.review(Outcome.REJECT)
    world.report()
    item = world.convene()
    world.vote(BallotChoice.GRANT)
    with pytest.raises(Refused) as refused:
        world.decide()
    assert [reason.key for reason in refused.value.reasons] == ["decision.no_level"]
    assert not item.decisions.exists()


def test_a_second_decision_on_the_same_item_is_refused_with_the_first() -> None:
    world = make_world(until="decided")
    with pytest.raises(decision.AlreadyDecided) as twice:
        world.decide()
    assert twice.value.decision == Decision.objects.get()


def test_only_the_signatory_submits_and_only_the_chair_decides() -> None:
    world = make_world(until="scheduled")
    world.vote()
    with pytest.raises(NotPermitted):
        decision.decide_item(
            item=world.item,
            expected=world.item.report_sha256,
            reasons="x",
            by=world.members[1],
            at=world.later(),
        )


def test_a_reviewer_sees_nothing_before_she_has_declared() -> None:
    world = make_world(until="in_review")
    reviewer = world.reviewers[0]
    assert not visible(reviewer).exists()
    assignment = world.case.assignments.get(reviewer=reviewer)
    review.declare_interest(assignment=assignment, conflict=False, by=reviewer, at=world.later())
    assert visible(reviewer).get() == world.case


def test_a_declared_conflict_recuses_and_frees_the_slot() -> None:
    world = make_world(until="in_review")
    reviewer = world.reviewers[0]
    assignment = world.case.assignments.get(reviewer=reviewer)
    review.declare_interest(assignment=assignment, conflict=True, by=reviewer, at=world.later())
    assert not visible(reviewer).exists()
    assert world.case.assignments.filter(ended_at__isnull=True).count() == 1
    with pytest.raises(desk.NotIndependent):
        desk.assign_reviewer(
            case=world.case,
            reviewer=reviewer,
            slot=1,
            due=assignment.due,
            by=world.secretary,
            at=world.later(),
        )


def test_clarification_opens_the_case_and_a_changed_case_makes_verdicts_stale() -> None:
    world = make_world(until="in_review")
    first = world.case.assignments.order_by("slot").first()
    review.declare_interest(assignment=first, conflict=False, by=first.reviewer, at=world.later())
    submission = world.case.submissions.get()
    for criterion in ("A01", "A02"):
        review.give_verdict(
            assignment=first,
            submission=submission.sha256,
            criterion=criterion,
            judgement=review.Judgement(Outcome.ACCEPT),
            by=first.reviewer,
            at=world.later(),
        )
    asked = review.ask_city(
        assignment=first,
        criterion="A03",
        question="Which plan ends when?",
        due=None,
        by=first.reviewer,
        at=world.later(),
    )
    world.case.refresh_from_db()
    assert world.case.state == "clarification"
    from waymark.assessments.actions import answers

    answer = world.case.answers.get(criterion="A03")
    answers.save_answer(
        case=world.case,
        criterion="A03",
        draft=answers.Draft(level=2, narrative="The plan ends in 2030."),
        version=answer.version,
        by=world.editor,
        at=world.later(),
    )
    with pytest.raises(Refused):
        world.submit()
    review.answer_question(
        clarification=asked, answer="See A03.", by=world.editor, at=world.later()
    )
    world.submit()
    assert world.case.state == "in_review"
    assert world.case.submissions.count() == 2
    with pytest.raises(review.StaleSubmission):
        review.give_verdict(
            assignment=first,
            submission=submission.sha256,
            criterion="A03",
            judgement=review.Judgement(Outcome.ACCEPT),
            by=first.reviewer,
            at=world.later(),
        )
    assert review.repeat_verdicts(assignment=first, by=first.reviewer, at=world.later()) == 2
    world.review()
    world.report()
    assert world.case.state == "reported"


def test_recused_members_count_neither_for_quorum_nor_for_votes() -> None:
    world = make_world(until="reported")
    item = world.convene()
    for member in world.members[1:]:
        meeting.declare_on_item(item=item, conflict=True, by=member, at=world.later())
    meeting.cast_ballot(item=item, choice=BallotChoice.GRANT, by=world.chair, at=world.later())
    with pytest.raises(desk.NotIndependent):
        meeting.cast_ballot(
            item=item, choice=BallotChoice.GRANT, by=world.members[1], at=world.later()
        )
    with pytest.raises(Refused) as refused:
        world.decide()
    assert refused.value.reasons[0].key == "decision.not_quorate"


def test_a_report_that_a_new_verdict_made_stale_is_not_decided_on() -> None:
    world = make_world(until="reported")
    desk.reopen_review(
        case=world.case, reason="A verdict was mistaken.", by=world.secretary, at=world.later()
    )
    world.case.refresh_from_db()
    assert world.case.state == "in_review"
    with pytest.raises(Refused):
        meeting.schedule_case(
            meeting=meeting.plan_meeting(
                mechanism=world.mechanism,
                title="Too early",
                starts_at=world.now,
                where="",
                by=world.secretary,
                at=world.later(),
            ),
            case=world.case,
            by=world.secretary,
            at=world.later(),
        )


def test_publishing_closes_the_case_and_gives_a_certificate_that_verifies_until_revoked() -> None:
    world = make_world(until="published")
    award = world.award
    assert world.case.state == "closed"
    assert award.signed_at
    trust = trust_document()
    now = datetime.now(UTC)
    assert verify(award.credential, trust, now).outcome == "valid"
    hear(world.case, award, by=world.chair, at=datetime.now(UTC))
    decision.decide_on_award(
        case=world.case,
        award=award,
        kind=DecisionKind.REVOKE,
        reasons="The evidence turned out to be forged.",
        by=world.chair,
        at=datetime.now(UTC),
    )
    run_due(datetime.now(UTC))
    later = datetime.now(UTC)
    assert verify(award.credential, trust, later).outcome == "valid"  # an old trust file
    assert verify(award.credential, trust_document(), later).outcome == "not_valid"
