"""What the invented cities need, and what an invented partner does about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from waymark.assessments.actions.diagnosing import (
    Typed,
    answer_diagnostic,
    finish_diagnostic,
    start_diagnostic,
)
from waymark.assessments.rules.diagnosing import Said, token
from waymark.community.actions.needs import open_need
from waymark.community.actions.requests import move_request, send_requests
from waymark.community.models import Need, SupportRequest
from waymark.community.rules.needs import Budget, Gap, Visible, Wanted
from waymark.community.rules.requests import Provider
from waymark.people.actions import make_organisation
from waymark.people.actions.bodies import create_body, give_seat
from waymark.people.models import Body, User
from waymark.people.queries import leads_of
from waymark.people.rules import BodyKind, SeatRole
from waymark.places.models import Place
from waymark.portal.demo.cast import person
from waymark.portal.demo.cities import NURU, SERENA, WAHA, City

PLANNING = {
    "P1": Said("2", "The plan of 2019 covers the old town and the four new quarters."),
    "P2": Said("1", "Roads have an amount and a year; drains and parks do not."),
    "P3": Said("1", "The register ends at the river."),
    "P4": Said("2", "One map server since last year."),
    "P6": Said("3", "Two planners, and a yearly exchange with the university."),
    "P7": Said("0", "Nobody goes and looks."),
}


def _partner(at: datetime) -> tuple[Body, User]:
    name = {"en": "Demo country team", "ar": "الفريق القُطري التجريبي"}
    team = make_organisation(name=name, kind="un_entity", by=None, at=at)
    body = create_body(kind=BodyKind.PARTNER, name=name, organisation=team, by=None, at=at)
    adviser = person("Amara Diallo", "Partner", at)
    give_seat(body=body, user=adviser, role=SeatRole.MEMBER, by=None, at=at)
    return body, adviser


def _of(city: City) -> Place:
    return Place.objects.get(fictional=True, kind=Place.Kind.CITY, name__en=city.name["en"])


def _need(place: Place, told: Wanted, criterion: str, at: datetime) -> Need:
    gap = Gap(criterion) if criterion else None
    return open_need(place=place, told=told, gap=gap, by=leads_of(place, at)[0], at=at)


def _survey() -> Wanted:
    return Wanted(
        "People who have run a household survey",
        "We have never asked residents ourselves. Two weeks of somebody at our side would do.",
        languages=("en",),
        topics=("data",),
        criteria=("A05",),
        visible=Visible.PUBLIC,
    )


def _budget(now: datetime, chosen: frozenset[str]) -> Wanted:
    return Wanted(
        "Help with linking the budget to the goals",
        "Finance and planning keep apart books.",
        by_when=(now + timedelta(days=120)).date(),
        languages=("en", "es"),
        budget=Budget(Decimal(5000), Decimal(8000), "USD"),
        topics=("finance", "planning"),
        visible=Visible.PARTNERS,
        partners=chosen,
    )


def _water(chosen: frozenset[str]) -> Wanted:
    return Wanted(
        "A plan against leaks in the water network",
        "A third of the water is lost between the wells and the houses.",
        languages=("ar", "en"),
        topics=("water",),
        goals=("6", "6.4"),
        visible=Visible.PARTNERS,
        partners=chosen,
        counted=True,
    )


def let_partners_help(now: datetime) -> None:
    """Three cities write down what they need; one has been offered help, another waits."""
    at = now - timedelta(days=12)
    body, adviser = _partner(at)
    chosen = frozenset({body.pk})
    _need(_of(NURU), _survey(), "A05", at)
    _diagnosed(_of(NURU), at)
    _ask(_of(SERENA), _need(_of(SERENA), _budget(now, chosen), "", at), body, at)
    place = _of(WAHA)
    request = _ask(place, _need(place, _water(chosen), "", at), body, at)
    move_request(
        request=request,
        step="offer",
        text="Two engineers can come for a week in spring. You pay their stay, we pay the rest.",
        helped=None,
        by=adviser,
        at=at + timedelta(days=3),
    )


def _diagnosed(place: Place, at: datetime) -> None:
    """A planning diagnostic that is finished, and a need opened from a gap that it found."""
    lead = leads_of(place, at)[0]
    run = start_diagnostic(place=place, slug="planning", by=lead, at=at)
    typed = {name: Typed(one, token(Said())) for name, one in PLANNING.items()}
    answer_diagnostic(run=run, typed=typed, by=lead, at=at + timedelta(hours=1))
    finish_diagnostic(run=run, by=lead, at=at + timedelta(hours=2))
    told = Wanted(
        "Somebody who has put plan and budget together",
        "Our plan names streets and drains, and no year and no amount.",
        languages=("en",),
        topics=("planning", "finance"),
        criteria=("C02",),
    )
    gap = Gap(diagnostic=run.pk, question="P2")
    open_need(place=place, told=told, gap=gap, by=lead, at=at + timedelta(hours=3))


def _ask(place: Place, need: Need, body: Body, at: datetime) -> SupportRequest:
    lead = leads_of(place, at)[0]
    (made,) = send_requests(
        place=place,
        need=need,
        providers=[Provider(partner=body.pk)],
        subject=need.title,
        text="Could you help us with this? We can talk on any weekday.",
        by=lead,
        at=at + timedelta(days=1),
    )
    return made
