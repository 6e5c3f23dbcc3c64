"""What a file with areas would do to the parts of a place: new, changed, unchanged or refused."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from waymark.kernel import canonical
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason
from waymark.places.rules.areas import MAX_CODE, Feature
from waymark.places.rules.boundary import Boundary

LEAST_INSIDE = 0.5
"""Maps of different makers never agree exactly; of an area's surface this share must lie inside."""


class AreaOutcome(StrEnum):
    """What becomes of a feature."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Part:
    """A part that the place has; `geometry` is the digest of its boundary, "" without one."""

    id: str
    slug: str
    code: str
    names: tuple[str, ...]
    geometry: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class AreaChange:
    """An area to be made, or a part to be given a code and boundary."""

    number: int
    code: str
    name: str
    boundary: Boundary
    part: Part | None = None
    cell: bool = False  # of a grid


@dataclass(frozen=True, slots=True)
class AreaProblem:
    """Why a feature is refused."""

    number: int
    code: str
    name: str
    reason: Reason


@dataclass(frozen=True)
class AreaPlan:
    """The whole of it; the sum of `counts` is the number of features."""

    counts: Mapping[AreaOutcome, int]
    changes: tuple[AreaChange, ...] = ()
    problems: tuple[AreaProblem, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything that would be done."""
        digest = hashlib.sha256()
        for change in self.changes:
            digest.update(repr((change.code, change.name, change.part, change.cell)).encode())
            digest.update(digest_of(change.boundary.geometry).encode())
        return digest.hexdigest()


def digest_of(geometry: Mapping[str, Any] | None) -> str:
    """A name for a geometry by its content; "" for none."""
    return canonical.digest(geometry) if geometry else ""


def plan_areas(
    features: Iterable[Feature],
    parts: Iterable[Part],
    outer: Mapping[str, Any] | None,
    cells: Container[int] = (),
) -> AreaPlan:
    """Work out what the features of a file would do to the parts of a place.

    A feature is a part if it has its code, else if it has its address as code, or the name of one
    part that has no code. `outer` is the boundary of the place, where it is known. `cells` are the
    numbers of the features that are cells of a grid; of these the edge of the place may cut any.
    """
    planner = _Planner(parts, outer, cells)
    for feature in features:
        planner.take(feature)
    return AreaPlan(planner.counts, tuple(planner.changes), tuple(planner.problems))


class _Planner:
    def __init__(
        self, parts: Iterable[Part], outer: Mapping[str, Any] | None, cells: Container[int]
    ) -> None:
        self.cells = cells
        self.counts = dict.fromkeys(AreaOutcome, 0)
        self.changes: list[AreaChange] = []
        self.problems: list[AreaProblem] = []
        self.outer = _shape(outer) if outer else None
        self.codes: dict[str, Part] = {}
        self.names: dict[str, list[Part]] = {}
        self.seen: dict[str, int] = {}
        self.taken: dict[str, int] = {}
        for part in parts:
            if part.code:
                self.codes[part.code.casefold()] = part
            elif not part.retired:
                self.codes.setdefault(part.slug.casefold(), part)
                for name in {texts.skeleton(name) for name in part.names}:
                    self.names.setdefault(name, []).append(part)

    def take(self, feature: Feature) -> None:
        reason = self._unfit(feature)
        part = None if reason else self._part(feature)
        if isinstance(part, Reason):
            reason = part
        elif part is not None:
            first = self.taken.setdefault(part.id, feature.number)
            if first != feature.number:
                reason = Reason("areas.part_twice", {"first": first, "name": part.names[0]})
        if reason is not None:
            self.counts[AreaOutcome.REFUSED] += 1
            about = feature.number, feature.code[:MAX_CODE], feature.name
            self.problems.append(AreaProblem(*about, reason))
            return
        assert feature.boundary is not None
        assert not isinstance(part, Reason)
        outcome = _outcome(feature, part)
        self.counts[outcome] += 1
        if outcome is not AreaOutcome.UNCHANGED:
            name = feature.name or feature.code
            cell = feature.number in self.cells
            change = AreaChange(feature.number, feature.code, name, feature.boundary, part, cell)
            self.changes.append(change)

    def _unfit(self, feature: Feature) -> Reason | None:
        """What is wrong with a feature whatever the place has."""
        if not feature.code:
            return Reason("areas.no_code")
        if len(feature.code) > MAX_CODE:
            return Reason("areas.code_too_long", {"most": MAX_CODE})
        first = self.seen.setdefault(feature.code.casefold(), feature.number)
        if first != feature.number:
            return Reason("areas.code_twice", {"text": feature.code, "first": first})
        if feature.boundary is None:
            return feature.reason or Reason("boundary.not_geojson")
        if self.outer is not None:
            inside = _share_inside(feature.boundary, self.outer)
            if inside < LEAST_INSIDE and not (inside and feature.number in self.cells):
                return Reason("areas.outside", {"share": round(inside * 100)})
        return None

    def _part(self, feature: Feature) -> Part | Reason | None:
        if known := self.codes.get(feature.code.casefold()):
            return known
        named = self.names.get(texts.skeleton(feature.name), []) if feature.name else []
        if len(named) > 1:
            return Reason("areas.name_several", {"name": feature.name})
        return named[0] if named else None


def _outcome(feature: Feature, part: Part | None) -> AreaOutcome:
    if part is None or part.retired:
        return AreaOutcome.ADDED
    assert feature.boundary is not None
    same = part.code == feature.code and part.geometry == digest_of(feature.boundary.geometry)
    return AreaOutcome.UNCHANGED if same else AreaOutcome.CHANGED


def _shape(geometry: Mapping[str, Any]) -> Any:
    from shapely.geometry import shape  # see `boundary`: loaded where it is used

    return shape(dict(geometry))


def _share_inside(boundary: Boundary, outer: Any) -> float:
    """How much of a boundary's surface lies in another one, 0 to 1, on the plain of degrees."""
    import shapely

    own = _shape(boundary.geometry)
    if not shapely.intersects(own, outer):
        return 0.0
    return float(shapely.intersection(own, outer).area / own.area)
