"""A city that is not there yet asks a partner of its mechanism what to do about its gaps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from waymark.assessments.rules.evaluate_report import SATISFIED
from waymark.kernel.flow import Reason

MOST_GAPS = 20


class Side(StrEnum):
    """Who speaks."""

    CITY = "city"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Gap:
    """A criterion that a report does not find met, with the codes of what is in the way."""

    criterion: str
    status: str
    gaps: tuple[Mapping[str, Any], ...]

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"criterion": self.criterion, "status": self.status, "gaps": list(self.gaps)}


def gaps_in(report: Mapping[str, Any]) -> tuple[Gap, ...]:
    """Return what a report finds lacking; by its codes alone, without inputs and verdicts."""
    return tuple(
        Gap(
            one["id"],
            one["status"],
            tuple({"code": gap["code"], "params": gap.get("params", {})} for gap in one["gaps"]),
        )
        for one in report["criteria"]
        if one["status"] not in SATISFIED
    )


def refuse_asking(
    chosen: Collection[str], lacking: Collection[str], *, serves: bool, open_already: bool
) -> tuple[Reason, ...]:
    """Return why a partner can't be asked."""
    found = []
    if not serves:
        found.append(Reason("consult.no_partner"))
    if open_already:
        found.append(Reason("consult.open_already"))
    if not chosen or len(chosen) > MOST_GAPS or not set(chosen) <= set(lacking):
        found.append(Reason("consult.choose_gaps", {"most": MOST_GAPS}))
    return tuple(found)
