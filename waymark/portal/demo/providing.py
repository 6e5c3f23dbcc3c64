"""Two invented providers, and a city that wants to be named for what it has closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from waymark.community.actions.matching import agree_to_be_named
from waymark.community.actions.providers import check_profile, hand_in_profile
from waymark.community.queries.matching import met_by
from waymark.community.rules.providers import Profile
from waymark.people.actions.bodies import create_body, give_seat
from waymark.people.models import Membership
from waymark.people.rules import BodyKind, SeatRole
from waymark.places.models import Place
from waymark.portal.demo.cast import Cast, person
from waymark.portal.demo.cities import WAHA

NAMED = frozenset({"A05", "A08", "A11"})
"""Criteria that the certified city meets and the drafting one does not."""
LAKE = Profile(
    kind="university",
    original="en",
    summary={
        "en": "An invented institute. It helps cities to gather data on water and waste, district "
        "by district, with students and residents.",
        "ar": "معهد متخيَّل. يساعد المدن على جمع بيانات المياه والنفايات حيًّا حيًّا مع الطلاب والسكان.",
    },
    capacity={"en": "Three cities a year", "ar": "ثلاث مدن في السنة"},
    contact="Office for cities, helpdesk@lakeside.invalid",
    topics=("data", "water", "waste"),
    languages=("en", "ar"),
    cost=("cost_share",),
)
GUILD = Profile(
    kind="consultancy",
    original="en",
    summary={"en": "An invented firm. It helps cities to write plans and budgets that fit."},
    capacity={},
    contact="",
    topics=("planning", "finance"),
    languages=("en", "fr"),
    cost=("priced",),
)


def let_others_help(cast: Cast, now: datetime) -> None:
    """One profile is public, one waits for the secretariat."""
    at = now - timedelta(days=60)
    adviser = person("Hana Petrov", "Provider", at)
    for name, told in (
        ({"en": "Lakeside Institute (fictional)", "ar": "معهد ضفاف البحيرة (متخيَّل)"}, LAKE),
        ({"en": "Planners’ Guild (fictional)", "ar": "رابطة المخططين (متخيَّلة)"}, GUILD),
    ):
        body = create_body(kind=BodyKind.PARTNER, name=name, by=None, at=at)
        give_seat(body=body, user=adviser, role=SeatRole.LEAD, by=None, at=at)
        row = hand_in_profile(body=body, told=told, by=adviser, at=at)
        if told is LAKE:
            draft = row.drafts.get().pk
            check_profile(provider=row, draft=draft, accept=True, note="", by=cast.secretary, at=at)


def want_to_be_named(now: datetime) -> None:
    """The certified city wants to be named for what it closed, once its certificate is public."""
    place = Place.objects.get(slug=WAHA.slug)
    lead = Membership.objects.get(place=place, role="lead").user
    met = met_by(lead, [place.pk], now).get(place.pk, frozenset())
    agree_to_be_named(place=place, criteria=NAMED & met, by=lead, at=now)
