"""What a person holds at a moment: her memberships of workspaces and her seats in bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from waymark.people.queries.ties import TIES, HeldTie, tie_of
from waymark.people.rules import BodyKind, WorkspaceRole

# By hand, for every page of everybody who is logged in asks this: the two querysets joined by
# `union` take ten times as long to be put into words as to be answered.
_HELD = """
SELECT 'place', place_id, role, NULL, NULL, NULL, NULL, NULL FROM people_membership
WHERE user_id = %s AND since <= %s AND (until IS NULL OR until > %s)
UNION ALL
SELECT body.kind, body.id, seat.role, body.country_id, NULL, NULL, NULL, NULL
FROM people_seat seat JOIN people_body body ON body.id = seat.body_id
WHERE seat.user_id = %s AND seat.since <= %s AND (seat.until IS NULL OR seat.until > %s)
UNION ALL"""
_ALL = _HELD + TIES.format(users="= %s")
_TIES = TIES.count("{users}")
_SORTS = frozenset({"membership", "interest", "seat"})


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat; without a country, its body is a global one."""

    kind: str
    body_id: str
    role: str
    country_id: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """`places`: place -> role in its workspace. `ties`: hers to places, ended ones included.

    `contributes`: places that she proposes values to, and works for in no other way.
    """

    places: dict[str, str]
    seats: tuple[HeldSeat, ...]
    ties: tuple[HeldTie, ...] = ()
    contributes: frozenset[str] = frozenset()

    def bodies(self, kind: BodyKind, *roles: str) -> frozenset[str]:
        """Return the bodies of a kind in which she has a seat, or one of these roles."""
        return frozenset(
            seat.body_id
            for seat in self.seats
            if seat.kind == kind and (not roles or seat.role in roles)
        )

    @property
    def in_global_secretariat(self) -> bool:
        """Whether she sits in the global secretariat."""
        return any(
            seat.kind == BodyKind.SECRETARIAT and seat.country_id is None for seat in self.seats
        )


def held_by(user: Any, at: datetime) -> Held:
    """Return what a person holds at a moment. One query.

    It is asked afresh for every act; while one page is read it is kept on the person, if the
    middleware has marked her as belonging to a reading request.
    """
    kept = getattr(user, "kept_holdings", None)
    if isinstance(kept, Held):
        return kept
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [user.pk, moment, moment] * 2 + [user.pk] * _TIES)
        rows = cursor.fetchall()
    held = {row[1]: row[2] for row in rows if row[0] == "place"}
    outside = {place for place, role in held.items() if role == WorkspaceRole.CONTRIBUTOR}
    found = Held(
        places={place: role for place, role in held.items() if place not in outside},
        seats=tuple(HeldSeat(*row[:4]) for row in rows if row[0] not in {"place", *_SORTS}),
        ties=tuple(tie_of(row) for row in rows if row[0] in _SORTS),
        contributes=frozenset(outside),
    )
    if getattr(user, "reads_only", False):
        user.kept_holdings = found
    return found
