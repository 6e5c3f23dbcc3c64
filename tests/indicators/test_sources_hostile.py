"""Whatever the bytes are, a reader of sources answers, and a plan counts every row once."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.base.test_files_data import LAUGHS
from tests.indicators.repositories import SITE, packed, wards
from tests.indicators.sdmx_files import data_file, row, structure_file
from tests.indicators.tables import KNOWN
from waymark.indicators.rules.rows import Options
from waymark.indicators.rules.sources import areas, blocks, opensdg, sdmx
from waymark.indicators.rules.sources.beyond import Ground
from waymark.indicators.rules.sources.planning import plan_source
from waymark.kernel.sdmx import Format

TODAY = date(2026, 3, 2)
ROWS = [row(str(number), str(2000 + number), sex=sex) for number in range(4) for sex in "FM"]


@cache
def kept() -> str:
    """The path of a structure."""
    path = Path(mkdtemp()) / "dsd.xml"
    path.write_bytes(structure_file())
    return str(path)


def read_sdmx(data: bytes) -> bytes:
    structures = [{"id": "1", "path": kept(), "refs": "OFFICE:SDG(1.3) OFFICE:DF_SDG(1.0)"}]
    return sdmx.read(io.BytesIO(data), structures=structures, name="d")


def read_site(data: bytes) -> bytes:
    return opensdg.read(io.BytesIO(data))


def read_areas(data: bytes) -> bytes:
    return areas.read(io.BytesIO(data))


WHOLE: dict[str, tuple[Callable[[bytes], bytes], bytes]] = {
    "site": (read_site, packed()),
    "xml": (read_sdmx, data_file(ROWS)),
    "generic": (read_sdmx, data_file(ROWS, Format.GENERIC_21)),
    "csv": (read_sdmx, data_file(ROWS, Format.CSV_20)),
    "areas": (read_areas, wards("A", "B")),
}


def accounted(answer: bytes) -> int:
    """Plan what was read; every row is counted once. Returns how many rows there are."""
    head, found = blocks.read(answer)
    rows = sum(block.rows for block in found)
    if head.error is not None:
        assert head.error.key
        return rows
    planned = plan_source(
        head,
        lambda: blocks.read(answer)[1],
        KNOWN,
        Ground(),
        Options("sdg", local=True),
        as_of=TODAY,
    )
    assert sum(planned.counts.values()) == rows
    assert all(one.key for one in (*planned.problems, *planned.warnings))
    return rows


@pytest.mark.parametrize("kind", WHOLE)
def test_the_whole_files_are_read(kind: str) -> None:
    read, data = WHOLE[kind]
    assert accounted(read(data)) == {"site": 6, "areas": 0}.get(kind, len(ROWS))


@pytest.mark.parametrize("kind", WHOLE)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6))
@settings(max_examples=60)
def test_damaged_files_are_answered(kind: str, changes: list[tuple[int, int]]) -> None:
    read, data = WHOLE[kind]
    content = bytearray(data)
    for place, byte in changes:
        content[place % len(content)] = byte
    accounted(read(bytes(content)))


@pytest.mark.parametrize("kind", WHOLE)
@given(st.binary(max_size=200), st.integers(0, 10**6))
@settings(max_examples=40)
def test_cut_files_with_rubbish_are_answered(kind: str, rubbish: bytes, place: int) -> None:
    read, data = WHOLE[kind]
    accounted(read(data[: place % len(data)] + rubbish))


CELLS = st.sampled_from(
    ["", "2015", "1e999", "=1+1", "-", "x", "Women+", "N1", "٢٠١٥", "9" * 40, "nan"]
)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=8)


@given(TABLES)
@settings(max_examples=80)
def test_no_row_of_a_site_is_lost(rows: list[tuple[str, ...]]) -> None:
    lines = ["Year,Sex,GeoCode,Units,Value", *(",".join(cells) for cells in rows)]
    data = "\n".join(lines).encode()
    filled = sum(any(cells) for cells in rows)
    answer = read_site(packed({"data/indicator_6-1-1.csv": data}))
    head, found = blocks.read(answer)
    assert head.error is None
    assert sum(block.rows for block in found) == filled
    accounted(answer)


@pytest.mark.parametrize(
    ("read", "data", "key"),
    [
        (read_sdmx, LAUGHS, "sdmx.not_data"),
        (read_sdmx, b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "sdmx.doctype"),
        (read_sdmx, b"<a>" * 100, "sdmx.not_data"),
        (read_areas, b'{"type":"FeatureCollection","features":' + b"[" * 9000, "boundary.not_json"),
        (read_site, packed({f"../{name}": data for name, data in SITE.items()}), ""),
    ],
)
def test_hostile_files_are_named(read: Callable[[bytes], bytes], data: bytes, key: str) -> None:
    head, _found = blocks.read(read(data))
    assert head.error is not None
    assert key in ("", "sdmx.not_data") or head.error.key == key
