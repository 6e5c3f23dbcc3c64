"""The same chart as a Vega-Lite specification, for whoever wants to redraw it."""

from __future__ import annotations

from collections.abc import Sequence

from waymark.kernel.charts.frame import Mark
from waymark.kernel.charts.line import Line

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def vega_line(
    lines: Sequence[Line],
    *,
    title: str,
    desc: str,
    unit: str,
    target: Mark | None = None,
    baseline: Mark | None = None,
) -> dict[str, object]:
    """A Vega-Lite specification with its data inside; `unit` names the axis of values."""
    rows = [
        {"year": year, "series": line.name, "value": value}
        for line in lines
        for year, value in line.known
    ]
    x = {"field": "year", "type": "quantitative", "axis": {"format": "d", "title": None}}
    y: dict[str, object] = {"field": "value", "type": "quantitative", "axis": {"title": unit}}
    by_series = {"field": "series", "type": "nominal", "title": None}
    layers: list[dict[str, object]] = [
        {
            "mark": {"type": "line", "point": True},
            "encoding": {"x": x, "y": y, "color": by_series, "strokeDash": by_series},
        }
    ]
    for mark in (baseline, target):
        if mark is not None:
            datum = {"value": mark.value, "label": mark.label}
            layers.append(_rule(datum, y))
    return {
        "$schema": _SCHEMA,
        "title": title,
        "description": desc,
        "data": {"values": rows},
        "layer": layers,
    }


def _rule(datum: dict[str, object], y: dict[str, object]) -> dict[str, object]:
    label = {"type": "text", "align": "left", "dy": -6}
    return {
        "data": {"values": [datum]},
        "layer": [
            {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"y": y}},
            {
                "mark": label,
                "encoding": {"y": y, "x": {"value": 4}, "text": {"field": "label"}},
            },
        ],
    }
