"""docs/reference/sdmx.md names every fault that can be met."""

from __future__ import annotations

import re
from pathlib import Path

from waymark.kernel.sdmx import DATA, STRUCTURE
from waymark.kernel.sdmx.query import DETAILS, ERRORS, REFERENCES, RESOURCES, STRUCTURE_DETAILS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/sdmx.md").read_text("utf-8")
KEY = re.compile(r'"((?:sdmx|table)\.[a-z_]+)"')


def undocumented(source: str) -> set[str]:
    return {key for key in KEY.findall(source) if f"`{key}`" not in PAGE}


def test_every_key_is_explained() -> None:
    files = sorted((ROOT / "waymark/kernel/sdmx").glob("*.py"))
    sources = "".join(path.read_text("utf-8") for path in files)
    assert len(set(KEY.findall(sources))) > 40
    assert undocumented(sources) == set()
    assert undocumented('raise BadSdmx("sdmx.never_heard_of")') == {"sdmx.never_heard_of"}


def test_every_format_and_every_word_of_a_question_is_named() -> None:
    for format in (*DATA, *STRUCTURE):
        kind, _, version = format.value.partition(";")
        assert format.value in PAGE or (kind in PAGE and version in PAGE)
    for word in (*RESOURCES, *DETAILS, *STRUCTURE_DETAILS, *REFERENCES):
        assert f"`{word}`" in PAGE
    told = set(re.findall(r"^\| (\d{3}) \| \d{3} \|", PAGE, re.MULTILINE))
    assert told <= {str(code) for code in ERRORS}
    for code in told:
        assert f"| {code} | {ERRORS[int(code)][0]} |" in PAGE
