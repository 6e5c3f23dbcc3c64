"""The whole main job in a browser, from signing up to a revoked certificate, both ways.

Once with JavaScript and once without: what is asked of people is the same.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests import factories, world
from tests.browser.story import Person, work
from tests.browsing import OpenPage
from waymark.assessments.models import Case, Hearing
from waymark.awards.models import Award
from waymark.base.typeset import typeset
from waymark.indicators.reference import load_frameworks
from waymark.people.models import Invitation, User
from waymark.people.rules import SeatRole
from waymark.places.reference import load_countries

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CITY, SLUG = "Rivermouth", "rivermouth"
CRITERIA = [f"A{number:02}" for number in range(1, 12)]
VALUES = """indicator,period,value,source,method
umf:UMF-1.1.2,2024,81.5,City statistics office,Household survey
umf:UMF-1.1.2,2025,83.1,City statistics office,Household survey
umf:UMF-2.2.1,2025,9.4,City statistics office,Household survey
"""


class Cast:
    """Everybody of the story with a browser of her own, and the mail that was sent."""

    def __init__(self, server: LiveServer, open_page: OpenPage, mails: list[Any], js: bool) -> None:
        self.server, self.open_page, self.mails, self.js = server, open_page, mails, js
        world.make_edition()
        self.mechanism = world.make_mechanism()
        load_countries()
        load_frameworks()
        self.secretary = self.seat(self.mechanism.secretariat)
        self.reviewers = [self.seat(self.mechanism.technical_team) for _ in range(2)]
        self.chair = self.seat(self.mechanism.committee, SeatRole.CHAIR)
        self.member = self.seat(self.mechanism.committee)

    def stranger(self) -> Person:
        """Somebody without an account."""
        return Person(self.open_page(javascript=self.js), self.server.url)

    def seat(self, body: Any, role: str = SeatRole.MEMBER) -> Person:
        """Somebody with a seat, logged in a moment ago."""
        return self.logged_in(factories.make_seat(body, role))

    def logged_in(self, user: User) -> Person:
        """A person whose browser holds a fresh session."""
        person = self.stranger()
        session = factories.log_in(Client(), user).cookies["sessionid"]
        person.page.context.add_cookies(
            [{"name": "sessionid", "value": session.value, "url": self.server.url}]
        )
        person.user = user  # type: ignore[attr-defined]
        return person


def a_plan() -> bytes:
    """A small PDF, made here."""
    return typeset(
        '#set document(title: "Plan")\n#set text(lang: "en")\n= Plan\nWhat we will do.',
        {},
        at=datetime(2026, 1, 15, tzinfo=UTC),
    )


def apply(cast: Cast, files: Path) -> tuple[Person, Person]:
    """Sign up, get a workspace, bring data, answer, attach, sign; return lead and signatory."""
    lead = cast.stranger()
    lead.sign_up("Amina Kip", "amina@rivermouth.example", cast.mails)
    lead.ask_for(CITY)
    cast.secretary.go("/secretariat/requests/")
    cast.secretary.page.locator("main a[href^='/secretariat/requests/']").first.click()
    cast.secretary.page.wait_for_load_state()
    cast.secretary.page.locator("form[action$='/admit/'] button").click()
    cast.secretary.page.wait_for_load_state()
    lead.invite(SLUG, "sam@rivermouth.example", "signatory")
    work()
    assert Invitation.objects.count() == 1
    signatory = cast.stranger()
    link = next(
        word
        for mail in cast.mails
        if mail.to == ["sam@rivermouth.example"]
        for word in mail.body.split()
        if "/invitations/" in word
    )
    signatory.page.goto(cast.server.url + "/invitations/" + link.split("/invitations/")[1])
    signatory.press("Sign up and accept")
    signatory.sign_up("Sam Oduya", "sam@rivermouth.example", cast.mails)
    if "/invitations/" in signatory.page.url:
        signatory.press("Accept")
    table = files / "values.csv"
    table.write_text(VALUES)
    lead.bring_data(SLUG, table)
    lead.go(f"/workspaces/{SLUG}/open/")
    lead.page.locator("main [type=radio][value=silver]").first.check()
    lead.press("Open the case")
    plan = files / "plan.pdf"
    plan.write_bytes(a_plan())
    for criterion in CRITERIA:
        lead.answer(
            SLUG, criterion, plan if criterion == "A01" else f"https://city.example/{criterion}"
        )
    lead.go(f"/workspaces/{SLUG}/case/standing/")
    signatory.sign(SLUG)
    work()
    return lead, signatory


def review(cast: Cast, lead: Person) -> None:
    """Admit, assign, declare, judge with a question to the city, deliver, report."""
    case = Case.objects.get()
    desk = cast.secretary
    desk.go(f"/cases/{case.pk}/")
    desk.press("Admit the case")
    for reviewer in cast.reviewers:
        desk.go(f"/cases/{case.pk}/assign/")
        desk.fill(reviewer=reviewer.user.pk, due="2027-03-31")  # type: ignore[attr-defined]
        desk.press("Invite")
    for reviewer in cast.reviewers:
        reviewer.declare()
    first, second = cast.reviewers
    ways = {
        person: f"/reviews/{case.assignments.get(reviewer=person.user).pk}/"  # type: ignore[attr-defined]
        for person in cast.reviewers
    }
    first.ask(ways[first], "A02", "Who holds the water data?")
    work()
    lead.go(f"/workspaces/{SLUG}/case/questions/")
    lead.fill(answer="The water utility does.")
    lead.press("Note the answer")
    lead.press("Send the answers")
    work()
    for person in (first, second):
        for criterion in CRITERIA:
            person.judge(ways[person], criterion, "accept", "Seen in the evidence.")
        person.go(f"{ways[person]}deliver/")
        person.press("Deliver my review")
    work()
    desk.go(f"/cases/{case.pk}/")
    desk.press("Make the report")


def decide(cast: Cast) -> None:
    """Meet, declare, vote, decide, close, publish."""
    desk, chair = cast.secretary, cast.chair
    desk.go("/meetings/plan/")
    desk.fill(title="Spring session", starts_at="2026-12-01T10:00")
    desk.press("Plan it")
    meeting = desk.path
    desk.press("Put on the agenda")
    for box in desk.page.locator("main [name=present]").all():
        box.check()
    desk.press("Note attendance")
    desk.go(meeting)
    desk.press("Open the meeting")
    item = desk.page.locator("main a[href*='/items/']").first.get_attribute("href")
    assert item
    for person in (chair, cast.member):
        person.go(item)
        person.choose("conflict", "no")
        person.press("Declare")
        person.press("Read the stage report")
        person.sees("Silver")
        person.vote(item, "grant")
    chair.go(item)
    chair.fill(reasons="The report shows every criterion of the level met.")
    chair.press("Decide")
    chair.sees("Granted")
    chair.go(meeting)
    chair.fill(minutes="One case was heard.")
    chair.press("Close the meeting")
    desk.go(meeting)
    desk.press("Publish the decisions")
    work()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_from_signing_up_to_a_revoked_certificate(
    live_server: LiveServer,
    open_page: OpenPage,
    mailoutbox: list[Any],
    tmp_path: Path,
    settings: Any,
    javascript: bool,
) -> None:
    settings.WAYMARK_BASE_URL = live_server.url
    settings.WAYMARK_HOST = live_server.url.removeprefix("http://")
    cast = Cast(live_server, open_page, mailoutbox, javascript)
    lead, signatory = apply(cast, tmp_path)
    review(cast, lead)
    decide(cast)
    award = Award.objects.get()
    stranger = cast.stranger()
    stranger.go("/registry/")
    stranger.sees(CITY)
    stranger.go(f"/verify/?certificate={award.number}")
    stranger.sees("This certificate is valid.")
    cast.chair.go(f"/certificates/{award.number}/life/hearing/")
    cast.chair.fill(grounds="A newspaper says that the plan is not in force.")
    cast.chair.press("Open the hearing")
    hearing = Hearing.objects.get()
    signatory.go(f"/certificates/{award.number}/life/hearing/{hearing.pk}/answer/")
    signatory.sees("A newspaper says that the plan is not in force.")
    signatory.fill(text="The council votes on it next week.")
    signatory.press("Put it on record")
    cast.chair.go(f"/certificates/{award.number}/decide/")
    cast.chair.choose("kind", "revoke")
    cast.chair.fill(reasons="The plan turned out not to be in force.")
    cast.chair.page.locator("main [name=sure]").check()
    cast.chair.press("Put it on record")
    work()
    stranger.go(f"/verify/?certificate={award.number}")
    stranger.sees("This certificate is not valid.")
    stranger.go(f"/certificates/{award.number}")
    stranger.sees("The plan turned out not to be in force.")
