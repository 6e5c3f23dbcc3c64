"""A small invented structure with every kind of component, and texts that are hard to carry."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from waymark.kernel.sdmx import (
    Format,
    Header,
    Observation,
    Ref,
    Refusal,
    Schema,
    Structures,
    make_schema,
    read_data,
    read_structures,
    tidy,
    write_data,
)
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
    Group,
    Level,
    Measure,
    Representation,
)
from waymark.kernel.text import BadText

RWANDA = Path(__file__).resolve().parents[2].parent / "shared/data/sdmx-rwanda"
DSD, DATA_FILE = RWANDA / "RWA_2025_SDG_DSD.xml", RWANDA / "2025_RWA-SDG_Data.xml"
HEADER = Header("TEST1", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "WAYMARK")


def codelist(name: str, *codes: str) -> Codelist:
    return Codelist(
        Ref("TEST", name), {"en": name}, tuple(Code(code, {"en": f"{code}!"}) for code in codes)
    )


LISTS = (
    codelist("CL_AREA", "XX", "YY", "_T"),
    codelist("CL_SEX", "F", "M", "_T"),
    codelist("CL_MULT", "-1", "0", "3"),
    codelist("CL_STATUS", "A", "E", "O"),
)
SCHEME = Ref("TEST", "CS")
CONCEPTS = ConceptScheme(
    SCHEME,
    {"en": "Concepts", "ar": "مفاهيم"},
    tuple(
        Concept(
            name,
            {"en": name.title()},
            representation=Representation(Ref("TEST", "CL_SEX")) if name == "SEX" else NOTHING,
        )
        for NOTHING in [Representation()]
        for name in [
            "AREA",
            "SEX",
            "TIME_PERIOD",
            "OBS_VALUE",
            "STATUS",
            "MULT",
            "NOTE",
            "TITLE",
            "WARN",
        ]
    ),
)


def concept(name: str) -> ConceptRef:
    return ConceptRef(SCHEME, name)


def coded(name: str) -> Representation:
    return Representation(Ref("TEST", name))


STRUCTURE = DataStructure(
    Ref("TEST", "SMALL", "1.2"),
    {"en": "A small structure", "fr": "L'été, c'est < \"petit\" & joli"},
    (
        Dimension("AREA", concept("AREA"), coded("CL_AREA")),
        Dimension("SEX", concept("SEX")),  # coded through its concept
        Dimension(
            "TIME_PERIOD",
            concept("TIME_PERIOD"),
            Representation(text_type="ObservationalTimePeriod"),
            is_time=True,
        ),
    ),
    (
        Attribute("STATUS", concept("STATUS"), coded("CL_STATUS"), mandatory=True),
        Attribute("MULT", concept("MULT"), coded("CL_MULT")),
        Attribute("NOTE", concept("NOTE")),
        Attribute("TITLE", concept("TITLE"), level=Level.DATASET),
        Attribute("WARN", concept("WARN"), level=Level.PARTIAL, dimensions=("AREA",), group="Area"),
    ),
    (Measure("OBS_VALUE", concept("OBS_VALUE"), Representation(text_type="Double")),),
    (Group("Area", ("AREA",)),),
)
FLOW = Dataflow(Ref("TEST", "FLOW"), {"en": "The flow"}, STRUCTURE.ref)
SMALL = Structures.of([*LISTS, CONCEPTS, STRUCTURE, FLOW])
SCHEMA: Schema = make_schema(SMALL, FLOW.ref)


def obs(
    area: str = "XX", sex: str = "F", time: str = "2020", value: str | None = "1", **more: str
) -> Observation:
    number = None if value is None else Decimal(value)
    return Observation((area, sex, time), number, {"STATUS": "A", **more})


def written(
    observations: Iterable[Observation], format: Format, *, flat: bool = False, detail: str = "full"
) -> bytes:
    return b"".join(
        write_data(observations, SCHEMA, HEADER, format=format, flat=flat, detail=detail)
    )


def read(data: bytes, schema: Schema = SCHEMA) -> list[Observation | Refusal]:
    return list(read_data(io.BytesIO(data), schema))


def rwanda_schema() -> Schema:
    with DSD.open("rb") as stream:
        structures = read_structures(stream).structures
    return make_schema(structures, structures.data_structures[0].ref)


def is_tidy(text: str) -> bool:
    try:
        return text != "" and tidy(text) == text
    except BadText:
        return False


HARD = st.sampled_from(
    [
        "Citizens' satisfaction",
        'say "so"',
        "a & b < c > d",
        "]]> <!-- & -->",
        "two\nlines",
        "tab\there",
        "carriage\rreturn\r\nboth",
        "=1+1",
        "'=1+1",
        "-5 degrees",
        "+33 1",
        "@home",
        "'",
        '"',
        "a;b,c|d",
        "القاهرة",
        "北京市 — 朝阳区",
        "Кишинёв",
        "‏عربي‏",
        "नई दिल्ली",
        "🏙️",
        "e\u0301".replace("e\u0301", "é"),
        "F: Female",
        "\u0085x\u2028y",
    ]
)
TEXT = st.one_of(HARD, st.text(min_size=1, max_size=30)).filter(is_tidy)
TIMES = st.sampled_from(["2020", "2020-01", "2020-Q2", "2021-W05", "2019-07-01/P1Y", "2020-02-29"])
NUMBERS = st.one_of(
    st.none(),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12)),
    st.integers(-(10**15), 10**15).map(Decimal),
    st.sampled_from([Decimal("1E+20"), Decimal("0.00000001"), Decimal("-0")]),
).filter(lambda number: number is None or len(str(number)) < 38)


@st.composite
def observation_lists(draw: st.DrawFn) -> list[Observation]:
    """Lists without a key twice, series together, one title, one warning for each area."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(["XX", "YY"]), st.sampled_from(["F", "M", "_T"]), TIMES),
            unique=True,
            max_size=12,
        )
    )
    title = draw(st.one_of(st.none(), TEXT))
    warnings = {area: draw(st.one_of(st.none(), TEXT)) for area in ("XX", "YY")}
    found = []
    for key in keys:
        said = {
            "STATUS": draw(st.sampled_from("AEO")),
            "MULT": draw(st.sampled_from([None, "-1", "0"])),
            "NOTE": draw(st.one_of(st.none(), TEXT)),
            "TITLE": title,
            "WARN": warnings[key[0]],
        }
        given = {name: text for name, text in said.items() if text is not None}
        found.append(Observation(key, draw(NUMBERS), given))
    return found
