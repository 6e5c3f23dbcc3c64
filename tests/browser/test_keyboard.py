"""F4: the forms of the main job with the keyboard alone, from the answer to the check of the award.

At each stop the focus can be seen and nothing lies over it; no page holds it captive.
"""

from __future__ import annotations

import pytest
from django.conf import settings as site
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser.keyboard import Keyboard
from tests.browsing import OpenPage
from tests.world import FEW, World, make_world
from waymark.assessments.models import Answer, Ballot, EvidenceItem, Submission, Verdict
from waymark.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def desk_of(page: Page, server: LiveServer, user: User | None = None) -> Keyboard:
    """A keyboard before a browser of somebody who is logged in."""
    if user is not None:
        session = factories.log_in(Client(), user).cookies[site.SESSION_COOKIE_NAME].value
        cookie = {"name": site.SESSION_COOKIE_NAME, "value": session, "url": server.url}
        page.context.add_cookies([cookie])
    return Keyboard(page)


def answer(keys: Keyboard, address: str, criterion: str) -> None:
    """Say where the city stands, and put a link behind it."""
    keys.page.goto(f"{address}/case/criteria/{criterion}/")
    keys.past_the_frame()
    keys.choose("level", "2")
    keys.write("narrative", f"What we did for {criterion}.", "TEXTAREA")
    keys.press("Save", keys="Shift+Tab" if keys.page.evaluate(SAVE_IS_ABOVE) else "Tab")
    keys.press("Add a file or a link", "A")
    keys.past_the_frame()
    keys.write("url", f"https://city.example/{criterion}")
    keys.write("title", f"Proof of {criterion}")
    keys.to("SELECT", name="kind")
    keys.page.keyboard.press("ArrowDown")
    keys.write("effective_on", "01152026")
    keys.press("Add")
    expect(keys.page.locator("main")).to_contain_text(f"Proof of {criterion}")


SAVE_IS_ABOVE = """() => {
  const save = [...document.querySelectorAll("main button")].find((b) => b.textContent == "Save");
  return document.activeElement.compareDocumentPosition(save) == Node.DOCUMENT_POSITION_PRECEDING;
}"""


def test_a_city_answers_with_evidence_signs_and_hands_in(
    live_server: LiveServer, open_page: OpenPage, settings: Settings
) -> None:
    settings.WAYMARK_BASE_URL = live_server.url
    world = make_world(criteria=FEW)
    address = f"{live_server.url}/workspaces/{world.place.slug}"
    editor = desk_of(open_page(), live_server, world.editor)
    for criterion in FEW:
        answer(editor, address, criterion)
    assert list(Answer.objects.order_by("criterion").values_list("criterion", "level")) == [
        (criterion, 2) for criterion in FEW
    ]
    assert EvidenceItem.objects.count() == 2
    signatory = desk_of(open_page(), live_server, world.signatory)
    signatory.page.goto(f"{address}/case/submit/")
    signatory.past_the_frame()
    signatory.to("INPUT", name="statement")
    signatory.page.keyboard.press("Space")
    signatory.press("Sign and hand in")
    expect(signatory.page.locator("main")).to_contain_text("Signed and handed in.")
    assert Submission.objects.get().signed_by == world.signatory


def test_a_reviewer_declares_and_judges(live_server: LiveServer, open_page: OpenPage) -> None:
    world = make_world(until="in_review", criteria=FEW)
    assert world.case
    mine = world.case.assignments.get(reviewer=world.reviewers[0])
    keys = desk_of(open_page(), live_server, world.reviewers[0])
    keys.page.goto(f"{live_server.url}/reviews/{mine.pk}/")
    keys.past_the_frame()
    keys.choose("tie", "no")
    keys.press("Send my answer")
    keys.page.goto(f"{live_server.url}/reviews/{mine.pk}/criteria/A01/")
    keys.past_the_frame()
    keys.choose("outcome", "reject")
    keys.write("reason_code", "Evidence is missing", "SELECT")
    keys.write("reason", "The list has no owners.", "TEXTAREA")
    keys.press("Save and go to the next")
    keys.page.wait_for_url("**/criteria/A02/")
    given = Verdict.objects.get()
    assert (given.outcome, given.reason) == ("reject", "The list has no owners.")
    assert given.reason_code == "evidence.missing"


def test_a_member_votes(live_server: LiveServer, open_page: OpenPage) -> None:
    world = make_world(until="scheduled", criteria=FEW)
    assert world.item
    keys = desk_of(open_page(), live_server, world.members[1])
    keys.page.goto(f"{live_server.url}/meetings/{world.item.meeting_id}/items/{world.item.pk}/")
    keys.past_the_frame()
    keys.choose("choice", "grant")
    keys.press("Cast your vote")
    expect(keys.page.locator("main")).to_contain_text("Your vote is cast.")
    assert Ballot.objects.get().choice == "grant"


def test_anybody_checks_a_certificate(
    live_server: LiveServer, open_page: OpenPage, settings: Settings
) -> None:
    settings.WAYMARK_BASE_URL = live_server.url
    settings.WAYMARK_HOST = live_server.url.removeprefix("http://")
    world = make_world(until="published", criteria=FEW)
    keys = desk_of(open_page(), live_server)
    keys.page.goto(f"{live_server.url}/verify/")
    keys.past_the_frame()
    keys.write("link", world.award.number)
    keys.press("Check")
    keys.press(world.award.number, "A")
    expect(keys.page.locator("h1")).to_have_text(world.place.name["en"])


def pages(world: World) -> list[tuple[User, str]]:
    """The forms of the main job, each with who fills it in."""
    assert world.case
    assert world.item
    place = f"/workspaces/{world.place.slug}/case"
    return [
        (world.editor, f"{place}/criteria/A01/"),
        (world.editor, f"{place}/evidence/add/?for=A01"),
        (world.signatory, f"{place}/submit/"),
        (world.members[1], f"/meetings/{world.item.meeting_id}/items/{world.item.pk}/"),
        (world.secretary, "/secretariat/"),
        (world.editor, "/verify/"),
    ]


@pytest.mark.parametrize("size", [(1280, 900), (320, 640)], ids=["desk", "phone"])
def test_no_page_holds_the_focus_captive_or_hides_it(
    live_server: LiveServer, open_page: OpenPage, size: tuple[int, int]
) -> None:
    for user, path in pages(make_world(until="scheduled", criteria=FEW)):
        keys = desk_of(open_page(size=size), live_server, user)
        keys.page.goto(live_server.url + path)
        assert keys.goes_round() > 8, path
        keys.page.context.close()


RING = "<style>:focus { outline: 3px solid }</style>"
TRAP = """<a class="skip" href="#main">a</a><button id="b">b</button><button>c</button><script>
b.addEventListener("keydown", (e) => e.key == "Tab" && e.preventDefault());</script>"""


def test_a_trap_a_missing_ring_and_a_cover_are_noticed(open_page: OpenPage) -> None:
    page = open_page()
    page.set_content(RING + TRAP)
    with pytest.raises(AssertionError, match="trap"):
        Keyboard(page).goes_round()
    page.set_content("<style>:focus { outline: 0 }</style><button>a</button>")
    with pytest.raises(AssertionError, match="no sign"):
        Keyboard(page).step()
    page.set_content(
        RING + "<style>p { position: fixed; inset: 0; margin: 0 }</style><button>a</button><p>"
    )
    with pytest.raises(AssertionError, match="hidden"):
        Keyboard(page).step()
