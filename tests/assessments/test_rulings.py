"""Ties to a city: what they close, who rules on them, and what a ruling opens again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.assessments.review_acts import DUE, assignment_of, browser, declare, judge
from tests.assessments.test_invariants import refused_by_database
from tests.races import ROUNDS, race, split
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import desk, review
from waymark.assessments.models import Assignment, Case, Ruling
from waymark.assessments.queries import desk as desks
from waymark.assessments.queries import report as reports
from waymark.assessments.queries import rulings
from waymark.assessments.queries.access import case_roles, visible
from waymark.assessments.queries.review_blind import verdicts
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.models import Interest, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    found = make_world(until="in_review", criteria=FEW)
    found.extra["lead"] = factories.make_seat(found.mechanism.technical_team, "lead")
    return found


def ask(world: World, number: int = 0) -> Assignment:
    task = assignment_of(world, number)
    review.declare_interest(
        assignment=task,
        conflict=False,
        asks=True,
        kind="other",
        note="I gave a talk there.",
        by=task.reviewer,
        at=world.later(),
    )
    task.refresh_from_db()
    return task


def rule(world: World, person: User, *, clears: bool, by: User | None = None) -> Ruling:
    seen = Ruling.objects.filter(case=world.case, person=person).count()
    return review.rule_on_ties(
        case=world.case,
        person=person,
        clears=clears,
        reason="One talk, years ago.",
        seen=seen,
        by=by or world.extra["lead"],
        at=world.later(),
    )


def tie(world: World, user: User, kind: str = "family", **more: Any) -> Interest:
    place = {} if "organisation" in more else {"place": world.place}
    return Interest.objects.create(user=user, kind=kind, declared_at=world.now, **place, **more)


def keys(refused: Any) -> set[str]:
    return {reason.key for reason in refused.value.reasons}


def test_who_leaves_it_to_be_ruled_on_reads_nothing_until_it_is_cleared(world: World) -> None:
    task = ask(world)
    person = task.reviewer
    assert task.state == "invited"
    assert world.case not in visible(person)
    with pytest.raises(Refused) as refused:
        review.declare_interest(assignment=task, conflict=False, by=person, at=world.later())
    assert keys(refused) == {"assignment.waits_for_ruling"}, "no word of hers undoes it"
    rule(world, person, clears=True)
    task.refresh_from_db()
    assert task.state == "accepted"
    assert world.case in visible(person)
    judge(world, task, "A01")


def test_a_ruling_that_it_stands_frees_the_slot_for_somebody_else(world: World) -> None:
    task = ask(world)
    rule(world, task.reviewer, clears=False)
    task.refresh_from_db()
    assert task.state == "recused"
    assert world.case not in visible(task.reviewer)
    assert desk.assign_reviewer(
        case=world.case,
        reviewer=factories.make_seat(world.mechanism.technical_team),
        slot=task.slot,
        due=DUE,
        by=world.secretary,
        at=world.later(),
    )
    with pytest.raises(desk.NotIndependent):
        desk.assign_reviewer(
            case=world.case,
            reviewer=task.reviewer,
            slot=2,
            due=DUE,
            by=world.secretary,
            at=world.later(),
        )


def test_nobody_rules_on_herself_nor_with_a_tie_of_her_own_nor_from_another_seat(
    world: World,
) -> None:
    lead = world.extra["lead"]
    desk.replace_reviewer(
        assignment=assignment_of(world, 1), note="", by=world.secretary, at=world.later()
    )
    own = desk.assign_reviewer(
        case=world.case, reviewer=lead, slot=2, due=DUE, by=world.secretary, at=world.later()
    )
    review.declare_interest(
        assignment=own, conflict=False, asks=True, note="A talk.", by=lead, at=world.later()
    )
    with pytest.raises(Refused) as refused:
        rule(world, lead, clears=True)
    assert "ruling.own" in keys(refused)
    task = ask(world)
    for stranger in (world.secretary, task.reviewer, world.members[1]):
        with pytest.raises(NotPermitted):
            rule(world, task.reviewer, clears=True, by=stranger)
    other = factories.make_seat(world.mechanism.technical_team, "lead")
    tie(world, other)
    with pytest.raises(Refused) as refused:
        rule(world, task.reviewer, clears=True, by=other)
    assert keys(refused) == {"ruling.tied"}
    assert rule(world, lead, clears=True, by=world.chair), "the chair may, on the lead"


def test_work_for_the_city_itself_is_never_ruled_away(world: World) -> None:
    person = declare(world).reviewer
    town_hall = factories.make_organisation(place=world.place, kind="city_administration")
    tie(world, person, "adviser", organisation=town_hall)
    with pytest.raises(Refused) as refused:
        rule(world, person, clears=True)
    assert keys(refused) == {"ruling.firm"}
    Interest.objects.all().delete()
    campus = factories.make_organisation(place=world.place, kind="university")
    tie(world, person, "adviser", organisation=campus)
    assert rule(world, person, clears=True), "the control: advice to another house in the city"
    assert world.case in visible(person)


def everything(world: World, person: User) -> list[bool]:
    """Whether each way of reading opens the case to a person."""
    at = timezone.now()
    case = Case.objects.get(pk=world.case.pk)
    row = case.reports.first()
    return [
        visible(person).filter(pk=case.pk).exists(),
        bool(case_roles(person, case)),
        desks.desk_cases(person, at).filter(pk=case.pk).exists(),
        verdicts(person).filter(submission__case=case).exists(),
        desks.inbox(person, desks.Filters(), 1, at).total > 0,
        row is not None and reports.find(person, row.pk) is not None,
    ]


@pytest.mark.parametrize("who", ["secretary", "lead"])
def test_invariant_13_a_tie_closes_a_case_to_desk_and_lead_in_every_list_count_and_notice(
    who: str, world: World
) -> None:
    world.review()
    world.report()
    person = world.secretary if who == "secretary" else world.extra["lead"]
    spare = factories.make_seat(world.mechanism.secretariat)
    assert all(everything(world, person)), "the control"
    held = tie(world, person, "adviser", until=timezone.now().date() - timedelta(days=600))
    assert not any(everything(world, person)), "advice counts for 36 months after its end"
    run_due(datetime.now(UTC))
    told = Notice.objects.filter(kind="report.made")
    assert not told.filter(user=person).exists()
    assert told.filter(user=spare).exists(), "the control"
    page = browser(person).get(f"/cases/{world.case.pk}/")
    assert page.status_code == 404
    with pytest.raises(NotPermitted):
        desk.reopen_review(case=world.case, reason="Look again.", by=person, at=world.later())
    held.until = timezone.now().date() - timedelta(days=36 * 31)
    held.save()
    assert all(everything(world, person)), "and then no more"


def test_a_tie_that_comes_up_closes_the_case_until_it_is_ruled_on_and_another_closes_it_again(
    world: World,
) -> None:
    task = declare(world)
    person, lead = task.reviewer, world.extra["lead"]
    assert world.case in visible(person)
    tie(world, person)
    assert world.case not in visible(person)
    assert [one.person for one in rulings.matters(lead, timezone.now())] == [person]
    rule(world, person, clears=True)
    assert world.case in visible(person)
    assert rulings.matters(lead, timezone.now()) == ()
    judge(world, task, "A01")
    tie(world, person, "funding")
    assert world.case not in visible(person), "nobody has ruled on this one"
    with pytest.raises(desk.NotIndependent):
        judge(world, task, "A02")


def test_a_ruling_is_on_record_for_good_and_needs_another_person(world: World) -> None:
    task = ask(world)
    rule(world, task.reviewer, clears=True)
    table = Ruling._meta.db_table
    assert refused_by_database(f"DELETE FROM {table}")
    assert refused_by_database(f"UPDATE {table} SET clears = NOT clears")
    assert refused_by_database("DELETE FROM assessments_declaration")


def test_those_concerned_are_told_and_nobody_with_a_tie(world: World) -> None:
    tied = factories.make_seat(world.mechanism.technical_team, "lead")
    tie(world, tied)
    task = ask(world)
    run_due(datetime.now(UTC))
    asked = set(Notice.objects.filter(kind="tie.to_rule").values_list("user", flat=True))
    assert asked == {world.extra["lead"].pk, world.chair.pk}
    rule(world, task.reviewer, clears=True)
    run_due(datetime.now(UTC))
    assert Notice.objects.get(kind="tie.cleared").user == task.reviewer
    assert Notice.objects.get(kind="tie.cleared_desk").user == world.secretary


def test_the_way_through_the_pages(world: World, client: Client) -> None:
    task = assignment_of(world)
    hers, lead = browser(task.reviewer), browser(world.extra["lead"])
    silent = hers.post(f"/reviews/{task.pk}/", {"tie": "ask", "kind": "", "note": " "})
    assert silent.status_code == 422
    sent = {"tie": "ask", "kind": "other", "note": "I gave a talk."}
    assert hers.post(f"/reviews/{task.pk}/", sent).status_code == 302
    assert "waits for a ruling" in hers.get(f"/reviews/{task.pk}/").content.decode()
    path = f"/conflicts/{world.case.pk}/{task.reviewer_id}/"
    assert path in lead.get("/conflicts/").content.decode()
    page = lead.get(path).content.decode()
    assert "I gave a talk." in page
    assert "A01" not in page, "nothing of the case"
    for other in (hers, browser(world.secretary), browser(world.lead), client):
        assert other.get(path).status_code in {302, 404}
    assert lead.post(path, {"outcome": "clears", "reason": "", "seen": "0"}).status_code == 422
    word = {"outcome": "clears", "reason": "One talk.", "seen": "0"}
    assert lead.post(path, word).status_code == 302
    assert lead.post(path, word).status_code == 409, "somebody was first"
    assert hers.get(f"/reviews/{task.pk}/criteria/A01/").status_code == 200


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_asks_as_many_queries_for_one_as_for_three(cases: int, world: World) -> None:
    for number in range(cases):
        other = neighbour(world, until="in_review") if number else world
        ask(other)
    lead = browser(world.extra["lead"])
    lead.get("/conflicts/")
    with CaptureQueriesContext(connection) as asked:
        page = lead.get("/conflicts/")
    assert page.content.decode().count("/conflicts/0") == cases
    assert len(asked) <= 12, [one["sql"] for one in asked]


@pytest.mark.django_db(transaction=True)
def test_two_who_rule_at_once_make_one_ruling(world: World) -> None:
    second = factories.make_seat(world.mechanism.technical_team, "lead")
    person = ask(world).reviewer
    for made in range(ROUNDS):
        acts = [
            partial(
                review.rule_on_ties,
                case=world.case,
                person=person,
                clears=clears,
                reason="As I see it.",
                seen=made,
                by=by,
                at=timezone.now(),
            )
            for by, clears in ((world.extra["lead"], made % 2 == 0), (second, made % 2 == 0))
        ]
        won, lost = split(race(*acts))
        assert len(won) == len(lost) == 1, (won, lost)
        assert isinstance(lost[0], Refused)
        assert Ruling.objects.filter(case=world.case, person=person).count() == made + 1
