"""From a gap to help in a browser: city, provider, curator, facilitator and learner, both ways."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings as site
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browsing import OpenPage
from tests.world import FEW, World, make_world
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Stage:
    """One browser in which the people of the story work one after the other."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.url = page, server.url

    def enter(self, user: User, path: str) -> Page:
        """Let somebody open an address."""
        session = factories.log_in(Client(), user).cookies[site.SESSION_COOKIE_NAME].value
        cookie = {"name": site.SESSION_COOKIE_NAME, "value": session, "url": self.url}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]
        self.page.goto(self.url + path)
        return self.page

    @property
    def here(self) -> str:
        """The path of the page."""
        return self.page.url.removeprefix(self.url)

    def press(self, name: str) -> None:
        """Press the first button of this name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        """Follow the first link of this name."""
        self.page.get_by_role("link", name=name).first.click()

    def says(self, text: str) -> None:
        """Wait until the page says something."""
        expect(self.page.locator("main")).to_contain_text(text)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without"])
def test_from_a_gap_to_help_a_course_and_a_group(
    live_server: LiveServer, open_page: OpenPage, scripts: bool
) -> None:
    world = make_world(until="draft", criteria=FEW)
    body = factories.make_body(BodyKind.PARTNER, name="Lake University")
    adviser = factories.make_seat(body)
    stage = Stage(open_page(javascript=scripts), live_server)
    need_help(stage, world, body, adviser)
    learn(stage, world.secretary, adviser, factories.make_user())
    meet(stage, world.lead, adviser)


def need_help(stage: Stage, world: World, body: Body, adviser: User) -> None:
    """A city writes a need, asks a partner, is helped, and says whether it helped."""
    page = stage.enter(world.lead, f"/workspaces/{world.place.slug}/needs/")
    stage.follow("Write a need")
    page.fill("[name=title]", "Engineers who know old pipes")
    page.get_by_text("Land, housing and services").click()
    page.check("[name=topics][value=water]")
    page.check("[name=visible][value=partners]")
    page.check(f"[name=partners][value='{body.pk}']")
    stage.press("Save")
    stage.follow("Ask for support")
    page.check(f"[name=partners][value='{body.pk}']")
    page.fill("[name=subject]", "Help with pipes")
    page.fill("[name=text]", "We look for two engineers.")
    stage.press("Ask")
    stage.says("Noted.")
    stage.enter(adviser, "/support/")
    stage.says("Engineers who know old pipes")
    stage.follow("Help with pipes")
    request = stage.here

    def go_on(user: User, step: str, text: str) -> None:
        stage.enter(user, request)
        page.check(f"[name=step][value={step}]")
        if step == "review":
            page.check("[name=helped][value=yes]")
        page.fill("[name=text]", text)
        stage.press("Send")
        stage.says(text)

    go_on(adviser, "offer", "Two engineers for a week in May.")
    go_on(world.lead, "agree", "May suits us.")
    go_on(adviser, "deliver", "They were there.")
    go_on(world.lead, "review", "We lose a third less.")


def learn(stage: Stage, secretary: User, adviser: User, learner: User) -> None:
    """A partner writes a course, a curator puts it into the library, somebody takes it."""
    page = stage.enter(adviser, "/courses/begin/")
    page.fill("[name=title]", "Pipes that last")
    page.fill("[name=summary]", "Find leaks and mend them.")
    page.fill("[name=modules]", "Find")
    page.get_by_text("Land, housing and services").click()
    page.check("[name=topics][value=water]")
    page.fill("[name=criteria]", FEW[0])
    stage.press("Save")
    stage.follow("Add a lesson")
    page.fill("[name=title]", "Listen at night")
    page.fill("[name=body]", "Leaks are *heard* when the city sleeps.")
    page.fill("[name=quiz]", "? When?\n* At night\n- At noon\n! The city sleeps.")
    stage.press("Save")
    course = stage.here
    stage.press("Send it to be checked")
    stage.enter(secretary, course)
    stage.press("Make it public")
    stage.enter(learner, "/courses/?topic=water")
    stage.follow("Pipes that last")
    stage.press("Take this course")
    stage.follow("Listen at night")
    page.check("[name=q0][value='1']")
    stage.press("Send my answers")
    stage.says("0 of 1 are right.")
    page.check("[name=q0][value='0']")
    stage.press("Answer once more")
    stage.says("You have completed the course.")
    page.goto(f"{stage.url}/library/?kind=course")
    stage.says("Pipes that last")


def meet(stage: Stage, lead: User, adviser: User) -> None:
    """A partner opens a group, a city joins and asks, the facilitator answers by an event."""
    page = stage.enter(adviser, "/groups/")
    stage.follow("Open a group")
    page.fill("[name=title]", "Old pipes")
    page.fill("[name=purpose]", "Lose less water.")
    page.check("[name=languages][value=en]")
    stage.press("Open it")
    group = stage.here
    stage.enter(lead, group)
    stage.follow("Join")
    stage.press("Join")
    stage.says("You are a member now.")
    stage.follow("Ask or begin a subject")
    page.fill("[name=title]", "Which microphone?")
    page.fill("[name=text]", "Ours hears only trams.")
    page.check("[name=asks]")
    stage.press("Send")
    stage.says("Ours hears only trams.")
    stage.enter(adviser, group)
    stage.follow("Which microphone?")
    page.fill("[name=text]", "Come and hear ours.")
    stage.press("Reply")
    stage.says("Come and hear ours.")
    stage.enter(adviser, group)
    stage.follow("Plan an event")
    page.fill("[name=title]", "A night of listening")
    page.fill("[name=day]", f"{date.today() + timedelta(days=30):%Y-%m-%d}")
    page.fill("[name=begins]", "21:00")
    page.fill("[name=until]", "23:00")
    page.fill("[name=where]", "At the lake")
    stage.press("Plan it")
    stage.enter(lead, group)
    stage.follow("A night of listening")
    stage.says("At the lake")
