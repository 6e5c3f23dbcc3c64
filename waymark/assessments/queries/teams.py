"""Who sits in a mechanism's technical team, or in a part of it, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from waymark.assessments.rules.assigning import Person
from waymark.kernel.flow import Reason
from waymark.people.models import Availability, Seat
from waymark.people.queries import open_at
from waymark.people.rules import MOST_REVIEWS
from waymark.schemes.models import Mechanism


def team_seats(mechanism: Mechanism, at: datetime) -> QuerySet[Seat]:
    """Return the seats from which cases of a mechanism are reviewed: its team's, and its parts'."""
    team = Q(body=mechanism.technical_team_id) | Q(body__part_of=mechanism.technical_team_id)
    return Seat.objects.filter(open_at(at), team, user__is_active=True)


def with_profiles(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Bring along what `person_of` looks at."""
    return seats.select_related(
        "user__availability", "seconded_by__country", "body__organisation__country"
    ).order_by("since", "pk")


def person_of(
    seats: Iterable[Seat],
    *,
    load: int,
    has_slot: bool,
    barred: tuple[Reason, ...],
    **more: bool,
) -> Person:
    """Put together what is known of somebody from her seats and her own words."""
    held = list(seats)
    user = held[0].user
    said: Availability | None = getattr(user, "availability", None)
    houses = [seat.seconded_by or seat.body.organisation for seat in held]
    house = next((one for one in houses if one is not None), None)
    ends = [seat.until for seat in held if seat.until is not None]
    away = (said.away_from, said.away_until) if said else (None, None)
    return Person(
        id=user.pk,
        name=user.name,
        languages=frozenset(
            code for seat in held for code in (*seat.languages, *seat.body.languages)
        ),
        fields=frozenset(field for seat in held for field in seat.fields_of_work),
        load=load,
        most=said.most if said else MOST_REVIEWS,
        away=(away[0], away[1]) if away[0] and away[1] else None,
        seat_until=max(ends).date() if len(ends) == len(held) else None,
        house=house.pk if house else "",
        country=(house.country_id or "") if house else "",
        has_slot=has_slot,
        barred=barred,
        **more,
    )
