"""What stands in the way of the invented cities, and what an invented country answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from waymark.community.actions.policy import join_issue, open_issue
from waymark.community.actions.policy_words import Words, move_issue, say_on_issue
from waymark.community.models import PolicyIssue
from waymark.community.rules.needs import Visible
from waymark.community.rules.policy import Level, Written
from waymark.people.models import Body, Organisation, User
from waymark.people.queries import leads_of, members_of
from waymark.people.rules import BodyKind
from waymark.places.models import Place
from waymark.portal.demo.cities import NURU, WAHA, City
from waymark.portal.demo.nation.land import CODE, OSTRELLE, QUILLMERE, TAVINDRA


def _of(city: City) -> Place:
    return Place.objects.get(slug=city.slug)


def _lead(city: City, at: datetime) -> User:
    return leads_of(_of(city), at)[0]


def _open(city: City, told: Written, at: datetime) -> PolicyIssue:
    by = _lead(city, at)
    return open_issue(place=_of(city), told=told, gap=None, need=None, by=by, at=at)


def _loans(asked: Body, team: Body) -> Written:
    return Written(
        "We may borrow for one year only",
        "The act on local budgets lets a city borrow for twelve months. A depot or a network of "
        "pipes is paid off in fifteen years, so we build neither.",
        "Loans of up to fifteen years for what serves as long, with a limit on what they cost.",
        sorts=("law", "money"),
        body=asked.pk,
        authority="Treasury of Velmora (fictional)",
        topics=("finance", "projects"),
        goals=("11", "17.1"),
        visible=Visible.PUBLIC,
        partners=frozenset({team.pk}),
    )


WATER = Written(
    "Prices of water are set for the whole country",
    "The price of a cubic metre is set nationally and covers half of what it costs us. What is "
    "missing can’t be taken from any other income that we have.",
    "The power to set the price within a range, with a share that stays free for each household.",
    sorts=("power", "money"),
    authority="Ministry of water (fictional)",
    topics=("water", "finance"),
    goals=("6", "6.1"),
    visible=Visible.PUBLIC,
)


def _wages(union: Body) -> Written:
    return Written(
        "Wages by district are not given to us",
        "The statistical office has wages by district, and gives us one figure for the province.",
        "The figures by district once a year, under the rules on secrecy that we keep already.",
        sorts=("data",),
        level=Level.REGIONAL,
        body=union.pk,
        topics=("data",),
        goals=("8",),
        visible=Visible.PARTNERS,
    )


def let_cities_raise_issues(now: datetime) -> None:
    """One issue is answered by its country, one waits for anybody, one is with an association."""
    at = now - timedelta(days=10)
    desk_body = Body.objects.get(kind=BodyKind.SECRETARIAT, country=CODE)
    team_body = Body.objects.get(kind=BodyKind.PARTNER, name__en="Demo country team")
    union = Body.objects.get(organisation__kind=Organisation.Kind.ASSOCIATION)
    loans = _open(OSTRELLE, _loans(desk_body, team_body), at)
    for city, named in ((QUILLMERE, True), (TAVINDRA, False)):
        by, day = _lead(city, at), at + timedelta(days=1)
        join_issue(issue=loans, place=_of(city), named=named, by=by, at=day)
    desk, team = (members_of(body, at)[0].user for body in (desk_body, team_body))
    told = "We have asked the treasury for its view, and come back within the month."
    move_issue(issue=loans, told=Words(told, "take_up"), by=desk, at=at + timedelta(days=2))
    told = "Two invented neighbours have such a limit in their law. We can share both texts."
    say_on_issue(issue=loans, told=Words(told), by=team, at=at + timedelta(days=3))
    told = "Our depot would be such a case: we can give the figures of fifteen years."
    by = _lead(QUILLMERE, at)
    say_on_issue(issue=loans, told=Words(told), by=by, at=at + timedelta(days=4))
    told = "The treasury will put loans of up to ten years into the next act on budgets."
    move_issue(issue=loans, told=Words(told, "answer"), by=desk, at=at + timedelta(days=8))
    _open(NURU, WATER, at + timedelta(days=5))
    _open(WAHA, _wages(union), at + timedelta(days=6))
