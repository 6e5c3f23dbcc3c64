"""The last source of chance, which lies in nobody's hands: a drand round, or dice in public.

What it will be is announced before anything is known of it, with what takes its place if it fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.kernel.draw import drand
from waymark.kernel.draw.lines import BadDraw, one_line
from waymark.kernel.draw.moments import read_moment, write_moment

DRAND, DICE, DIGITS = "drand", "dice", "digits"
LEAST = {DICE: 25, DIGITS: 20}
"""How many figures are enough: both come to more than 64 bits of chance."""
MOST_FIGURES = 1000
_FIGURES = {DICE: re.compile(r"[1-6]+", re.ASCII), DIGITS: re.compile(r"[0-9]+", re.ASCII)}


@dataclass(frozen=True, slots=True)
class Network:
    """A round of drand's network quicknet."""

    round: int
    chain: str = drand.CHAIN

    @property
    def moment(self) -> datetime:
        """When it will be known."""
        return drand.time_of(self.round)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"kind": DRAND, "chain": self.chain, "round": self.round}


@dataclass(frozen=True, slots=True)
class Public:
    """Figures that anybody can watch come up: throws of a die, or a lottery's digits."""

    kind: str
    source: str
    moment: datetime  # they come up after this

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"kind": self.kind, "source": self.source, "after": write_moment(self.moment)}


Plan = Network | Public


@dataclass(frozen=True, slots=True)
class Signed:
    """What drand gave: the signature of the round."""

    round: int
    signature: str
    chain: str = drand.CHAIN

    def line(self) -> str:
        """What goes into the seed."""
        return f"{DRAND} {self.chain} {self.round} {drand.randomness(self.signature)}"

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "kind": DRAND,
            "chain": self.chain,
            "round": self.round,
            "signature": self.signature,
        }


@dataclass(frozen=True, slots=True)
class Thrown:
    """What came up in public."""

    kind: str
    source: str
    figures: str
    at: datetime

    def line(self) -> str:
        """What goes into the seed."""
        return f"{self.kind} {self.figures}"

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "kind": self.kind,
            "source": self.source,
            "figures": self.figures,
            "at": write_moment(self.at),
        }


Beacon = Signed | Thrown


def read_plan(value: object) -> Plan:
    """Read a plan from JSON. Raises BadDraw."""
    match value:
        case {"kind": "drand", "chain": drand.CHAIN, "round": int(round_)}:
            if 1 <= round_ < drand.LAST and not isinstance(round_, bool):
                return Network(round_)
        case {"kind": "dice" | "digits" as kind, "source": str(source), "after": str(after)}:
            if one_line(source):
                return Public(kind, source, read_moment(after))
    raise BadDraw("draw.bad_plan")


def read_beacon(value: object) -> Beacon:
    """Read from JSON what came up. Raises BadDraw, also for too few figures."""
    match value:
        case {"kind": "drand", "chain": drand.CHAIN, "round": int(round_), "signature": str(word)}:
            if drand.SIGNATURE.fullmatch(word) and 1 <= round_ < drand.LAST:
                return Signed(round_, word)
        case {
            "kind": "dice" | "digits" as kind,
            "source": str(source),
            "figures": str(figures),
            "at": str(at),
        }:
            if one_line(source):
                return Thrown(kind, source, checked_figures(kind, figures), read_moment(at))
    raise BadDraw("draw.bad_beacon")


def checked_figures(kind: str, figures: str) -> str:
    """Return figures in a row, the spaces between them left out.

    Raises BadDraw for other signs, and where there are too few to be enough chance.
    """
    found = "".join(figures.split())
    if not _FIGURES[kind].fullmatch(found) or len(found) > MOST_FIGURES:
        raise BadDraw("draw.bad_figures")
    if len(found) < LEAST[kind]:
        raise BadDraw("draw.few_figures", have=len(found), need=LEAST[kind])
    return found


def answers(beacon: Beacon, plan: Plan) -> bool:
    """Whether what came up is what was announced, and not before it was to."""
    match beacon, plan:
        case Signed(), Network():
            return (beacon.chain, beacon.round) == (plan.chain, plan.round)
        case Thrown(), Public():
            same = (beacon.kind, beacon.source) == (plan.kind, plan.source)
            return same and beacon.at >= plan.moment
        case _:
            return False
