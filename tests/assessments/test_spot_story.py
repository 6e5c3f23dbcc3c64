"""A draw from its announcement to its end, and the checks that come of it, by acts alone."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests import factories
from tests.hearing import hear
from tests.kernel import draws
from tests.spot import FIGURES, make_spot
from tests.world import FEW
from waymark.assessments.actions import meeting, spot
from waymark.assessments.actions.decision import decide_item
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.models import Decision, DrawResult, SpotCheck
from waymark.assessments.queries.sitting import report_is_current
from waymark.assessments.queries.spot import public
from waymark.assessments.queries.spot.draws import public_record
from waymark.assessments.rules.case import BallotChoice
from waymark.awards.queries import state_of
from waymark.base.models import Record
from waymark.kernel import draw as rules
from waymark.kernel.draw import Known, Outcome, Share
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def keys(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.key for reason in refused.value.reasons}


def test_a_draw_is_held_and_its_record_is_valid_for_anybody() -> None:
    story = make_spot(cities=3)
    checks = story.drawn()
    assert len(checks) == 3, "few are in the list, and all are drawn"
    record = public_record(story.the_draw)
    assert record
    found = rules.check(record, Known(figures=FIGURES))
    assert found.outcome is Outcome.VALID, found.checks
    assert rules.check(record).outcome is Outcome.COULD_NOT_CHECK
    told = json.loads(record)
    assert {one["leaf"] for one in told["frame"]} == {check.entry.leaf for check in checks}
    for city in story.cities:
        assert city.place.pk not in record.decode()
        assert city.case.pk not in record.decode()


def test_the_seal_binds_the_announcement_to_the_ledger() -> None:
    story = make_spot()
    story.set_policy()
    story.announce()
    seal = story.the_draw.seal
    opened = rules.opened(rules.Seal(seal.proof, seal.key), seal.key)
    assert opened.announcement == story.the_draw.sha256
    announced = Record.objects.get(verb="draw.announced")
    assert story.the_draw.sha256 in announced.body
    assert story.world.place.slug not in announced.body


def test_drand_is_checked_before_anything_is_drawn() -> None:
    story = make_spot()
    story.set_policy()
    story.world.now = draws.KNOWN_AT - timedelta(days=7)
    story.announce(
        commit_by=draws.KNOWN_AT - timedelta(days=4),
        reveal_by=draws.KNOWN_AT - timedelta(days=1),
        beacon=rules.Network(draws.ROUND),
    )
    story.commit()
    story.reveal()
    for wrong in (
        rules.Signed(draws.ROUND, "a" * 96),
        rules.Signed(draws.ROUND + 1, draws.SIGNATURE),
        rules.Thrown("dice", "Anywhere", "1" * 30, draws.KNOWN_AT),
    ):
        with pytest.raises(Refused):
            story.hold(wrong)
    story.hold(rules.Signed(draws.ROUND, draws.SIGNATURE))
    record = public_record(story.the_draw)
    assert record
    assert rules.check(record).outcome is Outcome.VALID


def test_nothing_is_drawn_out_of_order() -> None:
    story = make_spot(givers=4)
    with pytest.raises(Refused) as refused:
        story.announce()
    assert keys(refused) == {"draw.no_policy"}
    story.set_policy()
    story.announce()
    with pytest.raises(Refused) as refused:
        story.announce()
    assert keys(refused) == {"draw.running"}
    with pytest.raises(Refused) as refused:
        spot.draw_cases(
            draw=story.the_draw,
            beacon=story.thrown(),
            by=story.world.secretary,
            at=story.later(),
        )
    assert keys(refused) == {"draw.beacon_future"}
    with pytest.raises(Refused) as refused:
        spot.reveal_secret(
            draw=story.the_draw,
            secret=story.secret(story.givers[0]),
            by=story.givers[0],
            at=story.later(),
        )
    assert keys(refused) == {"draw.not_revealing"}
    story.commit(*story.givers[:3])
    with pytest.raises(Refused) as refused:
        story.commit(story.givers[0])
    assert keys(refused) == {"draw.committed"}
    story.reveal(*story.givers[:2])
    with pytest.raises(Refused) as refused:
        story.commit(story.givers[3])
    assert keys(refused) == {"draw.not_committing"}
    with pytest.raises(Refused) as refused:
        story.reveal(story.givers[3])
    assert keys(refused) == {"draw.silent"}
    with pytest.raises(Refused) as refused:
        story.hold()
    assert keys(refused) == {"draw.too_little_chance"}
    assert not DrawResult.objects.exists()


def test_a_draw_fails_only_for_want_of_chance_and_its_cases_are_drawn_next_time() -> None:
    story = make_spot()
    story.set_policy()
    story.announce()
    with pytest.raises(Refused) as refused:
        spot.give_up_draw(draw=story.the_draw, by=story.world.secretary, at=story.later())
    assert keys(refused) == {"draw.not_failed"}
    story.commit()
    story.reveal(*story.givers[:2])
    with pytest.raises(Refused) as refused:
        spot.give_up_draw(draw=story.the_draw, by=story.world.secretary, at=story.later())
    assert keys(refused) == {"draw.not_failed"}, "the third one may still reveal"
    story.world.now = story.the_draw.reveal_by + timedelta(minutes=1)
    failed = spot.give_up_draw(draw=story.the_draw, by=story.world.secretary, at=story.now)
    assert failed.state == "failed"
    shown = public.one(None, failed.name, story.now)
    assert shown
    assert [one.shown for one in shown.parties].count("party.not_revealed") == 1
    first = failed.name
    assert len(story.drawn()) == 1
    assert story.the_draw.name != first


def test_a_draw_with_enough_chance_can_not_be_given_up_for_its_result() -> None:
    story = make_spot()
    story.set_policy()
    story.announce()
    story.commit()
    story.reveal()
    story.world.now = story.the_draw.beacon_at + timedelta(days=30)
    with pytest.raises(Refused) as refused:
        spot.give_up_draw(draw=story.the_draw, by=story.world.secretary, at=story.now)
    assert keys(refused) == {"draw.not_failed"}


def test_a_case_is_in_one_list_and_a_late_one_in_the_next() -> None:
    from tests.world import neighbour

    story = make_spot(cities=2)
    story.set_policy()
    story.announce()
    late = neighbour(story.world, until="published")
    assert story.the_draw.entries.count() == 2
    story.commit()
    story.reveal()
    story.hold()
    story.announce()
    assert [entry.case for entry in story.the_draw.entries.all()] == [late.case]
    story.commit()
    story.reveal()
    story.hold()
    with pytest.raises(Refused) as refused:
        story.announce()
    assert keys(refused) == {"draw.nobody"}


@pytest.mark.parametrize("who", ["desk", "city", "closed", "twice"])
def test_whoever_runs_the_draw_or_can_be_drawn_gives_no_chance(who: str) -> None:
    story = make_spot()
    story.set_policy()
    world = story.world
    story.givers[0] = {
        "desk": world.secretary,
        "city": world.editor,
        "closed": factories.make_user(is_active=False),
        "twice": story.givers[1],
    }[who]
    with pytest.raises(Refused) as refused:
        story.announce()
    names = {"desk": "at_desk", "city": "in_frame", "closed": "closed", "twice": "twice"}
    assert f"party.{names[who]}" in keys(refused)


def test_days_and_parties_that_leave_room_for_steering_are_refused() -> None:
    story = make_spot()
    story.set_policy()
    plan = story.plan()
    early = rules.Public("dice", "Town hall", plan.reveal_by - timedelta(hours=1))
    for changes, key in (
        ({"beacon": early}, "draw.beacon_too_early"),
        ({"reveal_by": plan.commit_by}, "draw.days_out_of_order"),
        ({"parties": plan.parties[:2]}, "draw.few_parties"),
        ({"parties": (*plan.parties[:2], plan.parties[0])}, "party.twice"),
    ):
        with pytest.raises(Refused) as refused:
            story.announce(**changes)
        assert key in keys(refused)


# Checking again


def test_a_check_that_agrees_is_over_and_changes_nothing_of_the_case() -> None:
    story = make_spot()
    (check,) = story.drawn()
    before = check.report.case.reports.get().document
    assert story.check(check).state == "concordant"
    assert check.result.concordant
    assert check.case.reports.get().document == before
    assert report_is_current(check.report), "verdicts of a check are none of the case's"
    closed = spot.close_draw(draw=story.the_draw, by=story.world.secretary, at=story.later())
    assert closed.state == "closed"


def test_whoever_had_a_part_in_the_case_can_not_check_it() -> None:
    story = make_spot()
    (check,) = story.drawn()
    world = story.world
    seated = [world.chair, world.secretary, world.members[1]]
    for person in seated:
        factories.make_seat(world.mechanism.technical_team, user=person)
    for person, key in (
        (world.reviewers[0], "independence.reviewed"),
        (world.members[1], "independence.decides"),
        (world.chair, "independence.acted"),
        (world.secretary, "independence.acted"),
    ):
        with pytest.raises(NotIndependent) as refused:
            spot.assign_checker(
                check=check,
                reviewer=person,
                slot=1,
                due=story.now.date(),
                by=world.secretary,
                at=story.later(),
            )
        assert key in {reason.key for reason in refused.value.reasons}


def test_a_check_that_does_not_agree_goes_to_the_committee_which_suspends() -> None:
    story = make_spot()
    (check,) = story.drawn()
    story.check(check, rejected=FEW[:1])
    assert check.state == "discordant"
    world = story.world
    item = before_committee(story, check)
    with pytest.raises(NotIndependent):
        meeting.cast_ballot(
            item=item, choice=BallotChoice.GRANT, by=world.members[0], at=story.later()
        )
    vote(story, item, BallotChoice.SUSPEND)
    decision = decide(story, item)
    assert (decision.kind, decision.votes["suspend"]) == ("suspend", 3)
    assert decision.publication, "a suspension is public at once"
    assert state_of(world.award, story.later()) == "suspended"
    check.refresh_from_db()
    assert check.state == "settled"
    assert check.ended_at
    chain = list(world.case.decisions.order_by("seq"))
    assert [row.kind for row in chain] == ["grant", "suspend"]
    assert chain[1].prev_sha256 == chain[0].sha256


def test_the_committee_may_confirm_and_may_defer_first() -> None:
    story = make_spot()
    (check,) = story.drawn()
    story.check(check, rejected=FEW[:1])
    item = before_committee(story, check)
    vote(story, item, BallotChoice.DEFER)
    assert decide(story, item).kind == "defer"
    check.refresh_from_db()
    assert check.state == "discordant"
    again = before_committee(story, check)
    vote(story, again, BallotChoice.CONFIRM)
    decided = decide(story, again)
    assert decided.kind == "confirm"
    assert not hasattr(decided, "publication"), "published with its meeting"
    assert state_of(story.world.award, story.later()) == "valid"
    check.refresh_from_db()
    assert check.state == "settled"
    assert Decision.objects.count() == 3


def before_committee(story, check):  # type: ignore[no-untyped-def]
    world = story.world
    session = meeting.plan_meeting(
        mechanism=world.mechanism,
        title="Next session",
        starts_at=story.now + timedelta(days=7),
        where="",
        by=world.secretary,
        at=story.later(),
    )
    how = {"meeting": session, "check": check, "by": world.secretary}
    item = meeting.schedule_check(**how, at=story.later())
    with pytest.raises(Refused):
        meeting.schedule_check(**how, at=story.later())
    present = [member.pk for member in world.members]
    meeting.note_attendance(meeting=session, present=present, by=world.secretary, at=story.later())
    meeting.convene_meeting(meeting=session, by=world.chair, at=story.later())
    return item


def vote(story, item, choice):  # type: ignore[no-untyped-def]
    for member in story.world.members:
        meeting.cast_ballot(item=item, choice=choice, by=member, at=story.later())


def decide(story, item):  # type: ignore[no-untyped-def]
    return decide_item(
        item=item,
        expected=item.report_sha256,
        reasons="Both reports were compared.",
        by=story.world.chair,
        at=story.later(),
    )


def test_a_meeting_that_is_broken_off_leaves_the_check_waiting() -> None:
    story = make_spot()
    (check,) = story.drawn()
    story.check(check, rejected=FEW[:1])
    item = before_committee(story, check)
    meeting.adjourn_meeting(meeting=item.meeting, by=story.world.chair, at=story.later())
    check.refresh_from_db()
    assert check.state == "discordant"
    assert before_committee(story, check) != item


# Withdrawn after the draw


def test_a_revoked_certificate_gives_its_place_to_the_next_ticket_and_both_stay() -> None:
    story = make_spot(cities=4)
    story.set_policy(Share((0, 1), 1))
    story.extra["policy"] = True
    (check,) = story.drawn()
    with pytest.raises(Refused) as refused:
        spot.replace_drawn(check=check, by=story.world.secretary, at=story.later())
    assert keys(refused) == {"spot.no_cause"}, "nobody is spared"
    revoke(story, check)
    other = spot.replace_drawn(check=check, by=story.world.secretary, at=story.later())
    assert other
    check.refresh_from_db()
    assert check.state == "withdrawn"
    record = public_record(story.the_draw)
    assert record
    found = rules.check(record, Known(figures=FIGURES))
    assert found.outcome is Outcome.VALID
    told = json.loads(record)["substitutions"][0]
    assert (told["out"], told["in"]) == (check.entry.leaf, other.entry.leaf)
    assert told["reason"] == "revoked"
    assert story.check(other).state == "concordant"


def test_where_all_were_drawn_nobody_takes_the_place() -> None:
    story = make_spot(cities=2)
    checks = story.drawn()
    revoke(story, checks[0])
    left = spot.replace_drawn(check=checks[0], by=story.world.secretary, at=story.later())
    assert left is None
    record = public_record(story.the_draw)
    assert record
    assert rules.check(record, Known(figures=FIGURES)).outcome is Outcome.VALID


def revoke(story, check):  # type: ignore[no-untyped-def]
    from waymark.assessments.actions.decision import decide_on_award
    from waymark.assessments.rules.case import DecisionKind
    from waymark.awards.models import Award

    grant = check.case.decisions.get(kind="grant")
    award = Award.objects.get(decision=f"decision:{grant.pk}")
    hear(check.case, award, by=story.world.chair, at=story.later())
    decide_on_award(
        case=check.case,
        award=award,
        kind=DecisionKind.REVOKE,
        reasons="Forged papers.",
        by=story.world.chair,
        at=story.later(),
    )


# Asked for because of a risk


def test_a_check_that_was_asked_for_is_told_apart_everywhere() -> None:
    story = make_spot(cities=2)
    drawn = story.drawn()
    asked = spot.ask_check(
        case=drawn[0].case, reason="A newspaper doubts it.", by=story.world.chair, at=story.later()
    )
    with pytest.raises(Refused) as refused:
        spot.ask_check(case=drawn[0].case, reason="Again.", by=story.world.chair, at=story.later())
    assert keys(refused) == {"spot.open_already"}
    assert (asked.kind, asked.entry) == ("risk", None)
    story.check(asked, rejected=FEW[:1])
    assert asked.state == "discordant"
    (rate,) = public.rates(None)
    assert (rate.asked, rate.asked_discordant) == (1, 1)
    assert (rate.found.checked, rate.found.waiting) == (0, 2), "drawn ones alone are estimated from"
    with pytest.raises(Refused) as refused:
        spot.replace_drawn(check=asked, by=story.world.secretary, at=story.later())
    assert keys(refused) == {"spot.not_drawn"}


def test_rates_are_estimated_from_drawn_checks() -> None:
    story = make_spot(cities=2)
    first, second = story.drawn()
    story.check(first)
    story.checkers = [factories.make_seat(story.world.mechanism.technical_team) for _ in range(2)]
    story.check(second, rejected=FEW[:1])
    (rate,) = public.rates(None)
    assert rate.found.share == 0.5
    assert (rate.percent, rate.found.checked, rate.found.discordant) == ("50.0", 2, 1)
    assert rate.found.interval
    assert rate.found.interval.low < 0.1 < 0.9 < rate.found.interval.high
    assert SpotCheck.objects.count() == 2
