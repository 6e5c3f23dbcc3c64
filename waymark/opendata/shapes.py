"""What the JSON API answers with. The OpenAPI document is made from these."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from msgspec import UNSET, Struct, UnsetType

Names = dict[str, str]
"""A text by language code; `en` is nearly always there."""


class ListItem(Struct):
    """A list of indicators."""

    code: str
    name: Names
    edition: str
    source: str
    indicators: int
    url: str


class LinkItem(Struct):
    """How an indicator stands to another one: exact, adapted, proxy or none."""

    kind: str
    indicator: str
    verified: bool


class IndicatorItem(Struct):
    """A row of a list. `id` is list:code; `status` says how sure the row is."""

    id: str
    list: str
    code: str
    label: Names
    unit: str
    direction: str
    domain: str
    goal: int | None
    target: str
    status: str
    former_codes: tuple[str, ...]
    links: tuple[LinkItem, ...]


class CountryItem(Struct):
    """A country or area of the M49 standard."""

    iso3: str
    m49: str
    name: Names


class PlaceItem(Struct):
    """A place with published data. `licence` is an SPDX name, empty where the city names none."""

    id: str
    name: Names
    kind: str
    country: CountryItem
    population: int | None
    population_year: int | None
    fictional: bool
    licence: str
    indicators: int
    changed_at: datetime
    url: str


class PublishedItem(Struct):
    """That a place has published an indicator, and when what is seen of it last changed."""

    place: str
    indicator: str
    label: Names
    unit: str
    direction: str
    published_at: datetime
    changed_at: datetime
    url: str
    csv: str


class Aim(Struct):
    """A number with its period or year."""

    period: str
    value: float


class SeriesItem(Struct):
    """A published series. `area` is null for the whole place, `breakdown` empty for everybody."""

    place: str
    indicator: str
    area: str | None
    area_name: Names | None
    breakdown: Names
    unit: str
    baseline: Aim | None
    target: Aim | None
    milestones: list[Aim]


class ObservationItem(Struct):
    """A published value. Null with status Q is known and withheld, with M nobody has it.

    An entry in words has a text and no value.
    """

    place: str
    indicator: str
    area: str | None
    breakdown: Names
    unit: str
    period: str
    start: date
    end: date
    value: float | None
    status: str
    text: str
    source: str
    source_type: str
    method: str
    quality: str
    sample_size: int | None
    margin: float | None
    note: str
    next_update: date | None
    proposed: bool
    changed_at: datetime


class CoverageItem(Struct):
    """How many indicators of a domain or goal a place has published, and with what."""

    place: str
    list: str
    part: str
    listed: int
    published: int
    with_value: int
    with_groups: int
    with_areas: int
    with_target: int


class MethodItem(Struct):
    """A method of progress. `thresholds` divide one verdict from the next.

    `verified` says how sure we are that it is as its source means it: measured, read, to be
    checked.
    """

    id: str
    name: str
    version: str
    formula: str
    formula_without_target: str
    thresholds: dict[str, float]
    scale: tuple[float, float] | None
    verified: str
    source: str


class ProgressInputs(Struct):
    """All that a verdict is worked out from: year and value of each point, baseline and target.

    `transform` names how values must be turned first, empty for not at all.
    """

    indicator: str
    unit: str
    direction: str
    points: list[tuple[int, float]]
    baseline: tuple[int, float] | None
    target: float | None
    target_year: int
    transform: str


class ProgressItem(Struct):
    """How far a published series has come by a method, with everything to work it out again.

    `result` has the formula, its thresholds, the base and the latest point, every intermediate
    number under `components`, and warnings. Where the method can't judge the series, `refused`
    says why.
    """

    place: str
    indicator: str
    area: str | None
    breakdown: Names
    unit: str
    status: str
    format: str
    method: str
    inputs: ProgressInputs
    result: dict[str, Any] | None
    refused: dict[str, Any] | None


class ProblemPart(Struct):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class Problem(Struct, omit_defaults=True):
    """Why there is no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemPart] | UnsetType = UNSET


class Root(Struct):
    """Where to begin."""

    name: str
    version: str
    documentation: str
    openapi: str
    sdmx: str
    links: dict[str, str]


Item = Any
"""Any of the above."""
