"""The structure of a city's data in SDMX, made from what the city has.

Every dimension by which a value may be told apart is one of the key, the unit too. What a city
aims for stands in the same data set: `VALUE_TYPE` says whether a number is observed, a baseline, a
milestone or a target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from waymark.indicators.rules.exports.model import Data
from waymark.indicators.rules.exports.sdmx_codes import (
    AGENCY,
    IDS,
    NO_UNIT,
    TOTAL,
    code_of,
    codelist,
    component_id,
    group_code,
    unique,
    unit_code,
)
from waymark.indicators.rules.facts import Series
from waymark.kernel.sdmx import Ref, Schema, Structures, make_schema
from waymark.kernel.sdmx.model import (
    Attribute,
    Code,
    Codelist,
    Concept,
    ConceptRef,
    ConceptScheme,
    Dataflow,
    DataStructure,
    Dimension,
    Measure,
    Representation,
)

OBSERVED, BASELINE, MILESTONE, TARGET = "O", "B", "M", "T"

_FIXED = {
    "FREQ": "Frequency",
    "VALUE_TYPE": "Observed, or aimed for",
    "INDICATOR": "Indicator",
    "REF_AREA": "Area",
    "SEX": "Sex",
    "AGE": "Age",
    "DISABILITY_STATUS": "Disability",
    "INCOME_WEALTH_QUANTILE": "Income",
    "MIGRATION_STATUS": "Migration status",
    "GROUP_AT_RISK": "Group at risk of exclusion",
    "UNIT_MEASURE": "Unit of measure",
    "TIME_PERIOD": "Period",
    "OBS_VALUE": "Value",
    "OBS_STATUS": "Status",
    "TIME_DETAIL": "Period as its source wrote it",
    "SOURCE_DETAIL": "Source",
    "SOURCE_TYPE": "Type of source",
    "METHOD": "Method",
    "SAMPLE_SIZE": "Sample size",
    "MARGIN": "Margin of error, in the unit of the value",
    "QUALITY": "Quality, in a word of the source",
    "NEXT_UPDATE": "Day of the next update",
    "QUALITATIVE": "Entry in words, in place of a number",
    "COMMENT_OBS": "Note",
}
_FREQ = {
    "A": "Annual",
    "S": "Half-yearly",
    "Q": "Quarterly",
    "M": "Monthly",
    "D": "Daily",
    "_O": "Other",
}
_TYPES = {
    OBSERVED: "Observed",
    BASELINE: "Baseline",
    MILESTONE: "Milestone",
    TARGET: "Target",
}
_STATUSES = {
    "A": "Normal value",
    "B": "Time series break",
    "E": "Estimated value",
    "P": "Provisional value",
    "M": "Missing value",
    "Q": "Missing value; suppressed",
}
TEXTS = {
    "SOURCE_DETAIL": "source",
    "SOURCE_TYPE": "source_type",
    "METHOD": "method",
    "QUALITY": "quality",
    "QUALITATIVE": "text",
    "COMMENT_OBS": "note",
}
"""Attributes that hold a text of a value."""

ORIGIN = "ORIGIN"
"""The attribute that there is only where a value came from outside."""
_ORIGIN = "From whom the value came, where not from the city itself"


@dataclass(frozen=True)
class City:
    """The structure of one city's data. Codes are by what they mean."""

    structures: Structures
    schema: Schema
    splits: tuple[tuple[str, str], ...]
    """Dimension and id of its component, in the order of the key."""
    codes: Mapping[str, Mapping[str, str]]
    """By component."""

    @cached_property
    def places(self) -> Mapping[str, tuple[int, str]]:
        """Where among `splits` a dimension is, and its component."""
        return {name: (place, one) for place, (name, one) in enumerate(self.splits)}


def city_of(data: Data) -> City:
    """The structure that a city's data needs, with the lists of codes that it uses."""
    further = [name for name in data.dimensions() if name not in IDS]
    taken = [*_FIXED, ORIGIN] if data.proposed else _FIXED
    ids = IDS | unique(((name, component_id(name)) for name in further), taken)
    indicators = dict.fromkeys(one.indicator for one in data.series)
    areas = dict.fromkeys(one.area for one in (Series(""), *data.series))
    units = dict.fromkeys(one.unit for one in data.series if one.unit)
    groups: dict[str, dict[str, None]] = {name: {} for name in ids}
    for dims in dict.fromkeys(series.dims for series in data.series):
        for name, group in dims:
            groups[name][group] = None
    codes: dict[str, dict[str, str]] = {
        "INDICATOR": unique((one, code_of(one)) for one in indicators),
        "REF_AREA": unique((one, code_of(one or data.slug)) for one in areas),
        "UNIT_MEASURE": unique(((one, unit_code(one)) for one in units), [NO_UNIT]),
    }
    for name, held in groups.items():
        codes[ids[name]] = unique(((one, group_code(name, one)) for one in held), [TOTAL])
    splits = tuple(ids.items())
    structures = _structures(data, splits, codes)
    flow = structures.dataflows[0]
    return City(structures, make_schema(structures, flow.ref), splits, codes)


def _structures(
    data: Data, splits: tuple[tuple[str, str], ...], codes: Mapping[str, Mapping[str, str]]
) -> Structures:
    name = component_id(data.slug)
    names = {
        "INDICATOR": {one.name: one.names for one in data.indicators},
        "REF_AREA": {"": data.place.names} | {part.slug: part.names for part in data.parts},
    }
    more = {"UNIT_MEASURE": (Code(NO_UNIT, {"en": "No unit"}),)}
    more |= {one: (Code(TOTAL, {"en": "Everybody"}),) for _dimension, one in splits}
    titles = _FIXED | {one: dimension for dimension, one in splits if one not in _FIXED}
    titles |= (
        {ORIGIN: "From whom the value came, where not from the city itself"}
        if data.proposed
        else {}
    )
    lists = [
        codelist(f"CL_{one}_{name}", titles[one], held, names.get(one, {}), more.get(one, ()))
        for one, held in codes.items()
    ]
    coded = {one: listed.ref for one, listed in zip(codes, lists, strict=True)}
    for one, fixed in (("FREQ", _FREQ), ("VALUE_TYPE", _TYPES), ("OBS_STATUS", _STATUSES)):
        ref = Ref(AGENCY, f"CL_{one}")
        made = tuple(Code(code, {"en": said}) for code, said in fixed.items())
        lists.append(Codelist(ref, {"en": titles[one]}, made))
        coded[one] = ref
    scheme = Ref(AGENCY, f"CS_{name}")
    concepts = ConceptScheme(
        scheme,
        {"en": "Concepts of a city's data"},
        tuple(Concept(one, {"en": title}) for one, title in titles.items()),
    )
    structure = _structure(Ref(AGENCY, f"DSD_{name}"), data, scheme, coded, splits)
    flow = Dataflow(Ref(AGENCY, f"DF_{name}"), _title(data), structure.ref)
    return Structures.of([*lists, concepts, structure, flow])


def _title(data: Data) -> dict[str, str]:
    return dict(data.place.names) or {"en": data.slug}


def _structure(
    ref: Ref,
    data: Data,
    scheme: Ref,
    coded: Mapping[str, Ref],
    splits: tuple[tuple[str, str], ...],
) -> DataStructure:
    def concept(name: str) -> ConceptRef:
        return ConceptRef(scheme, name)

    def held(name: str) -> Representation:
        return Representation(coded[name]) if name in coded else Representation(text_type="String")

    keys = ("FREQ", "VALUE_TYPE", "INDICATOR", "REF_AREA", *(one for _name, one in splits))
    dimensions = [Dimension(one, concept(one), held(one)) for one in (*keys, "UNIT_MEASURE")]
    time = Representation(text_type="ObservationalTimePeriod")
    dimensions.append(Dimension("TIME_PERIOD", concept("TIME_PERIOD"), time, is_time=True))
    numbers = {"SAMPLE_SIZE": "Integer", "MARGIN": "Double"}
    came = [ORIGIN] if data.proposed else []
    attributes = [
        Attribute(
            one,
            concept(one),
            Representation(text_type=numbers[one]) if one in numbers else held(one),
            mandatory=one == "OBS_STATUS",
        )
        for one in ("OBS_STATUS", "TIME_DETAIL", *numbers, "NEXT_UPDATE", *TEXTS, *came)
    ]
    measure = Measure("OBS_VALUE", concept("OBS_VALUE"), Representation(text_type="Double"))
    return DataStructure(ref, _title(data), tuple(dimensions), tuple(attributes), (measure,))
