"""Reading indicators, observations, baselines and targets of a case document."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from waymark.assessments.rules import document as doc
from waymark.assessments.rules.document_parts import flag_of, ids_of, in_order, members_of, text_of
from waymark.indicators.rules.facts import SOURCE_TYPES
from waymark.indicators.rules.transforms import NAMES
from waymark.kernel.period import BadPeriod, Period
from waymark.schemes.rules.located import INDICATOR, Reader, no_duplicates

MAX_OBSERVATIONS = 200_000
_DIMENSION = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,78}[^\s\x00-\x1f\x7f])?")
_SOURCE_TYPE = re.compile("|".join(SOURCE_TYPES))
OPTIONAL = ("dims", "source", "method", "note", "unit", "text", "source_type", "quality")
"""What an observation may say besides its status."""

_NO_PERIOD = Period.of_year(2000)

T = TypeVar("T")


def parse_series(reader: Reader | None, build: Callable[[Reader], T | None]) -> tuple[T, ...]:
    """Build values of series; two for the same indicator, period and dimensions are a problem."""
    items = [] if reader is None else reader.items(0, MAX_OBSERVATIONS)
    found = [(item, built) for item in items if (built := build(item)) is not None]
    no_duplicates([item for item, _ in found], [series_key(built) for _, built in found])
    return in_order(tuple(built for _, built in found), series_key)


def series_key(value: object) -> str:
    """What tells one value of a series from another: indicator, groups, unit, days, milestone."""
    assert isinstance(value, doc.Observation | doc.Baseline | doc.Target)
    dims = ",".join(f"{name}={value.dims[name]}" for name in sorted(value.dims))
    milestone = " milestone" if isinstance(value, doc.Target) and value.milestone else ""
    unit = f" [{value.unit}]" if value.unit else ""
    return f"{value.indicator} {dims}{unit} {value.period.start} {value.period.end}{milestone}"


def parse_indicator(reader: Reader) -> doc.Indicator | None:
    """What is said about one indicator."""
    members = members_of(
        reader,
        ("id",),
        ("label", "unit", "direction", "priority", "source", "same_as", "transform"),
    )
    if members is None:
        return None
    direction, transform = members.get("direction"), members.get("transform")
    return doc.Indicator(
        id=members["id"].matching(INDICATOR, "framework:code"),
        label=text_of(members, "label"),
        unit=text_of(members, "unit"),
        direction="up" if direction is None else direction.choice(doc.DIRECTIONS),
        priority=flag_of(members, "priority"),
        source=text_of(members, "source"),
        same_as=ids_of(members.get("same_as"), INDICATOR),
        transform="" if transform is None else transform.choice(NAMES),
    )


def _period(reader: Reader) -> Period:
    text = reader.text(60, empty=False)
    try:
        return Period.parse(text) if text else _NO_PERIOD
    except BadPeriod as bad:
        reader.fail("pattern", want=f"a period such as {bad.write}")
        return _NO_PERIOD


def _dims(reader: Reader | None) -> dict[str, str]:
    entries = [] if reader is None else reader.entries(12)
    for name, item in entries:
        if not _DIMENSION.fullmatch(name):
            item.fail("pattern", want="a name of at most 80 characters without blanks around it")
    return {name: item.text(120, empty=False) for name, item in entries}


def parse_observation(reader: Reader) -> doc.Observation | None:
    """One observed value."""
    members = members_of(reader, ("indicator", "period", "value"), ("status", *OPTIONAL))
    if members is None:
        return None
    value, status = members["value"], members.get("status")
    observation = doc.Observation(
        indicator=members["indicator"].matching(INDICATOR, "framework:code"),
        period=_period(members["period"]),
        value=None if value.value is None else value.number(),
        status="final" if status is None else status.choice(doc.VALUE_STATUSES),
        dims=_dims(members.get("dims")),
        source=text_of(members, "source"),
        method=text_of(members, "method"),
        note=text_of(members, "note"),
        unit=text_of(members, "unit"),
        text=text_of(members, "text"),
        source_type=text_of(members, "source_type", _SOURCE_TYPE, ", ".join(SOURCE_TYPES)),
        quality=text_of(members, "quality"),
    )
    without = observation.status in ("missing", "suppressed")
    if observation.text:
        if observation.value is not None or without:
            reader.fail("conflict", why="an entry in words has no value and is not missing")
    elif (observation.value is None) != without:
        reader.fail("conflict", why="a missing or suppressed value is null, and no other one is")
    return observation


def parse_baseline(reader: Reader) -> doc.Baseline | None:
    """One baseline value."""
    members = members_of(reader, ("indicator", "period", "value"), ("dims", "unit"))
    if members is None:
        return None
    return doc.Baseline(
        indicator=members["indicator"].matching(INDICATOR, "framework:code"),
        period=_period(members["period"]),
        value=members["value"].number(),
        dims=_dims(members.get("dims")),
        unit=text_of(members, "unit"),
    )


def parse_target(reader: Reader) -> doc.Target | None:
    """One target or milestone."""
    members = members_of(reader, ("indicator", "period", "value"), ("milestone", "dims", "unit"))
    if members is None:
        return None
    return doc.Target(
        indicator=members["indicator"].matching(INDICATOR, "framework:code"),
        period=_period(members["period"]),
        value=members["value"].number(),
        milestone=flag_of(members, "milestone"),
        dims=_dims(members.get("dims")),
        unit=text_of(members, "unit"),
    )
