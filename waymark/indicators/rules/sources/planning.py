"""What a source of other software would do to a place's data: one plan, as for a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from waymark.indicators.rules import cells
from waymark.indicators.rules.columns import Columns
from waymark.indicators.rules.facts import (
    MAX_NOTE,
    Days,
    Known,
    Value,
)
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.planner import Line, Outcome, Planner
from waymark.indicators.rules.problems import Problem, Unreadable
from waymark.indicators.rules.rows import About, Options
from waymark.indicators.rules.sources import beyond, blocks
from waymark.indicators.rules.sources.beyond import Beyond, Ground
from waymark.indicators.rules.sources.blocks import Block, Head
from waymark.indicators.rules.sources.understanding import Fault, Understanding

Blocks = Callable[[], Iterator[Block]]
"""The blocks, from the first one each time it is called."""


def plan_source(
    head: Head, source: Blocks, known: Known, ground: Ground, options: Options, *, as_of: date
) -> Plan:
    """Work out what a source would do to what is known; every row is counted once.

    Codes that no list has become local indicators where `options.local` says so, else their rows
    are refused. Areas that the source brings can be named by its values.
    """
    files_of_areas, lost = areas_and_lost(head, ground)
    areas, problems, area_files = beyond.plan_parts(files_of_areas, ground, options.layer)
    known = replace(known, areas=(*known.areas, *beyond.areas_of(areas)))
    planner = Planner(known, as_of)
    planner.problems += problems
    planner.warnings += [
        Problem(one.key, one.line or None, None, one.params, warning=True, file=one.file)
        for one in head.remarks
    ]
    work = _Work(head, known, options, planner)
    counts = dict.fromkeys(Outcome, 0)
    work.hear(source())
    files = set()
    for block in source():
        files.add(block.file)
        work.take(block, work.abouts.popleft(), counts)
    told = {one.code: one.texts for one in head.indicators if one.texts}
    texts = work.texts(told)
    return Plan(
        Columns(),
        counts,
        tuple(planner.values),
        (),
        tuple(planner.problems),
        tuple(planner.warnings),
        Beyond(
            head.kind,
            areas,
            tuple(area_files),
            tuple(work.locals.values()),
            beyond.plan_texts(texts, work.named, ground),
            tuple(lost),
            len(files),
            (head.languages or ["en"])[0][:20],
        ),
    )


def areas_and_lost(head: Head, ground: Ground) -> tuple[list[dict[str, Any]], list[blocks.LeftOut]]:
    """The files of areas that may be taken, and everything that is left out."""
    if ground.may_set_parts or not head.areas:
        return head.areas, list(head.left_out)
    lost = [blocks.LeftOut(one["file"], "areas.not_permitted") for one in head.areas]
    return [], [*head.left_out, *lost]


class _Work(Understanding):
    """One planning of one source."""

    def __init__(self, head: Head, known: Known, options: Options, planner: Planner) -> None:
        super().__init__(head, known, options, planner)
        self.periods: dict[str, Days | Fault] = {}

    def take(
        self, block: Block, abouts: Sequence[About | Fault], counts: dict[Outcome, int]
    ) -> None:
        """Take each row of a block, or say why it can't be taken."""
        self.planner.file = block.file
        refuse_told(block, self.planner, counts)
        lines = [self._line(about) for about in abouts]
        periods = [self._period(text) for text in block.periods]
        texts, observe, added = block.texts, self.planner.observe, 0
        long = {place for place, text in enumerate(texts) if len(text) > MAX_NOTE}
        rows = zip(
            block.numbers,
            block.about,
            block.period,
            block.values,
            block.statuses,
            block.source,
            block.note,
            strict=True,
        )
        for number, about, period, value, status, source, note in rows:
            line, days = lines[about], periods[period]
            if isinstance(line, Fault):
                self._refuse(number, line, counts)
            elif isinstance(days, Fault):
                self._refuse(number, days, counts)
            elif note in long:
                self._refuse(number, Fault("text.too_long", {"most": MAX_NOTE}), counts)
            else:
                said = Value(block.periods[period], value, status, texts[source], note=texts[note])
                outcome = observe(number, line, days, said)
                if outcome is Outcome.ADDED:
                    added += 1  # the hash of an outcome costs as much as the rest
                else:
                    counts[outcome] += 1
        counts[Outcome.ADDED] += added

    def _refuse(self, number: int, fault: Fault, counts: dict[Outcome, int]) -> None:
        counts[Outcome.REFUSED] += 1
        file = self.planner.file
        self.planner.problems.append(
            Problem(fault.key, number, None, fault.params, file=file, header=fault.header)
        )

    def _line(self, about: About | Fault) -> Line | Fault:
        if isinstance(about, Fault):
            return about
        found = self.planner.settled(about)
        return Fault(found.key, found.params) if isinstance(found, Unreadable) else found

    def _period(self, text: str) -> Days | Fault:
        found = self.periods.get(text)
        if found is None:
            try:
                found = cells.read_period(text)
            except Unreadable as error:
                found = Fault(error.key, error.params, "period")
            self.periods[text] = found
        return found


def refuse_told(block: Block, planner: Planner, counts: dict[Outcome, int]) -> None:
    """Count and name the rows that the reader of the source has told apart already."""
    for one in block.refused:
        counts[Outcome.REFUSED] += 1
        planner.problems.append(_problem(block.file, one.row, one.key, one.params, one.column))
        planner.problems += [
            _problem(block.file, one.row, key, params, column) for column, key, params in one.more
        ]
    for one in block.repeats:
        counts[Outcome.UNCHANGED] += 1
        found = _problem(block.file, one.row, one.key, one.params, one.column)
        planner.warnings.append(replace(found, warning=True))


def _problem(file: str, row: int, key: str, params: Mapping[str, object], column: str) -> Problem:
    told = {"text": "", "component": column, **params}
    return Problem(key, row or None, None, told, file=file, header=column)
