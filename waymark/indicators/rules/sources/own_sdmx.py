"""Our own SDMX, with the structure beside it, read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from waymark.indicators.rules.cells import write_milestones
from waymark.indicators.rules.exports.sdmx_codes import MEANS
from waymark.indicators.rules.exports.sdmx_read import Reader, with_aim
from waymark.indicators.rules.exports.sdmx_structure import OBSERVED, TEXTS
from waymark.indicators.rules.facts import Goal, Series
from waymark.indicators.rules.sources import blocks, own
from waymark.indicators.rules.sources.refusals import refusal
from waymark.kernel.period import BadPeriod
from waymark.kernel.sdmx import Observation, Schema, Structures
from waymark.kernel.sdmx.model import Codelist
from waymark.kernel.sdmx.observation import Item
from waymark.kernel.tables import BadTable

_NUMBERS = {"SAMPLE_SIZE": "sample_size", "MARGIN": "margin", "NEXT_UPDATE": "next_update"}


def read(structures: Structures, schema: Schema, items: Iterable[Item], name: str = "") -> bytes:
    """The data as the answer of a source. Raises `BadSdmx`."""
    found = own.Own(file=name)
    rows = _Rows(Reader(structures, schema), found.refused)
    try:
        found.tables = [(name, own.sheet(rows.of(items)))]
    except BadTable as error:
        return own.of_table(name, error)
    found.indicators = _indicators(structures, schema)
    return found.answer()


class _Rows:
    """Puts observations into rows; what is aimed for waits until a series is known whole."""

    def __init__(self, reader: Reader, refused: list[blocks.Refusal]) -> None:
        self.reader, self.refused = reader, refused
        self.goals: dict[Series, tuple[int, Goal]] = {}

    def of(self, items: Iterable[Item]) -> Iterator[tuple[int, own.Cells]]:
        """A row for each value, numbered as the file counts it, then one for each target."""
        for item in items:
            if not isinstance(item, Observation):
                self.refused.append(refusal(item))
                continue
            number = item.where.observation
            series = self.reader.series(item)
            if self.reader.kind(item) == OBSERVED:
                yield number, _about(series) | self._value(item)
            else:
                self._aim(number, series, item)
        for series, (number, goal) in self.goals.items():
            yield number, _about(series) | _goal(goal)

    def _value(self, item: Observation) -> dict[str, str]:
        said = item.attributes
        cells = {column: said.get(one, "") for one, column in (TEXTS | _NUMBERS).items()}
        time = item.key[self.reader.at["TIME_PERIOD"]]
        number = "" if item.value is None else repr(float(item.value))
        return cells | {
            "period": said.get("TIME_DETAIL", time),
            "value": number,
            "status": said.get("OBS_STATUS", ""),
        }

    def _aim(self, number: int, series: Series, item: Observation) -> None:
        first, goal = self.goals.get(series, (number, Goal()))
        said = {name: text for name, text in item.attributes.items() if name not in _NUMBERS}
        plain = replace(item, attributes={"OBS_STATUS": ""} | said)
        try:
            goal = with_aim(goal, self.reader.kind(item), self.reader.value(plain))
        except BadPeriod as bad:
            params: dict[str, blocks.Param] = {"text": bad.text[:60], "write": bad.write}
            self.refused.append(blocks.Refusal(number, "TIME_DETAIL", bad.key, params))
            return
        self.goals[series] = first, goal


def _about(series: Series) -> dict[str, str]:
    groups = {own.column_of(name): group for name, group in series.dims}
    return {"indicator": series.indicator, "area": series.area, "unit": series.unit, **groups}


def _goal(goal: Goal) -> dict[str, str]:
    return {
        "baseline_period": goal.baseline_period,
        "baseline_value": _number(goal.baseline_value),
        "target_year": str(goal.target_year),
        "target_value": _number(goal.target_value),
        "milestones": write_milestones(goal.milestones),
        "target_note": goal.note,
    }


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def _indicators(structures: Structures, schema: Schema) -> list[blocks.Indicator]:
    """Names of indicators, from the list of their codes."""
    part = next(one for one in schema.structure.dimensions if one.id == "INDICATOR")
    listed = part.representation.codelist
    codes = structures.find(Codelist, listed) if listed else None
    found = []
    for code in codes.codes if codes else ():
        for one in code.annotations:
            if one.type == MEANS and (name := one.texts.get("en", "")):
                found.append(blocks.Indicator(name, name, dict(code.names)))
    return found
