"""What a mechanism has decided on spot checks: the shares by level, and who may give chance.

Each case is checked by as many reviewers as a case has at first: fewer could not come to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waymark.kernel.draw import LEAST_PARTIES, MOST_RESERVES, BadDraw, Share, read_share
from waymark.kernel.flow import Reason


@dataclass(frozen=True, slots=True)
class CheckPolicy:
    """How cases are drawn and checked again, as a mechanism's committee or secretariat set it."""

    shares: Mapping[str, Share]  # by level
    reserves: int = 3
    least_reveals: int = LEAST_PARTIES

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "shares": {level: share.document() for level, share in sorted(self.shares.items())},
            "reserves": self.reserves,
            "least_reveals": self.least_reveals,
        }


def read_policy(value: Mapping[str, Any]) -> CheckPolicy:
    """Read what `document` wrote. Raises BadDraw."""
    try:
        return CheckPolicy(
            {level: read_share(share) for level, share in value["shares"].items()},
            value["reserves"],
            value["least_reveals"],
        )
    except (KeyError, AttributeError):
        raise BadDraw("draw.bad_share") from None


def refusals(policy: CheckPolicy, levels: Iterable[str]) -> tuple[Reason, ...]:
    """Return what is wrong with a policy: every level of the scheme needs its share."""
    found = [
        Reason("draw.stratum_without_policy", {"stratum": level})
        for level in levels
        if level not in policy.shares
    ]
    if not 0 <= policy.reserves <= MOST_RESERVES or policy.least_reveals < LEAST_PARTIES:
        found.append(Reason("draw.few_parties", {"need": LEAST_PARTIES}))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What is known of somebody who is to give chance to a draw."""

    name: str
    at_desk: bool = False  # holds a seat in the secretariat that runs the draw
    in_frame: bool = False  # works for a city whose case can be drawn
    closed: bool = False  # the account was closed


def party_refusals(facts: PartyFacts) -> tuple[Reason, ...]:
    """Return why somebody may not give chance: whoever runs the draw, or can be drawn."""
    keys = {
        "party.at_desk": facts.at_desk,
        "party.in_frame": facts.in_frame,
        "party.closed": facts.closed,
    }
    return tuple(Reason(key, {"name": facts.name}) for key, wrong in keys.items() if wrong)
