"""The drawing itself: a ticket for each leaf, and the smallest tickets of each stratum.

Sources: R. L. Rivest, "Consistent sampling with replacement" (arXiv 1808.10016); P. B. Stark's
SHA-256 sampler of risk-limiting audits; RFC 3797 for announcing pool and sources first. Every leaf
of a stratum has exactly the same chance, drawn of applications, because tickets are as good as
uniform and no leaf can be chosen to suit a seed that is not known yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from waymark.kernel.draw.frame import Entry, by_stratum, frame_hash
from waymark.kernel.draw.lines import BadDraw, ticket
from waymark.kernel.draw.policy import Policy


@dataclass(frozen=True, slots=True)
class Pick:
    """A leaf and its ticket."""

    leaf: str
    ticket: str

    def document(self) -> dict[str, str]:
        """As JSON."""
        return {"leaf": self.leaf, "ticket": self.ticket}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn of one stratum, in the order of tickets, and who comes next."""

    stratum: str
    applications: int
    picks: tuple[Pick, ...]
    reserves: tuple[Pick, ...]

    @property
    def chance(self) -> Fraction:
        """The chance that each of its applications had."""
        return Fraction(len(self.picks), self.applications) if self.applications else Fraction(0)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "stratum": self.stratum,
            "applications": self.applications,
            "drawn": len(self.picks),
            "chance": str(self.chance),
            "selected": [pick.document() for pick in self.picks],
            "reserves": [pick.document() for pick in self.reserves],
        }


def in_order(seed: str, leaves: Iterable[str]) -> tuple[Pick, ...]:
    """All leaves by their tickets, the smallest first."""
    tickets = sorted((ticket(seed, leaf), leaf) for leaf in leaves)
    return tuple(Pick(leaf, drawn) for drawn, leaf in tickets)


def select(
    seed: str, entries: Iterable[Entry], policy: Policy, *, reserves: int
) -> tuple[Drawn, ...]:
    """Draw from each stratum of the policy, those without applications included.

    Raises BadDraw for a leaf that is there twice, and for a stratum that has no policy.
    """
    entries = tuple(entries)
    frame_hash(entries)
    strata = by_stratum(entries)
    for stratum in strata:
        if stratum not in policy:
            raise BadDraw("draw.stratum_without_policy", stratum=stratum)
    found = []
    for stratum in sorted(policy):
        ordered = in_order(seed, strata.get(stratum, ()))
        size = policy[stratum].size(len(ordered))
        found.append(Drawn(stratum, len(ordered), ordered[:size], ordered[size : size + reserves]))
    return tuple(found)


def substitute(seed: str, leaves: Iterable[str], taken: Iterable[str]) -> Pick | None:
    """The next ticket of a stratum that nobody has been given, or None where all are taken."""
    gone = frozenset(taken)
    return next((pick for pick in in_order(seed, leaves) if pick.leaf not in gone), None)
