"""Erasing a file where a case went to another mechanism, and where nothing rests on it any more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from tests.assessments.test_edge_erasing import WHY, erased, until, with_file
from tests.assessments.test_transfers import answer, ask, nation
from tests.factories import log_in
from tests.world import FEW, World, make_world
from waymark.assessments.actions import evidence, review
from waymark.assessments.actions.erasing import erase_evidence
from waymark.assessments.models import EvidenceItem
from waymark.assessments.queries.erasing import rests_on
from waymark.assessments.rules.transfer import Party
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind
from waymark.schemes.models import Mechanism

pytestmark = pytest.mark.django_db


def gone_on(state: str) -> tuple[World, EvidenceItem, World, EvidenceItem]:
    """A case with a file that went to the country's own mechanism, and how far it got there."""
    world, item = until("submitted")
    target: Mechanism = nation(world)
    desk: User = world.extra["desk"]
    row = ask(world, target)
    answer(world, row, Party.FROM, world.secretary)
    answer(world, row, Party.TO, desk)
    row.refresh_from_db()
    assert row.made is not None
    there = replace(world, case=row.made, mechanism=target, secretary=desk, extra={})
    team = Body.objects.get(pk=target.technical_team_id)
    assert team.kind == BodyKind.TECHNICAL_TEAM
    for reviewer in world.reviewers:
        reviewer.seats.update(body=team)
    there.reach(state)
    return world, item, there, EvidenceItem.objects.get(case=row.made, title=item.title)


def test_edge_erased_in_a_case_that_went_elsewhere_it_is_erased_there_too() -> None:
    world, item, there, copy = gone_on("in_review")
    assert there.case is not None
    assert there.case.state == "in_review", "the control"
    there.now = world.now = max(world.now, there.now)
    erased(world, item)
    copy.refresh_from_db()
    there.case.refresh_from_db()
    assert (copy.state, copy.state_reason, copy.state_by) == ("erased", WHY, world.secretary)
    assert there.case.state == "clarification", "it is handed in and judged anew"
    assert there.case.events.filter(step="erase_in_review").exists()
    assert Record.objects.filter(verb="evidence.erased").count() == 2
    run_due(timezone.now())
    told = Notice.objects.filter(kind="desk.evidence_erased").values_list("user", flat=True)
    assert list(told) == [there.secretary.pk]
    assert Notice.objects.filter(kind="city.evidence_erased_back", user=world.editor).exists()
    assert world.case is not None
    assert world.case.state == "transferred", "the old case stays where it went"


def test_a_copy_in_a_draft_is_erased_and_the_draft_stays_one() -> None:
    world, item, there, copy = gone_on("draft")
    assert there.case is not None
    erased(world, item)
    copy.refresh_from_db()
    there.case.refresh_from_db()
    assert (copy.state, there.case.state) == ("erased", "draft")


def test_erased_in_the_new_case_it_is_erased_in_the_old_one_too() -> None:
    _world, item, there, copy = gone_on("submitted")
    erase_evidence(item=copy, reason=WHY, by=there.secretary, at=there.later())
    item.refresh_from_db()
    assert item.state == "erased"


def test_a_copy_that_has_another_file_by_now_stays() -> None:
    world, item, there, copy = gone_on("draft")
    evidence.revise_evidence(
        item=copy, content=evidence.Content(url="https://olvera.example/list"),
        effective_on=item.effective_on, by=world.editor, at=there.later(),
    )  # fmt: skip
    erased(world, item)
    copy.refresh_from_db()
    assert copy.state == "active"


def twice(*, keep: bool) -> tuple[World, EvidenceItem]:
    """A case that was handed in twice, the second time with or without a file."""
    world = make_world(criteria=FEW)
    item = with_file(world)
    world.reach("in_review")
    assert world.case is not None
    assert rests_on(world.case, item)
    task = world.case.assignments.first()
    assert task is not None
    review.declare_interest(assignment=task, conflict=False, by=task.reviewer, at=world.later())
    task.refresh_from_db()
    asked = review.ask_city(
        assignment=task, criterion="A01", question="Is it the newest?", due=None,
        by=task.reviewer, at=world.later(),
    )  # fmt: skip
    if not keep:
        evidence.withdraw_evidence(
            item=item, reason="Another one.", by=world.editor, at=world.later()
        )
    review.answer_question(clarification=asked, answer="Yes.", by=world.editor, at=world.later())
    world.submit()
    assert world.case.submissions.count() == 2
    return world, item


@pytest.mark.parametrize(("keep", "state"), [(True, "clarification"), (False, "in_review")])
def test_only_what_the_present_submission_rests_on_gives_the_case_back(
    keep: bool, state: str
) -> None:
    world, item = twice(keep=keep)
    assert world.case is not None
    form = f"/cases/{world.case.pk}/evidence/{item.pk}/erase/"
    shown = log_in(Client(), world.secretary).get(form).content.decode()
    assert ("does not rest on it" in shown) is not keep
    erased(world, item)
    assert world.case.state == state
    run_due(timezone.now())
    kinds = {"city.evidence_erased_back", "city.evidence_erased"}
    told = Notice.objects.filter(user=world.editor, kind__in=kinds).values_list("kind", flat=True)
    assert list(told) == ["city.evidence_erased_back" if keep else "city.evidence_erased"]
