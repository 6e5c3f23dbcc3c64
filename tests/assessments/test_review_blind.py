"""Invariant 13: one restriction for lists, counts, timelines, reports, notices and exports.

A reviewer learns nothing of what a colleague found before all have delivered. Each test shows the
words hidden first and open afterwards, so that a page which never shows them would fail.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests import factories
from tests.assessments.review_acts import (
    assignment_of,
    browser,
    declare,
    judge,
    judge_all,
    the_case,
)
from tests.world import World, make_world
from waymark.assessments.actions import desk, review
from waymark.assessments.models import Assignment, Clarification
from waymark.assessments.queries.desk_case import desk_case, find, splits
from waymark.assessments.queries.report import find as find_report
from waymark.assessments.queries.report import internal_reports
from waymark.assessments.queries.review_blind import is_blind, opened, questions, verdicts
from waymark.assessments.rules.case import Outcome
from waymark.base.jobs import run_due
from waymark.base.models import Notice

pytestmark = pytest.mark.django_db
SECRET = "The harbour chapter contradicts the budget."


@pytest.fixture
def world() -> World:
    """Both reviewers at work; the second has rejected everything with telling words."""
    world = make_world(until="in_review")
    declare(world, 0)
    judge_all(world, declare(world, 1), Outcome.REJECT, SECRET)
    return world


def mine(world: World) -> Assignment:
    """The first reviewer's assignment."""
    return assignment_of(world, 0)


def finish(world: World) -> None:
    """The first reviewer delivers too."""
    judge_all(world, mine(world), Outcome.ACCEPT, "Fine with me.")


def agree(world: World) -> None:
    """The first reviewer delivers too, and comes to the same by herself."""
    judge_all(world, mine(world), Outcome.REJECT, "Not shown.")


def pages(world: World, user: object, addresses: list[str]) -> str:
    """Everything that somebody is shown at some addresses."""
    client = browser(user)  # type: ignore[arg-type]
    return "\n".join(client.get(address).content.decode() for address in addresses)


def reviewers_pages(world: World) -> str:
    """Every page that the first reviewer has of the case, and her notices."""
    own = f"/reviews/{mine(world).pk}/"
    run_due(datetime.now(UTC))
    return pages(
        world,
        world.reviewers[0],
        ["/reviews/", own, f"{own}criteria/A01/", f"{own}deliver/", "/notices/"],
    )


def test_another_reviewers_words_open_only_when_all_have_delivered(world: World) -> None:
    assert SECRET not in reviewers_pages(world)
    finish(world)
    shown = reviewers_pages(world)
    assert SECRET in shown
    assert "The other reviewers" in shown


def test_lists_and_counts_are_cut_alike(world: World) -> None:
    first, second = world.reviewers
    own = verdicts(first).filter(assignment__case=world.case)
    assert own.count() == 0
    judge(world, mine(world), "A01")
    assert {row.assignment.reviewer for row in own.all()} == {first}
    assert verdicts(second).count() == 11
    finish(world)
    assert own.all().count() == 22
    for stranger in (world.lead, world.chair, factories.make_user()):
        assert verdicts(stranger).count() == 0


def test_one_page_of_a_criterion_counts_no_foreign_verdict(world: World) -> None:
    client = browser(world.reviewers[0])
    page = client.get(f"/reviews/{mine(world).pk}/").content.decode()
    assert "0 of 11 criteria judged" in page
    assert "Not judged" in page
    assert page.count("Rejected") == 0


def test_the_desk_sees_how_far_and_not_what(world: World) -> None:
    address = f"/cases/{world.case.pk}/"
    page = pages(world, world.secretary, [address])
    assert "11 of 11" in page
    assert SECRET not in page
    assert "Rejected" not in page
    told = desk_case(world.secretary, find(world.secretary, world.case.pk, world.now), world.now)
    assert splits(world.secretary, told) == ()
    finish(world)
    told = desk_case(world.secretary, find(world.secretary, world.case.pk, world.now), world.now)
    assert len(splits(world.secretary, told)) == 11
    assert "The reviewers differ on 11 criteria" in pages(world, world.secretary, [address])


@pytest.mark.parametrize("seat", ["lead", "secretariat"])
def test_another_seat_does_not_lift_the_blindness_of_a_reviewer(world: World, seat: str) -> None:
    """Whoever reviews sees what reviewers see, whatever else she is."""
    first = world.reviewers[0]
    if seat == "lead":
        first.seats.update(role="lead")
    else:
        factories.make_seat(world.mechanism.secretariat, user=first)
    assert is_blind(first, world.case)
    assert find(first, world.case.pk, world.now) is None
    answer = browser(first).get(f"/cases/{world.case.pk}/")
    assert answer["Location"] == f"/reviews/{mine(world).pk}/"
    assert str(world.case.pk) not in pages(world, first, ["/secretariat/"])
    finish(world)
    assert find(first, world.case.pk, datetime.now(UTC)) is not None


def test_a_colleagues_question_is_as_blind_as_a_verdict(world: World) -> None:
    second = assignment_of(world, 1)
    Assignment.objects.filter(pk=second.pk).update(state="returned")
    second.refresh_from_db()
    review.ask_city(
        assignment=second,
        criterion="A05",
        question="Is the letter signed at all?",
        due=None,
        by=second.reviewer,
        at=world.later(),
    )
    assert "Is the letter signed" not in reviewers_pages(world)
    assert questions(world.reviewers[0]).count() == 0
    assert questions(second.reviewer).count() == 1
    asked = Clarification.objects.get()
    own = f"/reviews/{mine(world).pk}/"
    client = browser(world.reviewers[0])
    assert client.post(f"{own}questions/{asked.pk}/withdraw/").status_code == 404
    assert not client.get(f"{own}?show=questions").content.decode().count("question open")
    told = Notice.objects.filter(user=world.reviewers[0], kind__startswith="review.a")
    assert not told.exists()


def test_the_city_never_reads_a_verdict_row_but_the_report(world: World) -> None:
    agree(world)
    assert not opened(world.lead).exists()
    assert verdicts(world.lead).count() == 0
    world.report()
    report = the_case(world).reports.get()
    assert SECRET in pages(world, world.lead, [f"/reports/{report.pk}/"])


def test_a_reopened_review_closes_old_report_and_verdicts_to_reviewers(world: World) -> None:
    agree(world)
    world.report()
    report = the_case(world).reports.get()
    first = world.reviewers[0]
    assert internal_reports(first).exists()
    desk.reopen_review(case=the_case(world), reason="A slip.", by=world.secretary, at=world.later())
    assert find_report(first, report.pk) is None
    assert browser(first).get(f"/reports/{report.pk}/").status_code == 404
    assert browser(first).get(f"/reports/{report.pk}/report.json").status_code == 404
    assert SECRET not in reviewers_pages(world)
    assert find_report(world.secretary, report.pk) is not None


def test_a_newcomer_to_a_freed_slot_reads_nothing_of_her_predecessor(world: World) -> None:
    second = assignment_of(world, 1)
    desk.replace_reviewer(assignment=second, note="Ill.", by=world.secretary, at=world.later())
    newcomer = factories.make_seat(world.mechanism.technical_team)
    desk.assign_reviewer(
        case=the_case(world),
        reviewer=newcomer,
        slot=2,
        due=second.due,
        by=world.secretary,
        at=world.later(),
    )
    world.reviewers[1] = newcomer
    own = declare(world, 1)
    shown = pages(world, newcomer, [f"/reviews/{own.pk}/", f"/reviews/{own.pk}/criteria/A01/"])
    assert SECRET not in shown
    assert "Not judged" in shown


def test_recused_verdicts_are_read_by_nobody_and_count_no_more(world: World) -> None:
    second = assignment_of(world, 1)
    review.recuse_reviewer(
        assignment=second, note="A cousin.", by=second.reviewer, at=world.later()
    )
    assert verdicts(second.reviewer).count() == 0
    finish(world)
    assert not opened(world.secretary).exists()
    assert verdicts(world.reviewers[0]).count() == 11


def test_nobody_reads_anything_before_she_has_declared() -> None:
    """Invariant 9, with the declaration as the control."""
    world = make_world(until="in_review")
    first = world.reviewers[0]
    own = f"/reviews/{mine(world).pk}/"
    item = world.case.evidence.first()
    addresses = ["/reviews/", own, f"{own}criteria/A01/", f"/cases/{world.case.pk}/"]
    assert "What we did for A01" not in pages(world, first, addresses)
    assert browser(first).get(f"/evidence/{item.pk}/1/").status_code == 404
    declare(world, 0)
    assert "What we did for A01" in pages(world, first, addresses)
