"""The secretariat's desk: who sees it, what waits, and each of its acts, without JavaScript."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.assessments.review_acts import (
    DUE,
    assignment_of,
    browser,
    declare,
    judge_all,
    strangers,
    the_case,
)
from tests.world import World, make_edition, make_world
from waymark.assessments.actions import desk
from waymark.assessments.models import Case
from waymark.assessments.queries.candidates import candidates
from waymark.assessments.queries.desk import Filters, inbox
from waymark.assessments.queries.desk_case import desk_case, find
from waymark.assessments.queries.standing import standing, standings_of
from waymark.assessments.rules.desk import Waits
from waymark.people.models import Interest

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """A case that was just handed in."""
    return make_world(until="submitted")


@pytest.fixture
def client(world: World) -> Client:
    """The secretary's browser."""
    return browser(world.secretary)


def more_cases(world: World, count: int, **fields: object) -> list[Case]:
    """Cases of other cities under the same mechanism, put there directly."""
    edition = make_edition()
    return [
        Case.objects.create(
            place=factories.make_place(f"Sisterton {number}"),
            mechanism=world.mechanism,
            scheme=edition.scheme,
            edition=edition,
            target_level="gold",
            opened_by=world.lead,
            opened_at=world.now,
            submitted_at=world.now,
            **{"state": "submitted", **fields},
        )
        for number in range(count)
    ]


def test_the_inbox_is_there_for_desks_alone(world: World, client: Client) -> None:
    assert client.get("/secretariat/").status_code == 200
    lead = factories.make_seat(world.mechanism.technical_team, "lead")
    assert browser(lead).get("/secretariat/").status_code == 200
    for user in (world.lead, world.reviewers[0], world.chair, factories.make_user()):
        assert browser(user).get("/secretariat/").status_code == 404
    assert browser().get("/secretariat/").status_code == 302


def test_a_foreign_desk_has_an_empty_inbox_and_finds_no_case(world: World) -> None:
    stranger = browser(strangers(world)["foreign desk"])
    page = stranger.get("/secretariat/").content.decode()
    assert "No case here" in page
    assert world.place.name["en"] not in page
    assert stranger.get(f"/cases/{world.case.pk}/").status_code == 404


def test_a_case_is_found_by_those_on_its_desk_and_by_nobody_else(world: World) -> None:
    address = f"/cases/{world.case.pk}/"
    for who, user in strangers(world).items():
        assert browser(user).get(address).status_code == 404, who
    for user in (world.reviewers[0], world.chair):
        assert browser(user).get(address).status_code == 404
    own = browser(world.editor).get(address)
    assert own.status_code == 302
    assert own["Location"].startswith(f"/workspaces/{world.place.slug}/")
    assert browser(world.secretary).get("/cases/nothing/").status_code == 404


def test_a_draft_is_on_no_desk() -> None:
    world = make_world()
    assert browser(world.secretary).get(f"/cases/{world.case.pk}/").status_code == 404


def test_a_secretary_who_works_for_the_city_has_not_its_case_on_her_desk(world: World) -> None:
    factories.make_member(world.place, "viewer", user=world.secretary)
    page = browser(world.secretary).get("/secretariat/")
    assert "No case here" in page.content.decode()
    assert browser(world.secretary).post(f"/cases/{world.case.pk}/admit/").status_code == 404
    assert the_case(world).state == "submitted"


def alone(world: World, at: datetime) -> str:
    """What the page of the case says that it waits for, by the rule in place of the database."""
    case = find(world.secretary, world.case.pk, at)
    assert case is not None
    return desk_case(world.secretary, case, at).waits


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        ("submitted", Waits.ADMIT),
        ("reported", Waits.SCHEDULE),
        ("scheduled", Waits.OTHERS),
        ("decided", Waits.PUBLISH),
        ("published", Waits.OTHERS),
    ],
)
def test_what_waits_follows_from_where_the_case_is(state: str, waits: str) -> None:
    world = make_world(until=state)
    found = inbox(world.secretary, Filters(), 1, world.now)
    assert [row.waits for row in found.page] == [waits]
    assert alone(world, world.now) == waits
    assert found.counts[waits] == found.total == 1


def test_what_waits_during_review(world: World) -> None:
    def waits(at: datetime) -> str:
        page = inbox(world.secretary, Filters(), 1, at)
        found = str(page.page[0].waits)
        assert alone(world, at) == found
        assert {wait: n for wait, n in page.counts.items() if n} == {found: 1}
        by_filter = {
            wait.value: len(inbox(world.secretary, Filters(waits=wait), 1, at).page)
            for wait in Waits
        }
        assert {wait: n for wait, n in by_filter.items() if n} == {found: 1}
        return found

    desk.admit_case(case=world.case, by=world.secretary, at=world.later())
    assert waits(world.now) == Waits.ASSIGN
    for slot, reviewer in enumerate(world.reviewers, 1):
        desk.assign_reviewer(
            case=the_case(world),
            reviewer=reviewer,
            slot=slot,
            due=date(2026, 4, 30),
            by=world.secretary,
            at=world.later(),
        )
    assert waits(world.now) == Waits.OTHERS
    assert waits(datetime(2026, 5, 1, tzinfo=UTC)) == Waits.LATE
    declare(world, 1, conflict=True)
    assert waits(world.now) == Waits.ASSIGN
    other = factories.make_seat(world.mechanism.technical_team)
    desk.assign_reviewer(
        case=the_case(world),
        reviewer=other,
        slot=2,
        due=DUE,
        by=world.secretary,
        at=world.later(),
    )
    world.reviewers[1] = other
    for number in (0, 1):
        judge_all(world, declare(world, number))
    assert waits(datetime(2026, 5, 1, tzinfo=UTC)) == Waits.REPORT


def test_filters_narrow_and_counts_tell_of_all(world: World, client: Client) -> None:
    more_cases(world, 2, state="reported", language="es")
    page = client.get("/secretariat/?waits=schedule").content.decode()
    assert "Sisterton 0" in page
    assert f">{world.place.name['en']}<" not in page
    assert "2 cases" in page
    assert "3 cases wait on your desk" in page
    page = client.get("/secretariat/?q=sisterton+1&order=name").content.decode()
    assert "Sisterton 1" in page
    assert "Sisterton 0" not in page
    for query in ("language=es", "state=reported", "country=KE", "mechanism=global", "page=9"):
        assert client.get(f"/secretariat/?{query}").status_code == 200
    assert "No case here" in client.get("/secretariat/?language=zz").content.decode()
    assert "Sisterton" in client.get("/secretariat/?waits=nonsense").content.decode()


def test_the_order_is_by_day_or_by_name(world: World) -> None:
    first, second = more_cases(world, 2)
    Case.objects.filter(pk=second.pk).update(submitted_at=world.now - timedelta(days=9))
    by_day = [row.case.pk for row in inbox(world.secretary, Filters(), 1, world.now).page]
    assert by_day[0] == second.pk
    named = inbox(world.secretary, Filters(order="name"), 1, world.now).page
    names = [row.case.place.name_skeleton for row in named]
    assert names == sorted(names)
    assert first.pk in by_day


@pytest.mark.parametrize("cases", [1, 3])
def test_the_inbox_asks_ten_queries_however_many_cases(
    cases: int, world: World, client: Client, django_assert_max_num_queries: object
) -> None:
    more_cases(world, cases - 1)
    client.get("/secretariat/")
    with django_assert_max_num_queries(10) as asked:  # type: ignore[operator]
        page = client.get("/secretariat/")
    assert page.content.decode().count("/cases/0") == cases
    assert len(asked) >= 6  # the control: they were counted at all


@pytest.mark.parametrize("state", ["submitted", "in_review", "reported", "decided", "published"])
def test_the_page_of_a_case_asks_fifteen_queries(
    state: str, django_assert_max_num_queries: object
) -> None:
    world = make_world(until=state)
    client = browser(world.secretary)
    client.get(f"/cases/{world.case.pk}/")
    with django_assert_max_num_queries(15) as asked:  # type: ignore[operator]
        assert client.get(f"/cases/{world.case.pk}/").status_code == 200
    read = " ".join(query["sql"] for query in asked.captured_queries)
    assert '"schemes_edition"."document"' not in read
    assert '"assessments_submission"."document"' not in read


def test_admit_then_assign_without_javascript(world: World, client: Client) -> None:
    address = f"/cases/{world.case.pk}/"
    assert "Admit the case" in client.get(address).content.decode()
    assert client.post(f"{address}admit/", follow=True).status_code == 200
    assert the_case(world).state == "admissible"
    form = client.get(f"{address}assign/").content.decode()
    for reviewer in world.reviewers:
        assert f'value="{reviewer.pk}"' in form
    sent = {"reviewer": world.reviewers[0].pk, "slot": "1", "due": DUE.isoformat()}
    assert client.post(f"{address}assign/", sent)["Location"] == f"{address}assign/"
    again = client.post(f"{address}assign/", sent | {"slot": "2"})
    assert again.status_code == 422  # has a slot, so she is not offered
    sent |= {"reviewer": world.reviewers[1].pk, "slot": "2"}
    assert client.post(f"{address}assign/", sent)["Location"] == address
    assert the_case(world).state == "in_review"
    page = client.get(address).content.decode()
    assert "The reviewers are at work" in page


def test_a_day_that_has_passed_and_an_empty_form_are_refused(world: World, client: Client) -> None:
    address = f"/cases/{world.case.pk}/assign/"
    client.post(f"/cases/{world.case.pk}/admit/")
    wrong = client.post(address, {"reviewer": "", "slot": "1", "due": "2020-01-01"})
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "Choose a reviewer." in text
    assert "This day has passed." in text
    assert not the_case(world).assignments.exists()


def test_returning_needs_a_reason_that_the_city_reads(world: World, client: Client) -> None:
    address = f"/cases/{world.case.pk}/return/"
    assert client.post(address, {"note": "  "}).status_code == 422
    assert the_case(world).state == "submitted"
    client.post(address, {"note": "The map is missing."})
    case = the_case(world)
    assert (case.state, case.return_reason) == ("returned", "The map is missing.")


def test_a_technical_lead_assigns_and_reports_but_does_not_admit(world: World) -> None:
    lead = factories.make_seat(world.mechanism.technical_team, "lead")
    client = browser(lead)
    page = client.get(f"/cases/{world.case.pk}/").content.decode()
    assert "Admit the case" not in page
    assert client.post(f"/cases/{world.case.pk}/admit/").status_code == 404
    desk.admit_case(case=world.case, by=world.secretary, at=world.later())
    sent = {"reviewer": world.reviewers[0].pk, "slot": "1", "due": DUE.isoformat()}
    assert client.post(f"/cases/{world.case.pk}/assign/", sent).status_code == 302


def test_people_with_a_tie_are_shown_with_the_reason_and_can_not_be_chosen(
    world: World, client: Client
) -> None:
    """Invariant 9 and 10: a control person without a tie stays available."""
    tied, free = world.reviewers
    Interest.objects.create(
        user=tied, kind="adviser", place=world.place, declared_at=factories.PAST
    )
    desk.admit_case(case=world.case, by=world.secretary, at=world.later())
    page = client.get(f"/cases/{world.case.pk}/assign/").content.decode()
    assert "Advises the city, or did" in page
    assert f'value="{tied.pk}"' not in page
    assert f'value="{free.pk}"' in page
    sent = {"reviewer": tied.pk, "slot": "1", "due": DUE.isoformat()}
    assert client.post(f"/cases/{world.case.pk}/assign/", sent).status_code == 422
    with pytest.raises(desk.NotIndependent):
        desk.assign_reviewer(
            case=the_case(world),
            reviewer=tied,
            slot=1,
            due=DUE,
            by=world.secretary,
            at=world.later(),
        )


def test_candidates_have_the_same_standing_as_one_by_one(world: World) -> None:
    one, other = world.reviewers
    factories.make_member(world.place, "viewer", user=one, until=factories.PAST)
    Interest.objects.create(user=other, kind="family", place=world.place, declared_at=world.now)
    organisation = factories.make_organisation(place=world.place)
    Interest.objects.create(
        user=other, kind="funding", organisation=organisation, declared_at=world.now
    )
    people = [one, other, world.chair]
    together = standings_of(people, world.case)
    for person in people:
        alone = standing(person, world.case)
        assert sorted(together[person.pk].ties, key=repr) == sorted(alone.ties, key=repr)
        assert together[person.pk].reviewed == alone.reviewed


@pytest.mark.parametrize("seats", [1, 3])
def test_candidates_ask_as_many_queries_for_one_seat_as_for_three(
    seats: int, world: World, django_assert_max_num_queries: object
) -> None:
    for _ in range(seats - 1):
        factories.make_seat(world.mechanism.technical_team)
    case = find(world.secretary, world.case.pk, world.now)
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        assert len(candidates(world.secretary, case, world.now)) == seats + 1


def test_those_who_speak_the_language_come_first(world: World) -> None:
    factories.make_seat(world.mechanism.technical_team, user=_named("Aaron"), languages=["es"])
    found = candidates(world.secretary, world.case, world.now)
    assert [one.speaks for one in found] == [True, True, False]


def _named(name: str) -> object:
    return factories.make_user(name=name)


def test_replace_another_day_report_and_reopen(world: World, client: Client) -> None:
    world.assign()
    address = f"/cases/{world.case.pk}/"
    first = assignment_of(world, 0)
    with time_machine.travel(world.later()):
        there = browser(world.secretary)
        day = there.post(f"{address}reviews/{first.pk}/due/", {"due": "2026-06-01"})
    assert day.status_code == 302
    first.refresh_from_db()
    assert first.due == date(2026, 6, 1)
    assert (
        client.post(f"{address}reviews/{first.pk}/due/", {"due": "1999-01-01"}).status_code == 422
    )
    assert client.post(f"{address}reviews/none/due/", {"due": "2026-06-01"}).status_code == 404
    assert client.post(f"{address}reviews/{first.pk}/replace/", {"note": ""}).status_code == 422
    assert client.post(f"{address}reviews/{first.pk}/replace/", {"note": "Ill."}).status_code == 302
    assert "Assign a reviewer" in client.get(address).content.decode()
    early = client.post(f"{address}report/", follow=True).content.decode()
    assert "Not every reviewer has delivered" in early
    assert not the_case(world).reports.exists()
    sent = {"reviewer": world.reviewers[0].pk, "slot": "1", "due": DUE.isoformat()}
    world.reviewers[0] = factories.make_seat(world.mechanism.technical_team)
    sent["reviewer"] = world.reviewers[0].pk
    assert client.post(f"{address}assign/", sent).status_code == 302
    for number in (0, 1):
        judge_all(world, declare(world, number))
    assert "Make the report" in client.get(address).content.decode()
    client.post(f"{address}report/")
    assert the_case(world).state == "reported"
    page = client.get(address).content.decode()
    assert "Level attained: Silver." in page
    assert client.post(f"{address}reopen/", {"note": ""}).status_code == 422
    client.post(f"{address}reopen/", {"note": "One verdict was mistaken."})
    assert the_case(world).state == "in_review"
