"""What ties people to places: work in a workspace, interests that they declared, who sent them.

Found by ids, never by names or addresses. Whether a tie counts, and for how long, is for the rules
of the room that asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

# Every column is text, so that the parts of a union agree on both databases.
TIES = """
SELECT 'membership', tie.id, tie.user_id, 'membership', CAST(tie.until AS VARCHAR(40)),
place.id, place.parent_id, 'y'
FROM people_membership tie JOIN places_place place ON place.id = tie.place_id
WHERE tie.user_id {users}
UNION ALL
SELECT 'interest', tie.id, tie.user_id, tie.kind, CAST(tie.until AS VARCHAR(40)),
place.id, place.parent_id,
CASE WHEN tie.kind IN ('employee', 'adviser')
AND (tie.place_id = place.id OR org.kind = 'city_administration') THEN 'y' ELSE '' END
FROM people_interest tie LEFT JOIN people_organisation org ON org.id = tie.organisation_id
JOIN places_place place ON place.id = tie.place_id OR place.id = org.place_id
WHERE tie.user_id {users}
UNION ALL
SELECT 'seat', tie.id, tie.user_id, 'employee', CAST(tie.until AS VARCHAR(40)),
place.id, place.parent_id,
CASE WHEN org.kind = 'city_administration' THEN 'y' ELSE '' END
FROM people_seat tie JOIN people_body body ON body.id = tie.body_id
JOIN people_organisation org ON org.id = tie.seconded_by_id OR org.id = body.organisation_id
JOIN places_place place ON place.id = org.place_id
WHERE tie.user_id {users}
"""


@dataclass(frozen=True, slots=True)
class HeldTie:
    """A person's tie to places, open or ended.

    `places`: the place that she is tied to, and the one that it is a part of.
    `firm`: work for the place's own administration, or advice to it.
    """

    key: str  # "membership:…", "interest:…" or "seat:…"
    user_id: str
    kind: str
    until: date | None
    places: frozenset[str]
    firm: bool


def tie_of(row: tuple[Any, ...]) -> HeldTie:
    """Read one row of `TIES`."""
    sort, pk, user, kind, until, place, parent, firm = row
    return HeldTie(
        key=f"{sort}:{pk}",
        user_id=user,
        kind=kind,
        until=date.fromisoformat(until[:10]) if until else None,
        places=frozenset(one for one in (place, parent) if one),
        firm=firm == "y",
    )


def ties_of(users: Iterable[str]) -> list[HeldTie]:
    """Return the ties of people to places. One query, however many people."""
    ids = sorted(set(users))
    if not ids:
        return []
    sql = TIES.format(users=f"IN ({', '.join(['%s'] * len(ids))})")
    with connection.cursor() as cursor:
        cursor.execute(sql, ids * sql.count("tie.user_id IN"))
        return [tie_of(row) for row in cursor.fetchall()]
