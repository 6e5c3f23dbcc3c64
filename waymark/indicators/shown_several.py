"""A file with several places as its page shows it, place by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from waymark.indicators import models
from waymark.indicators.shown import remark


@dataclass(frozen=True)
class Part:
    """What a file with several places does in one of them."""

    pk: str
    place: Any
    state: str
    readable: bool
    stores: bool
    refused: int
    counts: list[tuple[str, int]]
    unclear: list[str]
    """Why its rows can't be read at all."""


def part(batch: models.ImportBatch) -> Part:
    """Return what was found about one place of a file with several."""
    plan = batch.plan
    counts = plan.get("counts", {})
    unclear = "kind" not in plan and [one for one in plan.get("problems", []) if not one["row"]]
    return Part(
        batch.pk,
        batch.place,
        batch.state,
        "counts" in plan and not unclear,
        bool(plan.get("values") or plan.get("goals")),
        plan.get("refused", 0),
        [(name, count) for name, count in counts.items() if count],
        [remark(one).sentence for one in unclear or []],
    )
