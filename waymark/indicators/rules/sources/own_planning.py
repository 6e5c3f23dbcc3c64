"""What a file of our own would do to a place's data: its tables planned as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from waymark.indicators.rules.columns import Columns, read_columns
from waymark.indicators.rules.concepts import Texts
from waymark.indicators.rules.facts import Indicator, Known
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.planner import Outcome, Planner
from waymark.indicators.rules.problems import Problem
from waymark.indicators.rules.rows import Options, Row, RowReader
from waymark.indicators.rules.sources import beyond, own
from waymark.indicators.rules.sources.beyond import Beyond, Ground, NewLocal
from waymark.indicators.rules.sources.blocks import Head
from waymark.indicators.rules.sources.planning import Blocks, areas_and_lost, refuse_told
from waymark.kernel.tables import Sheet


def plan_own(
    head: Head, source: Blocks, known: Known, ground: Ground, options: Options, *, as_of: date
) -> Plan:
    """Work out what our own file would do to what is known; every row is counted once.

    Local indicators of another place become indicators of this one where `options.local` says so.
    """
    files_of_areas, lost = areas_and_lost(head, ground)
    areas, problems, area_files = beyond.plan_parts(files_of_areas, ground)
    made = _locals(head, known) if options.local else {}
    known = replace(
        known,
        areas=(*known.areas, *beyond.areas_of(areas)),
        indicators=(*known.indicators, *map(_indicator, made.values())),
    )
    planner = Planner(known, as_of)
    planner.problems += problems
    counts = dict.fromkeys(Outcome, 0)
    tables = own.tables_of(head)
    _take(tables, planner, Options(options.framework), counts)
    for block in source():
        refuse_told(block, planner, counts)
    used = {change.series.indicator for change in planner.values}
    used |= {series.indicator for series in planner.goals}
    return Plan(
        Columns(),
        counts,
        tuple(planner.values),
        tuple(planner.goals.values()),
        tuple(planner.problems),
        tuple(planner.warnings),
        Beyond(
            head.kind,
            areas,
            tuple(area_files),
            tuple(one for name, one in made.items() if name in used),
            _texts(head, known, ground, made.keys() - used),
            tuple(lost),
            len(tables),
        ),
    )


def _locals(head: Head, known: Known) -> dict[str, NewLocal]:
    """The local indicators that the file names and the place does not have."""
    there = {one.name for one in known.indicators}
    found = {}
    for one in head.indicators:
        list_of, _colon, code = one.code.partition(":")
        if list_of == beyond.LOCAL and one.code not in there:
            new = beyond.new_local(one, code)
            if new.code == code:
                found[one.code] = new
    return found


def _indicator(new: NewLocal) -> Indicator:
    return Indicator(beyond.LOCAL, new.code, new.unit, tuple(dict(new.names).values()))


def _texts(head: Head, known: Known, ground: Ground, unused: Iterable[str]) -> dict[str, Texts]:
    """The texts that change something, of indicators that are there or come with their values."""
    left = set(unused)
    named = {one.name: one for one in known.indicators if one.name not in left}
    told = {
        one.code: {(concept, language): text for concept, language, text in one.texts}
        for one in head.indicators
        if one.texts
    }
    return beyond.plan_texts(told, named, ground)


def _take(
    tables: list[tuple[str, Sheet]], planner: Planner, options: Options, counts: dict[Outcome, int]
) -> None:
    """Hear the units of all tables, then take their rows."""
    read: list[tuple[str, list[Row]]] = []
    for file, sheet in tables:
        planner.file = file
        columns = read_columns(sheet, indicator_given=False, held=planner.known.breakdowns)
        if columns.problems:
            counts[Outcome.REFUSED] += len(sheet.rows)
            planner.problems += [_placed(one, file, sheet) for one in columns.problems]
            continue
        rows = list(RowReader(sheet, columns, planner.known, options))
        for row in rows:
            row.problems = [_placed(one, file, sheet) for one in row.problems]
        planner.hear(rows)
        read.append((file, rows))
    for file, rows in read:
        planner.file = file
        for row in rows:
            planner.take(row, counts)


def _placed(problem: Problem, file: str, sheet: Sheet) -> Problem:
    """A problem with its file, and its column by name: people don't see the table it is read as."""
    column = problem.column
    name = sheet.header[column - 1] if column and column <= len(sheet.header) else ""
    return replace(problem, file=file, header=name, column=None)
