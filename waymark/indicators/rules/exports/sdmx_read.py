"""The way back: a city's lines from data by a structure of ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.exports.model import Line
from waymark.indicators.rules.exports.sdmx_codes import AGENCY, IDS, meanings
from waymark.indicators.rules.exports.sdmx_structure import (
    BASELINE,
    MILESTONE,
    OBSERVED,
    TARGET,
    TEXTS,
)
from waymark.indicators.rules.facts import Goal, Series, Value, dims_of
from waymark.kernel.sdmx import Observation, Schema, Structures
from waymark.kernel.sdmx.model import Codelist

_NEEDED = {"VALUE_TYPE", "INDICATOR", "REF_AREA", "UNIT_MEASURE", "TIME_PERIOD"}


def is_ours(schema: Schema) -> bool:
    """Whether a structure is one that `city_of` made."""
    ref = schema.structure.ref
    named = ref.agency == AGENCY and ref.id.startswith("DSD_")
    return named and set(schema.dimensions) >= _NEEDED and "OBS_STATUS" in schema.attributes


class Reader:
    """Reads data back by a structure of ours: the lines that were written."""

    def __init__(self, structures: Structures, schema: Schema) -> None:
        self.schema = schema
        concepts = {
            concept.id: concept.names.get("en", "")
            for scheme in structures.concept_schemes
            for concept in scheme.concepts
        }
        known = {one: name for name, one in IDS.items()}
        fixed = {"FREQ", "VALUE_TYPE", "INDICATOR", "REF_AREA", "UNIT_MEASURE", "TIME_PERIOD"}
        self.at = {name: place for place, name in enumerate(schema.dimensions)}
        self.splits = {
            one: known.get(one) or concepts.get(one, one) for one in self.at if one not in fixed
        }
        self.means: dict[str, dict[str, str]] = {}
        for part in schema.structure.dimensions:
            listed = part.representation.codelist
            found = structures.find(Codelist, listed) if listed else None
            self.means[part.id] = meanings(found) if found else {}

    def series(self, observation: Observation) -> Series:
        """What an observation is about."""
        key = observation.key
        dims = {
            name: self.means[one].get(key[self.at[one]], "") for one, name in self.splits.items()
        }
        indicator, area, unit = (
            self.means[one].get(key[self.at[one]], "")
            for one in ("INDICATOR", "REF_AREA", "UNIT_MEASURE")
        )
        return Series(indicator, area, dims_of(dims), unit)

    def kind(self, observation: Observation) -> str:
        """Observed, baseline, milestone or target."""
        return observation.key[self.at["VALUE_TYPE"]]

    def value(self, observation: Observation) -> Value:
        """The value itself."""
        said = observation.attributes
        more: dict[str, Any] = {name: said.get(one, "") for one, name in TEXTS.items()}
        if "SAMPLE_SIZE" in said:
            more["sample_size"] = int(said["SAMPLE_SIZE"])
        if "MARGIN" in said:
            more["margin"] = float(said["MARGIN"])
        if "NEXT_UPDATE" in said:
            more["next_update"] = days_of(said["NEXT_UPDATE"])[0]
        time = observation.key[self.at["TIME_PERIOD"]]
        number = None if observation.value is None else float(observation.value)
        return Value(said.get("TIME_DETAIL", time), number, said["OBS_STATUS"], **more)

    def lines(self, found: Iterable[Observation]) -> list[Line]:
        """All lines, in the order in which they come."""
        values: dict[Series, list[Value]] = {}
        goals: dict[Series, Goal] = {}
        for observation in found:
            series, kind = self.series(observation), self.kind(observation)
            held = values.setdefault(series, [])
            value = self.value(observation)
            if kind == OBSERVED:
                held.append(value)
            else:
                goals[series] = with_aim(goals.get(series, Goal()), kind, value)
        return [
            Line(series, tuple(held), goals.get(series, Goal())) for series, held in values.items()
        ]


def with_aim(goal: Goal, kind: str, value: Value) -> Goal:
    """A goal with one of its parts."""
    if kind == BASELINE:
        return replace(goal, baseline_period=value.period, baseline_value=value.value)
    year = days_of(value.period)[0].year
    if kind == MILESTONE and value.value is not None:
        return replace(goal, milestones=tuple(sorted((*goal.milestones, (year, value.value)))))
    if kind == TARGET:
        return replace(goal, target_year=year, target_value=value.value, note=value.note)
    return goal
