"""Areas with their values as properties, for any program that draws maps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from waymark.indicators.rules.exports.model import Data, File, Part
from waymark.indicators.rules.facts import Series, Value


def files(data: Data, *, every: bool = False) -> Iterator[File]:
    """The one document; with `every`, each value of each period and not only the latest."""
    yield f"{data.slug}.geojson", document(data, every=every)


def document(data: Data, *, every: bool = False) -> Iterator[bytes]:
    """A collection of features (RFC 7946): the place, then its parts, one after the other.

    Properties are flat, as map programs want them: `sdg:11.6.2` is the latest value, beside it
    `sdg:11.6.2 period` and, where it is not a normal one, `sdg:11.6.2 status`. A group stands
    behind (`sdg:11.6.2 sex=female`), and so does the unit where an indicator has several. With
    `every` the period is part of the name (`sdg:11.6.2 2024`). A missing or suppressed value is
    null and has its status; an area without a boundary has no geometry.
    """
    told = _properties(data, every=every)
    yield b'{"type":"FeatureCollection","features":[\n'
    for number, part in enumerate((data.place, *data.parts)):
        before = b",\n" if number else b""
        yield before + _dumped(_feature(part, told.get("" if not number else part.slug, {})))
    about = {
        "indicators": [
            {"id": one.name, "label": dict(one.names), "unit": one.unit} for one in data.indicators
        ],
        "licence": data.licence,
    }
    yield b"\n]," + _dumped(about)[1:] + b"\n"


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _feature(part: Part, values: dict[str, Any]) -> dict[str, Any]:
    names = {f"name:{language}": text for language, text in part.names.items()}
    name = part.names.get("en") or next(iter(part.names.values()), part.slug)
    about = {"id": part.slug, "code": part.code or part.slug, "name": name, **names}
    return {
        "type": "Feature",
        "id": part.slug,
        "properties": {**about, **values},
        "geometry": part.geometry,
    }


def _properties(data: Data, *, every: bool) -> dict[str, dict[str, Any]]:
    """Properties by area."""
    units: dict[str, set[str]] = {}
    for series in data.series:
        units.setdefault(series.indicator, set()).add(series.unit)
    found: dict[str, dict[str, Any]] = {}
    for line in data.lines():
        name = _name(line.series, several=len(units[line.series.indicator]) > 1)
        held = found.setdefault(line.series.area, {})
        if every:
            for value in line.values:
                _tell(held, f"{name} {value.period}", value)
        elif line.values:
            _tell(held, name, line.values[-1])
            held[f"{name} period"] = line.values[-1].period
    return found


def _name(series: Series, *, several: bool) -> str:
    groups = [f"{name}={group}" for name, group in series.dims]
    unit = [f"({series.unit})"] if several and series.unit else []
    return " ".join([series.indicator, *groups, *unit])


def _tell(held: dict[str, Any], name: str, value: Value) -> None:
    held[name] = value.text or value.value
    if value.status != "A":
        held[f"{name} status"] = value.status
    if value.origin:
        held[f"{name} origin"] = value.origin
