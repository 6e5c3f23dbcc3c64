"""One data file of an indicator: `Year`, any columns of breakdown, `Units`, `Series`, `Value`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from waymark.indicators.rules import cells
from waymark.indicators.rules.facts import WITHOUT_VALUE
from waymark.indicators.rules.problems import Unreadable
from waymark.kernel.period import BadPeriod, Period
from waymark.kernel.tables import BadTable, Sheet, read_csv

YEAR, VALUE = "Year", "Value"
UNITS, SERIES, GEOCODE, PROGRESS = "Units", "Series", "GeoCode", "Progress"
STATUS, NOTE, SOURCE = "Observation status", "COMMENT_OBS", "SOURCE_DETAIL"

ROLES = {
    YEAR: ("year", "time_period", "timeperiod"),
    VALUE: ("value", "obs_value"),
    UNITS: ("units", "unit", "unit measure", "unit_measure", "unit of measurement"),
    SERIES: ("series",),
    GEOCODE: ("geocode", "ref_area"),
    PROGRESS: ("progress",),
    STATUS: ("observation status", "obs_status"),
    SOURCE: ("source_detail",),
}
"""Columns that are no breakdown, by every name that sites in use give them, the usual one first.

Where a file has two names of one role, the less usual is a breakdown like any other.
"""

_NOTES = "comment_obs"

Dims = tuple[tuple[str, str], ...]
"""Pairs of column and value; a blank cell means everybody and has no pair."""


class Subject(NamedTuple):
    """What a row is about. Rows of one file that are about the same share one."""

    unit: str = ""
    series: str = ""
    geocode: str = ""
    dims: Dims = ()


class Observation(NamedTuple):
    """One row. `value` is None where the cell is blank: then the status is missing, M.

    A tuple, for one is made of every row.
    """

    line: int
    period: Period
    value: float | None
    status: str = "A"
    about: Subject = Subject()
    note: str = ""
    source: str = ""
    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not read. `key` is a message key; `column` is named as in the file."""

    line: int
    column: str
    key: str
    text: str = ""
    params: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file as read: `rows` in are `observations` plus `refused`, blank rows apart.

    `breakdowns` are the columns that split values, in their order. `trouble` is a message key
    where the file could not be read as a table at all; then `refused` holds its one reason.
    """

    rows: int
    observations: tuple[Observation, ...] = ()
    refused: tuple[Refused, ...] = ()
    breakdowns: tuple[str, ...] = ()
    blank_rows: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    roles: dict[str, int]
    breakdowns: tuple[tuple[int, str], ...]
    notes: tuple[int, ...]


def read_data(content: bytes, *, attributes: Sequence[str] = ()) -> DataFile:
    """Read one data file. Never raises for what a file holds.

    `attributes` are further columns that say something about a value and split nothing
    (`observation_attributes` of the site's configuration); they go into the note.
    """
    try:
        sheet = read_csv(content)
    except BadTable as error:
        return _unreadable(content, error)
    columns = _columns(sheet.header, attributes)
    lacking = [name for name in (YEAR, VALUE) if name not in columns.roles]
    if lacking:
        refused = tuple(
            Refused(number, lacking[0], "opensdg.no_column", params={"name": lacking[0]})
            for number in sheet.numbers
        )
        return DataFile(
            len(sheet.rows), (), refused, blank_rows=sheet.blank_rows, trouble="opensdg.no_column"
        )
    return _read(sheet, columns)


def _unreadable(content: bytes, error: BadTable) -> DataFile:
    rows = max(0, len([line for line in content.splitlines() if line.strip(b" ,;\t")]) - 1)
    if error.key == "table.empty" or not rows:
        return DataFile(0, trouble="table.empty")
    reason = Refused(error.row or 0, "", error.key, params=error.params)
    others = tuple(Refused(0, "", "opensdg.with_the_file") for _ in range(rows - 1))
    return DataFile(rows, (), (reason, *others), trouble=error.key)


def _columns(header: Sequence[str], attributes: Iterable[str]) -> _Columns:
    more = {name.casefold() for name in attributes}
    plain = [name.casefold() for name in header]
    roles = {
        role: plain.index(found)
        for role, names in ROLES.items()
        if (found := next((name for name in names if name in plain), None))
    }
    rest = [index for index in range(len(header)) if index not in roles.values()]
    notes = [index for index in rest if plain[index].startswith(_NOTES) or plain[index] in more]
    breakdowns = [(index, header[index]) for index in rest if index not in notes]
    return _Columns(roles, tuple(breakdowns), tuple(notes))


class _Reader:
    """Reads rows of one sheet; remembers what equal texts mean, as most cells repeat.

    Equal cells make one subject and different ones never do, so a subject is known by its identity.
    """

    def __init__(self, columns: _Columns) -> None:
        roles = columns.roles
        self.year, self.value = roles[YEAR], roles[VALUE]
        self.roles = [roles.get(name) for name in (UNITS, SERIES, GEOCODE)]
        self.status, self.source = roles.get(STATUS), roles.get(SOURCE)
        self.progress, self.notes = roles.get(PROGRESS), columns.notes
        self.breakdowns = columns.breakdowns
        places = (*self.roles, *(index for index, _name in columns.breakdowns))
        about = [index for index in places if index is not None]
        self.key: Callable[[Any], Any] = itemgetter(*about) if about else lambda _texts: ()
        self.periods: dict[str, Period | BadPeriod] = {}
        self.subjects: dict[Any, Subject] = {}

    def columns(self, sheet: Sheet) -> tuple[Observation, ...]:
        """All rows at once, in a fraction of the time of one after the other.

        Nothing where a row needs a closer look: where a file says more of a value than a number,
        a cell can't be read, or two rows are about the same.
        """
        if self.notes or not self.status is self.source is None:
            return ()
        years = list(map(itemgetter(self.year), sheet.rows))
        texts = list(map(itemgetter(self.value), sheet.rows))
        read = {year: self._period(year) for year in dict.fromkeys(years)}
        days = {(one.start, one.end) for one in read.values() if isinstance(one, Period)}
        judged = [""] if self.progress is None else [row[self.progress] for row in sheet.rows]
        plain = map(cells.is_plain_number, {*texts, *judged} - {""})
        if len(days) < len(read) or not all(plain):
            return ()
        keys = list(map(self.key, sheet.rows))
        of_key = dict(zip(keys, sheet.rows, strict=True))
        told = {key: self._subject(key, row) for key, row in of_key.items()}
        abouts = list(map(told.__getitem__, keys))
        if len(set(zip(map(id, abouts), years, strict=True))) < len(keys):
            return ()
        periods = map(read.__getitem__, years)
        statuses = ["A" if text else "M" for text in texts]
        progress = repeat(None) if self.progress is None else _numbers(judged)
        beside = repeat(""), repeat(""), progress
        rows = zip(sheet.numbers, periods, _numbers(texts), statuses, abouts, *beside, strict=False)
        return tuple(map(partial(tuple.__new__, Observation), rows))

    def rows(self, sheet: Sheet) -> Iterator[Observation | Refused]:
        """Each row as read; in less time where a file says no more of a value than a number."""
        known, subjects, year, value = self.periods, self.subjects, self.year, self.value
        bare = self.status is self.source is self.progress is None and not self.notes
        make, float_of, is_plain, key_of = tuple.__new__, float, cells.is_plain_number, self.key
        for line, texts in zip(sheet.numbers, sheet.rows, strict=True):
            period = known.get(texts[year])
            if bare and period.__class__ is Period and is_plain(texts[value]):
                key = key_of(texts)
                about = subjects.get(key) or self._subject(key, texts)
                number = float_of(texts[value]) + 0.0
                yield make(Observation, (line, period, number, "A", about, "", "", None))
            else:
                yield self.row(line, texts)

    def row(self, line: int, texts: tuple[str, ...]) -> Observation | Refused:
        year, number = texts[self.year], texts[self.value]
        period = self.periods.get(year) or self._period(year)
        if isinstance(period, BadPeriod):
            key, params = period.key, {"write": period.write}
            return Refused(line, YEAR, key, period.text[:60], params)
        said, note = self._status(texts) if self.status is not None else ("", "")
        if self.notes:
            note = "\n".join(filter(None, (note, *(texts[index] for index in self.notes))))
        try:
            value, status = _value(number, said)
            progress = None if self.progress is None else self._progress(texts[self.progress])
        except Unreadable as error:
            return Refused(line, VALUE, error.key, number[:60], error.params)
        key = self.key(texts)
        about = self.subjects.get(key) or self._subject(key, texts)
        source = "" if self.source is None else texts[self.source]
        return Observation(line, period, value, status, about, note, source, progress)

    def _period(self, text: str) -> Period | BadPeriod:
        try:
            found: Period | BadPeriod = Period.parse(text.removesuffix(".0"))
        except BadPeriod as error:
            found = error
        self.periods[text] = found
        return found

    def _status(self, texts: tuple[str, ...]) -> tuple[str, str]:
        """The code of the status; words of an office's own stay as a remark."""
        text = texts[self.status] if self.status is not None else ""
        try:
            return (cells.read_status(text) if text else ""), ""
        except Unreadable:
            return "", f"{STATUS}: {text}"

    def _progress(self, text: str) -> float | None:
        return cells.read_number(text) if text else None

    def _subject(self, key: Any, texts: tuple[str, ...]) -> Subject:
        dims = tuple([(name, texts[index]) for index, name in self.breakdowns if texts[index]])
        unit, series, area = ["" if index is None else texts[index] for index in self.roles]
        found = self.subjects[key] = Subject(unit, series, area, dims)
        return found


def _numbers(texts: Iterable[str]) -> list[float | None]:
    """Plain numbers; a blank cell is none."""
    return [float(text) + 0.0 if text else None for text in texts]


def _value(text: str, said: str) -> tuple[float | None, str]:
    if not text:
        return None, said if said in WITHOUT_VALUE else "M"
    if not said and text[0].isdigit():  # nearly always
        return cells.read_number(text), "A"
    if sign := cells.marker(text):
        return None, sign
    if said in WITHOUT_VALUE:
        raise Unreadable("status.with_value", text=text[:60])
    return cells.read_number(text), said or "A"


def _read(sheet: Sheet, columns: _Columns) -> DataFile:
    reader = _Reader(columns)
    breakdowns = tuple(name for _index, name in columns.breakdowns)
    if whole := reader.columns(sheet):
        return DataFile(len(whole), whole, (), breakdowns, sheet.blank_rows)
    observations: list[Observation] = []
    refused: list[Refused] = []
    first: dict[tuple[int, date, date], Observation] = {}
    for read in reader.rows(sheet):
        if isinstance(read, Refused):
            refused.append(read)
            continue
        period = read.period
        earlier = first.setdefault((id(read.about), period.start, period.end), read)
        if earlier is read:
            observations.append(read)
            continue
        same = (earlier.value, earlier.status) == (read.value, read.status)
        key = "opensdg.row_repeated" if same else "opensdg.row_contradicts"
        label = read.period.label
        refused.append(Refused(read.line, YEAR, key, label, {"first": earlier.line}))
    taken = tuple(observations), tuple(refused)
    return DataFile(len(sheet.rows), *taken, breakdowns, sheet.blank_rows)
