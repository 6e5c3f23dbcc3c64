"""The people and the world of the national case: a country, its city, and a browser for each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests import factories, world
from tests.assessments.evaluate_builders import criterion_document, usual_rule
from tests.browser.story import Person
from tests.browsing import OpenPage
from tests.schemes.national import Nation
from waymark.people.models import User
from waymark.people.rules import SeatRole, WorkspaceRole
from waymark.places.actions import invent_country
from waymark.schemes import actions
from waymark.schemes.models import Adaptation, Edition

OWN = "xv:N1"
"""The criterion that only this country asks for."""


def adaptation(nation: Nation, at: datetime) -> Edition:
    """The country's edition: one criterion more, discussed and endorsed."""
    rule = usual_rule(OWN)
    rule["all"][1]["kinds"] = ["plan"]
    own = criterion_document(OWN, "A", rule, evidence_kinds=["plan"])
    row: Adaptation = nation.begun({"op": "add_criterion", "criterion": own}, at=at)
    row = actions.open_comments(adaptation=row, by=nation.desk, at=at)
    later = at + timedelta(days=30)
    row = actions.submit_adaptation(adaptation=row, by=nation.desk, at=later)
    actions.decide_adaptation(
        adaptation=row, kind="endorse", reasons="Tighter only.", seen=row.sha256,
        by=nation.chair, at=later,
    )  # fmt: skip
    return Edition.objects.get(adaptation=row)


def national_world() -> world.World:
    """A country with a mechanism, and a city whose draft answers what everybody is asked."""
    now = datetime.now(UTC)
    start = now - timedelta(days=90)
    base, common = world.make_edition(criteria=world.FEW), world.make_mechanism()
    country = invent_country(iso2="XV", iso3="XVA", name={"en": "Velmora (fictional)"}, at=start)
    made = actions.found_national(
        country=country, name="Mechanism of Velmora", language="en", languages=[], at=start
    )
    desk = factories.make_seat(made.secretariat)
    chair = factories.make_seat(common.committee, SeatRole.CHAIR)
    edition = adaptation(Nation(base, made, desk, chair), start)
    city = factories.make_place("Tidewell", country=country, fictional=True)
    board = made.committee
    members = [factories.make_seat(board, SeatRole.CHAIR)]
    members += [factories.make_seat(board) for _ in range(3)]
    found = world.World(
        edition=edition,
        mechanism=made,
        place=city,
        lead=factories.make_member(city, WorkspaceRole.LEAD),
        editor=factories.make_member(city, WorkspaceRole.EDITOR),
        signatory=factories.make_member(city, WorkspaceRole.SIGNATORY),
        secretary=desk,
        reviewers=[factories.make_seat(made.technical_team) for _ in range(4)],
        members=members,
        chair=members[0],
        now=now - timedelta(days=2),
    )
    found.open()
    found.edition = base  # its own criterion is answered on the page
    found.answer_all()
    found.edition = edition
    return found


class Cast:
    """Everybody with a browser of her own, opened when she is first needed."""

    def __init__(self, server: LiveServer, open_page: OpenPage, js: bool) -> None:
        self.server, self.open_page, self.js = server, open_page, js
        self.world = national_world()
        self.people: dict[str, Person] = {}

    def stranger(self) -> Person:
        """Somebody without an account."""
        return Person(self.open_page(javascript=self.js), self.server.url)

    def of(self, user: User) -> Person:
        """The person in front of a user's browser."""
        if user.pk not in self.people:
            person = self.stranger()
            session = factories.log_in(Client(), user).cookies["sessionid"]
            person.page.context.add_cookies(
                [{"name": "sessionid", "value": session.value, "url": self.server.url}]
            )
            self.people[user.pk] = person
        return self.people[user.pk]

    @property
    def desk(self) -> Person:
        """The country's secretariat."""
        return self.of(self.world.secretary)


def send(person: Person, path: str, **fields: str) -> None:
    """Fill in the form of a page and send it."""
    person.go(path)
    person.fill(**fields)
    form = person.page.locator("main form:has([name=csrfmiddlewaretoken])").first
    with person.page.expect_navigation(timeout=60_000):
        form.locator("button").last.click()
