"""S7: no step of a case is taken out of order, whoever holds the permit; table over the flow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction

from tests import factories
from tests.world import World, make_world
from waymark.assessments.actions import case as case_acts
from waymark.assessments.actions import desk, meeting, review
from waymark.assessments.actions.answers import NotEditable
from waymark.assessments.actions.submission import SomethingChanged, submit_case
from waymark.assessments.models import Assignment, Case, Clarification
from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.flows import (
    AFTER_ERASURE,
    ASSIGNMENT,
    CASE,
    TO_ANOTHER_EDITION,
    AssignmentFacts,
)
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db
Act = Callable[[World, Case], object]
REFUSALS = (Refused, NotPermitted, NotEditable, desk.NotIndependent, desk.NoSuchSlot)


def _verdict(world: World, case: Case) -> object:
    return review.give_verdict(
        assignment=_assignment(case),
        submission=case.submissions.latest("seq").sha256,
        criterion="A01",
        judgement=review.Judgement(Outcome.ACCEPT),
        by=world.reviewers[0],
        at=world.later(),
    )


def _assignment(case: Case) -> Assignment:
    return case.assignments.order_by("slot").first()


def _ask(world: World, case: Case) -> object:
    return review.ask_city(
        assignment=_assignment(case),
        criterion="A01",
        question="Which one?",
        due=None,
        by=world.reviewers[0],
        at=world.later(),
    )


def _answer(world: World, case: Case) -> object:
    asked = Clarification.objects.create(
        case=case,
        assignment=_assignment(case),
        criterion="A01",
        question="Which?",
        asked_at=world.now,
    )
    return review.answer_question(
        clarification=asked, answer="This one.", by=world.editor, at=world.later()
    )


def _assign(world: World, case: Case) -> object:
    case.assignments.filter(slot=2).update(state="replaced", ended_at=world.now)
    return desk.assign_reviewer(
        case=case,
        reviewer=factories.make_seat(world.mechanism.technical_team),
        slot=2,
        due=date(2026, 6, 1),
        by=world.secretary,
        at=world.later(),
    )


def _decide(world: World, case: Case) -> object:
    return world.decide()


ACTS: dict[str, tuple[Act, tuple[str, ...]]] = {
    "submit": (
        lambda w, c: submit_case(
            case=c, expected=live_submission(c).hash, by=w.signatory, at=w.later()
        ),
        ("draft", "returned", "clarification"),
    ),
    "admit": (
        lambda w, c: desk.admit_case(case=c, by=w.secretary, at=w.later()),
        ("submitted",),
    ),
    "return": (
        lambda w, c: desk.return_case(case=c, reason="Map.", by=w.secretary, at=w.later()),
        ("submitted",),
    ),
    "assign": (_assign, ("admissible", "in_review")),
    "ask": (_ask, ("in_review", "clarification")),
    "verdict": (_verdict, ("in_review", "clarification")),
    "answer one": (_answer, ("clarification",)),
    "send answers": (
        lambda w, c: review.send_answers(case=c, by=w.editor, at=w.later()),
        ("clarification",),
    ),
    "report": (
        lambda w, c: desk.make_report(case=c, by=w.secretary, at=w.later()),
        ("in_review",),
    ),
    "reopen": (
        lambda w, c: desk.reopen_review(case=c, reason="Slip.", by=w.secretary, at=w.later()),
        ("reported",),
    ),
    "schedule": (
        lambda w, c: meeting.schedule_case(meeting=w.meeting, case=c, by=w.secretary, at=w.later()),
        ("reported",),
    ),
    "unschedule": (
        lambda w, c: meeting.unschedule_case(item=w.item, by=w.secretary, at=w.later()),
        ("scheduled",),
    ),
    "decide": (_decide, ("scheduled",)),
    "withdraw": (
        lambda w, c: case_acts.withdraw_case(case=c, reason="No.", by=w.signatory, at=w.later()),
        (
            *("draft", "returned", "submitted", "admissible", "in_review", "clarification"),
            *("reported", "scheduled"),
        ),
    ),
}


@pytest.fixture(scope="module")
def table() -> list[tuple[str, str]]:
    """Every act in every state from which the flow knows no such step."""
    return [
        (name, state) for name, (_act, sources) in ACTS.items() for state in CASE.states
        if state not in sources
    ]  # fmt: skip


def _try(world: World, act: Act, state: str, *, at_work: bool) -> tuple[str, bool]:
    """Do an act in a state and undo everything; say what came of it and whether it wrote."""
    outcome = "done"
    mark = transaction.savepoint()
    if at_work:
        world.case.assignments.update(state="returned")
    Case.objects.filter(pk=world.case.pk).update(state=state)
    case = Case.objects.get(pk=world.case.pk)
    records = Record.objects.count()
    try:
        act(world, case)
    except REFUSALS as refusal:
        outcome = type(refusal).__name__
    except SomethingChanged:
        outcome = "changed"
    now = Case.objects.get(pk=world.case.pk)
    wrote = (now.state, now.version) != (state, case.version) or Record.objects.count() > records
    transaction.savepoint_rollback(mark)
    return outcome, wrote


def test_no_act_is_done_in_a_state_that_the_flow_does_not_name(
    table: list[tuple[str, str]],
) -> None:
    world = make_world(until="scheduled")
    world.vote()
    assert len(table) > 100
    wrong = []
    for name, state in table:
        at_work = name in {"ask", "verdict"}
        outcome, wrote = _try(world, ACTS[name][0], state, at_work=at_work)
        if outcome == "done" or wrote:
            wrong.append((name, state, outcome, wrote))
    assert wrong == []


def test_the_control_that_the_same_acts_are_done_where_the_flow_names_them() -> None:
    world = make_world(until="scheduled")
    world.vote()
    done = [
        name
        for name, state, at_work in (
            ("admit", "submitted", False),
            ("return", "submitted", False),
            ("assign", "in_review", False),
            ("ask", "in_review", True),
            ("verdict", "clarification", True),
            ("answer one", "clarification", False),
            ("send answers", "clarification", False),
            ("submit", "clarification", False),
            ("report", "in_review", False),
            ("reopen", "reported", False),
            ("unschedule", "scheduled", False),
            ("decide", "scheduled", False),
            ("withdraw", "draft", False),
        )
        if _try(world, ACTS[name][0], state, at_work=at_work) == ("done", True)
    ]
    assert set(done) == set(ACTS) - {"schedule"}  # it is on this agenda already


def test_the_table_speaks_of_every_step_of_the_flow() -> None:
    known = {
        "submit": "submit", "admit": "admit", "return": "return", "start_review": "assign",
        "ask": "ask", "answer": "send answers", "resubmit": "submit", "report": "report",
        "reopen_review": "reopen", "schedule": "schedule", "unschedule": "unschedule",
        "defer": "decide", "decide": "decide", "withdraw": "withdraw", "close": "",
        "reopen": "",  # by an appeal that was upheld, and nobody else: test_appeals
        "ask_more": "", "turn_down": "",  # after the first step of an intake: test_proposals
        "transfer": "",  # to another mechanism: test_transfers
        **{f"erase_{state}": "" for state in AFTER_ERASURE},  # test_edge_erasing
        **{f"edition_{state}": "" for state in TO_ANOTHER_EDITION},  # test_rebasing_review
    }  # fmt: skip
    for step in CASE.steps:
        act = known[step.name]
        if act:
            assert set(step.sources) <= set(ACTS[act][1]), step.name


@pytest.mark.parametrize("step", ASSIGNMENT.steps, ids=lambda step: step.name)
def test_no_step_of_an_assignment_starts_elsewhere(step: object) -> None:
    facts = AssignmentFacts(declared=True)
    for state in ASSIGNMENT.states:
        if state in step.sources:  # type: ignore[attr-defined]
            assert ASSIGNMENT.step(step.name, state, facts)  # type: ignore[attr-defined]
        else:
            with pytest.raises(Refused):
                ASSIGNMENT.step(step.name, state, facts)  # type: ignore[attr-defined]


def test_delivering_without_a_declaration_or_with_a_tie_is_refused() -> None:
    for facts in (AssignmentFacts(), AssignmentFacts(declared=True, conflict=True)):
        with pytest.raises(Refused):
            ASSIGNMENT.step("deliver", "accepted", facts)
