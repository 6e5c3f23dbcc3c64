"""Our own JSON document of a city's data, read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from waymark.indicators.rules.exports.plain import FORMAT
from waymark.indicators.rules.sources import blocks, own
from waymark.kernel.tables import BadTable

_VALUE = (
    *("period", "value", "text", "status", "source", "source_type", "method", "sample_size"),
    *("margin", "quality", "next_update", "note"),
)
_GOAL = {
    "baseline_period": "baseline_period",
    "baseline_value": "baseline_value",
    "year": "target_year",
    "value": "target_value",
    "note": "target_note",
}


def is_ours(document: Any) -> bool:
    """Whether a JSON document says that it is one of ours."""
    return isinstance(document, dict) and document.get("format") == FORMAT


def read(document: Mapping[str, Any], name: str = "") -> bytes:
    """The document as the answer of a source."""
    series = document.get("series")
    listed = document.get("indicators", [])
    if not isinstance(series, list) or not isinstance(listed, list):
        return own.broken(name)
    found = own.Own(file=name)
    try:
        found.tables = [(name, own.sheet(_rows(series, found.refused)))]
    except BadTable as error:
        return own.of_table(name, error)
    found.indicators = [one for told in listed if (one := _indicator(told))]
    return found.answer()


def goal_cells(goal: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a target, as JSON tells it."""
    cells = {column: text(goal.get(name)) for name, column in _GOAL.items()}
    said = goal.get("milestones")
    marks = said if isinstance(said, list) else []
    told = (f"{text(one.get('year'))}={text(one.get('value'))}" for one in map(_mapping, marks))
    return cells | {"milestones": "; ".join(told)}


def about_cells(series: Mapping[str, Any]) -> dict[str, str]:
    """The cells that say what a series is about."""
    groups = _mapping(series.get("breakdown"))
    about = {name: text(series.get(name)) for name in ("indicator", "area", "unit")}
    return about | {own.column_of(text(name)): text(group) for name, group in groups.items()}


def text(value: Any) -> str:
    """What a cell holds; what is neither text nor number shows as what it is, to be refused."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value)[:60]
    return value if value.isascii() else value.encode(errors="replace").decode()  # half characters


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(series: Iterable[Any], refused: list[blocks.Refusal]) -> Iterator[tuple[int, own.Cells]]:
    """Values, numbered as they stand in the document; a target without a value has a number too."""
    number = 0
    for one in series:
        values = one.get("values") if isinstance(one, dict) else None
        if not isinstance(values, list):
            number += 1
            refused.append(blocks.Refusal(number, "", "own.broken"))
            continue
        about, goal = about_cells(one), goal_cells(_mapping(one.get("target")))
        for value in values or [{}]:
            number += 1
            said = {name: text(_mapping(value).get(name)) for name in _VALUE}
            if values and not any(said.values()):
                refused.append(blocks.Refusal(number, "", "own.broken"))
            else:
                yield number, about | said | goal


def _indicator(told: Any) -> blocks.Indicator | None:
    """What is said of an indicator: its names, and texts by concept and language."""
    said = _mapping(told)
    name = text(said.get("id"))
    if not name:
        return None
    names = {text(language): text(one) for language, one in _mapping(said.get("label")).items()}
    texts = [
        (text(concept), text(language), text(one))
        for concept, spoken in _mapping(said.get("metadata")).items()
        for language, one in _mapping(spoken).items()
    ]
    return blocks.Indicator(name, name, names, texts, text(said.get("unit")))
