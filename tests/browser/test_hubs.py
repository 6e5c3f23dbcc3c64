"""A hub in a browser: applicant, secretariat and visitor, with scripts and without."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_helping import Stage
from tests.browsing import PHONE, OpenPage, width_overflow
from tests.hubs.proposing import INITIATIVE, LEADER, accepted, called, moved
from waymark.base.jobs import run_due
from waymark.hubs.models import Hub

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _type(stage: Stage, line: dict[str, object]) -> None:
    """Fill in the one line of a form of the first step."""
    for name, value in line.items():
        control = stage.page.locator(f"#id_r0-{name}")
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option("yes" if value is True else str(value))
        else:
            control.fill(", ".join(value) if isinstance(value, list) else str(value))
    stage.page.locator(".bar").get_by_role("button", name="Save").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without"])
def test_from_a_call_to_a_first_step_that_fits(
    live_server: LiveServer, open_page: OpenPage, scripts: bool
) -> None:
    now = timezone.now()
    world, call = called(now)
    stage = Stage(open_page(javascript=scripts), live_server)
    stage.enter(world.lead, f"/calls/{call.pk}/")
    stage.follow("Begin a proposal")
    stage.press("Begin a proposal")
    stage.says("Your proposal is begun")
    stage.follow("First step: who leads")
    _type(stage, LEADER)
    stage.follow("Back to the proposal")
    stage.follow("First step: the initiative")
    _type(stage, moved(INITIATIVE, now))
    stage.follow("Back to the proposal")
    stage.says("The first step is filled in")
    stage.follow("The proposal, and whether it fits the call")
    stage.says("This call is open to leaders of this kind.")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without"])
def test_from_acceptance_to_a_public_page(
    live_server: LiveServer, open_page: OpenPage, scripts: bool
) -> None:
    now = timezone.now()
    base, call = called(now)
    world, case = accepted(base, call, now)
    stage = Stage(open_page(javascript=scripts), live_server)
    stage.enter(world.secretary, f"/proposals/{case.pk}/")
    stage.press("Begin the hub")
    stage.follow("Write the agreement")
    stage.press("Sign and offer")
    stage.says("The newest version waits")
    hub = Hub.objects.get()
    stage.enter(world.signatory, f"/hubs/{hub.pk}/agreement/")
    stage.page.get_by_label("We agree, and accept the brand rules").check()
    stage.press("Sign the answer")
    stage.says("Your answer is signed")
    stage.enter(world.secretary, "/hubs/kept/")
    stage.follow("Water by the street")
    stage.press("Give the label")
    stage.says("The label is given")
    run_due(timezone.now())
    stage.enter(world.lead, f"/hubs/{hub.pk}/")
    stage.press("Publish the page")
    stage.says("Everybody can read it")
    visitor = Stage(open_page(javascript=scripts), live_server)
    visitor.page.goto(f"{live_server.url}/hubs/?goal=6")
    visitor.says("1 hub")
    visitor.follow("Water by the street")
    visitor.says("Ten taps")
    visitor.follow("The label, for anyone to check")
    visitor.says("Water by the street")
    reader = Stage(open_page(javascript=scripts, language="ar", size=PHONE), live_server)
    for path in ("/hubs/", f"/hubs/{hub.pk}/"):
        reader.page.goto(live_server.url + path)
        assert reader.page.locator("html").get_attribute("dir") == "rtl"
        assert width_overflow(reader.page) == 0
