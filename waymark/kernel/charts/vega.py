"""The same charts as Vega-Lite specifications, data inside, for whoever wants to redraw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from waymark.kernel.charts.bar import Bar
from waymark.kernel.charts.frame import Mark
from waymark.kernel.charts.gap import DotRow
from waymark.kernel.charts.line import Line
from waymark.kernel.charts.pair import Measured
from waymark.kernel.charts.plot import Band
from waymark.kernel.charts.small import Panel
from waymark.kernel.charts.style import SERIES

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Spec = dict[str, Any]


def head(title: str, desc: str) -> Spec:
    """What every specification begins with."""
    return {"$schema": SCHEMA, "title": title, "description": desc}


def vega_line(
    lines: Sequence[Line],
    *,
    title: str,
    desc: str,
    unit: str,
    target: Mark | None = None,
    baseline: Mark | None = None,
    milestones: Sequence[Mark] = (),
    projection: Band | None = None,
) -> Spec:
    """Values by year, one line a series; `unit` names the axis of values.

    The years between two values that lie apart are not filled: `standing` tells of each value
    how it stands, and of years without one why.
    """
    layers: list[Spec] = [
        {
            "mark": {"type": "line", "point": True},
            "encoding": {"x": _years(), "y": _values(unit), **_by("series")},
        }
    ]
    for mark in (baseline, target):
        if mark is not None:
            layers.append(_rule(mark, unit))
    if milestones:
        layers.append(_milestones(milestones, unit))
    if projection:
        layers += _projection(projection, unit)
    rows = [row for line in lines for row in _rows(line)]
    return {**head(title, desc), "data": {"values": rows}, "layer": layers}


def _rows(line: Line) -> list[Spec]:
    known = dict(line.known)
    rows: list[Spec] = []
    for year in sorted(known.keys() | {year for year, _ in line.without}):
        row: Spec = {"year": year, "series": line.name, "value": known.get(year)}
        if kind := line.kinds.get(year):
            row["standing"] = kind
        rows.append(row)
    return rows


def _years() -> Spec:
    return {"field": "year", "type": "quantitative", "axis": {"format": "d", "title": None},
            "scale": {"zero": False}}  # fmt: skip


def _values(unit: str) -> Spec:
    return {"field": "value", "type": "quantitative", "axis": {"title": unit or None}}


def _by(field: str) -> Spec:
    by = {"field": field, "type": "nominal", "title": None}
    colour = {**by, "scale": {"range": list(SERIES)}}
    return {"color": colour, "strokeDash": by}


def _rule(mark: Mark, unit: str) -> Spec:
    y = _values(unit)
    text = {"type": "text", "align": "left", "dy": -6}
    at = {"y": y, "x": {"value": 4}, "text": {"field": "label"}}
    return {
        "data": {"values": [{"value": mark.value, "label": mark.label}]},
        "layer": [
            {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"y": y}},
            {"mark": text, "encoding": at},
        ],
    }


def _milestones(marks: Sequence[Mark], unit: str) -> Spec:
    rows = [{"year": m.year, "value": m.value, "label": m.label} for m in marks]
    tip = {"field": "label", "type": "nominal"}
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "shape": "triangle-up"},
        "encoding": {"x": _years(), "y": _values(unit), "tooltip": tip},
    }


def _projection(band: Band, unit: str) -> list[Spec]:
    rows = [{"year": y, "value": v, "low": lo, "high": hi} for y, v, lo, hi in band.points]
    low = {**_values(unit), "field": "low"}
    data = {"values": rows}
    return [
        {
            "data": data,
            "mark": {"type": "area", "opacity": 0.2},
            "encoding": {"x": _years(), "y": low, "y2": {"field": "high"}},
        },
        {
            "data": data,
            "mark": {"type": "line", "strokeDash": [3, 3]},
            "encoding": {"x": _years(), "y": _values(unit)},
        },
    ]


def vega_bar(
    bars: Sequence[Bar], *, title: str, desc: str, unit: str, baseline: Mark | None = None
) -> Spec:
    """One bar a group, in the order given; groups without a value stay, with their `standing`."""
    rows = [
        {"group": bar.name, "value": bar.value} | ({"standing": bar.kind} if bar.kind else {})
        for bar in bars
    ]
    group = {"field": "group", "type": "nominal", "sort": None, "title": None}
    value = _values(unit)
    layers: list[Spec] = [{"mark": "bar", "encoding": {"y": group, "x": value}}]
    if baseline is not None:
        layers.append(
            {
                "data": {"values": [{"value": baseline.value, "label": baseline.label}]},
                "mark": {"type": "rule", "strokeDash": [2, 4]},
                "encoding": {"x": value, "tooltip": {"field": "label", "type": "nominal"}},
            }
        )
    return {**head(title, desc), "data": {"values": rows}, "layer": layers}


def vega_gap(
    groups: Sequence[str], rows: Sequence[DotRow], *, title: str, desc: str, unit: str
) -> Spec:
    """One row a year with a point for each group, a line between the outermost."""
    data = [
        {"row": row.label, "group": groups[i], "value": value}
        for row in rows
        for i, value in row.known
    ]
    y = {"field": "row", "type": "nominal", "sort": None, "title": None}
    x = {**_values(unit), "scale": {"zero": False}}
    by = {"field": "group", "type": "nominal", "sort": None, "title": None}
    ends = {
        "x": {**x, "aggregate": "min"},
        "x2": {"field": "value", "aggregate": "max"},
        "y": y,
    }
    dots = {"x": x, "y": y, "color": {**by, "scale": {"range": list(SERIES)}}, "shape": by}
    return {
        **head(title, desc),
        "data": {"values": data},
        "layer": [
            {"mark": {"type": "rule", "size": 3, "color": "#6f7f88"}, "encoding": ends},
            {"mark": {"type": "point", "filled": True, "size": 90}, "encoding": dots},
        ],
    }


def vega_multiples(panels: Sequence[Panel], *, title: str, desc: str, columns: int = 3) -> Spec:
    """One small chart a panel over the same years, each with values of its own."""
    rows = [
        {**row, "series": f"{panel.title} ({panel.unit})" if panel.unit else panel.title}
        for panel in panels
        for row in _rows(panel.line)
    ]
    facet = {"field": "series", "type": "nominal", "sort": None, "title": None}
    inner = {
        "width": 180,
        "height": 90,
        "mark": {"type": "line", "point": True},
        "encoding": {"x": _years(), "y": {**_values(""), "axis": {"title": None}}},
    }
    return {
        **head(title, desc),
        "data": {"values": rows},
        "facet": facet,
        "columns": columns,
        "spec": inner,
        "resolve": {"scale": {"y": "independent"}},
    }


def vega_pair(first: Measured, second: Measured, *, title: str, desc: str) -> Spec:
    """Two charts one above the other over the same years, each with its own unit."""
    both = [
        {
            "title": measured.line.name,
            "height": 140,
            "data": {"values": _rows(measured.line)},
            "mark": {"type": "line", "point": True},
            "encoding": {"x": _years(), "y": _values(measured.unit)},
        }
        for measured in (first, second)
    ]
    return {**head(title, desc), "vconcat": both, "resolve": {"scale": {"x": "shared"}}}


def vega_scatter(first: Measured, second: Measured, *, title: str, desc: str) -> Spec:
    """A point for each year that both have, the first read along, the second upwards."""
    along, up = dict(first.line.known), dict(second.line.known)
    rows = [{"year": y, "along": along[y], "up": up[y]} for y in sorted(along.keys() & up.keys())]
    axes: Mapping[str, Measured] = {"along": first, "up": second}
    x, y = (
        {
            "field": field,
            "type": "quantitative",
            "scale": {"zero": False},
            "axis": {"title": f"{m.line.name} ({m.unit})" if m.unit else m.line.name},
        }
        for field, m in axes.items()
    )
    year = {"field": "year", "type": "ordinal"}
    return {
        **head(title, desc),
        "data": {"values": rows},
        "encoding": {"x": x, "y": y, "order": {"field": "year"}},
        "layer": [
            {"mark": {"type": "line", "point": True}},
            {"mark": {"type": "text", "dy": -10}, "encoding": {"text": year}},
        ],
    }
