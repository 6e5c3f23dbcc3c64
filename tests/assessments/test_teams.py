"""Teams with parts, seconded people, and where organisations sit: what follows for reviews."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.assessments.review_acts import browser, judge
from tests.assessments.test_rulings import keys
from tests.races import ROUNDS, race, split
from tests.world import FEW, World, make_world
from waymark.assessments.actions import desk, review
from waymark.assessments.models import Assignment
from waymark.assessments.queries.access import visible
from waymark.assessments.queries.candidates import candidates
from waymark.kernel.flow import Refused
from waymark.people import actions as people
from waymark.people.models import Availability, Seat, User

pytestmark = pytest.mark.django_db
SOON = datetime.now(UTC) + timedelta(days=90)


@pytest.fixture
def world() -> World:
    found = make_world(until="submitted", criteria=FEW)
    desk.admit_case(case=found.case, by=found.secretary, at=found.later())
    return found


def invite(world: World, reviewer: User, *, slot: int = 1, days: int = 30) -> Assignment:
    return desk.assign_reviewer(
        case=world.case,
        reviewer=reviewer,
        slot=slot,
        due=timezone.now().date() + timedelta(days=days),
        by=world.secretary,
        at=timezone.now(),
    )


def part(world: World, **more: Any) -> Any:
    return people.create_body(
        kind="technical_team",
        name={"en": "A university"},
        part_of=world.mechanism.technical_team,
        by=world.secretary,
        at=timezone.now(),
        **more,
    )


def seat(world: World, body: Any, **more: Any) -> User:
    user = factories.make_user()
    people.give_seat(
        body=body, user=user, role="member", by=world.secretary, at=timezone.now(), **more
    )
    return user


def test_people_of_a_university_review_for_the_team_that_it_is_a_part_of(world: World) -> None:
    campus = factories.make_organisation("Campus", kind="university")
    user = seat(world, part(world, organisation=campus, languages=["en"]))
    found = {one.seat.user: one for one in candidates(world.secretary, world.case, timezone.now())}
    assert found[user].speaks, "its language is hers"
    assert invite(world, user)
    stranger = factories.make_seat(factories.make_body("technical_team"))
    with pytest.raises(desk.NoSuchSlot):
        invite(world, stranger, slot=2)


def test_only_a_whole_team_has_parts(world: World) -> None:
    inner = part(world)
    for of, kind in ((inner, "technical_team"), (world.mechanism.technical_team, "committee")):
        with pytest.raises(Refused) as refused:
            people.create_body(
                kind=kind,
                name={"en": "No"},
                part_of=of,
                by=world.secretary,
                at=timezone.now(),
            )
        assert keys(refused) == {"body.no_part"}


def test_parts_work_in_countries_and_everybody_sees_which_languages_have_one(
    world: World, django_assert_num_queries: Any
) -> None:
    address = f"/mechanisms/{world.mechanism.slug}/"
    assert "Teams that review" not in Client().get(address).content.decode()
    kenya, peru = factories.make_country("KE"), factories.make_country("PE")
    part(world, country=kenya, languages=["en", "fr"])
    other = part(world, country=peru, languages=["es"])
    assert (other.works_in, other.country) == (peru, None), "it serves whom the whole team serves"
    page = Client().get(address)
    assert [team.works_in for team in page.context["teams"]] == [kenya, peru]
    assert page.context["without"] == ["العربية", "Русский", "中文"]
    with CaptureQueriesContext(connection) as two:
        Client().get(address)
    part(world, country=kenya, languages=["ar", "ru", "zh"])
    with django_assert_num_queries(len(two)):
        page = Client().get(address)
    assert page.context["without"] == []
    assert "No part of its own" not in page.content.decode()


def test_a_secondment_has_an_end_and_no_review_goes_beyond_it(world: World) -> None:
    house = factories.make_organisation("A ministry", kind="ministry")
    team = world.mechanism.technical_team
    with pytest.raises(Refused) as refused:
        seat(world, team, seconded_by=house)
    assert keys(refused) == {"seat.secondment_without_end"}
    user = seat(world, team, seconded_by=house, until=SOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(user=user).update(until=None)
    with pytest.raises(Refused) as refused:
        invite(world, user, days=120)
    assert keys(refused) == {"assignment.seat_ends"}
    assert invite(world, user, days=60), "the control"


def test_with_the_seat_the_case_closes(world: World) -> None:
    user = seat(world, world.mechanism.technical_team)
    task = invite(world, user)
    invite(world, world.reviewers[0], slot=2)
    review.declare_interest(assignment=task, conflict=False, by=user, at=timezone.now())
    assert world.case in visible(user)
    people.end_seat(seat=Seat.objects.get(user=user), by=world.secretary, at=timezone.now())
    assert world.case not in visible(user)
    task.refresh_from_db()
    with pytest.raises(Refused) as refused:
        judge(world, task, "A01")
    assert keys(refused) == {"assignment.seat_over"}
    page = browser(user).get(f"/reviews/{task.pk}/").content.decode()
    assert "Your seat in the technical team is over" in page


def test_who_was_replaced_is_not_proposed_again_and_the_page_says_why(world: World) -> None:
    first = world.reviewers[0]
    address = f"/cases/{world.case.pk}/assign/"
    client = browser(world.secretary)
    assert f'value="{first.pk}"' in client.get(address).content.decode()
    task = invite(world, first)
    desk.replace_reviewer(assignment=task, note="Ill.", by=world.secretary, at=timezone.now())
    page = client.get(address).content.decode()
    assert f'value="{first.pk}"' not in page
    assert "Her review of this case was given to somebody else." in page
    with pytest.raises(desk.NoSuchSlot, match="was_replaced"):
        invite(world, first)
    assert invite(world, world.reviewers[1]), "the control"


def test_a_tie_is_found_through_where_an_organisation_sits(world: World) -> None:
    """By the secretariat's word on where; before it, nothing ties the two."""
    user = world.reviewers[0]
    people.declare_interest(kind="employee", organisation="Campus", by=user, at=timezone.now())
    house = user.interests.get().organisation
    assert invite(world, user)
    desk.replace_reviewer(
        assignment=Assignment.objects.get(), note="", by=world.secretary, at=timezone.now()
    )
    people.edit_organisation(
        organisation=house,
        kind="university",
        country=None,
        place=world.place,
        by=world.secretary,
        at=timezone.now(),
    )
    house.refresh_from_db()
    assert house.country == world.place.country
    with pytest.raises(desk.NotIndependent) as refused:
        invite(world, user)
    assert keys(refused) == {"independence.employee"}


def test_who_was_sent_by_an_organisation_of_the_city_is_tied_to_it(world: World) -> None:
    house = factories.make_organisation("Campus", kind="university", place=world.place)
    team = world.mechanism.technical_team
    user = seat(world, team, seconded_by=house, until=SOON)
    member = seat(world, part(world, organisation=house))
    for one in (user, member):
        with pytest.raises(desk.NotIndependent):
            invite(world, one)


def test_the_assignment_page_proposes_with_reasons_and_a_person_accepts(world: World) -> None:
    first, second = world.reviewers
    Seat.objects.filter(user=first).update(languages=["ar"], fields_of_work=["housing"])
    Seat.objects.filter(user=second).update(languages=["en"], fields_of_work=["water"])
    people.save_availability(most=1, away_from=None, away_until=None, by=second, at=timezone.now())
    desk_, path = browser(world.secretary), f"/cases/{world.case.pk}/assign/"
    page = desk_.get(path).content.decode()
    assert page.index(f'value="{second.pk}"') < page.index(f'value="{first.pk}"')
    assert "Works in English. Has 0 reviews in hand and takes up to 1." in page
    assert "checked" not in page, "nobody is chosen for the desk"
    asked = desk_.get(f"{path}?fields_of_work=housing").content.decode()
    assert "Knows housing." in asked
    assert "Knows none of the fields asked for." in asked
    due = (timezone.now() + timedelta(days=20)).date().isoformat()
    sent = {"reviewer": second.pk, "slot": "1", "due": due}
    assert desk_.post(path, sent).status_code == 302
    assert Assignment.objects.get().reviewer == second


def test_whoever_is_away_is_shown_as_such(world: World) -> None:
    today = timezone.now().date()
    people.save_availability(
        most=3,
        away_from=today,
        away_until=today + timedelta(days=9),
        by=world.reviewers[0],
        at=timezone.now(),
    )
    page = browser(world.secretary).get(f"/cases/{world.case.pk}/assign/").content.decode()
    assert page.count("Not proposed:") == 1
    assert "Is away from" in page


@pytest.mark.parametrize(
    ("most", "since", "until", "key"),
    [(21, None, None, "most"), (2, 1, None, "days"), (2, None, 1, "days"), (2, 2, 1, "days")],
)
def test_availability_that_makes_no_sense_is_refused(
    most: int, since: int | None, until: int | None, key: str
) -> None:
    user, today = factories.make_user(), timezone.now().date()
    away = [today + timedelta(days=one) if one else None for one in (since, until)]
    with pytest.raises(Refused) as refused:
        people.save_availability(
            most=most, away_from=away[0], away_until=away[1], by=user, at=timezone.now()
        )
    assert keys(refused) == {f"availability.{key}"}
    assert not Availability.objects.exists()


def test_the_pages_of_availability_and_organisations(world: World) -> None:
    user, desk_ = world.reviewers[0], browser(world.secretary)
    hers = browser(user)
    assert "/account/availability/" in hers.get("/account/").content.decode()
    sent = {"most": "2", "away_from": "2027-01-02", "away_until": "2027-01-01"}
    assert hers.post("/account/availability/", sent).status_code == 400
    sent["away_until"] = "2027-01-09"
    assert hers.post("/account/availability/", sent).status_code == 302
    house = factories.make_organisation("Campus")
    assert "Not known" in desk_.get("/secretariat/organisations/").content.decode()
    path = f"/secretariat/organisations/{house.pk}/"
    assert hers.get(path).status_code == 404
    said = {"kind": "university", "place": world.place.pk, "country": ""}
    assert desk_.post(path, said).status_code == 302
    house.refresh_from_db()
    assert (house.kind, house.place) == ("university", world.place)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_organisations_asks_a_fixed_number_of_queries(
    rows: int, world: World, django_assert_max_num_queries: Any
) -> None:
    for _ in range(rows):
        factories.make_organisation(place=factories.make_place())
    client = browser(world.secretary)
    with django_assert_max_num_queries(9):
        client.get("/secretariat/organisations/")


@pytest.mark.django_db(transaction=True)
def test_the_same_proposal_accepted_twice_at_once_makes_one_assignment(world: World) -> None:
    user = world.reviewers[0]
    second = factories.make_seat(world.mechanism.secretariat)
    for _ in range(ROUNDS):
        acts = [
            partial(
                desk.assign_reviewer,
                case=world.case,
                reviewer=user,
                slot=1,
                due=timezone.now().date(),
                by=by,
                at=timezone.now(),
            )
            for by in (world.secretary, second)
        ]
        won, lost = split(race(*acts))
        assert len(won) == len(lost) == 1
        assert isinstance(lost[0], desk.NoSuchSlot)
        assert Assignment.objects.filter(ended_at=None).count() == 1
        Assignment.objects.update(state="declined", ended_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_an_invitation_accepted_twice_at_once_is_accepted_once(world: World) -> None:
    user = world.reviewers[0]
    for _ in range(ROUNDS):
        task = invite(world, user)
        accept = partial(
            review.declare_interest, assignment=task, conflict=False, by=user, at=timezone.now()
        )
        won, lost = split(race(accept, accept))
        assert len(won) == len(lost) == 1
        assert isinstance(lost[0], Refused)
        Assignment.objects.update(state="declined", ended_at=timezone.now())
