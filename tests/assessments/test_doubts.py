"""A conflict that is found after a decision: annulled or confirmed by those who have no tie."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.assessments.review_acts import browser
from tests.assessments.test_life import certified, keys, sign
from tests.doubting import doubt, look_again, plan, settle, sit, vote
from waymark.assessments.actions import decision, life, meeting
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.jobs.hearings import end_hearings
from waymark.assessments.models import Ballot, Decision, Hearing
from waymark.assessments.queries.access import case_roles, visible
from waymark.assessments.queries.life.acts import state_by_decisions
from waymark.assessments.queries.life.doubts import waiting_doubts
from waymark.assessments.queries.life.page import life_of
from waymark.assessments.queries.sessions import session
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.rules.case import BallotChoice, DecisionKind
from waymark.assessments.rules.life.doubt import Cause
from waymark.awards.actions import supersede_award
from waymark.awards.models import AwardEvent
from waymark.awards.queries import state_of, trust_document
from waymark.awards.rules import verify
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db
ANNUL, CONFIRM, DEFER = BallotChoice.ANNUL, BallotChoice.CONFIRM, BallotChoice.DEFER


def test_edge_conflict_found_after_the_decision_is_annulled_by_a_vote_of_the_unconflicted() -> None:
    world = certified()
    tied, others = world.members[1], [world.chair, world.members[2]]
    assert verify(world.award.credential, trust_document(), world.now).outcome == "valid"
    item = sit(world, doubt(world, tied=tied), free=others)
    assert item.recusals.get().member == tied
    with pytest.raises(NotIndependent):
        meeting.cast_ballot(item=item, choice=CONFIRM, by=tied, at=world.later())
    vote(world, item, dict.fromkeys(others, ANNUL))
    made = settle(world, item)
    assert (made.kind, made.about) == (DecisionKind.ANNUL, world.award.decision)
    assert made.votes == {"confirm": 0, "annul": 2, "defer": 0, "abstain": 0}
    assert (made.quorum["present"], made.quorum["seats"]) == (2, 3)
    assert made.publication.at == made.decided_at, "public at once"
    assert Hearing.objects.get().closed_at == made.decided_at
    sign(world)
    assert state_of(world.award, world.now) == state_by_decisions(world.award, world.now)
    assert state_of(world.award, world.now) == "annulled"
    assert verify(world.award.credential, trust_document(), world.now).outcome == "not_valid"
    given = Decision.objects.get(pk=world.award.decision.partition(":")[2])
    assert given.kind == DecisionKind.GRANT, "the first decision stays readable as it was"
    assert made.prev_sha256 == given.sha256
    world.case.refresh_from_db()
    assert world.case.state == "closed"


def test_edge_conflict_found_after_the_decision_is_confirmed_by_a_vote() -> None:
    world = certified()
    made = look_again(world, CONFIRM)
    assert made.kind == DecisionKind.CONFIRM
    assert made.about == f"hearing:{Hearing.objects.get().pk}"
    assert Hearing.objects.get().closed_at == made.decided_at
    sign(world)
    assert state_of(world.award, world.now) == "valid"
    assert verify(world.award.credential, trust_document(), world.now).outcome == "valid"
    assert not AwardEvent.objects.exists()


def test_a_tie_of_votes_changes_nothing_and_the_doubt_waits_for_another_meeting() -> None:
    world = certified()
    hearing = doubt(world)
    item = sit(world, hearing)
    first, second, third = world.members
    vote(world, item, {first: ANNUL, second: CONFIRM, third: BallotChoice.ABSTAIN})
    assert settle(world, item).kind == DecisionKind.DEFER
    hearing.refresh_from_db()
    assert hearing.closed_at is None
    assert state_of(world.award, world.now) == "valid"
    again = sit(world, hearing)
    vote(world, again, dict.fromkeys(world.members, ANNUL))
    assert settle(world, again).kind == DecisionKind.ANNUL


def test_too_few_without_a_tie_decide_nothing() -> None:
    world = certified()
    item = sit(world, doubt(world, tied=world.members[1]), free=[world.chair])
    meeting.declare_on_item(item=item, conflict=True, by=world.members[2], at=world.later())
    vote(world, item, {world.chair: ANNUL})
    with pytest.raises(Refused) as refused:
        settle(world, item)
    assert keys(refused) == {"decision.not_quorate"}
    assert state_of(world.award, world.now) == "valid"


def test_nobody_annuls_alone_and_nobody_confirms_alone_what_is_put_to_the_vote() -> None:
    world = certified()
    doubt(world)
    for kind in (DecisionKind.ANNUL, DecisionKind.CONFIRM, DecisionKind.REVOKE):
        with pytest.raises(Refused) as refused:
            decision.decide_on_award(
                case=world.case, award=world.award, kind=kind, reasons="Mine.",
                by=world.chair, at=world.later(),
            )  # fmt: skip
        assert keys(refused) & {"doubt.by_vote", "doubt.other_hearing"}
    suspended = decision.decide_on_award(
        case=world.case, award=world.award, kind=DecisionKind.SUSPEND, reasons="Until then.",
        by=world.chair, at=world.later(),
    )  # fmt: skip
    assert suspended.kind == DecisionKind.SUSPEND, "what is urgent stays the chair's"


def test_the_city_is_heard_before_the_committee_votes() -> None:
    world = certified()
    hearing, row = doubt(world, answered=False), plan(world)
    at = world.now
    assert waiting_doubts(world.secretary, world.mechanism.pk, at) == []
    with pytest.raises(Refused) as refused:
        meeting.schedule_doubt(meeting=row, hearing=hearing, by=world.secretary, at=at)
    assert keys(refused) == {"life.hearing_open"}
    late = at + timedelta(days=15)
    assert waiting_doubts(world.secretary, world.mechanism.pk, late) == [hearing]
    assert meeting.schedule_doubt(meeting=row, hearing=hearing, by=world.secretary, at=late)
    assert waiting_doubts(world.secretary, world.mechanism.pk, late) == [], "it is on an agenda"
    with pytest.raises(Refused) as refused:
        meeting.schedule_doubt(meeting=plan(world), hearing=hearing, by=world.secretary, at=late)
    assert keys(refused) == {"doubt.on_agenda"}


def test_who_doubts_is_the_desk_or_the_chair_and_names_who_had_a_part() -> None:
    world = certified()
    stranger = factories.make_user()
    for by in (world.members[1], world.reviewers[0], world.signatory, stranger):
        with pytest.raises(NotPermitted):
            doubt(world, by=by)
    for tied, key in (
        (stranger, "doubt.no_part"),
        (world.signatory, "doubt.no_part"),
        (world.secretary, "doubt.own"),
    ):
        with pytest.raises(Refused) as refused:
            doubt(world, tied=tied)
        assert keys(refused) == {key}
    assert doubt(world, tied=world.reviewers[0], by=world.chair, answered=False)
    with pytest.raises(Refused) as refused:
        doubt(world)
    assert keys(refused) == {"life.heard_already"}, "one at a time"


def test_who_is_said_to_have_had_a_tie_reads_nothing_more() -> None:
    world = certified()
    tied, other, number = world.members[1], world.members[2], world.award.number
    sit(world, doubt(world, tied=tied), free=[world.chair, other])
    assert visible(other, world.now).filter(pk=world.case.pk).exists()
    assert not visible(tied, world.now).filter(pk=world.case.pk).exists()
    seen, hidden = life_of(other, number, world.now), life_of(tied, number, world.now)
    assert seen is not None
    assert hidden is not None
    assert seen.hearings
    assert seen.statements
    assert seen.concerned
    assert not hidden.hearings
    assert not hidden.statements
    assert not hidden.concerned


def test_desk_staff_who_is_named_reads_nothing_more_until_it_is_confirmed() -> None:
    world = certified()
    other = factories.make_seat(world.mechanism.secretariat)
    world.now = datetime.now(UTC)
    hearing = doubt(world, tied=world.secretary, by=other)
    case = reverse("assessments:case", args=[world.case.pk])
    lives = reverse("assessments:life", args=[world.award.number])
    assert visible(other, world.now).get() == world.case, "the control"
    assert browser(other).get(case).status_code == 200
    assert hearing.grounds in browser(other).get(lives).content.decode()
    assert not visible(world.secretary, world.now).exists()
    assert case_roles(world.secretary, world.case, world.now) == frozenset()
    assert barred_from(world.case, [world.secretary, other], world.now) == {world.secretary.pk}
    named = browser(world.secretary)
    assert named.get(case).status_code == 404
    assert case not in named.get(reverse("assessments:inbox")).content.decode()
    assert hearing.grounds not in named.get(lives).content.decode()
    item = meeting.schedule_doubt(
        meeting=plan(world), hearing=hearing, by=other, at=world.later()
    )  # fmt: skip
    meeting.note_attendance(
        meeting=item.meeting, present=[one.pk for one in world.members], by=other, at=world.later()
    )
    meeting.convene_meeting(meeting=item.meeting, by=other, at=world.later())
    for member in world.members:
        meeting.declare_on_item(item=item, conflict=False, by=member, at=world.later())
    item.refresh_from_db()
    vote(world, item, dict.fromkeys(world.members, CONFIRM))
    settle(world, item)
    assert visible(world.secretary, world.now).get() == world.case, "the decision stands"


def test_who_was_named_where_a_decision_was_annulled_stays_out_for_good() -> None:
    world = certified()
    tied, others = world.reviewers[0], world.members
    tied.seats.update(role=SeatRole.LEAD)
    assert visible(tied, world.now).exists(), "the control: she leads the team"
    item = sit(world, doubt(world, tied=tied), free=others)
    vote(world, item, dict.fromkeys(others, ANNUL))
    settle(world, item)
    assert not visible(tied, world.now).exists()


def test_it_comes_off_the_agenda_and_waits_again() -> None:
    world = certified()
    hearing = doubt(world)
    item = sit(world, hearing)
    meeting.unschedule_case(item=item, by=world.secretary, at=world.later())
    world.case.refresh_from_db()
    assert world.case.state == "closed", "the case itself is where it was"
    assert waiting_doubts(world.secretary, world.mechanism.pk, world.now) == [hearing]
    second = sit(world, hearing)
    meeting.adjourn_meeting(meeting=second.meeting, by=world.secretary, at=world.later())
    assert waiting_doubts(world.secretary, world.mechanism.pk, world.now) == [hearing]


def test_a_certificate_that_has_ended_meanwhile_is_not_voted_on() -> None:
    world = certified()
    item = sit(world, doubt(world))
    vote(world, item, dict.fromkeys(world.members, ANNUL))
    world.now = world.award.valid_until + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        settle(world, item)
    assert keys(refused) == {"life.award_ended"}
    assert Ballot.objects.filter(item=item).count() == 3


def test_everybody_concerned_is_told_and_the_public_reads_that_it_was_looked_at() -> None:
    world = certified()
    tied, others = world.members[1], [world.chair, world.members[2]]
    item = sit(world, doubt(world, tied=tied, by=world.secretary), free=others)
    vote(world, item, dict.fromkeys(others, ANNUL))
    settle(world, item)
    item.meeting.refresh_from_db()
    meeting.close_meeting(meeting=item.meeting, minutes="", by=world.chair, at=world.later())
    publish_meeting(meeting=item.meeting, by=world.secretary, at=world.later())
    sign(world)

    def told(kind: str) -> set[str]:
        return set(Notice.objects.filter(kind=kind).values_list("user__email", flat=True))

    signers = {world.lead.email, world.signatory.email}
    assert told("life.doubted") == told("doubt.scheduled") == told("award.annulled") == signers
    assert told("doubt.named") == {tied.email}
    assert told("doubt.on_agenda") == {one.email for one in others}
    assert told("doubt.to_schedule") == {world.chair.email}
    assert world.secretary.email in told("life.decided")
    public = session(None, item.meeting.pk)
    assert public is not None
    assert (public.doubts, public.refused, public.checks, public.recusals) == (1, 0, 0, 1)


def test_a_flaw_is_voted_on_as_well() -> None:
    world = certified()
    hearing = doubt(world, cause=Cause.FLAW, grounds="A file was forged.")
    item = sit(world, hearing)
    with pytest.raises(NotIndependent):
        meeting.cast_ballot(item=item, choice=BallotChoice.GRANT, by=world.chair, at=world.later())
    vote(world, item, dict.fromkeys(world.members, ANNUL))
    assert settle(world, item).kind == DecisionKind.ANNUL
    with pytest.raises(Refused):
        life.doubt_decision(
            case=world.case, award=world.award, cause=Cause.FLAW, grounds="Once more.",
            by=world.chair, at=world.later(),
        )  # fmt: skip


def test_a_doubt_ends_with_its_certificate_off_the_agenda_and_everybody_is_told() -> None:
    world = certified()
    tied = world.members[1]
    hearing = doubt(world, tied=tied)
    item = sit(world, hearing, free=[world.chair, world.members[2]])
    assert end_hearings(world.now) == 0, "the control: the certificate lives"
    world.now = world.award.valid_until + timedelta(days=1)
    assert end_hearings(world.now) == 1
    assert end_hearings(world.now) == 0
    hearing.refresh_from_db()
    item.refresh_from_db()
    assert hearing.closed_at == hearing.moot_at == item.removed_at == world.now
    with pytest.raises(NotIndependent):
        vote(world, item, {world.chair: ANNUL})
    assert not Decision.objects.filter(about=f"hearing:{hearing.pk}").exists(), "nothing is found"
    run_due(timezone.now())
    told = Notice.objects.filter(kind="hearing.ended").values_list("user", flat=True)
    city = {world.lead.pk, world.signatory.pk}
    assert set(told) == city | {world.secretary.pk, world.chair.pk}
    assert Notice.objects.get(kind="hearing.ended_named").user == tied
    page = browser(world.chair).get(reverse("assessments:life", args=[world.award.number]))
    assert "Ended with the certificate, before anything was decided" in page.content.decode()


def test_a_hearing_ends_too_where_the_certificate_was_replaced_by_another() -> None:
    world = certified()
    hearing = life.open_hearing(
        case=world.case, award=world.award, grounds="What came up.",
        by=world.chair, at=world.later(),
    )  # fmt: skip
    page = browser(world.chair).get(reverse("assessments:life", args=[world.award.number]))
    assert "it ends with the certificate" in page.content.decode()
    supersede_award(
        award=world.award, corrected=False, reason="A higher level.", decision="decision:0",
        by=world.chair, at=world.later(),
    )  # fmt: skip
    assert life.end_hearing(hearing=hearing, by=None, at=world.later()) is not None
    with pytest.raises(NotPermitted):
        life.end_hearing(hearing=hearing, by=world.reviewers[0], at=world.later())
