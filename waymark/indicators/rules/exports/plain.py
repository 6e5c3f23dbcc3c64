"""A city's data as one JSON document, written line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.exports.model import Data, File, Line, Listed, Part
from waymark.indicators.rules.facts import Goal, Value
from waymark.indicators.rules.metadata_files import to_json

FORMAT = "waymark-indicators"
VERSION = 1
_LATER = 200  # lines written at once


def files(data: Data) -> Iterator[File]:
    """The one document."""
    yield f"{data.slug}.json", document(data)


def document(data: Data) -> Iterator[bytes]:
    """The document in pieces: head, indicators, then one line for each series."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made": data.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **_said(licence=data.licence, source=data.source),
        "place": _part(data.place),
        "areas": [_part(part) for part in data.parts],
        "indicators": [_indicator(data, one) for one in data.indicators],
    }
    yield _dumped(head)[:-1] + b',\n"series":[\n'
    waiting: list[bytes] = []
    first = True
    for line in data.lines():
        waiting.append((b"" if first else b",\n") + _dumped(line_json(line)))
        first = False
        if len(waiting) >= _LATER:
            yield b"".join(waiting)
            waiting = []
    yield b"".join(waiting) + b"\n]}\n"


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _said(**fields: Any) -> dict[str, Any]:
    """Fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _part(part: Part) -> dict[str, Any]:
    return {"id": part.slug, **_said(code=part.code, name=dict(part.names))}


def _indicator(data: Data, one: Listed) -> dict[str, Any]:
    about = _said(
        label=dict(one.names),
        unit=one.unit,
        direction=one.direction,
        goal=one.goal,
        target=one.target,
        metadata=to_json(data.metadata.get(one.name, {})),
    )
    return {"id": one.name, **about}


def line_json(line: Line) -> dict[str, Any]:
    """A series with its values and target as plain JSON."""
    series = line.series
    return {
        "indicator": series.indicator,
        **_said(area=series.area, breakdown=dict(series.dims), unit=series.unit),
        "values": [value_json(value) for value in line.values],
        **_said(target=_goal(line.goal)),
    }


def value_json(value: Value) -> dict[str, Any]:
    """A value as plain JSON: its number may be null, and what is unknown is absent."""
    start, end = days_of(value.period)
    return {
        "period": value.period,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "value": value.value,
        "status": value.status,
        **_said(
            text=value.text,
            source=value.source,
            source_type=value.source_type,
            method=value.method,
            sample_size=value.sample_size,
            margin=value.margin,
            quality=value.quality,
            next_update=_day(value.next_update),
            note=value.note,
            origin=value.origin,
        ),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _goal(goal: Goal) -> dict[str, Any]:
    if goal.is_empty:
        return {}
    return _said(
        baseline_period=goal.baseline_period,
        baseline_value=goal.baseline_value,
        year=goal.target_year,
        value=goal.target_value,
        milestones=[{"year": year, "value": value} for year, value in goal.milestones],
        note=goal.note,
    )
