"""The negative controls: an engine that forgets one thing is found by what the machines look at.

Each control breaks one place and takes the acts that meet it. What finds it is the same that
looks after every step of the machines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests import factories, triggers
from tests.assessments import test_invariants
from tests.assessments.review_acts import browser
from tests.machines.driving import Acts, changed, explore
from tests.machines.holding import of_cases
from tests.machines.test_city import ERASED, City, make_draft
from tests.machines.test_committee import CALLED, WRITTEN, Committee, make_ready
from tests.machines.test_life import ANNULLED, REVOKED, Life, make_certified
from tests.races import copy
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import decision, erasing
from waymark.assessments.actions.appeal import lodging
from waymark.assessments.actions.life import deciding
from waymark.assessments.actions.meeting import ballots
from waymark.assessments.models import Decision, Recusal
from waymark.assessments.queries.life.appeals import Candidate
from waymark.assessments.rules import evaluate_facts

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def ready() -> World:
    return make_ready()


@pytest.fixture
def certified() -> World:
    return make_certified()


@pytest.fixture
def draft() -> World:
    return make_draft()


def walk(acts: Acts, way: Any, until: tuple[str, str]) -> None:
    """Go as far as an act, without taking it; all holds so far."""
    acts.walk(way[: way.index(until)])
    assert acts.broken() == []


def test_invariant_01_a_row_that_is_changed_is_found(ready: World) -> None:
    acts = Committee(ready)
    acts.walk(CALLED[: CALLED.index(("close", "chair"))])
    assert changed(acts.memory) == []
    triggers.drop_all()
    Decision.objects.update(reasons="Otherwise.")
    assert changed(acts.memory) == ["a Decision was changed or removed"]
    Decision.objects.all().delete()
    assert changed(acts.memory) == ["a Decision was changed or removed"]


def test_invariant_07_two_open_cases_are_found() -> None:
    world = make_world(criteria=FEW)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX assessments_case_one_open")
    again = copy(world.case)
    copy(world.case.events.get(), case_id=again.pk)
    assert of_cases({}, {}) == ["two open cases of one city, mechanism and scheme"]


def test_invariant_09_a_vote_of_somebody_recused_is_found(
    ready: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = Committee(ready)
    walk(acts, CALLED, ("grant", "member"))
    monkeypatch.setattr(ballots, "_may_vote", lambda *_args: ())
    acts.take("grant", "member")
    assert acts.broken() == []
    Recusal.objects.create(
        item=acts.item(), member=ready.members[1], by=ready.secretary, at=acts.world.later()
    )
    assert "a vote of somebody recused" in acts.broken()


def test_invariant_10_a_reviewer_who_votes_is_found(
    ready: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    factories.make_seat(ready.mechanism.committee, user=ready.reviewers[0])
    acts = Committee(ready)
    walk(acts, CALLED, ("decide", "chair"))
    monkeypatch.setattr(ballots, "_may_vote", lambda *_args: ())
    monkeypatch.setattr(ballots, "may_vote", lambda *_args, **_more: ())
    acts.take("free", "reviewer")
    acts.take("grant", "reviewer")
    assert "a vote by a reviewer of the case" in acts.broken()


def test_invariant_10_a_panel_member_who_decided_is_found(
    certified: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = Life(certified)
    walk(acts, REVOKED, ("name_panel", "secretary"))
    everybody = [acts.people[name] for name in ("member", "panel 1", "panel 2")]
    monkeypatch.setattr(
        lodging, "candidates", lambda *_args: [Candidate(one, (), False) for one in everybody]
    )
    acts.take("name_a_member", "secretary")
    assert acts.broken() == ["somebody hears an appeal who had a part in the case"]


@pytest.mark.parametrize("forgotten", ["submission", "rule"])
def test_invariant_11_an_engine_that_takes_any_verdict_is_found(
    forgotten: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = test_invariants.test_invariant_11_a_verdict_holds_for_its_submission_and_rule_alone
    hear = evaluate_facts._heard

    def forgetful(scheme: Any, submission: Any, verdicts: Any) -> Any:
        as_if = {
            "submission": lambda one: replace(one, submission=submission.hash),
            "rule": lambda one: replace(one, rule=scheme.by_id[one.criterion].rule_hash),
        }[forgotten]
        return hear(scheme, submission, [as_if(one) for one in verdicts])

    monkeypatch.setattr(evaluate_facts, "_heard", forgetful)
    with pytest.raises(AssertionError):
        test()


def test_invariant_16_a_page_that_asks_for_each_row_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control of the tests of budgets, which count with one row and with three."""
    world = make_world(until="submitted", criteria=FEW)

    def asked() -> int:
        client = browser(world.secretary)
        client.get("/secretariat/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/secretariat/").status_code == 200
        return len(found)

    with monkeypatch.context() as broken:
        broken.setattr(QuerySet, "select_related", lambda self, *_fields: self)
        slow = asked()
    one = asked()
    for _ in range(2):
        neighbour(world, until="submitted")
    assert asked() == one, "it asks as many queries for three as for one"
    monkeypatch.setattr(QuerySet, "select_related", lambda self, *_fields: self)
    assert asked() > slow, "and the count sees it where it does not"


def test_a_case_that_is_judged_on_what_was_erased_is_found(
    draft: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = City(draft)
    walk(acts, ERASED, ("erase", "secretary"))
    monkeypatch.setattr(erasing, "_give_back", lambda case, *_args, **_more: case)
    acts.take("erase", "secretary")
    assert acts.broken() == ["a case is judged on what was erased"]


def test_a_decision_in_writing_before_its_time_is_found(
    ready: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = Committee(ready)
    walk(acts, WRITTEN, ("wait", "clock"))
    monkeypatch.setattr(decision, "in_writing", lambda **_facts: True)
    acts.take("decide", "chair")
    assert "a decision in writing before all have answered" in acts.broken()


def test_a_revocation_that_nobody_was_heard_on_is_found(
    certified: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = Life(certified)
    monkeypatch.setattr(deciding, "not_heard", lambda *_args, **_more: None)
    acts.take("revoke", "chair")
    assert acts.broken() == ["a revocation without a hearing"]


def test_an_annulment_that_one_person_decided_is_found(
    certified: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = Life(certified)
    walk(acts, ANNULLED, ("plan", "secretary"))
    monkeypatch.setattr(deciding, "refuse_act", lambda *_args: None)
    acts.take("annul_alone", "chair")
    assert "an annulment by neither a vote on it nor a panel" in acts.broken()


def test_the_machine_itself_finds_an_act_that_forgets_to_look(
    ready: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not only on a way that was chosen for it: here by acts that chance puts in a row."""
    monkeypatch.setattr(Committee, "do_unschedule", _forgetful)
    with pytest.raises(AssertionError, match="unschedule"):
        explore(ready, Committee, (CALLED,), runs=12, steps=8, often="unschedule")


def _forgetful(acts: Any, by: Any) -> None:
    """Take an item off the agenda, whatever stands of the case."""
    acts.item().__class__.objects.filter(pk=acts.item().pk).update(removed_at=acts.world.later())
