"""A stored preview in the reader's language: sentences, names, columns as a spreadsheet says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waymark.base import reasons
from waymark.base.fields import Words
from waymark.indicators import models
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.answers import (
    BREAKDOWN,
    LEAVE_OUT,
    Question,
    answers_of,
    plain_header,
)
from waymark.indicators.rules.columns import HEADERS
from waymark.indicators.rules.facts import dims_of
from waymark.indicators.wording import group_name, series_name
from waymark.kernel.flow import Reason
from waymark.kernel.tables import column_name

UNCLEAR = (
    *("columns.unknown", "columns.unknown_near", "columns.twice"),
    *("dimension.empty", "dimension.too_long", "dimension.area"),
)
"""What a person can mend by saying what a column is."""

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPED = (XLSX_TYPE, "application/vnd.apache.parquet")
"""Types of files that say themselves how their letters and numbers are to be read."""


@dataclass(frozen=True)
class Remark:
    """Something about a place in a file: row, column by letter and header, whole sentence.

    `file` is one inside an archive; where many rows are alike, `last` and `times` tell of them.
    """

    row: int | None
    column: str
    header: str
    sentence: str
    file: str = ""
    last: int | None = None
    times: int = 1


@dataclass(frozen=True)
class Kind:
    """Remarks of one kind: how many there are, the first of them, and how many are not listed."""

    key: str
    times: int
    remarks: list[Remark]
    more: int

    @property
    def sentence(self) -> str:
        """What the first of them says."""
        return self.remarks[0].sentence

    @property
    def unknown(self) -> bool:
        """Whether they are about codes of indicators that no list has."""
        return self.key.startswith("indicator.unknown")

    @property
    def differ(self) -> bool:
        """Whether they say more than one thing."""
        return any(one.sentence != self.sentence for one in self.remarks)


@dataclass(frozen=True)
class Source:
    """What only data of other software bring: areas, indicators of the place's own, texts."""

    kind: str
    area_counts: list[tuple[str, int]]
    areas: list[dict[str, Any]]
    locals: list[dict[str, Any]]
    texts: int
    left_out: list[Remark]
    area_files: list[dict[str, Any]]

    @property
    def grid(self) -> bool:
        """Whether its areas are the cells of a grid."""
        return any(one.get("grid") for one in self.area_files)

    @property
    def stores(self) -> bool:
        """Whether there is anything to store."""
        return bool(self.areas or self.texts)


@dataclass(frozen=True)
class Preview:
    """What the page of an import shows. `more_*` count what is left out of the lists."""

    readable: bool
    error: Remark | None
    counts: list[tuple[str, int]]
    changes: list[dict[str, Any]]
    more_changes: int
    targets: list[dict[str, Any]]
    more_targets: int
    problems: list[Kind]
    warnings: list[Kind]
    columns: list[tuple[str, str]]
    encodings: list[list[Any]]
    rows: int
    refused: int
    looked_in: str = ""
    source: Source | None = None

    @property
    def stores(self) -> bool:
        """Whether there is anything to store."""
        beyond = self.source is not None and self.source.stores
        return bool(self.changes or self.targets or beyond)

    @property
    def may_be_own(self) -> bool:
        """Whether codes of other software are refused that could be a city's own indicators."""
        return self.source is not None and any(kind.unknown for kind in self.problems)


def remark(found: dict[str, Any]) -> Remark:
    """A stored problem in the reader's language."""
    column = found.get("column")
    params = found.get("params", {})
    return Remark(
        found.get("row"),
        column_name(column) if column else "",
        found.get("header", ""),
        reasons.told(Reason(found["key"], params)),
        found.get("file", ""),
        found.get("last"),
        found.get("times", 1),
    )


def _named(here: Here, change: dict[str, Any]) -> dict[str, Any]:
    name = series_name(here.area_name(change["area"]), dims_of(change["dims"]))
    return change | {"name": name, "code": change["indicator"].partition(":")[2]}


def preview(here: Here, batch: models.ImportBatch) -> Preview:
    """Return what was found when the file was last read."""
    plan = batch.plan
    changes, targets = plan.get("changes", []), plan.get("targets", [])
    problems = plan.get("problems", [])
    counts = plan.get("counts", {})
    error = plan.get("error")
    source = _source(plan)
    unclear = source is None and any(problem["row"] is None for problem in problems)
    return Preview(
        readable=error is None and not unclear and "counts" in plan,
        error=remark(error) if error else None,
        counts=[(name, count) for name, count in counts.items() if count],
        changes=[_named(here, change) for change in changes],
        more_changes=plan.get("values", 0) - len(changes),
        targets=[_named(here, change) for change in targets],
        more_targets=plan.get("goals", 0) - len(targets),
        problems=kinds(problems, plan.get("problem_kinds", {})),
        warnings=kinds(plan.get("warnings", []), plan.get("warning_kinds", {})),
        columns=_columns(plan),
        encodings=plan.get("encodings", []),
        rows=plan.get("rows", 0),
        refused=plan.get("refused", counts.get("refused", 0)),
        looked_in=str(batch.framework) if counts and plan.get("kind") != "areas" else "",
        source=source,
    )


def kinds(found: list[dict[str, Any]], counts: dict[str, int]) -> list[Kind]:
    """Stored problems by their kind, the most frequent first."""
    kinds: dict[str, list[Remark]] = {}
    for one in found:
        kinds.setdefault(one["key"], []).append(remark(one))
    shown = []
    for key, remarks in kinds.items():
        listed = sum(one.times for one in remarks)
        times = counts.get(key, listed)
        shown.append(Kind(key, times, remarks, times - listed))
    return sorted(shown, key=lambda kind: -kind.times)


def _source(plan: dict[str, Any]) -> Source | None:
    if "kind" not in plan:
        return None
    numbers = plan.get("numbers", {})
    areas = {name: numbers.get(f"areas_{name}", 0) for name in ("added", "changed", "unchanged")}
    areas["refused"] = numbers.get("areas_refused", 0)
    return Source(
        plan["kind"],
        [(name, count) for name, count in areas.items() if count],
        plan.get("areas", []),
        [{**one, "name": Words(one["names"])} for one in plan.get("locals", [])],
        numbers.get("texts", 0),
        [remark(one) for one in plan.get("files_left_out", [])],
        plan.get("area_files", []),
    )


def _columns(plan: dict[str, Any]) -> list[tuple[str, str]]:
    """Each header of the file and the column that it was taken for, "" where it was left out."""
    header = plan.get("header", [])
    taken = {place: HEADERS[name] for name, place in plan.get("columns", {}).items()}
    taken |= {
        place: _("breakdown: %(name)s") % {"name": name}
        for name, place in plan.get("breakdowns", {}).items()
    }
    taken |= dict(plan.get("periods", []))
    return [(name, taken.get(place, "")) for place, name in enumerate(header)]


def questions(batch: models.ImportBatch) -> list[Question]:
    """Return what is to be asked about a file, and what was answered: columns, then words."""
    answers = answers_of(batch.plan.get("choices", {}).get("answers", {}))
    found: dict[str, Question] = {}
    unclear = {
        problem["header"]
        for problem in batch.plan.get("problems", [])
        if problem["header"] and problem["key"] in UNCLEAR
    }
    for header in batch.plan.get("header", []):
        answer = answers.columns.get(plain_header(header))
        if answer is not None or header in unclear:
            one = Question("column", header, 0, answer)
            found.setdefault(one.field, one)
    told = [
        *(("indicator", key, answer) for key, answer in answers.indicator.items()),
        *(("area", key, answer) for key, answer in answers.area.items()),
        *((*_parted(key), answer) for key, answer in answers.group.items()),
    ]
    for kind, word, answer in told:
        one = Question(kind, word, 0, answer)
        found.setdefault(one.field, one)
    for kind, words in batch.plan.get("asked", {}).items():
        for word, rows in words.items():
            one = Question(kind, word, rows)
            found.setdefault(one.field, one)
    return list(found.values())


def _parted(key: str) -> tuple[str, str]:
    """The dimension of a group's key, and the word."""
    dimension, _sign, word = key.partition(": ")
    return dimension, word


def is_read_by(batch: models.ImportBatch, mapping: models.Mapping) -> bool:
    """Whether a file was read by what was said about files of its shape."""
    said = batch.plan.get("choices", {}).get("answers", {})
    return bool(said == mapping.said.get("answers", {}))


def told_before(here: Here, mapping: models.Mapping) -> list[tuple[str, str]]:
    """Return what was said about files of a shape, as columns and words with their meaning."""
    answers = answers_of(mapping.said.get("answers", {}))
    headers = {plain_header(header): header for header in mapping.header}
    columns = {BREAKDOWN: _("a breakdown"), LEAVE_OUT: _("left out")} | HEADERS
    rows = [
        (headers.get(key, key), columns.get(answer, answer))
        for key, answer in answers.columns.items()
    ]
    out = _("rows left out")
    rows += [(key, out if said == LEAVE_OUT else said) for key, said in answers.indicator.items()]
    for key, said in answers.area.items():
        rows.append((key, out if said == LEAVE_OUT else here.area_name(said) or _("Whole city")))
    for key, said in answers.group.items():
        dimension, word = _parted(key)
        named = group_name(dimension, said) if said else _("Everybody")
        rows.append((word, out if said == LEAVE_OUT else named))
    if mapping.said.get("comma"):
        rows.append((_("Decimals"), _("a comma: 12,5")))
    rows += [(file, said) for file, said in mapping.said.get("files", {}).items()]
    rows += [(_("Encoding"), said) for said in [mapping.said.get("encoding")] if said]
    rows += [(_("Worksheet"), said) for said in [mapping.said.get("sheet")] if said]
    return rows
