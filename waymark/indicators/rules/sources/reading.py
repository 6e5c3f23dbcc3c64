"""A file as read, whatever it was, and what it would do to what is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from waymark.indicators.rules.facts import Known
from waymark.indicators.rules.plan import Plan, plan
from waymark.indicators.rules.rows import Options
from waymark.indicators.rules.sources import blocks
from waymark.indicators.rules.sources.beyond import Ground
from waymark.indicators.rules.sources.own import KIND as OWN
from waymark.indicators.rules.sources.own_planning import plan_own
from waymark.indicators.rules.sources.planning import plan_source
from waymark.kernel.tables import BadTable, Sheet


@dataclass(frozen=True)
class Reading:
    """The sheet, or the error that stands in its way, with what can be chosen from.

    `encodings` are pairs of a name and the first unusual lines as they would read. Of data of
    other software there is a `head` instead, and its blocks: `made`, or to be read from `answer`.
    """

    sheet: Sheet | None = None
    error: BadTable | None = None
    sheets: tuple[str, ...] = ()
    encodings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    head: blocks.Head | None = None
    answer: bytes = b""
    made: tuple[blocks.Block, ...] = ()

    def blocks(self) -> Iterator[blocks.Block]:
        """The blocks, from the first one."""
        return blocks.read(self.answer)[1] if self.answer else iter(self.made)


def plan_read(
    reading: Reading, known: Known, ground: Ground, options: Options, *, as_of: date
) -> Plan | None:
    """Work out what a file would do; None where it can't be read at all."""
    if reading.sheet is not None:
        return plan(reading.sheet, known, options, as_of=as_of)
    if reading.head is None or reading.head.error is not None:
        return None
    work = plan_own if reading.head.kind == OWN else plan_source
    return work(reading.head, reading.blocks, known, ground, options, as_of=as_of)
