"""A stored preview in the reader's language: sentences, names, columns as a spreadsheet says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waymark.base import reasons
from waymark.base.fields import Words
from waymark.indicators import models
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.columns import HEADERS
from waymark.indicators.rules.facts import dims_of
from waymark.indicators.wording import series_name
from waymark.kernel.flow import Reason
from waymark.kernel.tables import column_name

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    problems: list[Remark]
    more_problems: int
    warnings: list[Remark]
    more_warnings: int
    columns: list[tuple[str, str]]
    encodings: list[list[Any]]
    rows: int
    refused: int
    source: Source | None = None

    @property
    def stores(self) -> bool:
        """Whether there is anything to store."""
        beyond = self.source is not None and self.source.stores
        return bool(self.changes or self.targets or beyond)


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
    problems, warnings = plan.get("problems", []), plan.get("warnings", [])
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
        problems=[remark(problem) for problem in problems],
        more_problems=plan.get("problem_count", 0) - len(problems),
        warnings=[remark(warning) for warning in warnings],
        more_warnings=plan.get("warning_count", 0) - len(warnings),
        columns=_columns(plan),
        encodings=plan.get("encodings", []),
        rows=plan.get("rows", 0),
        refused=plan.get("refused", counts.get("refused", 0)),
        source=source,
    )


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


def unknown_columns(batch: models.ImportBatch) -> list[str]:
    """Return the headers to say something about: unknown ones, and those with an answer."""
    choices = batch.plan.get("choices", {})
    said = [*choices.get("ignored", []), *choices.get("breakdowns", [])]
    problems = batch.plan.get("problems", [])
    found = [p["header"] for p in problems if p["key"].startswith("columns.unknown")]
    return list(dict.fromkeys([*said, *found]))
