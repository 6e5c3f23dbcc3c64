"""What is fixed before any chance is known: the frame, the shares, the days, who gives chance.

Its hash stands in every commitment, so that whoever commits bears witness to all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.kernel import canonical
from waymark.kernel.draw.beacon import Plan, Public, read_plan
from waymark.kernel.draw.frame import STRATUM
from waymark.kernel.draw.lines import HASH, BadDraw, one_line
from waymark.kernel.draw.moments import read_moment, write_moment
from waymark.kernel.draw.policy import Policy, read_share

LEAST_PARTIES = 3
MOST_PARTIES = 50
MOST_RESERVES = 100
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who gives chance: unrelated to the others, and named in public."""

    id: str
    name: str
    organisation: str

    def document(self) -> dict[str, str]:
        """As JSON."""
        return {"id": self.id, "name": self.name, "organisation": self.organisation}


@dataclass(frozen=True, slots=True)
class Announcement:
    """The announcement of a draw."""

    draw: str  # its name, such as global-2026-1
    mechanism: str
    at: datetime
    commit_by: datetime
    reveal_by: datetime
    frame: str  # hash
    applications: int
    policy: Policy
    reserves: int
    least_reveals: int
    parties: tuple[Party, ...]
    beacon: Plan
    fallback: Public | None = None

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "draw": self.draw,
            "mechanism": self.mechanism,
            "at": write_moment(self.at),
            "commit_by": write_moment(self.commit_by),
            "reveal_by": write_moment(self.reveal_by),
            "frame": self.frame,
            "applications": self.applications,
            "policy": {name: share.document() for name, share in self.policy.items()},
            "reserves": self.reserves,
            "least_reveals": self.least_reveals,
            "parties": [party.document() for party in self.parties],
            "beacon": self.beacon.document(),
            "fallback": self.fallback.document() if self.fallback else None,
        }

    @property
    def hash(self) -> str:
        """SHA-256 of its canonical form (RFC 8785)."""
        return canonical.digest(self.document())


def faults(told: Announcement) -> tuple[BadDraw, ...]:
    """What is wrong with an announcement in itself: its days, its parties, its plan."""
    found = []
    if not told.at < told.commit_by < told.reveal_by:
        found.append(BadDraw("draw.days_out_of_order"))
    plans = (told.beacon, told.fallback) if told.fallback else (told.beacon,)
    if any(plan.moment <= told.reveal_by for plan in plans):
        found.append(BadDraw("draw.beacon_too_early"))
    if told.fallback and told.fallback.moment <= told.beacon.moment:
        found.append(BadDraw("draw.fallback_too_early"))
    if not LEAST_PARTIES <= told.least_reveals <= len(told.parties) <= MOST_PARTIES:
        found.append(BadDraw("draw.few_parties", need=LEAST_PARTIES))
    if len(set(organisations(told.parties))) < len(told.parties):
        found.append(BadDraw("draw.related_parties"))
    return tuple(found)


def organisations(parties: Iterable[Party]) -> list[str]:
    """Where parties belong, as names are compared."""
    return [" ".join(party.organisation.casefold().split()) for party in parties]


def read_announcement(value: object) -> Announcement:
    """Read an announcement from JSON; whatever else it holds is a fault. Raises BadDraw."""
    if not isinstance(value, dict):
        raise BadDraw("draw.bad_announcement", part="announcement")
    try:
        found = _read(value)
    except (KeyError, TypeError, AttributeError):
        raise BadDraw("draw.bad_announcement", part="announcement") from None
    if found.document() != value:
        raise BadDraw("draw.bad_announcement", part="announcement")
    return found


def _read(value: dict[str, Any]) -> Announcement:
    for part in ("draw", "mechanism"):
        if not NAME.fullmatch(value[part]):
            raise BadDraw("draw.bad_announcement", part=part)
    for part, most in (("applications", 10**7), ("reserves", MOST_RESERVES), ("least_reveals", 50)):
        if type(value[part]) is not int or not 0 <= value[part] <= most:
            raise BadDraw("draw.bad_announcement", part=part)
    if not HASH.fullmatch(value["frame"]):
        raise BadDraw("draw.bad_announcement", part="frame")
    fallback = None if value["fallback"] is None else read_plan(value["fallback"])
    if fallback is not None and not isinstance(fallback, Public):
        raise BadDraw("draw.bad_announcement", part="fallback")
    return Announcement(
        draw=value["draw"],
        mechanism=value["mechanism"],
        at=read_moment(value["at"]),
        commit_by=read_moment(value["commit_by"]),
        reveal_by=read_moment(value["reveal_by"]),
        frame=value["frame"],
        applications=value["applications"],
        policy={_stratum(name): read_share(share) for name, share in value["policy"].items()},
        reserves=value["reserves"],
        least_reveals=value["least_reveals"],
        parties=_parties(value["parties"]),
        beacon=read_plan(value["beacon"]),
        fallback=fallback,
    )


def _stratum(name: str) -> str:
    if not STRATUM.fullmatch(name):
        raise BadDraw("draw.bad_announcement", part="policy")
    return name


def _parties(rows: object) -> tuple[Party, ...]:
    if not isinstance(rows, list) or len(rows) > MOST_PARTIES:
        raise BadDraw("draw.bad_announcement", part="parties")
    found = tuple(Party(row["id"], row["name"], row["organisation"]) for row in rows)
    named = all(one_line(text) for party in found for text in (party.name, party.organisation))
    ids = [party.id for party in found]
    if not named or not all(NAME.fullmatch(one) for one in ids) or sorted(set(ids)) != ids:
        raise BadDraw("draw.bad_announcement", part="parties")
    return found
