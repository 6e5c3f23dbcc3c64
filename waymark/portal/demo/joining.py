"""An invented association with two member cities, a message and a survey."""

from __future__ import annotations

from datetime import datetime, timedelta

from waymark.community.actions import associations as acts
from waymark.community.rules.associations import Answered, Asked, Message
from waymark.people.actions import create_body, give_seat, make_organisation
from waymark.people.queries import leads_of
from waymark.people.rules import BodyKind, SeatRole
from waymark.places.models import Place
from waymark.portal.demo.cast import person
from waymark.portal.demo.cities import NURU, SERENA, WAHA

NAME = {"en": "Union of Invented Cities (fictional)", "ar": "رابطة المدن المتخيَّلة (متخيَّلة)"}


def let_cities_join(now: datetime) -> None:
    """Two cities are members and one is asked; a survey is open, and one of them has answered."""
    at = now - timedelta(days=12)  # all three work here by then
    union = make_organisation(name=NAME, kind="association", by=None, at=at)
    body = create_body(kind=BodyKind.PARTNER, name=NAME, organisation=union, by=None, at=at)
    desk = person("Lucia Okello", "Association", at)
    give_seat(body=body, user=desk, role=SeatRole.LEAD, by=None, at=at)
    waha, nuru, serena = (Place.objects.get(slug=city.slug) for city in (WAHA, NURU, SERENA))
    for place in (waha, nuru, serena):
        row = acts.invite_member(body=body, place=place, by=desk, at=at)
        if place is not serena:
            lead = leads_of(place, at)[0]
            day = at + timedelta(days=2)
            acts.move_member(member=row, step="accept", named=True, messages=True, by=lead, at=day)
    told = Message(
        "Share what you need",
        "A need that you share with us is read by our advisers alone. We look for help together.",
    )
    acts.send_message(body=body, told=told, by=desk, at=at + timedelta(days=5))
    last = (now + timedelta(days=30)).date()
    asked = Asked("Where our members need capacity", ("What should a training do first?",), last)
    survey = acts.open_survey(body=body, told=asked, by=desk, at=at + timedelta(days=6))
    acts.answer_survey(
        survey=survey,
        place=nuru,
        told=Answered(("data", "finance"), ("Show how a household survey is run.",)),
        by=leads_of(nuru, at)[0],
        at=at + timedelta(days=9),
    )
