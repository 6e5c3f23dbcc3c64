"""Reviewers who differ: they talk when both are in, may revise, and a third decides a tie."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import factories
from tests.assessments.review_acts import (
    assignment_of,
    browser,
    declare,
    judge,
    judge_all,
    the_case,
)
from tests.world import FEW, World, ground_of, make_world
from waymark.assessments.actions import desk, review
from waymark.assessments.actions.third import choose_third
from waymark.assessments.jobs.reviews import remind_talkers
from waymark.assessments.models import Assignment, Remark, Talk, TalkDone, Verdict
from waymark.assessments.queries.agreement import lines
from waymark.assessments.queries.desk import Filters, inbox
from waymark.assessments.queries.report import document_of
from waymark.assessments.queries.review import queue, waiting_count
from waymark.assessments.queries.review_blind import is_blind, opened, verdicts
from waymark.assessments.queries.talks import said_on
from waymark.assessments.rules.case import Outcome
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db
DOUBT = "The plan has no budget."
MOVED = "Page 9 has the budget after all."


def differ(world: World, *criteria: str) -> Talk:
    """Both deliver; the second rejects some criteria that the first accepts."""
    first, second = declare(world, 0), declare(world, 1)
    for criterion in criteria:
        judge(world, second, criterion, Outcome.REJECT, DOUBT)
    judge_all(world, first)
    judge_all(world, second)
    return the_case(world).talks.get()


@pytest.fixture
def world() -> World:
    """A short case in review, with somebody who leads the team and somebody who has no part."""
    made = make_world(until="in_review", criteria=FEW)
    made.extra["lead"] = factories.make_seat(made.mechanism.technical_team, SeatRole.LEAD)
    made.extra["third"] = factories.make_seat(made.mechanism.technical_team)
    return made


def end(world: World, number: int) -> Talk:
    """One of the reviewers has nothing to add."""
    own = assignment_of(world, number)
    talk = the_case(world).talks.latest("opened_at")
    return review.end_own_talk(
        assignment=own, seen=said_on(talk), by=own.reviewer, at=world.later()
    )


def revise(world: World, number: int, criterion: str, outcome: Outcome, reason: str) -> Verdict:
    own = assignment_of(world, number)
    return review.revise_verdict(
        assignment=own,
        criterion=criterion,
        judgement=review.Judgement(outcome, None, ground_of(outcome), reason),
        by=own.reviewer,
        at=world.later(),
    )


def choose(world: World, by: Any = None, who: Any = None) -> Assignment:
    return choose_third(
        case=the_case(world),
        reviewer=who or world.extra["third"],
        due=(world.now + timedelta(days=30)).date(),
        by=by or world.extra["lead"],
        at=world.later(),
    )


def report_on(world: World, criterion: str) -> Any:
    desk.make_report(case=the_case(world), by=world.secretary, at=world.later())
    document = document_of(the_case(world).reports.latest("seq"))
    return next(found for found in document["criteria"] if found["id"] == criterion)


def test_reviewers_who_agree_have_nothing_to_talk_about(world: World) -> None:
    for number in (0, 1):
        judge_all(world, declare(world, number))
    assert not Talk.objects.exists()
    assert report_on(world, FEW[0])["status"] == "met"


def test_they_talk_one_revises_and_the_report_says_so(world: World) -> None:
    talk = differ(world, FEW[0])
    assert (talk.state, talk.differing) == ("open", [FEW[0]])
    with pytest.raises(Refused, match=r"case\.talking"):
        desk.make_report(case=the_case(world), by=world.secretary, at=world.later())
    own = assignment_of(world, 1)
    review.say_to_reviewer(
        assignment=own, criterion=FEW[0], words="Where?", by=own.reviewer, at=world.later()
    )
    new = revise(world, 1, FEW[0], Outcome.ACCEPT, MOVED)
    first = own.verdicts.filter(criterion=FEW[0]).order_by("seq").first()
    assert (first.outcome, first.reason, new.part, new.seq) == ("reject", DOUBT, "talk", 2)
    assert end(world, 0).state == "open"
    assert end(world, 1).state == "settled"
    found = report_on(world, FEW[0])
    assert (found["status"], found["split"]) == ("met", "talk")


def test_nothing_is_said_before_all_are_in_nor_on_what_does_not_differ(world: World) -> None:
    first = declare(world, 0)
    judge_all(world, first)
    say = partial(review.say_to_reviewer, words="Hm.", by=first.reviewer)
    with pytest.raises(Refused, match=r"talk\.closed"):
        say(assignment=first, criterion=FEW[0], at=world.later())
    second = declare(world, 1)
    judge(world, second, FEW[0], Outcome.REJECT, DOUBT)
    judge_all(world, second)
    assert say(assignment=first, criterion=FEW[0], at=world.later())  # the control
    with pytest.raises(Refused, match=r"talk\.not_about"):
        say(assignment=first, criterion=FEW[1], at=world.later())
    with pytest.raises(Refused, match=r"talk\.same"):
        revise(world, 0, FEW[0], Outcome.ACCEPT, "As before.")
    with pytest.raises(Refused, match=r"talk\.no_words"):
        revise(world, 0, FEW[0], Outcome.REJECT, "x") and revise(
            world, 0, FEW[0], Outcome.ACCEPT, " "
        )


def test_who_is_done_says_no_more_and_must_have_seen_the_last_word(world: World) -> None:
    differ(world, FEW[0])
    own = assignment_of(world, 0)
    revise(world, 1, FEW[0], Outcome.NEED_MORE, "The budget is a draft.")
    with pytest.raises(Refused, match=r"talk\.moved"):
        review.end_own_talk(assignment=own, seen=0, by=own.reviewer, at=world.later())
    end(world, 0)
    with pytest.raises(Refused, match=r"talk\.done"):
        revise(world, 0, FEW[0], Outcome.REJECT, DOUBT)
    with pytest.raises(Refused, match=r"talk\.done"):
        end(world, 0)


def test_what_was_said_is_never_changed(world: World) -> None:
    talk = differ(world, FEW[0])
    own = assignment_of(world, 1)
    review.say_to_reviewer(
        assignment=own, criterion=FEW[0], words="Where?", by=own.reviewer, at=world.later()
    )
    end(world, 0)
    for rows in (Remark.objects, TalkDone.objects, Verdict.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(at=world.now)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all()._raw_delete(rows.db)
    assert Talk.objects.filter(pk=talk.pk).update(due=talk.due) == 1  # the control


@pytest.mark.parametrize(("word", "status"), [("accept", "met"), ("reject", "not_met")])
def test_a_third_decides_a_tie_and_nothing_else(world: World, word: str, status: str) -> None:
    differ(world, FEW[0])
    end(world, 0)
    assert end(world, 1).state == "tied"
    with pytest.raises(Refused, match=r"case\.tied"):
        desk.make_report(case=the_case(world), by=world.secretary, at=world.later())
    third = choose(world)
    review.declare_interest(assignment=third, conflict=False, by=third.reviewer, at=world.later())
    assert review.without_verdict(third, the_case(world).submissions.get()) == (FEW[0],)
    with pytest.raises(Refused, match=r"third\.not_asked"):
        judge(world, third, FEW[1])
    with pytest.raises(Refused):
        review.deliver_review(assignment=third, by=third.reviewer, at=world.later())
    judge(world, third, FEW[0], Outcome(word), "Looked again.")
    with pytest.raises(Refused, match=r"case\.undelivered"):
        desk.make_report(case=the_case(world), by=world.secretary, at=world.later())
    review.deliver_review(assignment=third, by=third.reviewer, at=world.later())
    assert the_case(world).talks.get().state == "decided"
    found = report_on(world, FEW[0])
    assert (found["split"], found["status"] == "met") == ("third", status == "met")


def test_the_lead_chooses_the_secretariat_only_where_no_lead_is_free(world: World) -> None:
    differ(world, FEW[0])
    with pytest.raises(Refused, match=r"third\.nothing_tied"):
        choose(world)
    end(world, 0)
    end(world, 1)
    with pytest.raises(Refused, match=r"third\.lead_chooses"):
        choose(world, by=world.secretary)
    with pytest.raises(NotPermitted):
        choose(world, by=world.chair)
    with pytest.raises(desk.NoSuchSlot):
        choose(world, who=world.reviewers[0])
    with pytest.raises(desk.NotIndependent, match="at_desk"):
        choose(world, who=world.extra["lead"])
    factories.make_member(world.place, "viewer", user=world.extra["lead"])
    assert choose(world, by=world.secretary).third


def test_whoever_had_a_part_or_a_tie_is_no_third(world: World) -> None:
    leaves = assignment_of(world, 1)
    review.declare_interest(assignment=leaves, conflict=False, by=leaves.reviewer, at=world.later())
    desk.replace_reviewer(assignment=leaves, note="Ill.", by=world.secretary, at=world.later())
    before, world.reviewers[1] = (
        world.reviewers[1],
        factories.make_seat(world.mechanism.technical_team),
    )
    desk.assign_reviewer(
        case=the_case(world), reviewer=world.reviewers[1], slot=2, due=leaves.due,
        by=world.secretary, at=world.later(),
    )  # fmt: skip
    differ(world, FEW[0])
    end(world, 0)
    end(world, 1)
    with pytest.raises(desk.NotIndependent, match="reviewed"):
        choose(world, who=before)
    tied = world.extra["third"]
    factories.make_member(world.place, "viewer", user=tied)
    with pytest.raises(desk.NotIndependent, match="membership"):
        choose(world)


def test_the_third_is_blind_and_others_do_not_read_her_before_she_delivers(world: World) -> None:
    differ(world, FEW[0])
    end(world, 0)
    end(world, 1)
    third = choose(world)
    who = third.reviewer
    review.declare_interest(assignment=third, conflict=False, by=who, at=world.later())
    case = the_case(world)
    assert is_blind(who, case)
    assert not verdicts(who).exists()
    assert not opened(who).exists()
    judge(world, third, FEW[0], Outcome.REJECT, "Not signed.")
    for reader in (world.secretary, world.extra["lead"], world.reviewers[0]):
        assert verdicts(reader).count() == 2 * len(FEW), "the talk stays open to the others"
    page = browser(who).get(f"/reviews/{third.pk}/criteria/{FEW[0]}/").content.decode()
    assert DOUBT not in page
    assert browser(who).get(f"/reviews/{third.pk}/criteria/{FEW[1]}/").status_code == 404
    assert browser(who).get(f"/reviews/{third.pk}/talk/").status_code == 404
    factories.make_seat(world.mechanism.secretariat, user=who)
    assert browser(who).get(f"/cases/{case.pk}/").status_code == 302
    review.deliver_review(assignment=third, by=who, at=world.later())
    assert verdicts(world.secretary).count() == 2 * len(FEW) + 1
    assert DOUBT in browser(who).get(f"/reviews/{third.pk}/criteria/{FEW[0]}/").content.decode()


def test_when_a_reviewer_leaves_the_talk_is_void_and_verdicts_are_compared_anew(
    world: World,
) -> None:
    differ(world, FEW[0])
    end(world, 0)
    end(world, 1)
    third = choose(world)
    second = assignment_of(world, 1)
    desk.replace_reviewer(assignment=second, note="Ill.", by=world.secretary, at=world.later())
    assert the_case(world).talks.get().state == "void"
    world.reviewers[1] = factories.make_seat(world.mechanism.technical_team)
    desk.assign_reviewer(
        case=the_case(world), reviewer=world.reviewers[1], slot=2, due=second.due,
        by=world.secretary, at=world.later(),
    )  # fmt: skip
    assert not verdicts(world.reviewers[1]).exists()
    judge_all(world, declare(world, 1))
    assert the_case(world).talks.count() == 1
    third.refresh_from_db()
    assert third.state == "closed", "nothing is left for her to decide"
    assert "split" not in report_on(world, FEW[0])


def test_the_desk_can_end_a_talk_with_a_reason_and_no_reviewer_can(world: World) -> None:
    differ(world, FEW[0])
    lead = world.extra["lead"]
    stop = partial(review.end_talk, case=the_case(world), by=lead)
    with pytest.raises(Refused, match=r"talk\.no_reason"):
        stop(reason=" ", at=world.later())
    with pytest.raises(NotPermitted):
        review.end_talk(case=the_case(world), reason="x", by=world.reviewers[0], at=world.later())
    talk = stop(reason="They are at it for a month.", at=world.later())
    assert (talk.state, talk.ended_by) == ("tied", lead)


def test_kappa_counts_first_words_alone(world: World) -> None:
    differ(world, FEW[0])
    lead = world.extra["lead"]
    before = [(line.criterion.id, line.cases) for line in lines(lead, datetime.now(UTC))]
    from waymark.assessments.queries.agreement import _words

    assert {"accept", "reject"} == set(
        _words(lead, datetime.now(UTC))[0][FEW[0]][the_case(world).pk].values()
    )
    revise(world, 1, FEW[0], Outcome.ACCEPT, MOVED)
    end(world, 0)
    end(world, 1)
    said = _words(lead, datetime.now(UTC))[0][FEW[0]][the_case(world).pk]
    assert set(said.values()) == {"accept", "reject"}
    assert [(line.criterion.id, line.cases) for line in lines(lead, datetime.now(UTC))] == before


def test_inbox_queue_and_notices_follow(world: World) -> None:
    run_due(datetime.now(UTC))
    differ(world, FEW[0])
    run_due(datetime.now(UTC))
    now, first = world.later(), world.reviewers[0]

    def waits() -> str:
        return inbox(world.secretary, Filters(), 1, now).page.object_list[0].waits

    def kinds(user: Any) -> set[str]:
        return set(Notice.objects.filter(user=user).values_list("kind", flat=True))

    assert waits() == "others"
    assert [row.differ for row in queue(first, now).waiting] == [1]
    assert waiting_count(first) == 1
    assert "review.differ" in kinds(first) & kinds(world.reviewers[1])
    assert "review.complete" not in kinds(world.secretary)
    assert remind_talkers(now) == 0
    assert remind_talkers(now + timedelta(days=15)) == 2
    end(world, 0)
    assert waiting_count(first) == 0
    end(world, 1)
    run_due(datetime.now(UTC))
    assert waits() == "third"
    assert "review.tied" in kinds(world.extra["lead"])
    assert "review.tied" not in kinds(world.secretary)
    third = choose(world)
    run_due(datetime.now(UTC))
    assert waits() == "others"
    assert "review.third_invited" in kinds(third.reviewer)
    review.declare_interest(assignment=third, conflict=False, by=third.reviewer, at=world.later())
    judge_all(world, third)
    run_due(datetime.now(UTC))
    assert waits() == "report"
    assert "review.complete" in kinds(world.secretary)
