"""What a source brings besides values: areas, indicators of the place's own, texts of metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from waymark.indicators.rules.concepts import Texts, changes
from waymark.indicators.rules.facts import MAX_UNIT, Area, Indicator
from waymark.indicators.rules.layers import CELL
from waymark.indicators.rules.local import MAX_LABEL, code_reasons
from waymark.indicators.rules.problems import Problem
from waymark.indicators.rules.sources import blocks
from waymark.places.rules import (
    AreaChange,
    AreaOutcome,
    AreaPlan,
    BadBoundary,
    Feature,
    Part,
    plan_areas,
)
from waymark.places.rules.areas import result
from waymark.places.rules.cells import are_cells

LOCAL = "local"
NEW = "new:"
"""Before the code of an area that is yet to be made, in place of its id."""


@dataclass(frozen=True, slots=True)
class NewLocal:
    """An indicator that the import makes for the place; names by language."""

    code: str
    names: tuple[tuple[str, str], ...]
    unit: str = ""

    @property
    def name(self) -> str:
        """As files and other software name it."""
        return f"{LOCAL}:{self.code}"


@dataclass(frozen=True)
class Beyond:
    """What a plan does besides values and targets. `texts` are by the name of an indicator."""

    kind: str
    areas: AreaPlan | None = None
    area_files: tuple[Mapping[str, Any], ...] = ()
    locals: tuple[NewLocal, ...] = ()
    texts: Mapping[str, Texts] = field(default_factory=dict)
    left_out: tuple[blocks.LeftOut, ...] = ()
    files: int = 0
    language: str = "en"

    @property
    def changes(self) -> int:
        """How many areas and texts would be stored."""
        return (len(self.areas.changes) if self.areas else 0) + sum(map(len, self.texts.values()))

    @property
    def refused(self) -> int:
        """How many areas can't be taken."""
        return self.areas.counts[AreaOutcome.REFUSED] if self.areas else 0

    @property
    def numbers(self) -> dict[str, int]:
        """How much of what it brings, for the ledger and the page."""
        counts = self.areas.counts if self.areas else {}
        return {
            "files": self.files,
            "left_out": len(self.left_out),
            "locals": len(self.locals),
            "texts": sum(map(len, self.texts.values())),
            **{f"areas_{name}": count for name, count in counts.items()},
        }

    @property
    def fingerprint(self) -> str:
        """What would be done, as a text."""
        texts = sorted((name, sorted(told.items())) for name, told in self.texts.items())
        return repr((self.areas.fingerprint if self.areas else "", self.locals, texts))


@dataclass(frozen=True)
class Ground:
    """What is known of the place besides its values: its parts, boundary and texts."""

    parts: tuple[Part, ...] = ()
    outer: Mapping[str, Any] | None = None
    texts: Mapping[str, Texts] = field(default_factory=dict)
    may_set_parts: bool = True


def local_code(code: str) -> str:
    """A code that a local indicator can have, from a source's own."""
    found = re.sub(r"[^A-Za-z0-9_.-]+", "-", code).lstrip("._-")[:39]
    return f"{found}-1" if code_reasons(found) and found else found


def new_local(indicator: blocks.Indicator | None, code: str) -> NewLocal:
    """A local indicator for one that no list has."""
    names = {}
    for language, name in (indicator.names if indicator else {}).items():
        short = " ".join(name.split())
        names[language[:20]] = short if len(short) <= MAX_LABEL else short[: MAX_LABEL - 1] + "…"
    names = {language: name for language, name in names.items() if name} or {"en": code}
    unit = indicator.unit[:MAX_UNIT] if indicator else ""
    return NewLocal(local_code(code), tuple(sorted(names.items())), unit)


def plan_parts(
    files: Iterable[Mapping[str, Any]], ground: Ground, layer: str = ""
) -> tuple[AreaPlan | None, list[Problem], list[Mapping[str, Any]]]:
    """The areas of the files in a source; what is wrong with each by file and feature.

    Codes have to be different in all files together. `layer` says whether they are cells of a grid
    where their codes are not to.
    """
    features: list[Feature] = []
    origin: list[tuple[str, int]] = []
    cells: set[int] = set()
    problems: list[Problem] = []
    about: list[Mapping[str, Any]] = []
    for answer in files:
        name = str(answer["file"])
        try:
            read = result(answer)
        except BadBoundary as bad:
            problems.append(Problem(bad.reason.key, None, None, bad.reason.params, file=name))
            continue
        codes = {feature.code for feature in read.features if feature.code}
        grid = layer == CELL or (not layer and are_cells(read.code_property, codes))
        told = {"file": name, "code": read.code_property, "name": read.name_property, "grid": grid}
        about.append({**told, "properties": list(read.properties)})
        for feature in read.features:
            origin.append((name, feature.number))
            number = len(origin)
            if grid:
                cells.add(number)
            features.append(
                Feature(number, feature.code, feature.name, feature.boundary, feature.reason)
            )
    if not features:
        return None, problems, about
    planned = plan_areas(features, ground.parts, ground.outer, cells)
    for one in planned.problems:
        file, number = origin[one.number - 1]
        params = {**one.reason.params, "area": one.name or one.code}
        problems.append(Problem(one.reason.key, number, None, params, file=file))
    return planned, problems, about


def areas_of(planned: AreaPlan | None) -> list[Area]:
    """The areas that a plan makes, as values can be about them before they are there."""
    return [_area(change) for change in (planned.changes if planned else ()) if _is_new(change)]


def _is_new(change: AreaChange) -> bool:
    return change.part is None or change.part.retired or not change.part.code


def _area(change: AreaChange) -> Area:
    if change.part is None:
        return Area(f"{NEW}{change.code}", "", (change.name,), change.code)
    return Area(change.part.id, change.part.slug, change.part.names, change.code)


def plan_texts(
    told: Mapping[str, Texts], indicators: Mapping[str, Indicator], ground: Ground
) -> dict[str, Texts]:
    """The texts that change something, by the name of the indicator they are about."""
    found: dict[str, Texts] = {}
    for code, texts in told.items():
        indicator = indicators.get(code)
        if indicator is None:
            continue
        new = changes(texts, ground.texts.get(indicator.name, {})).texts
        if new:
            found[indicator.name] = {**found.get(indicator.name, {}), **new}
    return found
