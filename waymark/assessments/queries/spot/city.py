"""What a city sees of draws: its own entries, and what came of checks of its cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.assessments.models import FrameEntry, SpotCheck
from waymark.assessments.queries.spot.checks import comparison_of
from waymark.assessments.queries.spot.draws import phase_of
from waymark.assessments.rules.spot.comparing import Comparison
from waymark.assessments.rules.spot.flows import Phase
from waymark.places.models import Place


@dataclass(frozen=True)
class OwnEntry:
    """A case of the city in the list of a draw, with what its entry is computed from."""

    entry: FrameEntry
    phase: Phase
    drawn: SpotCheck | None


@dataclass(frozen=True)
class OwnCheck:
    """A spot check of the city's case; what was found is told when it is concluded."""

    check: SpotCheck
    comparison: Comparison | None


def own_entries(viewer: Any, place: Place, at: datetime) -> list[OwnEntry]:
    """Return the entries of a city's cases, the newest first."""
    rows = FrameEntry.objects.filter(case__place=place).select_related(
        "draw__mechanism", "case", "spot_check"
    )
    return [
        OwnEntry(entry, phase_of(entry.draw, at), getattr(entry, "spot_check", None))
        for entry in rows.order_by("-draw__announced_at", "pk")[:50]
    ]


def own_checks(viewer: Any, place: Place) -> list[OwnCheck]:
    """Return the spot checks of a city's cases, the newest first."""
    rows = SpotCheck.objects.filter(case__place=place).select_related("result", "case")
    return [OwnCheck(check, comparison_of(check)) for check in rows.order_by("-made_at")[:50]]
