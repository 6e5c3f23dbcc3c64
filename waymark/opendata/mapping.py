"""The published series of areas on a map: by the same drawing that a city has for itself.

What is withheld has no number here, so neither its colour nor the classes tell of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from waymark.indicators.forms.seeing import whole_number
from waymark.indicators.queries import public_areas
from waymark.indicators.queries.public_areas import AreaRow
from waymark.indicators.queries.public_rows import Published
from waymark.indicators.rules.layers import AREA, given_out
from waymark.indicators.rules.seen import Seen, SeenLine
from waymark.indicators.seeing.areas import Mapped, area_lines, areas_figure
from waymark.indicators.seeing.subject import Subject
from waymark.kernel import maps
from waymark.opendata.queries.pages import Course


@dataclass(frozen=True)
class OnMap:
    """The map of one year, and which years there are."""

    year: int
    years: list[int]
    mapped: Mapped

    @property
    def before(self) -> int | None:
        """The year before of which something is known."""
        at = self.years.index(self.year)
        return self.years[at - 1] if at else None

    @property
    def after(self) -> int | None:
        """The year after it."""
        return next((year for year in self.years if year > self.year), None)


def on_map(
    viewer: Any, publication: Published, courses: Sequence[Course], unit: str, asked: str
) -> OnMap | None:
    """Draw the series of areas in a year, if asked for, else in the latest with a number.

    None where of no area anything is known in any year.
    """
    areas = public_areas.areas(viewer, publication.place.slug)
    subject = _subject(publication, courses, areas)
    held = area_lines(subject, (), unit, _layer(courses, areas))
    years = held.years
    if not years:
        return None
    known = [year for year in years if any(year in line.known for line in held.lines.values())]
    wanted = whole_number(asked)
    year = wanted if wanted is not None and wanted in years else (known or years)[-1]
    boundaries = {area.pk: Boundary(area.boundary) for area in areas if area.boundary}
    return OnMap(year, years, areas_figure(subject, held, boundaries, year, _fit))


class Boundary(Mapping[str, Any]):
    """GeoJSON that is read only where it is looked into."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _read(self) -> Mapping[str, Any]:
        found = json.loads(self.text)
        return found if isinstance(found, dict) else {}

    def __getitem__(self, key: str) -> Any:
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


class _Shapes:
    """Boundaries by a hash of their texts. It lets go of them where they have been fitted."""

    def __init__(self, boundaries: Sequence[Any]) -> None:
        self.boundaries: Sequence[Any] = boundaries
        texts = ["" if one is None else hashlib.sha256(one.text.encode()).hexdigest()
                 for one in boundaries]  # fmt: skip
        self.digest = tuple(texts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shapes) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def _fit(boundaries: Sequence[Any]) -> maps.Fitted:
    return _fitted(_Shapes(boundaries))


@lru_cache(maxsize=64)
def _fitted(shapes: _Shapes) -> maps.Fitted:
    """Kept in the process by the boundaries themselves, so it can never be out of date."""
    boundaries, shapes.boundaries = shapes.boundaries, ()
    return maps.fit(boundaries)


def _layer(courses: Iterable[Course], areas: Iterable[AreaRow]) -> str:
    """Of one indicator only one layer is public: areas of two overlap, and would give away."""
    layers = {area.pk: area.layer for area in areas}
    return given_out({layers.get(one.line.series.area, AREA) for one in courses} or {AREA})


def _subject(
    publication: Published, courses: Iterable[Course], areas: Iterable[AreaRow]
) -> Subject:
    return Subject(
        publication.indicator.code,
        str(publication.indicator.label),
        str(publication.place),
        tuple(map(_line, courses)),
        {area.pk: str(area.name) for area in areas},
        {area.pk: layer for area in areas if (layer := area.layer) != AREA},
    )


def _line(course: Course) -> SeenLine:
    series = course.line.series
    values = tuple(
        Seen(one.start.year, one.value, one.status, one.source) for one in course.line.values
    )
    return SeenLine(str(series.pk), course.name, series.area, (), series.unit, values)
