"""Appeals: who, until when, heard by whom, and what comes of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests import factories
from tests.appealing import against, refused, story_of
from tests.assessments.test_life import sign, with_conditions
from tests.world import make_world
from waymark.assessments.actions import appeal as acts
from waymark.assessments.actions import life
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.desk import NotIndependent, assign_reviewer
from waymark.assessments.models import Case, Condition, Decision, Declaration
from waymark.assessments.queries.access import case_roles, visible
from waymark.assessments.queries.dossier import verdicts_on
from waymark.assessments.queries.life.acts import state_by_decisions
from waymark.assessments.queries.life.appeals import appeals, candidates
from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.life.appeal import Remedy, Vote
from waymark.assessments.rules.life.conditions import OVER
from waymark.assessments.rules.life.terms import Terms
from waymark.awards.models import Award
from waymark.awards.queries import state_of, trust_document
from waymark.awards.rules import verify
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def keys(found: pytest.ExceptionInfo[Any]) -> set[str]:
    return {reason.key for reason in found.value.reasons}


# Who, when, against what


def test_only_the_signatory_appeals_once_and_in_time() -> None:
    story = refused()
    for by in (story.world.lead, story.world.editor, story.world.secretary, story.world.chair):
        with pytest.raises(NotPermitted):
            story.lodge(by=by)
    with pytest.raises(BadAnswer):
        story.lodge(text="  ")
    story.lodge()
    with pytest.raises(Refused) as again:
        story.lodge()
    assert keys(again) == {"appeal.once"}


def test_edge_appeal_is_time_boxed() -> None:
    story = refused()
    story.world.later(days=31)
    with pytest.raises(Refused) as late:
        story.lodge()
    assert keys(late) == {"appeal.too_late"}


def test_a_deferral_or_an_unpublished_decision_can_not_be_appealed_against() -> None:
    story = refused()
    world = make_world_of_unpublished(story)
    decision = world.case.decisions.get()
    with pytest.raises(Refused) as secret:
        acts.lodge(
            decision=decision, ground="facts", text="Why?", by=world.signatory, at=world.later()
        )
    assert keys(secret) == {"appeal.not_this"}


def make_world_of_unpublished(story: Any) -> Any:
    from tests.world import neighbour
    from waymark.assessments.rules.case import BallotChoice

    other = neighbour(story.world, until="scheduled")
    other.vote(BallotChoice.REFUSE)
    other.decide()
    return other


def test_an_appeal_can_be_turned_away_with_a_reason_that_stays_readable() -> None:
    story = refused()
    story.lodge()
    with pytest.raises(BadAnswer):
        acts.turn_away(
            appeal=story.appeal, reason="", by=story.world.secretary, at=story.world.later()
        )
    acts.turn_away(
        appeal=story.appeal, reason="It names no ground.", by=story.world.secretary,
        at=story.world.later(),
    )  # fmt: skip
    assert (story.appeal.state, story.appeal.note) == ("inadmissible", "It names no ground.")
    with pytest.raises(Refused):
        story.admit()


# The panel


def test_edge_appeal_invariant_10_the_panel_is_disjoint_from_those_who_decided() -> None:
    story = refused()
    world, body = story.world, story.world.mechanism.appeal_panel
    for person in (world.chair, world.reviewers[0], world.secretary):
        factories.make_seat(body, user=person)
    tied = factories.make_seat(body)
    factories.make_member(world.place, user=tied)
    story.lodge()
    story.admit()
    rows = {one.user: one for one in candidates(world.secretary, story.appeal, world.now)}
    for person in (world.chair, world.reviewers[0], world.secretary, tied):
        assert not rows[person].available
        assert rows[person].reasons
        with pytest.raises(Refused) as no:
            story.name(person, *story.panel[:2])
        assert keys(no) == {"appeal.not_free"}
    with pytest.raises(Refused) as outsider:
        story.name(factories.make_user(), *story.panel[:2])
    assert keys(outsider) == {"appeal.not_free"}
    with pytest.raises(Refused) as short:
        story.name(*story.panel[:2])
    assert keys(short) == {"appeal.panel_short"}
    story.name()
    assert story.appeal.state == "panel"


def test_nothing_is_read_or_voted_before_the_declaration_and_a_tie_ends_the_seat() -> None:
    story = refused()
    story.lodge()
    story.admit()
    story.name()
    world, first = story.world, story.panel[0]
    case = Case.objects.get(pk=world.case.pk)
    assert case not in visible(first)
    with pytest.raises(Refused) as undeclared:
        acts.cast_vote(appeal=story.appeal, choice=Vote.UPHOLD, by=first, at=world.later())
    assert keys(undeclared) == {"appeal.declare_first"}
    assert acts.declare(appeal=story.appeal, conflict=False, by=first, at=world.later())
    assert case in visible(first)
    assert case_roles(first, case) == {"appeal"}
    second, third = story.panel[1:]
    factories.make_member(world.place, user=second)
    assert not acts.declare(appeal=story.appeal, conflict=False, by=second, at=world.later())
    assert Declaration.objects.get(user=second).detected
    assert story.appeal not in appeals(second, world.now).filter(case__place=None)
    with pytest.raises(NotPermitted):
        acts.cast_vote(appeal=story.appeal, choice=Vote.UPHOLD, by=second, at=world.later())
    acts.declare(appeal=story.appeal, conflict=False, by=third, at=world.later())
    for member in (first, third):
        acts.cast_vote(appeal=story.appeal, choice=Vote.UPHOLD, by=member, at=world.later())
    with pytest.raises(Refused) as short:
        story.decide(Remedy.GRANT)
    assert keys(short) == {"appeal.panel_short"}
    new = factories.make_seat(world.mechanism.appeal_panel)
    story.name(new)
    with pytest.raises(Refused) as waits:
        story.decide(Remedy.GRANT)
    assert keys(waits) == {"appeal.undeclared", "appeal.unvoted"}
    acts.declare(appeal=story.appeal, conflict=False, by=new, at=world.later())
    acts.cast_vote(appeal=story.appeal, choice=Vote.DISMISS, by=new, at=world.later())
    assert story.decide(Remedy.GRANT).upheld


def test_the_dossier_closes_for_the_panel_when_it_has_decided_but_the_appeal_stays() -> None:
    story = refused()
    story.heard()
    case = Case.objects.get(pk=story.world.case.pk)
    assert case in visible(story.panel[1])
    story.decide(Remedy.GRANT)
    assert case not in visible(story.panel[1])
    readers = (story.panel[1], story.world.editor, story.world.secretary, story.world.members[1])
    for reader in readers:
        assert story.appeal in appeals(reader, story.world.now)
    for stranger in (factories.make_user(), story.world.reviewers[0]):
        assert story.appeal not in appeals(stranger, story.world.now)


# What comes of it


def test_edge_appeal_upheld_grants_what_the_report_shows_and_the_refusal_stays_readable() -> None:
    story = refused()
    story.heard(Vote.UPHOLD, Vote.UPHOLD, Vote.DISMISS)
    with pytest.raises(BadAnswer):
        story.decide(None)
    outcome = story.decide(Remedy.GRANT)
    run_due(datetime.now(UTC))
    assert (outcome.votes, story.appeal.state) == ({"uphold": 2, "dismiss": 1}, "upheld")
    kinds = list(story.world.case.decisions.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["refuse", "annul", "grant"]
    award = Award.objects.get()
    now = max(datetime.now(UTC), story.world.now)
    assert verify(award.credential, trust_document(), now).outcome == "valid"
    assert state_by_decisions(award, now) == "valid"
    with pytest.raises(Refused):
        story.decide(Remedy.GRANT)


def test_edge_appeal_tie_or_majority_against_dismisses() -> None:
    story = refused()
    story.heard(Vote.DISMISS, Vote.UPHOLD, Vote.DISMISS)
    outcome = story.decide(Remedy.GRANT)
    assert not outcome.upheld
    assert outcome.decision.kind == DecisionKind.CONFIRM
    assert not Award.objects.exists()
    run_due(datetime.now(UTC))
    told = set(Notice.objects.filter(kind="appeal.decided").values_list("user_id", flat=True))
    world = story.world
    people = (world.signatory, world.lead, world.secretary, world.chair, story.panel[1])
    assert {person.pk for person in people} <= told


def test_edge_appeal_review_again_is_made_by_others() -> None:
    story = refused()
    story.heard()
    story.decide(Remedy.AGAIN)
    world = story.world
    case = Case.objects.get(pk=world.case.pk)
    assert (case.state, case.closed_at) == ("admissible", None)
    assert verdicts_on(case.submissions.latest("seq")) == (), "the first verdicts count no more"
    with pytest.raises(NotIndependent) as same:
        assign_reviewer(
            case=case, reviewer=world.reviewers[0], slot=1, due=world.now.date(),
            by=world.secretary, at=world.later(),
        )  # fmt: skip
    assert keys(same) == {"independence.overruled"}
    fresh = [factories.make_seat(world.mechanism.technical_team) for _ in range(2)]
    members = [factories.make_seat(world.mechanism.committee) for _ in range(3)]
    for slot, reviewer in enumerate(fresh, 1):
        assign_reviewer(
            case=case, reviewer=reviewer, slot=slot, due=world.now.date(), by=world.secretary,
            at=world.later(),
        )  # fmt: skip
    world.case = Case.objects.get(pk=case.pk)
    world.review()
    world.report()
    first, world.members = world.members, [*members, *world.members]
    world.convene()
    for member in members:
        assert not world.item.recusals.filter(member=member).exists()
    for member in first:
        assert world.item.recusals.filter(member=member).exists(), "she voted the first time"
    assert Case.objects.get(pk=case.pk).state == "scheduled"


def test_edge_appeal_against_a_suspension_gives_the_certificate_back() -> None:
    story = against(DecisionKind.SUSPEND)
    award = story.world.award
    assert state_of(award, story.world.now) == "suspended"
    story.heard()
    story.decide(Remedy.STANDS)
    now = story.world.now
    assert state_of(Award.objects.get(), now) == state_by_decisions(award, now) == "valid"


def test_edge_appeal_against_a_revocation_that_took_effect_gives_another_certificate() -> None:
    story = against(DecisionKind.REVOKE)
    old = story.world.award
    run_due(datetime.now(UTC))
    story.heard()
    story.decide(Remedy.STANDS)
    run_due(datetime.now(UTC))
    new = Award.objects.exclude(pk=old.pk).get()
    assert (new.replaces, new.level) == (old.number, old.level)
    assert new.valid_until == old.valid_until
    now = max(datetime.now(UTC), story.world.now)
    old = Award.objects.get(pk=old.pk)
    assert state_of(old, now) == state_by_decisions(old, now) == "revoked"
    assert state_of(new, now) == state_by_decisions(new, now) == "valid"


def test_edge_appeal_suspensive_a_revocation_that_waited_never_happens() -> None:
    world = make_world(until="published", criteria=("A01", "A02"))
    world.now = datetime.now(UTC)
    life.set_terms(
        mechanism=world.mechanism, terms=Terms(appeal_suspends=True), reason="Fair.",
        by=world.chair, at=world.later(),
    )  # fmt: skip
    from tests.hearing import hear

    hear(world.case, world.award, by=world.chair, at=world.later())
    made = life.decide_on_award(
        case=world.case, award=world.award, kind=DecisionKind.REVOKE, reasons="Doubts.",
        by=world.chair, at=world.later(),
    )  # fmt: skip
    story = story_of(world, made)
    story.lodge()
    world.later(days=60)
    made = Decision.objects.get(pk=made.pk)
    assert life.carry_out(decision=made, by=None, at=world.now) is None, "the appeal is open"
    story.admit()
    story.name()
    story.declare()
    story.vote()
    story.decide(Remedy.STANDS)
    made = Decision.objects.get(pk=made.pk)
    assert life.carry_out(decision=made, by=None, at=world.later(days=60)) is None
    assert state_of(world.award, world.now) == "valid"
    assert state_by_decisions(world.award, world.now) == "valid"


def test_edge_appeal_suspensive_a_dismissed_one_lets_it_take_effect() -> None:
    world = make_world(until="published", criteria=("A01", "A02"))
    world.now = datetime.now(UTC)
    life.set_terms(
        mechanism=world.mechanism, terms=Terms(appeal_suspends=True), reason="Fair.",
        by=world.chair, at=world.later(),
    )  # fmt: skip
    from tests.hearing import hear

    hear(world.case, world.award, by=world.chair, at=world.later())
    made = life.decide_on_award(
        case=world.case, award=world.award, kind=DecisionKind.REVOKE, reasons="Doubts.",
        by=world.chair, at=world.later(),
    )  # fmt: skip
    story = story_of(world, made)
    story.heard(Vote.DISMISS, Vote.DISMISS, Vote.DISMISS)
    story.decide()
    world.later(days=40)
    made = Decision.objects.get(pk=made.pk)
    assert life.carry_out(decision=made, by=None, at=world.now) is not None
    assert state_of(world.award, world.now) == state_by_decisions(world.award, world.now)
    assert state_of(world.award, world.now) == "revoked"


def test_edge_appeal_against_conditions_strikes_them_wherever_they_have_gone_on_to() -> None:
    world = with_conditions()
    world.now = datetime.now(UTC)
    world.publish()
    given = Decision.objects.get()
    for _ in range(2):
        newest = Award.objects.exclude(number__in=Award.objects.values("replaces")).get()
        life.correct_decision(
            case=world.case, award=newest, reasons="Misspelt.", by=world.chair, at=world.later()
        )
        sign(world)
    story = story_of(world, given)
    story.heard()
    story.decide(Remedy.NO_CONDITIONS)
    assert Condition.objects.count() == 6
    last = Decision.objects.filter(kind=DecisionKind.CORRECT).latest("seq")
    rows = Condition.objects.filter(decision=last)
    assert [one.findings.latest("seq").outcome for one in rows] == ["struck", "struck"]
    assert not Condition.objects.exclude(findings__outcome__in=OVER).exists()
