"""One national case played whole in a browser, with JavaScript and without.

An adaptation with a criterion of its own, a tie, two reviewers who differ, a third one, a meeting
without a quorum and then with one, conditions, an appeal that is upheld, a check by lot, a
suspension and a revocation. What needs weeks between its steps is prepared by the project's own
acts: the adaptation up to its endorsement, and the draw up to what was drawn.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests import factories, world
from tests.browser.national import OWN, Cast, send
from tests.browser.story import work
from tests.browsing import OpenPage
from tests.spot import Spot
from waymark.assessments.models import (
    Appeal,
    Assignment,
    Case,
    Decision,
    Hearing,
    Meeting,
    SpotCheck,
)
from waymark.awards.models import Award
from waymark.people.models import User
from waymark.people.rules import SeatRole

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CRITERIA = (*world.FEW, OWN)
DUE = "2099-03-31"


def hand_in(cast: Cast) -> None:
    """The country's own criterion is answered like any other; the signatory signs."""
    slug = cast.world.place.slug
    cast.of(cast.world.editor).answer(slug, OWN, "https://city.example/coast")
    cast.of(cast.world.signatory).sign(slug)
    cast.desk.go(f"/cases/{Case.objects.get().pk}/")
    cast.desk.press("Admit the case")


def invite(cast: Cast, reviewer: User, slot: str) -> Assignment:
    case = Case.objects.get()
    send(cast.desk, f"/cases/{case.pk}/assign/", reviewer=reviewer.pk, slot=slot, due=DUE)
    return case.assignments.get(reviewer=reviewer)


def judge_all(cast: Cast, reviewer: User, *, rejects: str = "") -> str:
    """Give every verdict and deliver; return the address of the review."""
    person = cast.of(reviewer)
    own = Assignment.objects.filter(reviewer=reviewer, ended_at=None).latest("invited_at")
    for criterion in CRITERIA:
        person.go(f"/reviews/{own.pk}/criteria/{criterion}/")
        word = "reject" if criterion == rejects else "accept"
        person.choose("outcome", word)
        person.fill(
            reason="Seen.", **({"reason_code": "evidence.part"} if word == "reject" else {})
        )
        person.press("Save")
    person.go(f"/reviews/{own.pk}/deliver/")
    person.press("Deliver my review")
    return f"/reviews/{own.pk}/"


def review(cast: Cast) -> None:
    """One reviewer has a tie; two differ, and a third decides where they stay tied."""
    tied, first, second, third = cast.world.reviewers
    declined = invite(cast, tied, "1")
    send(cast.of(tied), f"/reviews/{declined.pk}/", tie="yes", note="I planned its harbour.")
    declined.refresh_from_db()
    assert declined.state == "recused"
    for slot, reviewer in (("1", first), ("2", second)):
        invite(cast, reviewer, slot)
        cast.of(reviewer).declare()
    ways = [judge_all(cast, first), judge_all(cast, second, rejects="A02")]
    work()
    for reviewer, way in zip((first, second), ways, strict=True):
        cast.of(reviewer).go(f"{way}talk/")
        cast.of(reviewer).press("I have nothing to add")
    lead = factories.make_seat(cast.world.mechanism.technical_team, SeatRole.LEAD)
    send(cast.of(lead), f"/cases/{Case.objects.get().pk}/third/", reviewer=third.pk, due=DUE)
    cast.of(third).declare()
    own = Assignment.objects.get(third=True)
    cast.of(third).judge(f"/reviews/{own.pk}/", "A02", "accept", "The paper on page 2 shows it.")
    cast.of(third).go(f"/reviews/{own.pk}/deliver/")
    cast.of(third).press("Deliver my review")
    work()
    cast.desk.go(f"/cases/{Case.objects.get().pk}/")
    cast.desk.press("Make the report")


def decide(cast: Cast) -> None:
    """A meeting waits for its quorum; one member leaves the room; conditions are set."""
    desk, chair = cast.desk, cast.of(cast.world.chair)
    send(desk, "/meetings/plan/", title="Spring session", starts_at="2026-12-01T10:00")
    meeting = desk.path
    desk.press("Put on the agenda")
    boxes = desk.page.locator("main [name=present]")
    boxes.first.check()
    desk.press("Note attendance")
    desk.go(meeting)
    desk.press("Open the meeting")
    desk.sees("quorum")
    assert Meeting.objects.get().state == "planned", "one of four is none"
    desk.go(meeting)
    for box in boxes.all():
        box.check()
    desk.press("Note attendance")
    desk.go(meeting)
    desk.press("Open the meeting")
    item = desk.page.locator("main a[href*='/items/']").first.get_attribute("href")
    assert item
    *free, tied = cast.world.members
    for member in (tied, *free):
        person = cast.of(member)
        person.go(item)
        person.choose("conflict", "yes" if member is tied else "no")
        if member is tied:
            person.fill(note="My sister works there.")
        person.press("Declare")
    for member in free:
        cast.of(member).vote(item, "grant")
    chair.go(item)
    chair.fill(reasons="Every criterion is met.", conditions="Publish the minutes.", deadline=DUE)
    chair.press("Decide")
    chair.go(meeting)
    chair.fill(minutes="One case was heard.")
    chair.press("Close the meeting")
    desk.go(meeting)
    desk.press("Publish the decisions")
    work()
    assert Decision.objects.get().kind == "grant_with_conditions"


def appeal(cast: Cast) -> None:
    """The city appeals against the condition; a panel of others upholds it."""
    panel = [factories.make_seat(cast.world.mechanism.appeal_panel) for _ in range(3)]
    send(
        cast.of(cast.world.signatory),
        f"/decisions/{Decision.objects.get().pk}/appeal/",
        ground="proportion",
        text="Our by-law forbids it.",
    )
    way = f"/appeals/{Appeal.objects.get().pk}/"
    send(cast.desk, f"{way}admit/", admit="yes")
    cast.desk.go(f"{way}panel/")
    for member in panel:
        cast.desk.choose("members", member.pk)
    cast.desk.press("Name them")
    for member in panel:
        send(cast.of(member), f"{way}declare/", tie="no")
        send(cast.of(member), f"{way}vote/", choice="uphold")
    last = cast.of(panel[0])
    send(last, f"{way}decide/", remedy="no_conditions", reasons="The by-law leaves no way.")
    last.sees("The panel has upheld the appeal")
    work()


def check(cast: Cast) -> None:
    """Drawn by lot, looked at again by two who had no part, and found the same."""
    made = cast.world
    checkers = [factories.make_seat(made.mechanism.technical_team) for _ in range(2)]
    givers = [factories.make_user(name=f"Giver {number}") for number in range(3)]
    made.now = datetime.now(UTC) - timedelta(days=10)
    drawn = Spot(made, [made], checkers, givers)
    (row,) = drawn.drawn()
    way = f"/spot-checks/{row.pk}/"
    for slot, checker in enumerate(checkers, 1):
        send(cast.desk, f"{way}assign/", reviewer=checker.pk, slot=str(slot), due=DUE)
        cast.of(checker).declare()
        judge_all(cast, checker)
    cast.desk.go(way)
    cast.desk.press("Conclude the check")
    assert SpotCheck.objects.get().state == "concordant"
    stranger = cast.stranger()
    stranger.go(f"/draws/{drawn.the_draw.name}/")
    stranger.sees(drawn.the_draw.sha256)


def hear(cast: Cast) -> Award:
    """Let the city speak before anything is decided on its certificate; return that."""
    award = Award.objects.latest("intended_at")
    way = f"/certificates/{award.number}/life/hearing/"
    send(cast.of(cast.world.chair), way, grounds="A newspaper says that the plan is not in force.")
    answer = f"{way}{Hearing.objects.get().pk}/answer/"
    send(cast.of(cast.world.signatory), answer, text="The council looks at it.")
    return award


def end(cast: Cast, award: Award, kind: str, why: str) -> None:
    """Decide on a certificate; everybody can read why."""
    chair = cast.of(cast.world.chair)
    chair.go(f"/certificates/{award.number}/decide/")
    chair.choose("kind", kind)
    chair.fill(reasons=why)
    chair.page.locator("main [name=sure]").check()
    chair.press("Put it on record")
    work()
    stranger = cast.stranger()
    stranger.go(f"/certificates/{award.number}")
    stranger.sees(why)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_a_national_case_from_its_own_criterion_to_a_revoked_certificate(
    live_server: LiveServer, open_page: OpenPage, tmp_path: Path, settings: Any, javascript: bool
) -> None:
    settings.WAYMARK_BASE_URL = live_server.url
    settings.WAYMARK_HOST = live_server.url.removeprefix("http://")
    settings.WAYMARK_FILES = tmp_path / "files"
    cast = Cast(live_server, open_page, javascript)
    for part in (hand_in, review, decide, appeal, check):
        part(cast)
    award = hear(cast)
    end(cast, award, "suspend", "Until the council has voted again.")
    end(cast, award, "revoke", "The plan turned out not to be in force.")
    stranger = cast.stranger()
    stranger.go(f"/verify/?certificate={award.number}")
    stranger.sees("This certificate is not valid.")
    kinds = set(Decision.objects.values_list("kind", flat=True))
    assert {"grant_with_conditions", "suspend", "revoke"} <= kinds
