"""What everybody may read of draws: how they were held, and how often checks found an error.

Never which cities were drawn: entries name nobody, and rates are of mechanisms and years.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from waymark.assessments.models import Draw, DrawParty, SpotCheck
from waymark.assessments.queries.spot.draws import (
    announcement_of,
    counted,
    facts_in,
    parties_of,
    substitutions_of,
)
from waymark.assessments.queries.spot.policy import levels_of
from waymark.assessments.rules.spot.estimate import Estimate, Stratum, estimate
from waymark.assessments.rules.spot.flows import CheckKind, CheckState, DrawState, Phase, phase
from waymark.base.fields import Words
from waymark.kernel import draw as rules
from waymark.schemes.models import Mechanism

MOST = 200


@dataclass(frozen=True)
class DrawRow:
    """One draw in a list."""

    draw: Draw
    phase: Phase
    applications: int
    checks: int
    open_checks: int


def draws(viewer: Any, at: datetime) -> list[DrawRow]:
    """Return all draws, the newest first. One query."""
    found = counted(Draw.objects.select_related("mechanism")).order_by("-announced_at")[:MOST]
    return [row_of(draw, at) for draw in found]


def row_of(draw: Any, at: datetime) -> DrawRow:
    """Return a draw of `counted` as lists show it."""
    size = json.loads(draw.announcement)["applications"]
    return DrawRow(draw, phase(draw.state, facts_in(draw, at)), size, draw.checks, draw.open_checks)


@dataclass(frozen=True)
class Giving:
    """A party, and under which name what it has given is shown."""

    party: DrawParty
    shown: str


@dataclass(frozen=True)
class OneDraw:
    """A draw as its page shows it."""

    row: DrawRow
    told: rules.Announcement
    named: list[DrawParty]
    substitutions: list[rules.Substitution]
    names: dict[str, Words]  # of strata
    at: datetime

    @property
    def draw(self) -> Draw:
        """The draw itself."""
        return self.row.draw

    @property
    def parties(self) -> list[Giving]:
        """Who gives chance, and how far each is."""
        return [Giving(party, self._given(party)) for party in self.named]

    def _given(self, party: DrawParty) -> str:
        if hasattr(party, "reveal"):
            return "party.revealed"
        if hasattr(party, "commitment"):
            return "party.not_revealed" if self.at > self.draw.reveal_by else "party.committed"
        return "party.silent" if self.at > self.draw.commit_by else "party.waiting"

    @property
    def shares(self) -> list[tuple[Words | str, rules.Share, int]]:
        """Name, share and number of applications of each stratum."""
        sizes = self._sizes
        return [
            (self.names.get(name, name), share, sizes.get(name, 0))
            for name, share in self.told.policy.items()
        ]

    @cached_property
    def _sizes(self) -> dict[str, int]:
        found = self.draw.entries.order_by().values_list("stratum").annotate(n=Count("pk"))
        return dict(found)

    @cached_property
    def record(self) -> dict[str, Any] | None:
        """What was drawn, or None before."""
        result = getattr(self.draw, "result", None)
        return json.loads(result.record) if result else None

    @property
    def strata(self) -> list[tuple[Words | str, dict[str, Any]]]:
        """Name and selection of each stratum that had applications."""
        rows = self.record["strata"] if self.record else []
        return [
            (self.names.get(row["stratum"], row["stratum"]), row)
            for row in rows
            if row["applications"]
        ]


def one(viewer: Any, name: str, at: datetime) -> OneDraw | None:
    """Return a draw by its name, or None."""
    found = counted(Draw.objects.filter(name=name))
    draw = found.select_related("mechanism", "seal", "result").first()
    if draw is None:
        return None
    return OneDraw(
        row=row_of(draw, at),
        told=announcement_of(draw),
        named=parties_of(draw),
        substitutions=substitutions_of(draw),
        names=levels_of(draw.mechanism),
        at=at,
    )


def announced(viewer: Any, draw: Draw) -> dict[str, Any]:
    """Return what is public of a draw from its first day on, with the whole list, as JSON."""
    told = announcement_of(draw)
    seal = getattr(draw, "seal", None)
    entries = draw.entries.order_by("leaf").values_list("leaf", "stratum")
    parties = parties_of(draw)
    return {
        "format": rules.FORMAT,
        "announcement": told.document(),
        "announcement_hash": told.hash,
        "seal": {"proof": seal.proof, "key": seal.key} if seal else None,
        "frame": [{"leaf": leaf, "stratum": stratum} for leaf, stratum in entries],
        "commitments": [
            {
                "party": party.code,
                "commitment": party.commitment.fingerprint,
                "at": rules.write_moment(party.commitment.at),
            }
            for party in parties
            if hasattr(party, "commitment")
        ],
        "reveals": [
            {
                "party": party.code,
                "secret": party.reveal.secret,
                "at": rules.write_moment(party.reveal.at),
            }
            for party in parties
            if hasattr(party, "reveal")
        ],
    }


@dataclass(frozen=True)
class Rate:
    """How often drawn checks of a year found another level, and what was asked for beside them."""

    mechanism: Mechanism
    year: int
    found: Estimate
    asked: int = 0  # checks asked for because of a risk; they are in no estimate
    asked_discordant: int = 0

    @property
    def percent(self) -> str:
        """The estimated share in per cent, "" where nothing was checked."""
        return _percent(self.found.share)

    @property
    def low(self) -> str:
        """The lower end of its range."""
        return _percent(self.found.interval.low if self.found.interval else None)

    @property
    def high(self) -> str:
        """The upper end of its range."""
        return _percent(self.found.interval.high if self.found.interval else None)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f}"


@dataclass
class _Tally:
    applications: int = 0
    checked: int = 0
    discordant: int = 0
    waiting: int = 0


@dataclass
class _Year:
    strata: dict[tuple[str, str], _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    asked: int = 0
    asked_discordant: int = 0


def rates(viewer: Any) -> list[Rate]:
    """Return the error rates by mechanism and year of the draw, the newest first. Four queries."""
    years: dict[tuple[str, int], _Year] = defaultdict(_Year)
    drawn = Draw.objects.filter(state__in=(DrawState.DRAWN, DrawState.CLOSED))
    sizes = drawn.values_list("mechanism_id", "pk", "result__at", "entries__stratum")
    for mechanism, draw, at, stratum, count in sizes.annotate(n=Count("entries")).order_by():
        years[mechanism, at.year].strata[draw, stratum].applications = count
    checks = SpotCheck.objects.filter(kind=CheckKind.DRAWN).exclude(state=CheckState.WITHDRAWN)
    rows = checks.values_list(
        "entry__draw__mechanism_id", "entry__draw_id", "entry__draw__result__at", "entry__stratum"
    ).annotate(
        checked=Count("result"),
        wrong=Count("result", filter=Q(result__concordant=False)),
        all=Count("pk"),
    )
    for mechanism, draw, at, stratum, checked, wrong, count in rows.order_by():
        tally = years[mechanism, at.year].strata[draw, stratum]
        tally.checked, tally.discordant, tally.waiting = checked, wrong, count - checked
    asked = SpotCheck.objects.filter(kind=CheckKind.RISK, result__isnull=False)
    for mechanism, at, agrees in asked.values_list(
        "case__mechanism_id", "made_at", "result__concordant"
    ):
        year = years[mechanism, at.year]
        year.asked += 1
        year.asked_discordant += not agrees
    known = Mechanism.objects.in_bulk({mechanism for mechanism, _year in years})
    found = [_rate(known[mechanism], year, told) for (mechanism, year), told in years.items()]
    return sorted(found, key=lambda rate: (-rate.year, rate.mechanism.slug))


def _rate(mechanism: Mechanism, year: int, told: _Year) -> Rate:
    strata = [
        Stratum(tally.applications, tally.checked, tally.discordant, tally.waiting)
        for tally in told.strata.values()
    ]
    return Rate(mechanism, year, estimate(strata), told.asked, told.asked_discordant)
