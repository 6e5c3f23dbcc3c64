"""What the parties give: first the fingerprint of a secret, later the secret; then the seed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from waymark.kernel.draw.announcement import Announcement, organisations
from waymark.kernel.draw.beacon import Beacon
from waymark.kernel.draw.lines import BadDraw, fingerprint

SECRET = re.compile(r"[0-9a-f]{32,128}", re.ASCII)
"""128 bits of chance or more, as hex digits."""
UNSEALED = "unsealed"


@dataclass(frozen=True, slots=True)
class Given:
    """What a party has given; no secret where it did not reveal, nothing where it was silent."""

    party: str
    commitment: str = ""
    secret: str = ""

    def line(self) -> str:
        """What goes into the seed: those who keep silent or do not reveal are named."""
        if not self.commitment:
            return f"{self.party} silent"
        if not self.secret:
            return f"{self.party} not-revealed {self.commitment}"
        return f"{self.party} revealed {self.secret}"


def commitment_of(*, announcement: str, party: str, secret: str) -> str:
    """The fingerprint by which a party commits to its secret, and witnesses the announcement.

    Raises BadDraw for a secret that is not 32 to 128 hex digits in lower case.
    """
    if not SECRET.fullmatch(secret):
        raise BadDraw("draw.bad_secret")
    return fingerprint("commitment", announcement, party, secret)


def matches(given: Given, announcement: str) -> bool:
    """Whether a party's secret is the one that it committed to."""
    if not SECRET.fullmatch(given.secret):
        return False
    made = commitment_of(announcement=announcement, party=given.party, secret=given.secret)
    return made == given.commitment


def enough(told: Announcement, given: Iterable[Given]) -> bool:
    """Whether enough parties that have nothing to do with each other have revealed."""
    revealed = {one.party for one in given if one.secret}
    those = [party for party in told.parties if party.id in revealed]
    return len(set(organisations(those))) >= told.least_reveals


def seed_of(told: Announcement, given: Iterable[Given], beacon: Beacon, root: str = "") -> str:
    """The seed, as 64 hex digits: everything fixed beforehand, every secret, and the beacon.

    `root` is that of the ledger in which the announcement was sealed, as hex digits. Raises BadDraw
    for a secret that does not match its commitment, a party that was not announced or is given
    twice, and for too little chance: it is never drawn on the platform's own word.
    """
    rows = list(given)
    by_party = {one.party: one for one in rows}
    known = [party.id for party in told.parties]
    if len(by_party) < len(rows) or not set(by_party) <= set(known):
        raise BadDraw("draw.unknown_party")
    for one in rows:
        if one.secret and not matches(one, told.hash):
            raise BadDraw("draw.bad_reveal", party=one.party)
    if not enough(told, rows):
        raise BadDraw("draw.too_little_chance", need=told.least_reveals)
    lines = [by_party.get(party, Given(party)).line() for party in known]
    return fingerprint("seed", told.hash, root or UNSEALED, beacon.line(), *lines)
