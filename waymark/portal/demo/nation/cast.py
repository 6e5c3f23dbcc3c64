"""The invented people and bodies of the country's mechanism."""

from __future__ import annotations

from datetime import datetime

from waymark.people.actions.bodies import create_body, give_seat
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind, SeatRole
from waymark.places.actions import invent_country
from waymark.places.models import Country
from waymark.portal.demo.cast import Cast, person
from waymark.portal.demo.nation.land import CODE, CODE3, NAME
from waymark.schemes.actions import found_national

BODIES = {
    BodyKind.SECRETARIAT: ("Secretariat of Velmora", "أمانة فيلمورا"),
    BodyKind.TECHNICAL_TEAM: ("Technical team of Velmora", "الفريق التقني لفيلمورا"),
    BodyKind.COMMITTEE: ("Committee of Velmora", "لجنة فيلمورا"),
    BodyKind.APPEAL_PANEL: ("Appeal panel of Velmora", "هيئة الطعون في فيلمورا"),
}
GIVERS = ("Oriel Banto", "Hedda Rask", "Kofi Lumen")


def _bodies(country: Country, at: datetime) -> dict[BodyKind, Body]:
    return {
        kind: create_body(kind=kind, name={"en": en, "ar": ar}, country=country, by=None, at=at)
        for kind, (en, ar) in BODIES.items()
    }


def _seated(
    body: Body, title: str, at: datetime, *names: str, first: SeatRole = SeatRole.MEMBER
) -> list[User]:
    """People with a seat in a body; the first of them may lead it."""
    found = []
    for number, name in enumerate(names):
        leads = number == 0 and first != SeatRole.MEMBER
        shown = f"Velmora: {'committee chair' if leads and first == SeatRole.CHAIR else title}"
        user = person(name, shown, at)
        role = first if number == 0 else SeatRole.MEMBER
        give_seat(body=body, user=user, role=role, by=None, at=at, languages=["en", "ar"])
        found.append(user)
    return found


def gather_nation(common: Cast, at: datetime) -> Cast:
    """Invent the country and found its mechanism, with everybody who has a seat in it."""
    country = invent_country(iso2=CODE, iso3=CODE3, name=NAME, at=at)
    bodies = _bodies(country, at)
    mechanism = found_national(
        country=country,
        name="Mechanism of Velmora (fictional)",
        language="en",
        languages=["ar"],
        at=at,
    )
    desk, team = bodies[BodyKind.SECRETARIAT], bodies[BodyKind.TECHNICAL_TEAM]
    board, panel = bodies[BodyKind.COMMITTEE], bodies[BodyKind.APPEAL_PANEL]
    return Cast(
        mechanism=mechanism,
        secretary=_seated(desk, "secretariat", at, "Petra Solane", first=SeatRole.LEAD)[0],
        technical_lead=_seated(team, "technical lead", at, "Rashid Omari", first=SeatRole.LEAD)[0],
        reviewers=_seated(team, "reviewer", at, "Ana Corvel", "Bilal Senn", "Freya Holt"),
        members=_seated(
            board, "committee member", at, "Selma Dahl", "Viktor Amsel", "Joy Adeyo",
            first=SeatRole.CHAIR,
        ),
        panel=_seated(panel, "appeal panel", at, "Emil Tarkan", "Zoya Pell", "Hana Roque"),
        registrar=common.secretary,
    )  # fmt: skip


def gather_givers(at: datetime) -> list[User]:
    """Three who have nothing to do with each other, and are asked for chance."""
    return [person(name, "Velmora: gives chance to a draw", at) for name in GIVERS]
