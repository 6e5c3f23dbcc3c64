"""Files that mean harm or are broken: always a named error with its place, and never another."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.sdmx_examples import HEADER, SCHEMA, SMALL, obs, read, written
from waymark.kernel.sdmx import (
    DATA,
    STRUCTURE,
    BadSdmx,
    Format,
    Observation,
    Refusal,
    read_data,
    read_envelope,
    read_structures,
    write_structures,
)
from waymark.kernel.sdmx.walk import MAX_DEPTH, MAX_PIECE

OBSERVATIONS = [
    obs(area, sex, str(year), NOTE='Citizens\' "words" & <more>, القاهرة', WARN="w", TITLE="t")
    for area in ("XX", "YY")
    for sex in ("F", "M")
    for year in (2019, 2020)
]
GOOD = {format: written(OBSERVATIONS, format) for format in DATA}
GOOD |= {format: b"".join(write_structures(SMALL, HEADER, format=format)) for format in STRUCTURE}


def structures(data: bytes) -> object:
    return read_structures(io.BytesIO(data))


def reader(format: Format) -> Callable[[bytes], object]:
    return structures if format in STRUCTURE else read


def refused(format: Format, data: bytes) -> BadSdmx:
    with pytest.raises(BadSdmx) as refusal:
        reader(format)(data)
    with pytest.raises(BadSdmx):
        read_envelope(io.BytesIO(data))
    return refusal.value


XML = [format for format in GOOD if not format.is_csv]
DOCTYPES = [
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE x PUBLIC "-//X//X" "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {b} '{'&' + a + ';'}'>".replace("'&", "'" + f"&{a};" * 9 + "&")
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>",
    "<!DOCTYPE x>",
]


@pytest.mark.parametrize("format", XML)
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_doctype_is_refused_where_it_begins(format: Format, doctype: str) -> None:
    head, rest = GOOD[format].decode().split("\n", 1)
    error = refused(format, f"{head}\n{doctype}\n{rest}".encode())
    assert (error.key, error.line) == ("sdmx.doctype", 2)


def test_an_entity_that_nobody_defined_is_no_xml() -> None:
    data = GOOD[Format.SPECIFIC_21].replace(b"Citizens", b"&e;")
    with pytest.raises(BadSdmx) as refusal:
        read(data)
    assert (refusal.value.key, refusal.value.params) == (
        "sdmx.not_xml",
        {"why": "undefined entity"},
    )
    assert refusal.value.line == data[: data.index(b"&e;")].count(b"\n") + 1


@pytest.mark.parametrize("format", XML)
def test_depth_is_limited(format: Format) -> None:
    deep = b"<a>" * (MAX_DEPTH + 1)
    head, _, rest = GOOD[format].partition(b"<mes:Header>")
    error = refused(format, head + deep + rest)
    assert (error.key, error.params) == ("sdmx.too_deep", {"most": MAX_DEPTH})
    endless = head + b"<a>" * 1_000_000
    assert refused(format, endless).key == "sdmx.too_deep"


def read_all(stream: io.RawIOBase) -> object:
    return list(read_data(stream, SCHEMA))


class Endless(io.RawIOBase):
    """A stream that repeats something for ever, after a beginning."""

    def __init__(self, head: bytes, again: bytes) -> None:
        self.head = head
        self.again = again * (65_536 // len(again))
        self.given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece, self.head = (self.head or self.again)[:size], b""
        self.given += len(piece)
        assert self.given < 20 * MAX_PIECE, "the reader does not give up"
        return piece


@pytest.mark.parametrize(
    ("head", "again"),
    [
        (b'<a b="', b"x"),
        (b"<a ", b'b1="x" '),
        (b"<!--", b"x"),
        (b"<?x ", b"x"),
        (b"<", b"a"),
        (b"<![CDATA[", b"x"),
        (b"", b" "),
        (b"DATAFLOW", b","),
        (b'DATAFLOW,"', b"x"),
        (b'DATAFLOW,AREA,SEX,TIME_PERIOD,OBS_VALUE\n,"', b"x\n"),
        (b"", b"\xff"),
    ],
)
@pytest.mark.parametrize("use", [read_structures, read_envelope, read_all])
def test_what_never_ends_is_given_up_in_little_memory(
    head: bytes, again: bytes, use: Callable[[io.RawIOBase], object]
) -> None:
    stream = Endless(head, again)
    tracemalloc.start()
    try:
        with pytest.raises(BadSdmx):
            use(stream)
        assert tracemalloc.get_traced_memory()[1] < 40 * MAX_PIECE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", GOOD)
def test_the_whole_is_limited(format: Format) -> None:
    stream = io.BytesIO(GOOD[format])
    with pytest.raises(BadSdmx, match="too_large at line"):  # noqa: PT012 -- one of two
        if format in STRUCTURE:
            read_structures(stream, max_bytes=500)
        else:
            list(read_data(stream, SCHEMA, max_bytes=500))


def test_too_many_attributes() -> None:
    many = " ".join(f'a{number}="1"' for number in range(501))
    data = GOOD[Format.SPECIFIC_21].replace(b"<Obs ", f"<Obs {many} ".encode(), 1)
    with pytest.raises(BadSdmx, match="too_many_attributes"):
        read(data)


@pytest.mark.parametrize("format", XML)
def test_a_message_cut_off_anywhere_is_refused(format: Format) -> None:
    data = GOOD[format].rstrip()
    for end in range(0, len(data), 37):
        error = refused_by_reader(format, data[:end])
        assert error.key in {"sdmx.not_xml", "sdmx.not_data"}
        assert error.line == max(data[:end].count(b"\n") + 1, 1) or end == 0


def refused_by_reader(format: Format, data: bytes) -> BadSdmx:
    with pytest.raises(BadSdmx) as refusal:
        reader(format)(data)
    return refusal.value


@pytest.mark.parametrize("format", XML)
def test_encodings(format: Format) -> None:
    text = GOOD[format].decode().partition("\n")[2]
    expected = reader(format)(GOOD[format])

    def declared(name: str) -> str:
        return f'<?xml version="1.0" encoding="{name}"?>\n{text}'

    assert reader(format)(declared("UTF-16").encode("utf-16")) == expected
    assert reader(format)(text.encode("utf-8-sig")) == expected
    for name, codec in (("UTF-7", "utf-7"), ("utf-32", "utf-8"), ("nonsense", "utf-8")):
        assert refused_by_reader(format, declared(name).encode(codec)).key in {
            "sdmx.unsupported_encoding",
            "sdmx.not_xml",
            "sdmx.not_data",
        }
    broken = declared("UTF-8").encode().replace(b"TEST", b"T\xe9ST")
    error = refused_by_reader(format, broken)
    assert error.key == "sdmx.not_xml"
    assert error.line == broken[: broken.index(b"\xe9")].count(b"\n") + 1


def test_latin_1_is_read_and_a_wrong_table_refused_with_its_line() -> None:
    plain = [obs(NOTE="Sète, Alès")]
    text = written(plain, Format.SPECIFIC_21).decode().replace("UTF-8", "ISO-8859-1")
    assert read(text.encode("latin-1")) == plain
    table = written([obs(time="2019"), *plain], Format.CSV_10).decode().encode("latin-1")
    with pytest.raises(BadSdmx) as refusal:
        read(table)
    assert refusal.value.key == "table.unknown_encoding"
    assert refusal.value.line is not None


@pytest.mark.parametrize("format", GOOD)
def test_bytes_turned_over_never_surprise(format: Format) -> None:
    chance = Random(7)  # the same bytes each time
    original = GOOD[format]
    for _ in range(400):
        data = bytearray(original)
        for _ in range(chance.choice([1, 1, 2, 8])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        survives(format, bytes(data))


@pytest.mark.parametrize("format", GOOD)
def test_pieces_moved_doubled_or_dropped_never_surprise(format: Format) -> None:
    chance = Random(11)
    original = GOOD[format]
    for _ in range(300):
        a, b, c = sorted(chance.randrange(len(original)) for _ in range(3))
        moved = [original[:a], original[b:c], original[a:b], original[c:]]
        if chance.random() < 0.3:
            moved.insert(1, moved[1])
        survives(format, b"".join(moved[chance.randrange(2) :]))


@given(st.binary(max_size=300))
def test_any_bytes_never_surprise(data: bytes) -> None:
    for format in (Format.SPECIFIC_21, Format.STRUCTURE_21):
        survives(format, data)
    survives(Format.CSV_10, b"DATAFLOW,AREA,SEX,TIME_PERIOD,OBS_VALUE\n" + data)


def survives(format: Format, data: bytes) -> None:
    """Reading ends with items or with a `BadSdmx`; whatever else is a failure of the test."""
    met: list[BadSdmx] = []
    try:
        if format in STRUCTURE:
            read_structures(io.BytesIO(data))
        else:
            numbered(read_data(io.BytesIO(data), SCHEMA))
    except BadSdmx as error:
        met.append(error)
    try:
        read_envelope(io.BytesIO(data))
    except BadSdmx as error:
        met.append(error)
    assert all(error.key and error.line for error in met), met


def numbered(items: Iterator[Observation | Refusal]) -> None:
    """Nothing is skipped and nothing told twice."""
    for number, item in enumerate(items, 1):
        assert item.where.observation == number
        assert item.where.line >= 1


def test_nested_or_misplaced_elements_do_not_multiply() -> None:
    data = GOOD[Format.SPECIFIC_21].decode()
    for wrong in ("<Obs><Obs/></Obs>", "<Series/>", "<Group/>"):
        with pytest.raises(BadSdmx, match="misplaced") as refusal:
            read(data.replace("<Obs ", f"{wrong}<Obs ", 1).encode())
        assert refusal.value.line == data[: data.index("<Obs ")].count("\n") + 1
