"""What is written reads the same, in every format; what can't be read is not written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.sdmx_examples import (
    HEADER,
    SCHEMA,
    SMALL,
    STRUCTURE,
    obs,
    observation_lists,
    read,
    written,
)
from waymark.kernel.sdmx import (
    DATA,
    BadSdmx,
    Format,
    Observation,
    make_schema,
    tidy,
    write_data,
)
from waymark.kernel.tables import read_csv
from waymark.kernel.text import BadText

XML = [format for format in DATA if not format.is_csv]
TABLES = [format for format in DATA if format.is_csv]


@pytest.mark.parametrize("format", DATA)
@given(observations=observation_lists(), flat=st.booleans())
def test_what_is_written_reads_the_same(
    format: Format, observations: list[Observation], flat: bool
) -> None:
    assert read(written(observations, format, flat=flat)) == observations


@given(text=st.text(max_size=40))
def test_text_is_tidied_once_or_refused(text: str) -> None:
    try:
        clean = tidy(text)
    except BadText:
        with pytest.raises(BadSdmx):
            written([obs(NOTE=f"a{text}b")], Format.SPECIFIC_21)
        return
    assert tidy(clean) == clean
    data = written([obs(NOTE=text)], Format.SPECIFIC_21)
    expected = obs(NOTE=clean) if clean else obs()
    assert read(data) == [expected]


@pytest.mark.parametrize("format", DATA)
@pytest.mark.parametrize("char", ["\x00", "\x08", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_xml_can_not_hold_are_refused_by_name(format: Format, char: str) -> None:
    with pytest.raises(BadSdmx) as refusal:
        written([obs(), obs(time="2021", NOTE=f"a{char}")], format)
    assert refusal.value.key in {"text.control_character", "text.surrogate", "sdmx.not_in_xml"}
    assert refusal.value.params == {"observation": 2, "component": "NOTE", "value": "2"}


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (obs(area="ZZ"), "sdmx.unknown_code"),
        (obs(area=""), "sdmx.missing_dimension"),
        (obs(time="20"), "period.unknown_form"),
        (obs(value="Infinity"), "sdmx.not_a_number"),
        (obs(value="1" * 50), "sdmx.not_a_number"),
        (replace(obs(), attributes={}), "sdmx.missing_attribute"),
        (obs(OTHER="x"), "sdmx.unknown_component"),
        (obs(OBS_VALUE="2"), "sdmx.component_twice"),
        (obs(NOTE="x" * 10_001), "sdmx.text_too_long"),
        (Observation(("XX",), Decimal(1), {"STATUS": "A"}), "sdmx.wrong_key"),
        (obs(), "sdmx.duplicate_key"),
        (obs(time="2020-A1"), "sdmx.duplicate_key"),
    ],
)
@pytest.mark.parametrize("format", DATA)
def test_what_no_reader_would_take_is_not_written(
    wrong: Observation, key: str, format: Format
) -> None:
    with pytest.raises(BadSdmx) as refusal:
        written([obs(), wrong], format)
    assert refusal.value.key == key


def test_a_cell_never_begins_a_formula_and_plain_numbers_stay() -> None:
    hostile = ["=1+1", "+1", "-cmd", "@x", "'=1", '"=1', "\u200b=1", "\uff1d1"]
    observations = [
        obs(time=str(2000 + index), value="-5", MULT="-1", NOTE=text)
        for index, text in enumerate(hostile)
    ]
    for format in TABLES:
        data = written(observations, format)
        assert read(data) == observations
        for row in list(csv.DictReader(io.StringIO(data.decode(), newline="")))[:]:
            assert row["OBS_VALUE"] == "-5"
            assert row["MULT"] == "-1"
            assert row["NOTE"].startswith("'")
        assert read_csv(data).rows[0][read_csv(data).header.index("NOTE")] == "=1+1"


def test_lines_ends_and_apostrophes_survive_in_xml() -> None:
    text = 'Citizens\' "satisfaction"\r\nand\tmore & <b>'
    for format in XML:
        data = written([obs(NOTE=text)], format)
        assert b"&#13;&#10;" in data
        assert read(data) == [obs(NOTE=text)]


@pytest.mark.parametrize("format", XML)
def test_an_attribute_of_the_data_set_can_not_differ_inside_it(format: Format) -> None:
    same = [obs(TITLE="one"), obs(time="2021", TITLE="one")]
    assert written(same, format).count(b"TITLE") == 1
    with pytest.raises(BadSdmx, match="set_attribute_differs"):
        written([obs(TITLE="one"), obs(time="2021", TITLE="two")], format)


@pytest.mark.parametrize("format", XML)
def test_a_series_is_written_once_for_neighbours_with_the_same_attributes(format: Format) -> None:
    name = b"<gen:Series>" if format is Format.GENERIC_21 else b"<Series "
    both = [obs(WARN="a"), obs(time="2021", WARN="a"), obs(time="2022", WARN="b")]
    assert written(both[:2], format).count(name) == 1
    assert written(both, format).count(name) == 2
    assert read(written(both, format)) == both
    assert name not in written(both, format, flat=True)


@pytest.mark.parametrize("format", XML)
def test_less_detail_on_request(format: Format) -> None:
    observations = [obs(WARN="careful"), obs(time="2021", WARN="careful")]
    only = written(observations, format, detail="dataonly").decode()
    assert "STATUS" not in only
    assert "WARN" not in only
    assert only.count("2021") == 1
    keys = written(observations, format, detail="serieskeysonly").decode()
    assert "Obs" not in keys.partition("DataSet")[2]
    assert "WARN" not in keys
    assert "WARN" in written(observations, format, detail="nodata").decode()
    with pytest.raises(BadSdmx, match="needs_series"):
        written(observations, Format.CSV_20, detail="nodata")
    with pytest.raises(BadSdmx, match="needs_series"):
        written(observations, format, detail="nodata", flat=True)


def test_writing_streams() -> None:
    taken = 0

    def endless() -> Iterator[Observation]:
        nonlocal taken
        for year in range(1800, 2201):
            for area in ("XX", "YY"):
                for sex in ("F", "M", "_T"):
                    taken += 1
                    yield obs(area, sex, str(year), NOTE="x" * 500)

    for format in DATA:
        taken = 0
        pieces = write_data(endless(), SCHEMA, HEADER, format=format, flat=True)
        next(pieces)
        assert 0 < taken < 200


def test_what_a_format_can_not_say_is_refused() -> None:
    bare = replace(SCHEMA, dataflow=None)
    with pytest.raises(BadSdmx, match="needs_dataflow"):
        list(write_data([obs()], bare, HEADER, format=Format.CSV_10))
    table = b"".join(write_data([obs()], bare, HEADER, format=Format.CSV_20)).decode()
    assert table.splitlines()[1].startswith("datastructure,TEST:SMALL(1.2),I,")
    with pytest.raises(BadSdmx, match="action_not_supported"):
        write_data([obs()], SCHEMA, replace(HEADER, action="Merge"), format=Format.GENERIC_21)
    with pytest.raises(BadSdmx, match="not_a_data_format"):
        write_data([obs()], SCHEMA, HEADER, format=Format.STRUCTURE_21)


def test_a_structure_without_time_is_written_flat() -> None:
    timeless = replace(STRUCTURE, dimensions=STRUCTURE.dimensions[:2])
    things = [thing for thing in SMALL.all() if thing != STRUCTURE]
    schema = make_schema(type(SMALL).of([*things, timeless]), timeless.ref)
    one = Observation(("XX", "F"), Decimal("2.50"), {"STATUS": "A"})
    for format in (Format.SPECIFIC_21, Format.GENERIC_21, Format.SPECIFIC_30, Format.CSV_20):
        data = b"".join(write_data([one], schema, HEADER, format=format))
        assert read(data, schema) == [one]


def test_a_mandatory_measure_says_that_it_is_missing() -> None:
    must = replace(STRUCTURE, measures=(replace(STRUCTURE.measures[0], mandatory=True),))
    schema = replace(SCHEMA, structure=must)
    for format in DATA:
        data = b"".join(write_data([obs(value=None)], schema, HEADER, format=format))
        assert b"NaN" in data
        assert read(data, schema) == [obs(value=None)]
        assert read(written([obs(value=None)], format), schema)[0] != obs(value=None)
