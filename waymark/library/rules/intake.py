"""A table of entries: what its cells mean, and what it would change here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from waymark.kernel import canonical
from waymark.kernel.flow import Flow, Reason, Step
from waymark.kernel.text import LANGUAGES, BadText
from waymark.library.rules.catalogue import LANGUAGE, TAGS, TEXTS, Entry
from waymark.library.rules.editing import changed, tidy, wrong
from waymark.library.rules.outside.queue import Likeness
from waymark.library.rules.outside.telling import same_address
from waymark.library.rules.vocabulary import Basis, Permit, Shelf

CODES = tuple(one.code for one in LANGUAGES)
SPOKEN = re.compile(rf"({'|'.join(TEXTS)})_({LANGUAGE.pattern})")
"""A text in one language, such as `title_ar`."""
PLAIN = ("url", "source")
TYPED = ("code", "shelf", "original", *TAGS, "criteria_from", *PLAIN)
"""Columns that are read, beside those of texts. `criteria_from` is `named` or `table`."""
TOLD = ("address", "checked_on", "basis", "edition")
"""Columns that are written and not read: they say what people and editions have done."""
NAMED, BY_TABLE = "named", "table"
MOST_ROWS = 5_000

INTAKE = Flow(
    "library import",
    start="preview",
    steps=(
        Step("commit", "preview", "storing", Permit.CURATE),
        Step("finish", "storing", "committed", Permit.CURATE),
        Step("discard", "preview", "discarded", Permit.CURATE),
        Step("undo", ("storing", "committed"), "undone", Permit.CURATE),
    ),
)

NEW, CHANGED, SAME, ALIKE, REFUSED = "new", "changed", "same", "alike", "refused"


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a row, and in which column (from 1; 0 is the row as a whole)."""

    column: int
    reason: Reason


@dataclass(frozen=True)
class Line:
    """What one row would do.

    entry: what holds afterwards, None where the row is refused. fields: what it changes.
    before: what the entry says now, None for a new one.
    alike: codes of entries that it may be a second time, or "row 7" of this file, each with why.
    """

    row: int
    outcome: str
    code: str = ""
    title: str = ""
    entry: Entry | None = None
    fields: tuple[str, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()
    wrong: tuple[Wrong, ...] = ()
    before: Entry | None = None


@dataclass(frozen=True)
class Plan:
    """What a file would do: a line for each row, or why none of it can be read."""

    lines: tuple[Line, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    def to_do(self, *, alike: bool) -> list[Line]:
        """The lines that change something; alike: those too that may be here already."""
        wanted = {NEW, CHANGED, ALIKE} if alike else {NEW, CHANGED}
        return [line for line in self.lines if line.outcome in wanted]

    @property
    def fingerprint(self) -> str:
        """Equal for plans that do the same, to fields that say the same now."""
        told = [
            [line.row, line.outcome, line.code, *((name, _now(line, name)) for name in line.fields)]
            for line in self.lines
        ]
        return hashlib.sha256(canonical.dumps(told)).hexdigest()


def _now(line: Line, name: str) -> Any:
    return line.before.told[name] if line.before else None


def plan(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Sequence[int],
    held: Mapping[str, Entry],
    likeness: Likeness,
) -> Plan:
    """Return what a table would do to the entries that are here. held: by their codes."""
    names = [" ".join(name.split()).casefold() for name in header]
    if unread := tuple(_header(names)):
        return Plan(wrong=unread)
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for cells, number in zip(rows, numbers, strict=True):
        line = _line(dict(zip(names, cells, strict=True)), names, number, held, likeness)
        lines.append(_again(line, seen))
    counts = dict.fromkeys((NEW, CHANGED, SAME, ALIKE, REFUSED), 0)
    for line in lines:
        counts[line.outcome] += 1
    return Plan(tuple(lines), counts=counts)


def _header(names: Sequence[str]) -> Iterator[Wrong]:
    """What keeps a table from being read at all. A column that nobody knows would be lost."""
    for column, name in enumerate(names, 1):
        if name in names[: column - 1]:
            yield Wrong(column, Reason("intake.column_twice", {"name": name[:40]}))
        elif name in TEXTS:
            yield Wrong(column, Reason("intake.which_language", {"name": name}))
        elif name not in (*TYPED, *TOLD) and not SPOKEN.fullmatch(name):
            yield Wrong(column, Reason("intake.column_unknown", {"name": name[:40]}))
    if "code" not in names and not any(name.startswith("title_") for name in names):
        yield Wrong(0, Reason("intake.no_title"))


def _line(
    told: Mapping[str, str],
    names: Sequence[str],
    number: int,
    held: Mapping[str, Entry],
    likeness: Likeness,
) -> Line:
    code = told.get("code", "").strip().upper()
    before = held.get(code) if code else None
    faults = [] if before or not code else [Reason("intake.no_such_code", {"field": "code"})]
    if told.get("shelf") == Shelf.STUDY or (before and before.shelf == Shelf.STUDY):
        faults.append(Reason("outside.is_a_study", {"field": "shelf"}))
    entry = _entry(told, before)
    try:
        entry = tidy(entry)
    except BadText as error:
        faults.append(Reason(error.why, {"where": error.where}))
    if not faults:
        faults += [*_choices(told), *map(_such_as, wrong(entry))]
    title = next(iter(entry.title.values()), "")
    if faults:
        found = tuple(Wrong(_column(one, names, entry), one) for one in faults)
        return Line(number, REFUSED, code, title, wrong=found)
    if before is not None:
        fields = changed(before, entry)
        outcome = CHANGED if fields else SAME
        return Line(number, outcome, code, title, entry, fields, before=before)
    alike = tuple(likeness.of(entry.url, *entry.title.values()))
    return Line(number, ALIKE if alike else NEW, "", title, entry, alike=alike)


def _entry(told: Mapping[str, str], before: Entry | None) -> Entry:
    """What a row says, over what is here: a column that the table lacks leaves all as it is."""
    base = before or _blank(told)
    new: dict[str, Any] = {}
    for name in TEXTS:
        texts = {**getattr(base, name), **_texts(told, name)}
        new[name] = {code: text for code, text in texts.items() if text.strip()}
    for name in TAGS:
        if name in told:
            new[name] = tuple(dict.fromkeys(told[name].replace(",", " ").split()))
    for name in PLAIN:
        if name in told:
            new[name] = told[name]
    if told.get("shelf"):
        new["shelf"] = told["shelf"]
    if LANGUAGE.fullmatch(told.get("original", "")):
        new["original"] = told["original"]
    if told.get("criteria_from"):
        new["named"] = told["criteria_from"] == NAMED
    elif before and new.get("criteria", before.criteria) != before.criteria:
        new["named"] = True
    return replace(base, **new)


def _texts(told: Mapping[str, str], name: str) -> dict[str, str]:
    """A text by language, as the columns have it."""
    parts = ((SPOKEN.fullmatch(column), cell) for column, cell in told.items())
    return {part[2]: cell for part, cell in parts if part and part[1] == name}


def _blank(told: Mapping[str, str]) -> Entry:
    spoken = [code for code, text in _texts(told, "title").items() if text.strip()]
    return Entry(
        code="",
        shelf=Shelf.RESOURCE,
        original="en" if "en" in spoken or not spoken else spoken[0],
        basis=Basis.CURATOR,
        named=True,
        url="",
        source="",
        **{name: {} for name in TEXTS},  # type: ignore[arg-type]
        **dict.fromkeys(TAGS, ()),  # type: ignore[arg-type]
    )


def _such_as(reason: Reason) -> Reason:
    """The same, with a few of the values that are known where one is not."""
    known = TAGS.get(str(reason.params.get("field", "")))
    if reason.key != "library.unknown" or not isinstance(known, tuple):
        return reason
    return Reason("intake.unknown", {**reason.params, "such": ", ".join(known[:4])})


def _choices(told: Mapping[str, str]) -> Iterator[Reason]:
    """What is chosen from few values and is none of them."""
    for name, known in (
        ("shelf", (Shelf.RESOURCE, Shelf.OFFER)),
        ("criteria_from", (NAMED, BY_TABLE)),
    ):
        said = told.get(name, "")
        if said and said not in known:
            params = {"field": name, "value": said[:40], "known": ", ".join(known)}
            yield Reason("intake.choose", params)
    if (said := told.get("original", "")) and not LANGUAGE.fullmatch(said):
        yield Reason("intake.no_language", {"field": "original", "value": said[:40]})


def _column(reason: Reason, names: Sequence[str], entry: Entry) -> int:
    """The column that a reason speaks of, 0 where it is the row."""
    name = str(reason.params.get("field", ""))
    if name in TEXTS:
        name = f"{name}_{entry.original}"
    return names.index(name) + 1 if name in names else 0


def _again(line: Line, seen: dict[str, int]) -> Line:
    """Point at an earlier row of the file with the same code, address or title."""
    if line.entry is None:
        return line
    if line.code:
        first = seen.setdefault(line.code, line.row)
        if first == line.row:
            return line
        reason = Reason("intake.code_twice", {"row": first})
        return Line(line.row, REFUSED, line.code, line.title, wrong=(Wrong(0, reason),))
    marks = [f"title {line.title.casefold()}"]
    if line.entry.url:
        marks.insert(0, f"address {same_address(line.entry.url)}")
    for mark in marks:
        first = seen.setdefault(mark, line.row)
        if first != line.row:
            why = (f"#{first}", mark.split()[0])
            return replace(line, outcome=ALIKE, alike=(why, *line.alike))
    return line


def columns(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The columns of a table of these entries, with a text for each language that occurs."""
    spoken = {code for one in entries for name in TEXTS for code in getattr(one, name)}
    known = [code for code in CODES if code in spoken or code == "en"]
    codes = [*known, *sorted(spoken - set(known))]
    texts = (f"{name}_{code}" for name in TEXTS for code in codes)
    return ("code", "shelf", "original", *texts, *TYPED[3:], *TOLD)


def row_of(entry: Entry, told: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """The cells of an entry in these columns; read again they change nothing.

    told: what TOLD says of it.
    """
    cells = {"code": entry.code, "shelf": entry.shelf, "original": entry.original}
    for name in TEXTS:
        cells |= {f"{name}_{code}": text for code, text in getattr(entry, name).items()}
    cells |= {name: " ".join(getattr(entry, name)) for name in TAGS}
    cells |= {"url": entry.url, "source": entry.source}
    cells["criteria_from"] = NAMED if entry.named else BY_TABLE
    return [(cells | dict(told)).get(name, "") for name in names]
