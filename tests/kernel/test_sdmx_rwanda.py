"""A national office's own files, whole; they are no part of this project (see their licence)."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections import Counter
from decimal import Decimal

import pytest

from tests.kernel.sdmx_examples import DATA_FILE, DSD, HEADER, rwanda_schema
from waymark.kernel.sdmx import (
    DATA,
    STRUCTURE,
    Format,
    Observation,
    Ref,
    Refusal,
    Schema,
    Structures,
    make_schema,
    read_data,
    read_envelope,
    read_structures,
    write_data,
    write_structures,
)
from waymark.kernel.sdmx.model import Dataflow

pytestmark = pytest.mark.skipif(
    not DSD.exists(), reason=f"NOT CHECKED against an office's own files: {DSD} is absent"
)
SPACE = "{http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure}"
KEY = [
    "FREQ",
    "REPORTING_TYPE",
    "SERIES",
    "REF_AREA",
    "SEX",
    "AGE",
    "URBANISATION",
    "INCOME_WEALTH_QUANTILE",
    "EDUCATION_LEV",
    "OCCUPATION",
    "CUST_BREAKDOWN",
    "COMPOSITE_BREAKDOWN",
    "DISABILITY_STATUS",
    "ACTIVITY",
    "PRODUCT",
    "TIME_PERIOD",
]
FLOW = Ref("NISR-SDGs", "DF_SDG")


@pytest.fixture(scope="module")
def schema() -> Schema:
    return rwanda_schema()


@pytest.fixture(scope="module")
def items(schema: Schema) -> list[Observation | Refusal]:
    with DATA_FILE.open("rb") as stream:
        return list(read_data(stream, schema))


def test_the_structure_is_what_a_plain_walk_finds(schema: Schema) -> None:
    with DSD.open("rb") as stream:
        message = read_structures(stream)
    assert (message.format, dict(message.left_out)) == (Format.STRUCTURE_21, {})
    root = ET.parse(DSD).getroot()
    codes = {
        node.get("id"): [code.get("id") for code in node.iter(f"{SPACE}Code")]
        for node in root.iter(f"{SPACE}Codelist")
    }
    assert len(codes) == 20
    assert sum(map(len, codes.values())) == 1037
    ours = {one.ref.id: [code.id for code in one.codes] for one in message.structures.codelists}
    assert ours == codes
    assert list(schema.dimensions) == KEY
    assert schema.time == "TIME_PERIOD"
    mandatory = [one.id for one in schema.structure.attributes if one.mandatory]
    assert mandatory == ["OBS_STATUS", "UNIT_MULT", "UNIT_MEASURE"]
    assert len(schema.structure.attributes) == len(list(root.iter(f"{SPACE}Attribute"))) == 16
    assert len(message.structures.concept_schemes[0].concepts) == 33


def test_every_observation_is_taken_or_reported(items: list[Observation | Refusal]) -> None:
    walked = list(ET.parse(DATA_FILE).getroot().iter("Obs"))
    assert len(items) == len(walked) == 2330
    refused = [item for item in items if isinstance(item, Refusal)]
    reasons = Counter((r.key, r.component, r.value) for item in refused for r in item.reasons)
    # The file uses a series that the structure published beside it does not have.
    assert reasons == {("sdmx.unknown_code", "SERIES", "SH_SAN_HNDWSH"): 4}
    assert "SH_SAN_HNDWSH" not in DSD.read_text("utf-8")
    assert [item.where.observation for item in items] == list(range(1, 2331))
    assert max(item.where.series for item in items) == 513


def test_values_are_those_of_a_plain_walk(items: list[Observation | Refusal]) -> None:
    lines = DATA_FILE.read_text("utf-8").splitlines()
    number = compared = 0
    for series in ET.parse(DATA_FILE).getroot().iter("Series"):
        for node in series.iter("Obs"):
            given = {**series.attrib, **node.attrib}
            item = items[number]
            number += 1
            assert "<Obs" in lines[item.where.line - 1]
            assert f'"{given["TIME_PERIOD"]}"' in lines[item.where.line - 1]
            if isinstance(item, Refusal):
                continue
            compared += 1
            assert list(item.key) == [given.pop(name) for name in KEY]
            text = given.pop("OBS_VALUE")
            assert item.value == (None if text == "NaN" else Decimal(text))
            assert item.attributes == {
                name: text.strip() for name, text in given.items() if text.strip()
            }
    assert compared == 2326


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("format", DATA)
def test_written_in_any_format_it_reads_the_same(
    items: list[Observation | Refusal], schema: Schema, format: Format, flat: bool
) -> None:
    taken = [item for item in items if isinstance(item, Observation)]
    schema = Schema(schema.structure, schema.codes, FLOW)
    data = b"".join(write_data(taken, schema, HEADER, format=format, flat=flat))
    assert list(read_data(io.BytesIO(data), schema)) == taken
    envelope = read_envelope(io.BytesIO(data))
    assert (envelope.format, envelope.is_dataflow) == (format, format.is_csv)
    assert envelope.structure == (FLOW if format.is_csv else schema.structure.ref)


@pytest.mark.parametrize("format", STRUCTURE)
def test_the_structure_written_reads_the_same(format: Format) -> None:
    with DSD.open("rb") as stream:
        structures = read_structures(stream).structures
    made = Dataflow(FLOW, {"en": "The citizens' data"}, structures.data_structures[0].ref)
    structures = Structures.of([*structures.all(), made])
    data = b"".join(write_structures(structures, HEADER, format=format))
    again = read_structures(io.BytesIO(data))
    assert (again.structures, again.format) == (structures, format)
    assert make_schema(again.structures, FLOW).dataflow == FLOW
