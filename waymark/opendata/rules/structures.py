"""Our data as SDMX describes it: one structure, a flow for each list, and the codes in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from waymark.kernel.sdmx import Ref, Structures
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
    Level,
    Maintained,
    Measure,
    Names,
    Representation,
)
from waymark.opendata.rules.codes import KNOWN, OTHER, TOTAL

AGENCY = "WAYMARK"
VERSION = "1.0"
DSD = Ref(AGENCY, "DSD_CITY", VERSION)
CONCEPTS = Ref(AGENCY, "CS_CITY", VERSION)
EVERY = "DF_CITY"
"""The flow of all lists together."""

SERIES = ("FREQ", "REF_AREA", "INDICATOR", *KNOWN.values(), OTHER, "UNIT_MEASURE")
TIME, VALUE = "TIME_PERIOD", "OBS_VALUE"

NAMES: Mapping[str, str] = {
    "FREQ": "Length of the periods",
    "REF_AREA": "City, or part of one",
    "INDICATOR": "Indicator",
    "SEX": "Sex",
    "AGE": "Age",
    "DISABILITY_STATUS": "Disability",
    "INCOME_WEALTH_QUANTILE": "Income",
    "MIGRATION_STATUS": "Migration status",
    "GROUP_AT_RISK": "Group at risk of exclusion",
    OTHER: "Breakdown of the source's own",
    "UNIT_MEASURE": "Unit",
    TIME: "Period",
    VALUE: "Value",
    "OBS_STATUS": "Status of the value",
    "PERIOD_TEXT": "Period as its source wrote it",
    "OBS_TEXT": "Entry in words, in place of a value",
    "SOURCE_DETAIL": "Source",
    "SOURCE_TYPE": "Kind of the source",
    "COLL_METHOD": "Method",
    "OBS_QUALITY": "Quality, in the source's own words",
    "SAMPLE_SIZE": "Sample size",
    "MARGIN_ERROR": "Margin of error, in the unit of the value",
    "ORIGIN": "From whom the value came, where not from the city itself",
    "COMMENT_OBS": "Note",
    "BASE_PER": "Period of the baseline",
    "BASE_VALUE": "Baseline",
    "TARGET_PER": "Year of the target",
    "TARGET_VALUE": "Target",
    "LICENCE": "Licence of the city's data (SPDX name)",
}
OF_SERIES = ("BASE_PER", "BASE_VALUE", "TARGET_PER", "TARGET_VALUE", "LICENCE")
OF_VALUES = (
    *("OBS_STATUS", "PERIOD_TEXT", "OBS_TEXT", "SOURCE_DETAIL", "SOURCE_TYPE", "COLL_METHOD"),
    *("OBS_QUALITY", "SAMPLE_SIZE", "MARGIN_ERROR", "ORIGIN", "COMMENT_OBS"),
)
CODED = ("FREQ", "REF_AREA", "INDICATOR", *KNOWN.values(), OTHER, "UNIT_MEASURE", "OBS_STATUS")

FREQUENCIES = {
    "A": "Yearly",
    "S": "Half-yearly",
    "Q": "Quarterly",
    "M": "Monthly",
    "W": "Weekly",
    "D": "Daily",
    "_O": "Other",
}
STATUSES = {
    "A": "Normal value",
    "B": "Time series break",
    "E": "Estimated value",
    "P": "Provisional value",
    "M": "Missing value",
    "Q": "Missing value; suppressed",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with its names; `parent` is the code above it."""

    code: str
    names: Names
    parent: str = ""


def flow_id(framework: str) -> str:
    """The flow of a list: DF_SDG."""
    return "DF_" + framework.upper().replace("-", "_")


def structures(
    lists: Sequence[tuple[str, Names]], codes: Mapping[str, Iterable[Entry]]
) -> Structures:
    """Everything that can be asked for: flows of the lists (code, names), and the codelists.

    `codes` holds the entries of each coded component but FREQ and OBS_STATUS.
    """
    held = {
        **codes,
        "FREQ": [Entry(code, {"en": name}) for code, name in FREQUENCIES.items()],
        "OBS_STATUS": [Entry(code, {"en": name}) for code, name in STATUSES.items()],
    }
    things: list[Maintained] = [Dataflow(Ref(AGENCY, EVERY, VERSION), {"en": "All lists"}, DSD)]
    things += [Dataflow(Ref(AGENCY, flow_id(code), VERSION), name, DSD) for code, name in lists]
    things.append(_structure())
    concepts = tuple(Concept(name, {"en": text}) for name, text in NAMES.items())
    things.append(ConceptScheme(CONCEPTS, {"en": "Concepts of city data"}, concepts))
    things += [_codelist(name, held.get(name, ())) for name in CODED]
    return Structures.of(things)


def _codelist(component: str, entries: Iterable[Entry]) -> Codelist:
    total = [Code(TOTAL, {"en": "All"})] if component in (*KNOWN.values(), OTHER) else []
    codes = [Code(entry.code, entry.names, parent=entry.parent) for entry in entries]
    return Codelist(_list_of(component), {"en": NAMES[component]}, (*total, *codes))


def _list_of(component: str) -> Ref:
    return Ref(AGENCY, f"CL_{component}", VERSION)


def _concept(name: str) -> ConceptRef:
    return ConceptRef(CONCEPTS, name)


def _held(name: str) -> Representation:
    return (
        Representation(codelist=_list_of(name)) if name in CODED else Representation(None, "String")
    )


def _structure() -> DataStructure:
    dimensions = [Dimension(name, _concept(name), _held(name)) for name in SERIES]
    time = Representation(text_type="ObservationalTimePeriod")
    dimensions.append(Dimension(TIME, _concept(TIME), time, is_time=True))
    attributes = [
        Attribute(name, _concept(name), _held(name), level=Level.PARTIAL, dimensions=SERIES)
        for name in OF_SERIES
    ]
    attributes += [
        Attribute(name, _concept(name), _held(name), mandatory=name == "OBS_STATUS")
        for name in OF_VALUES
    ]
    return DataStructure(
        DSD,
        {"en": "Indicators of cities"},
        tuple(dimensions),
        tuple(attributes),
        (Measure(VALUE, _concept(VALUE)),),
    )
