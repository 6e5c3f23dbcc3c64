"""What we write, read by two programs that we did not write: sdmx1 and pysdmx.

They live in an environment of their own: `.venv/bin/python -m tools.readers` makes it.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.sdmx_examples import (
    DATA_FILE,
    DSD,
    HEADER,
    SCHEMA,
    SMALL,
    obs,
    rwanda_schema,
)
from tests.readers_needed import need_readers
from tools import readers
from waymark.kernel.sdmx import (
    DATA,
    Format,
    Observation,
    Ref,
    Schema,
    Structures,
    error_message,
    read_data,
    read_structures,
    write_data,
    write_structures,
)
from waymark.kernel.sdmx.model import Dataflow

pytestmark = pytest.mark.slow
HARD = [
    "Citizens' satisfaction",
    "L'été, c'est l'année",
    'he said "so"',
    "a & b < c > d ]]>",
    "القاهرة",
    "北京市",
    "नई दिल्ली",
    "🏙️ a;b|c",
]
OBSERVATIONS = [
    obs(area, sex, str(2000 + number), str(number - 3), NOTE=text, WARN='l\'eau & "air"')
    for area in ("XX", "YY")
    for sex in ("F", "M")
    for number, text in enumerate(HARD)
] + [obs(sex="_T", value=None), obs(sex="_T", time="2020-Q2", value="-0.5", MULT="-1")]


def write_all(
    folder: Path, structures: Structures, schema: Schema, observations: list[Observation]
) -> None:
    """One file of each format, and the structure in both versions."""
    for format in DATA:
        path = folder / f"{format.name}{'.csv' if format.is_csv else '.xml'}"
        path.write_bytes(b"".join(write_data(observations, schema, HEADER, format=format)))
    for name, form in (("", Format.STRUCTURE_21), ("_30", Format.STRUCTURE_30)):
        pieces = write_structures(structures, HEADER, format=form)
        (folder / f"structure{name}.xml").write_bytes(b"".join(pieces))
    (folder / "error.xml").write_bytes(error_message(140, "Syntax error: 'l'été' & <more>"))


def others(folder: Path) -> dict[str, Any]:
    """What the other programs find in that folder."""
    need_readers()
    done = subprocess.run(
        [readers.SDMX.python(), "-W", "ignore", "tests/readers/read.py", folder],
        cwd=readers.ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ours(schema: Schema, observations: list[Observation]) -> list[dict[str, str]]:
    """The observations in the form in which the other programs give them."""
    rows = []
    for one in observations:
        row = {**one.attributes, **dict(zip(schema.dimensions, one.key, strict=True))}
        if one.value is not None:
            row["OBS_VALUE"] = repr(float(one.value))
        rows.append(row)
    return sorted(rows, key=lambda row: sorted(row.items()))


def contents(structures: Structures) -> dict[str, list[str]]:
    """The structures in that form."""
    found: dict[str, list[str]] = {one.ref.id: [] for one in structures.dataflows}
    for listed in structures.codelists:
        found[listed.ref.id] = [code.id for code in listed.codes]
    for scheme in structures.concept_schemes:
        found[scheme.ref.id] = [concept.id for concept in scheme.concepts]
    for structure in structures.data_structures:
        found[structure.ref.id] = [part.id for part in structure.components()]
    return found


def compare(found: dict[str, Any], structures: Structures, rows: list[dict[str, str]]) -> None:
    assert {name: said for name, said in found["schema"].items() if said} == {}
    assert len(found["schema"]) == 6
    assert set(found["pysdmx structures"]) == {"structure.xml", "structure_30.xml"}
    assert set(found["sdmx1 structures"]) == {"structure.xml"}
    for reader in ("pysdmx structures", "sdmx1 structures"):
        for name, held in found[reader].items():
            expected = contents(structures)
            assert held.keys() == expected.keys(), (reader, name)
            assert {k: sorted(v) for k, v in held.items()} == {
                k: sorted(v) for k, v in expected.items()
            }, (reader, name)
    assert len(found["pysdmx"]) == len(DATA)
    assert len(found["sdmx1"]) == len(DATA) - 1
    for reader in ("pysdmx", "sdmx1"):
        for name, read in found[reader].items():
            drops = (reader, name) == ("sdmx1", "CSV_20.csv")  # line ends inside a cell (2.28)
            assert read == (in_one_line(rows) if drops else rows), (reader, name)


def in_one_line(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    joined = [{name: "".join(text.splitlines()) for name, text in row.items()} for row in rows]
    return sorted(joined, key=lambda row: sorted(row.items()))


def test_hard_texts_arrive_whole(tmp_path: Path) -> None:
    write_all(tmp_path, SMALL, SCHEMA, OBSERVATIONS)
    compare(others(tmp_path), SMALL, ours(SCHEMA, OBSERVATIONS))


@pytest.mark.skipif(not DSD.exists(), reason=f"NOT CHECKED with an office's own data: no {DSD}")
def test_an_offices_data_arrive_whole(tmp_path: Path) -> None:
    with DSD.open("rb") as stream:
        structures = read_structures(stream).structures
    schema = rwanda_schema()
    flow = Dataflow(Ref("NISR-SDGs", "DF_SDG"), {"en": "SDG"}, schema.structure.ref)
    schema = Schema(schema.structure, schema.codes, flow.ref)
    with DATA_FILE.open("rb") as stream:
        items = list(read_data(stream, schema))
    taken = [item for item in items if isinstance(item, Observation)]
    whole = Structures.of([*structures.all(), flow])
    write_all(tmp_path, whole, schema, taken)
    compare(others(tmp_path), whole, ours(schema, taken))


def test_a_message_that_breaks_the_schema_is_seen(tmp_path: Path) -> None:
    need_readers()
    write_all(tmp_path, SMALL, SCHEMA, OBSERVATIONS)
    path = tmp_path / "GENERIC_21.xml"
    path.write_bytes(path.read_bytes().replace(b"<mes:Prepared>", b"<mes:Prepared>some day "))
    done = subprocess.run(
        [readers.SDMX.python(), "tests/readers/read.py", tmp_path],
        cwd=readers.ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0 or json.loads(done.stdout)["schema"][path.name]


def test_where_the_readers_are_missing_the_tests_say_so_and_in_ci_they_fail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readers, "SDMX", readers.Readers("none", "requirements.txt"))
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="other readers of SDMX"):
        need_readers()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI must have it"):
        need_readers()
