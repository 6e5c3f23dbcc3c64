"""Edge case of CERTIFICATION.md §1.7: the endorsement of an adaptation is gone mid-case."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.assessments.review_acts import assignment_of, browser, judge, the_case
from tests.assessments.test_rebasing import publish
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import review
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.case import withdraw_case
from waymark.assessments.actions.desk import make_report
from waymark.assessments.actions.holding import choose_on_hold, hold_cases
from waymark.assessments.models import AgendaItem, Case, Decision, Hold, HoldChoice, Verdict
from waymark.assessments.rules.flows import CASE
from waymark.assessments.rules.holding import (
    HELD_IN,
    Choice,
    HoldFacts,
    goes_on,
    refuse_choice,
)
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole
from waymark.schemes.actions import add_ops, begin_adaptation, decide_adaptation, found_national
from waymark.schemes.models import Adaptation, Edition

db = pytest.mark.django_db
WHY = "It waived more than was endorsed."


TIGHT = "A02/1"


def nation(until: str = "in_review") -> World:
    """A world whose mechanism is a country's, with an adaptation endorsed; a case so far."""
    world = make_world(criteria=FEW)
    mechanism = found_national(
        country=world.place.country, name="National", language="en", languages=[], at=world.later()
    )
    document = json.loads(world.edition.document)
    for one in document["criteria"]:
        one["core"] = one["id"] != "A02"  # so that a country may adapt it
    base = publish(world.edition, {**document, "version": "1.9.0"})
    chair = factories.make_seat(mechanism.committee, SeatRole.CHAIR)
    world = replace(
        world,
        mechanism=mechanism,
        secretary=factories.make_seat(mechanism.secretariat),
        reviewers=[factories.make_seat(mechanism.technical_team) for _ in range(2)],
        members=[chair, *(factories.make_seat(mechanism.committee) for _ in range(2))],
        chair=chair,
        extra={"global chair": world.chair, "base": base},
    )
    made = begin_adaptation(
        mechanism=mechanism, base=base, version="1.0.0", title={"en": "Ours"},
        by=world.secretary, at=world.later(),
    )  # fmt: skip
    op = {"op": "tighten", "target": TIGHT, "param": "min", "to": 3}
    add_ops(adaptation=made, ops=[op], seen=made.sha256, by=world.secretary, at=world.later())
    Adaptation.objects.filter(pk=made.pk).update(state="submitted")
    say(world, "endorse")
    world.edition = Edition.objects.get(adaptation=made)
    Case.objects.filter(pk=the_case(world).pk).update(edition=world.edition, mechanism=mechanism)
    world.case = Case.objects.get(pk=the_case(world).pk)
    world.reach(until)
    return world


def say(world: World, kind: str) -> None:
    """A word of the global body, and what the platform does upon it."""
    row = Adaptation.objects.get()
    decide_adaptation(
        adaptation=row, kind=kind, reasons=WHY, seen=row.sha256, by=world.extra["global chair"],
        at=world.later(),
    )  # fmt: skip
    run_due(datetime.now(UTC))


def choose(world: World, choice: Choice, **more: Any) -> HoldChoice:
    hold = Hold.objects.get(case=the_case(world), ended_at=None)
    facts = {"reason": "So it is fair.", "by": world.chair, "at": world.later(), **more}
    return choose_on_hold(hold=hold, choice=choice, **facts)


@pytest.mark.parametrize(
    ("choice", "facts", "keys"),
    [
        (Choice.BASE, HoldFacts(), []),
        (Choice.WAIT, HoldFacts(), []),
        (Choice.BASE, HoldFacts(last="wait"), []),
        (Choice.WAIT, HoldFacts(last="wait"), ["hold.chosen"]),
        (Choice.WAIT, HoldFacts(over=True), ["hold.over"]),
        (Choice.WAIT, HoldFacts(tied=True), ["decision.recused"]),
        (Choice.WAIT, HoldFacts(has_level=False), []),
        (Choice.BASE, HoldFacts(has_level=False), ["hold.no_level"]),
        (Choice.BASE, HoldFacts(problems=("a column",)), ["rebase.unfit"]),
    ],
)
def test_what_a_committee_can_choose(choice: Choice, facts: HoldFacts, keys: list[str]) -> None:
    assert [one.key for one in refuse_choice(choice, facts)] == keys


def test_only_steps_that_judge_nothing_are_free_while_a_case_is_held() -> None:
    free = {step.name for step in CASE.steps if goes_on(step.name)}
    judging = {"submit", "admit", "start_review", "ask", "answer", "resubmit", "report"}
    judging |= {"schedule", "defer", "decide", "close", "reopen", "reopen_review", "return"}
    assert not free & judging
    assert {"withdraw", "transfer", "unschedule"} <= free


@db
@pytest.mark.parametrize("word", ["withdraw", "suspend"])
@pytest.mark.parametrize("state", ["submitted", "in_review", "reported", "scheduled"])
def test_edge_without_the_endorsement_the_case_is_held_wherever_it_is(
    state: str, word: str
) -> None:
    world = nation(state)
    before = Verdict.objects.count()
    assert not Hold.objects.exists(), "the control"
    say(world, word)
    hold = Hold.objects.get()
    case = the_case(world)
    assert (hold.case, hold.word.kind, hold.end) == (case, word, "")
    assert case.state in HELD_IN
    assert case.state != "scheduled", "it is off the agenda"
    assert not AgendaItem.objects.filter(removed_at=None).exists()
    own = assignment_of(world) if state != "submitted" else None
    if own is not None:
        with pytest.raises(Refused, match=r"hold\.held|assignment"):
            judge(world, own, "A01")
    with pytest.raises(Refused, match=r"hold\.held"):
        make_report(case=case, by=world.secretary, at=world.later())
    assert (Verdict.objects.count(), Decision.objects.count()) == (before, 0)
    told = set(Notice.objects.filter(kind="case.held").values_list("user", flat=True))
    assert {world.lead.pk, world.signatory.pk, world.chair.pk, world.secretary.pk} <= told
    assert hold_cases(word=hold.word, by=None, at=world.later()) == [], "once"


@db
def test_edge_a_review_at_work_stops_and_goes_on_when_the_endorsement_is_back() -> None:
    world = nation()
    own = assignment_of(world)
    review.declare_interest(assignment=own, conflict=False, by=own.reviewer, at=world.later())
    judge(world, own, "A01")
    say(world, "suspend")
    with pytest.raises(Refused, match=r"hold\.held"):
        judge(world, own, "A02")
    page = browser(own.reviewer).get(f"/reviews/{own.pk}/").content.decode()
    assert "This case is held" in page
    assert WHY in page
    choose(world, Choice.WAIT)
    with pytest.raises(Refused, match=r"hold\.held"):
        judge(world, own, "A02")
    say(world, "lift")
    assert Hold.objects.get().end == "back"
    judge(world, own, "A02")
    assert own.verdicts.count() == 2, "the first one stands"


@db
def test_edge_finished_on_the_base_edition_verdicts_stand_where_the_rule_is_equal() -> None:
    world = nation("reported")
    say(world, "withdraw")
    first = list(Verdict.objects.order_by("pk").values())
    choose(world, Choice.BASE)
    case = the_case(world)
    assert (case.edition, case.state) == (world.extra["base"], "clarification")
    assert Hold.objects.get().end == "base"
    world.edition = case.edition
    world.submit()
    newest = case.submissions.latest("seq")
    kept = set(Verdict.objects.filter(submission=newest).values_list("criterion", flat=True))
    assert kept == {"A01"}, "A02 was tightened: its rule is another one"
    assert list(Verdict.objects.order_by("pk").values())[: len(first)] == first
    world.review()
    world.report()
    world.convene()
    world.vote()
    assert world.decide().level, "it goes all the way"


@db
def test_who_chooses_and_only_with_a_reason() -> None:
    world = nation()
    say(world, "withdraw")
    for stranger in (world.secretary, world.members[1], world.signatory, world.reviewers[0]):
        with pytest.raises(NotPermitted):
            choose(world, Choice.WAIT, by=stranger)
    with pytest.raises(BadAnswer):
        choose(world, Choice.WAIT, reason="  ")
    factories.make_member(world.place, "viewer", user=world.chair)
    with pytest.raises(Refused, match=r"decision\.recused"):
        choose(world, Choice.WAIT)
    assert not HoldChoice.objects.exists()


@db
def test_a_draft_waits_with_its_city_and_a_common_case_is_never_held() -> None:
    world = nation("draft")
    world.answer_all()
    say(world, "withdraw")
    assert not Hold.objects.exists()
    with pytest.raises(Refused, match=r"hold\.held"):
        world.submit()
    journey = browser(world.lead).get(f"/workspaces/{world.place.slug}/").content.decode()
    assert "takes the edition that is in force" in journey
    plain = make_plain(world)
    plain.reach("submitted")
    assert the_case(plain).state == "submitted"


def make_plain(world: World) -> World:
    """Another city on the common edition."""
    other = replace(world, edition=world.extra["base"])
    made = neighbour(other)
    Case.objects.filter(pk=the_case(made).pk).update(edition=world.extra["base"])
    return made


@db
def test_the_city_takes_its_case_back_all_the_same() -> None:
    world = nation()
    say(world, "withdraw")
    withdraw_case(case=the_case(world), reason="No.", by=world.signatory, at=world.later())
    assert the_case(world).state == "withdrawn"
    page = browser(world.chair).get(f"/holds/{Hold.objects.get().pk}/")
    assert "Choose for the committee" not in page.content.decode()


@db
def test_the_page_on_which_it_is_chosen() -> None:
    world = nation("reported")
    say(world, "withdraw")
    address = f"/holds/{Hold.objects.get().pk}/"
    chair = browser(world.chair)
    assert "waits for the committee’s choice" in chair.get("/meetings/").content.decode()
    assert "Choose for the committee" in chair.get(address).content.decode()
    assert "Choose for the committee" not in browser(world.secretary).get(address).content.decode()
    for stranger in (world.signatory, world.reviewers[0], world.extra["global chair"]):
        assert browser(stranger).get(address).status_code == 404
    assert chair.post(address, {"choice": "wait", "reason": ""}).status_code == 422
    assert chair.post(address, {"choice": "wait", "reason": "We hope."}).status_code == 302
    assert (
        "We hope." in browser(world.lead).get(f"/workspaces/{world.place.slug}/").content.decode()
    )
    assert "waits for the committee’s choice" not in chair.get("/meetings/").content.decode()
    assert chair.post(address, {"choice": "base", "reason": "Now."}).status_code == 302
    assert the_case(world).edition == world.extra["base"]


@db
def test_a_hold_and_its_choices_are_never_changed() -> None:
    world = nation()
    say(world, "withdraw")
    choose(world, Choice.WAIT)
    for rows in (Hold.objects.all(), HoldChoice.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(at=datetime.now(UTC))
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


@db
def test_the_list_costs_the_same_for_one_and_for_three() -> None:
    world = nation("submitted")
    others = [neighbour(world), neighbour(world)]
    say(world, "withdraw")
    client = browser(world.chair)
    word, counts = Hold.objects.get().word, []
    for more in ([], others):
        for one in more:
            Hold.objects.create(case=the_case(one), word=word, at=world.later())
        client.get("/holds/")
        with CaptureQueriesContext(connection) as seen:
            page = client.get("/holds/").content.decode()
        counts.append((len(seen), page.count("/holds/0")))
    assert counts[0][0] == counts[1][0]
    assert (counts[0][1], counts[1][1]) == (1, 3), "the control"


@db
def test_a_city_with_a_draft_alone_is_told_and_told_again_when_it_is_back() -> None:
    world = nation(until="draft")
    say(world, "suspend")
    run_due(datetime.now(UTC))
    assert not Hold.objects.exists(), "a draft is its city's"
    told = Notice.objects.filter(kind="draft.not_endorsed")
    assert {one.user_id for one in told} == {world.lead.pk, world.signatory.pk}
    say(world, "lift")
    run_due(datetime.now(UTC))
    assert Notice.objects.filter(kind="draft.endorsed_again", user=world.lead).count() == 1
