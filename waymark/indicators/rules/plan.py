"""What a file would do to a city's data: added, changed, unchanged, and refused with the reason.

Planning is pure: the same table over the same data gives the same plan, and its fingerprint tells
whether anything changed between a preview and the moment at which it is carried out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec

from waymark.indicators.rules.columns import Columns, read_columns
from waymark.indicators.rules.facts import Known
from waymark.indicators.rules.planner import GoalChange, Outcome, Planner, ValueChange
from waymark.indicators.rules.problems import Problem
from waymark.indicators.rules.rows import Options, RowReader
from waymark.indicators.rules.sources.beyond import Beyond
from waymark.kernel.tables import Sheet

AT_ONCE = 2000

__all__ = ["GoalChange", "Outcome", "Plan", "ValueChange", "plan"]


@dataclass(frozen=True)
class Plan:
    """The whole of it. `counts` has every outcome; its sum is the number of rows read.

    In a wide table a row counts once for each of its filled cells. `beyond` is what a source of
    other software brings besides.
    """

    columns: Columns
    counts: Mapping[Outcome, int]
    values: tuple[ValueChange, ...] = ()
    goals: tuple[GoalChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    beyond: Beyond | None = None
    asked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Words that nobody understands, by `indicator`, `area` or dimension, with their rows."""

    @property
    def changes(self) -> int:
        """How many values and targets would be stored, and areas and texts of a source."""
        more = self.beyond.changes if self.beyond else 0
        return len(self.values) + len(self.goals) + more

    @property
    def refused(self) -> int:
        """How many rows, and areas of a source, can't be taken."""
        return self.counts[Outcome.REFUSED] + (self.beyond.refused if self.beyond else 0)

    @property
    def readable(self) -> bool:
        """Whether the columns could be made sense of at all."""
        return not self.columns.problems

    @property
    def fingerprint(self) -> str:
        """A hash of everything that would be done, and of what it would take the place of."""
        digest = hashlib.sha256(self.beyond.fingerprint.encode() if self.beyond else b"")
        encode = msgspec.json.Encoder().encode
        names: dict[int, bytes] = {}  # by identity: to hash a series again costs more than all else
        parts: list[bytes] = []
        for change in self.values:
            series = names.get(id(change.series))
            if series is None:
                series = names[id(change.series)] = encode(change.series)
            told = change.row, change.file, change.days, change.after, change.before
            parts += (series, encode(told))
            if len(parts) > AT_ONCE:
                digest.update(b"".join(parts))
                parts.clear()
        digest.update(b"".join(parts))
        for goal in self.goals:
            digest.update(encode(goal))
        return digest.hexdigest()


def plan(sheet: Sheet, known: Known, options: Options, *, as_of: date) -> Plan:
    """Work out what `sheet` would do to what is `known`.

    A blank cell changes nothing. Two rows about the same series and days are a problem, and so
    are two that name different targets for one series. `as_of` is the day of the preview: a value
    for a period after it gets a warning.
    """
    columns = read_columns(
        sheet,
        indicator_given=bool(options.indicator),
        said=options.answers.columns,
        held=known.breakdowns,
    )
    counts = dict.fromkeys(Outcome, 0)
    if columns.problems:
        counts[Outcome.REFUSED] = len(sheet.rows)
        return Plan(columns, counts, problems=columns.problems)
    planner = Planner(known, as_of)
    reader = RowReader(sheet, columns, known, options)
    rows = list(reader)
    planner.hear(rows)
    for row in rows:
        planner.take(row, counts)
    return Plan(
        columns,
        counts,
        tuple(planner.values),
        tuple(planner.goals.values()),
        tuple(planner.problems),
        tuple(sorted(planner.warnings, key=lambda warning: warning.row or 0)),
        asked=reader.words.asked.as_json(),
    )
