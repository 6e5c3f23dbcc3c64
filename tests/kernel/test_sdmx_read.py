"""Every observation of a file is taken, or reported with where it stands and why not."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.sdmx_examples import FLOW, SCHEMA, STRUCTURE, obs, read, written
from waymark.kernel.sdmx import (
    DATA,
    BadSdmx,
    Format,
    Observation,
    Reason,
    Ref,
    Refusal,
    Where,
    read_data,
    read_envelope,
)

NAMES = ["AREA", "SEX", "TIME_PERIOD", "OBS_VALUE", "STATUS", "NOTE"]
GOOD = {"AREA": "XX", "SEX": "F", "TIME_PERIOD": "2020", "OBS_VALUE": "1", "STATUS": "A"}

SPECIFIC = """<?xml version="1.0"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/{v}/message"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/{v}/common"
 xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/{v}/data/structurespecific">
<m:Header><m:ID>X</m:ID><m:Structure structureID="s" dimensionAtObservation="{at}">
<c:Structure>{ref}</c:Structure></m:Structure></m:Header>
<m:DataSet ss:structureRef="s"{own}>
{body}
</m:DataSet></m:StructureSpecificData>"""
GENERIC = """<?xml version="1.0"?>
<m:GenericData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
 xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic">
<m:Header><m:Structure structureID="s" dimensionAtObservation="{at}">
<c:Structure><Ref agencyID="TEST" id="SMALL" version="9.9"/></c:Structure></m:Structure></m:Header>
<m:DataSet structureRef="s">
{body}
</m:DataSet></m:GenericData>"""
REF = '<Ref agencyID="TEST" id="SMALL" version="1.2"/>'
URN = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=TEST:SMALL(1.2)"


def specific(body: str, v: str = "v2_1", at: str = "TIME_PERIOD", own: str = "") -> bytes:
    ref = URN if v == "v3_0" else REF
    return SPECIFIC.format(body=body, v=v, at=at, own=own, ref=ref).encode()


def flat_xml(rows: list[dict[str, str]]) -> bytes:
    lines = [
        "<Obs " + " ".join(f"{name}={quoteattr(text)}" for name, text in row.items()) + "/>"
        for row in rows
    ]
    return specific("\n".join(lines), at="AllDimensions")


def generic_xml(rows: list[dict[str, str]]) -> bytes:
    def values(row: dict[str, str], *names: str) -> str:
        return "".join(
            f"<g:Value id={quoteattr(n)} value={quoteattr(row[n])}/>" for n in names if n in row
        )

    lines = [
        f"<g:Obs><g:ObsKey>{values(row, *NAMES[:3])}</g:ObsKey>"
        f'<g:ObsValue value="{row.get("OBS_VALUE", "")}"/>'
        f"<g:Attributes>{values(row, 'STATUS', 'NOTE', 'COLOUR')}</g:Attributes></g:Obs>"
        for row in rows
    ]
    return GENERIC.format(body="\n".join(lines), at="AllDimensions").encode()


def table(rows: list[dict[str, str]], *, second: bool = False) -> bytes:
    out = io.StringIO(newline="")
    about = {"STRUCTURE": "dataflow", "STRUCTURE_ID": "TEST:FLOW(1.0)", "ACTION": "I"}
    about = about if second else {"DATAFLOW": "TEST:FLOW(1.0)"}
    writer = csv.DictWriter(out, [*about, *NAMES])
    writer.writeheader()
    for row in rows:
        writer.writerow({**about, **row})
    return out.getvalue().encode()


WAYS = {
    "flat": flat_xml,
    "generic": generic_xml,
    "csv1": table,
    "csv2": lambda rows: table(rows, second=True),
}
FAULTS = [
    ({"AREA": "ZZ"}, Reason("sdmx.unknown_code", "AREA", "ZZ")),
    ({"SEX": "f"}, Reason("sdmx.unknown_code", "SEX", "f")),
    ({"SEX": " "}, Reason("sdmx.missing_dimension", "SEX")),
    ({"STATUS": "Z"}, Reason("sdmx.unknown_code", "STATUS", "Z")),
    ({"STATUS": ""}, Reason("sdmx.missing_attribute", "STATUS")),
    ({"OBS_VALUE": "1,5"}, Reason("sdmx.not_a_number", "OBS_VALUE", "1,5")),
    ({"OBS_VALUE": "INF"}, Reason("sdmx.not_a_number", "OBS_VALUE", "INF")),
    ({"OBS_VALUE": "١"}, Reason("sdmx.not_a_number", "OBS_VALUE", "١")),
    ({"TIME_PERIOD": "2020-13"}, Reason("period.unknown_form", "TIME_PERIOD", "2020-13")),
    ({"TIME_PERIOD": "2020/21"}, Reason("period.unknown_form", "TIME_PERIOD", "2020/21")),
    ({"TIME_PERIOD": "0999"}, Reason("period.year_out_of_range", "TIME_PERIOD", "0999")),
    ({"NOTE": "a\x7fb"}, Reason("text.control_character", "NOTE", "2")),
    ({"NOTE": "x" * 10_001}, Reason("sdmx.text_too_long", "NOTE", "x" * 79 + "…")),
    ({"TIME_PERIOD": "2019-A1"}, Reason("sdmx.duplicate_key", "", "1")),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("wrong", "reason"), FAULTS)
def test_a_fault_is_reported_with_its_place(
    way: str, wrong: dict[str, str], reason: Reason
) -> None:
    first = {**GOOD, "TIME_PERIOD": "2019"}
    data = WAYS[way]([first, {**GOOD, **wrong}, {**GOOD, "TIME_PERIOD": "2021"}])
    items = read(data)
    assert [type(item) for item in items] == [Observation, Refusal, Observation]
    refused = items[1]
    assert isinstance(refused, Refusal)
    assert refused.reasons == (reason,)
    assert refused.where.observation == 2
    marks = [
        number
        for number, line in enumerate(data.decode().split("\n"), 1)
        if "<Obs" in line or "<g:Obs" in line or ",XX," in line or ",ZZ," in line
    ]
    assert refused.where.line == marks[1]


@pytest.mark.parametrize("way", WAYS)
@given(data=st.data())
def test_rows_in_are_rows_taken_and_rows_reported(way: str, data: st.DataObject) -> None:
    any_value = {
        "AREA": st.sampled_from(["XX", "YY", "ZZ", ""]),
        "SEX": st.sampled_from(["F", "M", "x", ""]),
        "TIME_PERIOD": st.sampled_from(["2020", "2021", "2020-A1", "20", ""]),
        "OBS_VALUE": st.sampled_from(["1", "-2.5", "1e3", "NaN", "", "x"]),
        "STATUS": st.sampled_from(["A", "E", "Z", ""]),
        "NOTE": st.sampled_from(["", "a", "b'c", "=1"]),
    }
    rows = data.draw(st.lists(st.fixed_dictionaries(any_value), max_size=12))
    items = read(WAYS[way](rows))
    assert [item.where.observation for item in items] == list(range(1, len(rows) + 1))
    seen = set()
    for row, item in zip(rows, items, strict=True):  # decided again, in another way
        year = row["TIME_PERIOD"].removesuffix("-A1")
        key = (row["AREA"], row["SEX"], year)
        right = row["AREA"] in {"XX", "YY"} and row["SEX"] in {"F", "M"} and len(year) == 4
        right = right and row["OBS_VALUE"] != "x" and row["STATUS"] in {"A", "E"}
        assert isinstance(item, Observation) is (right and key not in seen), (row, item)
        if isinstance(item, Observation):
            seen.add(key)
            assert item.attributes.get("NOTE", "") == row["NOTE"]
        else:
            assert item.reasons


def test_all_reasons_are_told_at_once() -> None:
    (item,) = read(table([{"AREA": "ZZ", "OBS_VALUE": "?", "NOTE": "kept"}]))
    assert isinstance(item, Refusal)
    assert [(reason.key, reason.component) for reason in item.reasons] == [
        ("sdmx.unknown_code", "AREA"),
        ("sdmx.missing_dimension", "SEX"),
        ("sdmx.missing_dimension", "TIME_PERIOD"),
        ("sdmx.not_a_number", "OBS_VALUE"),
        ("sdmx.missing_attribute", "STATUS"),
    ]


def test_a_refused_row_does_not_take_the_key_from_a_good_one() -> None:
    rows = [{**GOOD, "OBS_VALUE": "?"}, GOOD, GOOD]
    assert [type(item) for item in read(flat_xml(rows))] == [Refusal, Observation, Refusal]


def test_series_groups_and_the_data_set_tell_their_observations() -> None:
    body = """<Group AREA="XX" WARN="of the group"/>
<Series AREA="XX" SEX="F" STATUS="A"><Obs TIME_PERIOD="2020" OBS_VALUE="1"/>
<Obs TIME_PERIOD="2021" OBS_VALUE="2" STATUS="E"/></Series>
<Series AREA="YY" SEX="F" STATUS="A" WARN="own"><Obs TIME_PERIOD="2020" OBS_VALUE="3"/></Series>"""
    expected = [
        obs(WARN="of the group", TITLE="all"),
        obs(time="2021", value="2", STATUS="E", WARN="of the group", TITLE="all"),
        obs(area="YY", value="3", WARN="own", TITLE="all"),
    ]
    items = read(specific(body, own=' TITLE="all"'))
    assert items == expected
    assert [item.where for item in items] == [Where(1, 9, 1), Where(2, 10, 1), Where(3, 11, 2)]
    newer = body.replace("Group", "Atts")
    assert read(specific(newer, v="v3_0", own=' TITLE="all"')) == expected


def test_generic_series_with_groups_and_an_observation_dimension_without_a_name() -> None:
    body = """<g:Attributes><g:Value id="TITLE" value="all"/></g:Attributes>
<g:Group type="Area"><g:GroupKey><g:Value id="AREA" value="XX"/></g:GroupKey>
<g:Attributes><g:Value id="WARN" value="w"/></g:Attributes></g:Group>
<g:Series><g:SeriesKey><g:Value id="AREA" value="XX"/><g:Value id="SEX" value="F"/></g:SeriesKey>
<g:Obs><g:ObsDimension value="2020"/><g:ObsValue value="1"/>
<g:Attributes><g:Value id="STATUS" value="A"/></g:Attributes></g:Obs></g:Series>"""
    data = GENERIC.format(body=body, at="TIME_PERIOD").encode()
    assert read(data) == [obs(WARN="w", TITLE="all")]
    by_sex = body.replace(
        '<g:Value id="SEX" value="F"/>', '<g:Value id="TIME_PERIOD" value="2020"/>'
    )
    by_sex = by_sex.replace('ObsDimension value="2020"', 'ObsDimension value="F"')
    assert read(GENERIC.format(body=by_sex, at="SEX").encode()) == [obs(WARN="w", TITLE="all")]


def test_what_is_said_twice_and_differs_is_reported() -> None:
    rows = generic_xml([GOOD]).decode()
    twice = rows.replace("<g:ObsKey>", '<g:ObsKey><g:Value id="SEX" value="M"/>')
    (item,) = read(twice.encode())
    assert isinstance(item, Refusal)
    assert item.reasons == (Reason("sdmx.component_twice", "SEX", "F"),)


def test_a_name_that_the_structure_does_not_have() -> None:
    (item,) = read(flat_xml([{**GOOD, "COLOUR": "red"}]))
    assert isinstance(item, Refusal)
    assert item.reasons == (Reason("sdmx.unknown_component", "COLOUR", "red"),)
    data = io.BytesIO(flat_xml([{**GOOD, "COLOUR": "red"}]))
    assert list(read_data(data, SCHEMA, ignore={"COLOUR"})) == [obs()]
    column = b"DATAFLOW,AREA,SEX,TIME_PERIOD,OBS_VALUE,STATUS,COLOUR\n,XX,F,2020,1,A,red\n"
    with pytest.raises(BadSdmx, match="unknown_column") as refusal:
        read(column)
    assert (refusal.value.line, refusal.value.column) == (1, 7)
    assert list(read_data(io.BytesIO(column), SCHEMA, ignore={"COLOUR"})) == [obs()]


def test_attributes_with_several_values_are_not_ours() -> None:
    body = """<Series AREA="XX" SEX="F" STATUS="A"><Obs TIME_PERIOD="2020" OBS_VALUE="1">
<Comp id="NOTE"><Value>a</Value></Comp></Obs><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series>"""
    first, second = read(specific(body, v="v3_0"))
    assert isinstance(first, Refusal)
    assert first.reasons == (Reason("sdmx.complex_value", "NOTE"),)
    assert second == obs(time="2021")


def test_deleting_is_not_done_by_a_file() -> None:
    body = '<Obs AREA="XX" SEX="F" TIME_PERIOD="2020" OBS_VALUE="1" STATUS="A"/>'
    assert read(specific(body, own=' ss:action="Replace"')) == [obs()]
    for data in (
        specific(body, own=' ss:action="Delete"'),
        table([{**GOOD, "ACTION": "D"}], second=True),
        table([{**GOOD, "ACTION": "?"}], second=True),
    ):
        (item,) = read(data)
        assert isinstance(item, Refusal)
        assert item.reasons[0].key == "sdmx.action_not_supported"


@pytest.mark.parametrize("format", DATA)
def test_data_of_another_structure_are_noticed(format: Format) -> None:
    other = replace(
        SCHEMA,
        dataflow=Ref("TEST", "ELSEWHERE"),
        structure=replace(STRUCTURE, ref=Ref("OTHER", "SMALL")),
    )
    data = written([obs()], format)
    if format.is_csv:
        (item,) = read(data, other)
        assert isinstance(item, Refusal)
        assert item.reasons == (Reason("sdmx.other_structure", "", str(FLOW.ref)),)
    else:
        with pytest.raises(BadSdmx, match="other_structure"):
            read(data, other)
    assert list(read_data(io.BytesIO(data), other, check_structure=False)) == [obs()]
    newer = replace(SCHEMA, structure=replace(STRUCTURE, ref=Ref("TEST", "SMALL", "7.0")))
    assert read(data, newer) == [obs()]


@pytest.mark.parametrize(
    "text",
    [
        "DATAFLOW;AREA;SEX;TIME_PERIOD;OBS_VALUE;STATUS\r\n;XX;F;2020;1;A\r\n",
        "\ufeffDATAFLOW,AREA,SEX,TIME_PERIOD,OBS_VALUE,STATUS\n,XX,F,2020,1,A",
        '"DATAFLOW","AREA","SEX","TIME_PERIOD","OBS_VALUE","STATUS"\n"","XX","F","2020","1","A"\n',
        "DATAFLOW,AREA: Area,SEX: Sex,TIME_PERIOD: Time,OBS_VALUE: Value,STATUS: Status\n"
        "TEST:FLOW(1.0): The flow,XX: X,F: Female,2020,1,A: Normal\n",
        "STRUCTURE[;],STRUCTURE_ID,SEX,AREA,OBS_VALUE,TIME_PERIOD,STATUS\n"
        "datastructure,TEST:SMALL(1.2),F,XX,1.0,2020,A\n\n,,,,,,\n",
        "STRUCTURE\tSTRUCTURE_ID\tACTION\tAREA\tSEX\tTIME_PERIOD\tOBS_VALUE\tSTATUS\n"
        "dataflow\tTEST:FLOW(1.0)\tA\tXX\tF\t2020\t1\tA\n",
    ],
)
def test_dialects_of_csv(text: str) -> None:
    assert read(text.encode()) == [obs()]
    if not text.startswith("\ufeff"):
        assert read(text.encode("utf-16")) == [obs()]


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ("AREA,SEX\nXX,F\n", "sdmx.not_data", (1, None)),
        ("", "sdmx.not_data", (1, None)),
        ("DATAFLOW,AREA,SEX,OBS_VALUE\n", "sdmx.missing_column", (1, None)),
        ("DATAFLOW,AREA,AREA\n", "table.header_twice", (1, 3)),
        ("DATAFLOW" + ",X" * 301, "table.too_many_columns", (1, None)),
        ('DATAFLOW,AREA,SEX,TIME_PERIOD,OBS_VALUE\n,XX,"F\n', "table.stray_quote", (2, None)),
        ('DATAFLOW,AREA,SEX,TIME_PERIOD,OBS_VALUE\n,XX,"F"x\n', "table.stray_quote", (2, None)),
    ],
)
def test_a_table_that_can_not_be_read_is_named(
    text: str, key: str, place: tuple[int, int | None]
) -> None:
    with pytest.raises(BadSdmx) as refusal:
        read(text.encode())
    assert (refusal.value.key, (refusal.value.line, refusal.value.column)) == (key, place)


def test_a_row_longer_than_its_header_is_reported() -> None:
    text = "DATAFLOW,AREA,SEX,TIME_PERIOD,OBS_VALUE,STATUS\n,XX,F,2020,1,A,extra\n,XX,F,2021,1,A,\n"
    first, second = read(text.encode())
    assert isinstance(first, Refusal)
    assert first.reasons == (Reason("table.cell_outside_header", "", "extra"),)
    assert second == obs(time="2021")


def test_a_row_is_found_by_the_line_on_which_it_begins() -> None:
    rows = [{**GOOD, "NOTE": "two\nlines"}, {**GOOD, "AREA": "ZZ"}]
    assert [item.where.line for item in read(table(rows))] == [2, 4]


@pytest.mark.parametrize("note", ["", "x" * 999])
def test_what_was_read_before_a_break_is_kept(note: str) -> None:
    years = range(1900, 2100)
    whole = flat_xml([{**GOOD, "TIME_PERIOD": str(year), "NOTE": note} for year in years])
    items = read_data(io.BytesIO(whole[: whole.index(b'"2050"')]), SCHEMA)
    taken = [next(items) for _ in range(150)]
    assert taken[-1].where.observation == 150
    with pytest.raises(BadSdmx, match="not_xml"):
        next(items)


@pytest.mark.parametrize("format", DATA)
def test_an_envelope_says_what_a_file_is(format: Format) -> None:
    envelope = read_envelope(io.BytesIO(written([obs()], format)))
    assert envelope.format is format
    assert envelope.structure == (FLOW.ref if format.is_csv else STRUCTURE.ref)
    assert envelope.at_observation == ("AllDimensions" if format.is_csv else "TIME_PERIOD")


def test_numbers_keep_all_their_digits() -> None:
    for text in ("0.1", "12345678901234567890.123456789", "1E-7", "+5", ".5", "5."):
        (item,) = read(flat_xml([{**GOOD, "OBS_VALUE": text}]))
        assert isinstance(item, Observation)
        assert item.value == Decimal(text)
