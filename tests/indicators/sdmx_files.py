"""A small structure and data of an invented office, as it hands them out."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from waymark.kernel.sdmx import (
    Format,
    Header,
    Observation,
    Ref,
    Structures,
    make_schema,
    write_data,
    write_structures,
)
from waymark.kernel.sdmx.model import (
    Annotation,
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
    Measure,
    Representation,
)

HEADER = Header("OFFICE1", datetime(2026, 1, 2, tzinfo=UTC), "OFFICE")
SCHEME = Ref("OFFICE", "CS")
STRUCTURE = Ref("OFFICE", "SDG", "1.3")
FLOW = Ref("OFFICE", "DF_SDG")


def listed(name: str, **codes: str) -> Codelist:
    return Codelist(
        Ref("OFFICE", name),
        {"en": name},
        tuple(Code(code.strip("0"), {"en": text}) for code, text in codes.items()),
    )


def annotated(code: str, name: str, indicator: str) -> Code:
    remark = Annotation("Indicator", "Indicator", {"en": indicator})
    return Code(code, {"en": name}, annotations=(remark,) if indicator else ())


SERIES = Codelist(
    Ref("OFFICE", "CL_SERIES"),
    {"en": "Series"},
    (
        annotated("WATER", "Safely managed drinking water [6.1.1]", "6.1.1"),
        annotated("DUST", "Fine dust, mean [11.6.2]", "11.6.2"),
        annotated("DUST_P", "Fine dust, worst month [11.6.2]", "11.6.2"),
        annotated("OWN", "Wells in use", ""),
    ),
)
LISTS = (
    SERIES,
    listed("CL_AREA", KE="Kenya", N1="North", H1="Harbour", X9="Elsewhere"),
    listed("CL_SEX", F="Female", M="Male", _T="Both"),
    listed("CL_AGE", Y15T24="15 to 24 years old", M0="under 1 month old", _T="All"),
    listed("CL_URB", U="Urban", R="Rural", _T="All"),
    listed("CL_STATUS", A="Normal", E="Estimated", O="Missing", U="Low reliability"),
    Codelist(
        Ref("OFFICE", "CL_MULT"),
        {"en": "Multipliers"},
        (Code("0", {"en": "Units"}), Code("3", {"en": "Thousands"})),
    ),
    listed("CL_UNIT", PT="Percent", UG_M3="ug/m3", NUMBER="Number"),
)
CONCEPTS = {
    "SERIES": ("SDG Series", "CL_SERIES"),
    "REF_AREA": ("Reference area", "CL_AREA"),
    "SEX": ("Sex", "CL_SEX"),
    "AGE": ("Age", "CL_AGE"),
    "URBANISATION": ("Degree of urbanisation", "CL_URB"),
    "TIME_PERIOD": ("Time period", ""),
    "OBS_VALUE": ("Value", ""),
    "OBS_STATUS": ("Observation status", "CL_STATUS"),
    "UNIT_MULT": ("Unit multiplier", "CL_MULT"),
    "UNIT_MEASURE": ("Unit of measure", "CL_UNIT"),
    "COMMENT_OBS": ("Footnotes", ""),
    "SOURCE_DETAIL": ("Source", ""),
    "NATURE": ("Nature of data points", ""),
}
DIMENSIONS = ("SERIES", "REF_AREA", "SEX", "AGE", "URBANISATION", "TIME_PERIOD")


def _concept(name: str) -> ConceptRef:
    return ConceptRef(SCHEME, name)


def _coded(name: str) -> Representation:
    listed = CONCEPTS[name][1]
    return Representation(Ref("OFFICE", listed)) if listed else Representation()


DEFINITION = DataStructure(
    STRUCTURE,
    {"en": "SDG"},
    tuple(
        Dimension(name, _concept(name), _coded(name), is_time=name == "TIME_PERIOD")
        for name in DIMENSIONS
    ),
    tuple(
        Attribute(name, _concept(name), _coded(name), name == "UNIT_MEASURE", Level.OBSERVATION)
        for name in CONCEPTS
        if name not in DIMENSIONS and name != "OBS_VALUE"
    ),
    (Measure("OBS_VALUE", _concept("OBS_VALUE")),),
)
STRUCTURES = Structures.of(
    [
        DEFINITION,
        Dataflow(FLOW, {"en": "Flow"}, STRUCTURE),
        ConceptScheme(
            SCHEME,
            {"en": "Concepts"},
            tuple(Concept(name, {"en": text}) for name, (text, _list) in CONCEPTS.items()),
        ),
        *LISTS,
    ]
)


def structure_file() -> bytes:
    """The structure definition as XML."""
    return b"".join(write_structures(STRUCTURES, HEADER))


def row(
    value: str | None,
    period: str = "2020",
    *,
    series: str = "WATER",
    area: str = "KE",
    sex: str = "_T",
    age: str = "_T",
    urban: str = "_T",
    unit: str = "PT",
    **attributes: str,
) -> Observation:
    """An observation; further attributes by their ids."""
    key = (series, area, sex, age, urban, period)
    number = None if value is None else Decimal(value)
    return Observation(key, number, {"UNIT_MEASURE": unit, **attributes})


def data_file(rows: Iterable[Observation], format: Format = Format.SPECIFIC_21) -> bytes:
    """Observations in a format."""
    flow = FLOW if format is Format.CSV_10 else STRUCTURE
    schema = make_schema(STRUCTURES, flow)
    return b"".join(write_data(list(rows), schema, HEADER, format=format))


def stream(data: bytes) -> io.BytesIO:
    """Bytes as a file."""
    return io.BytesIO(data)
