"""The pages of reviewers who differ, of the desk meanwhile, and of the third reviewer."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories
from tests.assessments.review_acts import assignment_of, browser, declare, judge_all, the_case
from tests.assessments.test_differing import DOUBT, MOVED, differ, end
from tests.world import World, make_world
from waymark.assessments.models import Assignment, Talk, Verdict
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db
THREE = ("A01", "A02", "A03")
VERDICT = {"outcome": "accept", "level": "", "reason_code": "shown.fully", "reason": MOVED}


@pytest.fixture
def world() -> World:
    """Two reviewers differ on two criteria."""
    made = make_world(until="in_review", criteria=THREE)
    made.extra["lead"] = factories.make_seat(made.mechanism.technical_team, SeatRole.LEAD)
    made.extra["third"] = factories.make_seat(made.mechanism.technical_team)
    differ(made, *THREE[:2])
    return made


def own(world: World, number: int, *rest: str) -> str:
    return f"/reviews/{assignment_of(world, number).pk}/" + "".join(f"{part}/" for part in rest)


def test_they_see_each_other_talk_revise_and_are_done(world: World) -> None:
    first, second = (browser(user) for user in world.reviewers)
    assert "Talk about them" in first.get(own(world, 0)).content.decode()
    listed = first.get(own(world, 0, "talk")).content.decode()
    assert "You still differ on 2 criteria" in listed
    address = own(world, 0, "talk", THREE[0])
    assert DOUBT in first.get(address).content.decode()
    assert first.post(address, {"words": " "}).status_code == 422
    assert first.post(address, {"words": "It is on page 9."})["Location"] == address
    hers = own(world, 1, "talk", THREE[0])
    assert "It is on page 9." in second.get(hers).content.decode()
    sent = VERDICT | {"submission": the_case(world).submissions.get().sha256}
    assert second.post(f"{hers}revise/", sent | {"reason": ""}).status_code == 422
    assert (
        second.post(
            f"{hers}revise/", sent | {"outcome": "reject", "reason_code": "evidence.part"}
        ).status_code
        == 409
    )
    assert second.post(f"{hers}revise/", sent)["Location"] == hers
    page = second.get(hers).content.decode()
    assert MOVED in page
    assert DOUBT in page, "the first verdict stays readable"
    done = own(world, 1, "talk")
    assert second.post(done, {"seen": "0"}).status_code == 409
    assert second.post(done, {"seen": "2"})["Location"] == done
    assert "Save the new verdict" not in second.get(hers).content.decode()
    assert first.post(own(world, 0, "talk"), {"seen": "2"}).status_code == 302
    assert the_case(world).talks.get().tied == [THREE[1]]


def test_nobody_else_finds_a_talk(world: World) -> None:
    people = [
        world.secretary, world.extra["lead"], world.extra["third"], world.lead, world.chair,
        factories.make_user(),
    ]  # fmt: skip
    second = browser(world.reviewers[1])
    assert second.get(own(world, 0, "talk")).status_code == 404, "her own page is another"
    for user in people:
        for part in (("talk",), ("talk", THREE[0])):
            assert browser(user).get(own(world, 0, *part)).status_code == 404
            assert browser(user).post(own(world, 0, *part), {"seen": "0"}).status_code == 404
    assert browser(world.reviewers[0]).get(own(world, 0, "talk", THREE[2])).status_code == 404
    assert not Talk.objects.get().dones.exists()


def test_the_desk_sees_that_they_talk_ends_it_and_the_lead_chooses(world: World) -> None:
    case = f"/cases/{the_case(world).pk}/"
    secretary, lead = browser(world.secretary), browser(world.extra["lead"])
    page = secretary.get(case).content.decode()
    assert "differ on 2 criteria and talk about them" in page
    assert "Make the report" not in page
    assert secretary.post(f"{case}report/", follow=True).status_code == 200
    assert the_case(world).state == "in_review"
    assert secretary.post(f"{case}talk/end/", {"note": " "}).status_code == 422
    assert secretary.post(f"{case}talk/end/", {"note": "It is late."})["Location"] == case
    assert "tied on 2 criteria" in secretary.get(case).content.decode()
    refused = secretary.get(f"{case}third/", follow=True).content.decode()
    assert "The technical lead chooses the third reviewer." in refused
    chosen = lead.get(f"{case}third/").content.decode()
    assert world.extra["third"].name in chosen
    sent = {"reviewer": world.extra["third"].pk, "due": "2099-01-01"}
    assert lead.post(f"{case}third/", sent | {"reviewer": ""}).status_code == 422
    assert lead.post(f"{case}third/", sent)["Location"] == case
    third = Assignment.objects.get(third=True)
    assert (third.slot, third.reviewer) == (3, world.extra["third"])
    assert lead.post(f"{case}third/", sent).status_code in {409, 422}, "she is there already"
    page = secretary.get(case).content.decode()
    assert "A third reviewer is at work." in page
    assert ">Third<" in page


def test_the_third_reads_what_is_asked_and_the_city_how_it_was_settled(world: World) -> None:
    end(world, 0)
    end(world, 1)
    case = the_case(world)
    sent = {"reviewer": world.extra["third"].pk, "due": "2099-01-01"}
    browser(world.extra["lead"]).post(f"/cases/{case.pk}/third/", sent)
    world.reviewers.append(world.extra["third"])
    client = browser(world.extra["third"])
    assert "You would be the third reviewer" in client.get(own(world, 2)).content.decode()
    third = declare(world, 2)
    page = client.get(own(world, 2)).content.decode()
    assert "You are the third reviewer" in page
    assert f"criteria/{THREE[1]}/" in page
    assert f"criteria/{THREE[2]}/" not in page
    assert "0 of 2 criteria judged" in client.get("/reviews/").content.decode()
    judge_all(world, third)
    assert Verdict.objects.filter(part="third").count() == 2
    assert "You were the third reviewer" in client.get(own(world, 2)).content.decode()
    desk = browser(world.secretary).get(f"/cases/{case.pk}/").content.decode()
    assert "Where they were tied, a third reviewer has decided." in desk
    assert "A tie is never acceptance." not in desk
    browser(world.secretary).post(f"/cases/{case.pk}/report/")
    report = the_case(world).reports.get()
    address = reverse("assessments:report", args=[report.pk])
    shown = browser(world.lead).get(address).content.decode()
    assert "The reviewers differed; they talked, and a third reviewer decided." in shown
    assert "third reviewer</span>" in shown
    for person in world.reviewers:
        assert person.name not in shown
