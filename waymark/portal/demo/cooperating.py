"""What two invented cities and an invented institute did together."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from waymark.community.actions.cooperation import draft_cooperation, move_cooperation, name_side
from waymark.community.models import CooperationSide
from waymark.community.rules.cooperation import Told
from waymark.people.models import Body, User
from waymark.people.queries import leads_of, members_of
from waymark.people.rules import BodyKind
from waymark.places.models import Place
from waymark.portal.demo.cities import NURU, WAHA, City

WELLS = Told(
    "Two cities read their wells together (fictional)",
    "partnership",
    ("water", "data"),
    date(2024, 3, 1),
    None,
    "Invented for this demo. Technicians of both cities spent two weeks with each other and agreed "
    "on one way to read wells. The institute keeps the sheet that came of it; both use it since.",
)


def _of(city: City) -> Place:
    return Place.objects.get(fictional=True, kind=Place.Kind.CITY, name__en=city.name["en"])


def _speaks(side: CooperationSide, at: datetime) -> User:
    if side.place is not None:
        return leads_of(side.place, at)[0]
    return members_of(side.body_id or "", at)[0].user


def let_cities_cooperate(now: datetime) -> None:
    """One record is public: each of its three sides has said yes."""
    at, place = now - timedelta(days=9), _of(NURU)
    by = leads_of(place, at)[0]
    row = draft_cooperation(side=place, told=WELLS, by=by, at=at)
    institute = Body.objects.get(kind=BodyKind.PARTNER, name__en="Lakeside Institute (fictional)")
    for side in (_of(WAHA), institute):
        name_side(cooperation=row, side=side, by=by, at=at)
    for number, one in enumerate(row.sides.order_by("-drafts", "id")):
        when = at + timedelta(days=number)
        step = "ask" if one.drafts else "agree"
        move_cooperation(side=one, step=step, why="", by=_speaks(one, when), at=when)
