"""A file with several places as its page shows it, place by place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from waymark.indicators import models, shown
from waymark.indicators.rules.answers import Question, answers_of, plain_header
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


def questions(group: models.ImportGroup, batches: Iterable[models.ImportBatch]) -> list[Question]:
    """Return what is to be asked about all parts of a file at once, each with all of its rows.

    Its column of places is no question, and what an area is may differ from place to place: those
    words are mended in the file.
    """
    said = answers_of(group.plan.get("choices", {}).get("answers", {}))
    taken = set(said.columns)
    found: dict[str, Question] = {}
    for batch in batches:
        for one in shown.questions(batch):
            column = one.kind == "column"
            if one.kind == "area" or (
                column and one.answer and plain_header(one.word) not in taken
            ):
                continue
            held = found.get(one.field)
            rows = one.rows + (held.rows if held else 0)
            found[one.field] = replace(one, rows=rows)
    return list(found.values())


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
