"""Whatever a file holds: a reader gives rows or says in words why not, and never falls over.

Each reader runs here without its sandbox, so that whatever it raises is seen. Rows that come in
are rows stored, unchanged, blank or reported.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.indicators.exporting import data_of, lines
from tests.indicators.tables import AREAS, KNOWN, TODAY
from waymark.indicators.rules import metadata_read, table
from waymark.indicators.rules.exports.formats import KINDS
from waymark.indicators.rules.exports.model import Line
from waymark.indicators.rules.plan import plan
from waymark.indicators.rules.rows import Options
from waymark.indicators.rules.sources import archive, areas, blocks, document, own, own_json, sdmx
from waymark.indicators.rules.sources.beyond import Ground
from waymark.indicators.rules.sources.own_planning import plan_own
from waymark.kernel.tables import BadTable, result

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
OPTIONS = Options("umf", local=True)
BYTES = st.binary(max_size=400) | st.sampled_from([b"", b"\xff\xfe", b"PK\x03\x04", b"{" * 2000])
TEXTS = st.text(max_size=20) | st.sampled_from(
    ["umf:UMF-1.1.2", "north", "2020", "2014/15", "1e400", "-", "x", "M", "Q", "'=1", "local:W1"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
KEYS = TEXTS | st.sampled_from(
    [*("milestones", "year", "value", "note", "breakdown", "en", "period", "status", "unit")]
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)


def taken(answer: bytes) -> dict[str, int]:
    """What becomes of the answer of one of our own formats, every row of it counted."""
    head, found = blocks.read(answer)
    refused = sum(block.rows for block in found)
    if head.error is not None or head.kind != own.KIND:
        return {}
    rows = sum(len(sheet.rows) for _name, sheet in own.tables_of(head))
    source = lambda: blocks.read(answer)[1]  # noqa: E731
    done = plan_own(head, source, KNOWN, Ground(), OPTIONS, as_of=TODAY)
    counts = {str(name): count for name, count in done.counts.items()}
    assert sum(counts.values()) == rows + refused, (counts, rows, refused)
    if counts["refused"]:
        assert done.problems
    return counts


def zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return held.getvalue()


@calm
@given(BYTES)
@example(b'{"format":"waymark-indicators","series":' + b"[" * 100_000)
@example(
    b'{"format":"waymark-indicators","indicators":[],"series":[{"values":[{"note":"\\ud800"}]}]}'
)
@example(b'{"format":"waymark-indicators","indicators":[{"id":"\\ud800"}],"series":[]}')
@example(b'{"format":"waymark-indicators","indicators":[],"series":[{"values":[1e999]}]}')
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (archive.read, document.read, areas.read):
        answer = read(io.BytesIO(content))  # type: ignore[operator]
        head, found = blocks.read(answer)
        assert head.error is not None or list(found) is not None
    head, _found = blocks.read(sdmx.read(io.BytesIO(content), structures=[]))
    assert head.error is not None
    for name in ("a.csv", "a.yml", "a.md", "a.xlsx"):
        metadata_read.result(metadata_read.read(io.BytesIO(content), name=name), "en")
    for kind in ("csv", "xlsx"):
        told = table.read(io.BytesIO(content), kind=kind)
        assert ("sheet" in told) != ("error" in told)


@calm
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=6), min_size=1, max_size=6))
def test_any_table_is_planned_row_by_row(rows: list[list[str]]) -> None:
    content = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    told = table.read(io.BytesIO(content.encode(errors="replace")), kind="csv")
    try:
        sheet = result(told)
    except BadTable:
        return
    done = plan(sheet, KNOWN, Options("umf"), as_of=TODAY)
    assert sum(done.counts.values()) >= len(sheet.rows)
    if done.counts["refused"]:  # type: ignore[index]
        assert done.problems


@calm
@given(JSON, JSON, JSON, JSON)
def test_any_document_that_calls_itself_ours(series: Any, value: Any, goal: Any, more: Any) -> None:
    whole = {"indicator": "umf:UMF-1.1.2", "values": [value, {"period": "2020", "value": more}]}
    for told in (series, [series], [whole | {"target": goal}, whole | {"breakdown": more}]):
        listed = [{"id": "local:W1", "label": more, "metadata": goal}, more]
        answer = own_json.read({"series": told, "indicators": listed})
        taken(answer)


@calm
@given(st.sampled_from(["values.csv", "structure.xml", "data.csv", "waymark.json"]), BYTES | TEXTS)
def test_any_piece_of_an_archive_of_ours(name: str, piece: bytes | str) -> None:
    content = piece if isinstance(piece, bytes) else piece.encode(errors="replace")
    files = {"datapackage.json": b"{}", "values.csv": b"indicator,period,value\nx,2020,1\n"}
    structure = {"structure.xml": b"<a/>", "data.csv": b"DATAFLOW\n", "data/indicator_1-1.csv": b""}
    for held in (files, structure, {"waymark.json": b'{"indicators":{},"targets":[1,{}]}'}):
        taken(archive.read(io.BytesIO(zipped({**held, name: content}))))


EXPORTS = ("json", "data-package", "open-sdg", "sdmx-ml-2.1", "sdmx-csv-2.0")


@settings(calm, max_examples=40)
@given(found=lines(), kind=st.sampled_from(EXPORTS), where=st.floats(0, 1), piece=BYTES)
def test_a_file_of_ours_with_a_piece_of_it_spoilt(
    found: list[Line], kind: str, where: float, piece: bytes
) -> None:
    held = io.BytesIO()
    KINDS[kind].write(data_of(found), held)
    read: Callable[[Any], bytes] = document.read if kind == "json" else archive.read
    whole = taken(read(io.BytesIO(held.getvalue())))
    assert sum(whole.values()) >= sum(len(line.values) for line in found)

    def spoilt(content: bytes) -> bytes:
        at = int(where * len(content))
        return content[:at] + piece[:40] + content[at + len(piece) // 2 :]

    if kind == "json":
        taken(read(io.BytesIO(spoilt(held.getvalue()))))
        return
    with zipfile.ZipFile(held) as archived:
        files = {name: archived.read(name) for name in archived.namelist()}
    for name in files:
        taken(read(io.BytesIO(zipped({**files, name: spoilt(files[name])}))))


def test_a_row_that_goes_lost_is_noticed() -> None:
    series = [{"indicator": "umf:UMF-1.1.2", "values": [{"period": "2020", "value": 1.0}]}]
    answer = own_json.read({"series": series, "indicators": []})
    assert taken(answer)["added"] == 1
    assert AREAS
    head, _found = blocks.read(answer)
    name, sheet = own.tables_of(head)[0]
    short = {**sheet.as_json(), "numbers": []}
    head.facts["tables"] = [[name, short]]
    with pytest.raises(blocks.BadAnswer):
        taken(blocks.write(head, ()))
