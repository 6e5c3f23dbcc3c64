"""The tables of what always holds, and of edge cases, name tests that are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs/reference"
NAME = re.compile(r"`((?:tests/[\w/]+\.py)|(?:test_\w+))`")


@cache
def known() -> frozenset[str]:
    """Every test function, and every file of tests by its name and its path."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        found |= {path.stem, path.relative_to(ROOT).as_posix()}
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.add(node.name)
    return frozenset(found)


def rows(page: str) -> list[list[str]]:
    """The cells of each row of a page's tables, without their heads."""
    lines = [line for line in (PAGES / page).read_text().splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if not set("".join(row)) <= set("-: ")]


def missing(text: str) -> list[str]:
    return [name for name in NAME.findall(text) if name not in known()]


@pytest.mark.parametrize("page", ["invariants.md", "edge-cases.md"])
def test_a_table_names_no_test_that_is_not_there(page: str) -> None:
    text = (PAGES / page).read_text()
    assert len(NAME.findall(text)) > 20
    assert missing(text) == []
    assert missing("`test_of_something_that_nobody_wrote`"), "the control"


def test_each_of_the_sixteen_has_its_tests_and_its_control() -> None:
    table = {row[0]: row for row in rows("invariants.md") if row[0].isdecimal()}
    assert sorted(table, key=int) == [str(number) for number in range(1, 17)]
    for number, _what, tests, control in table.values():
        assert NAME.findall(tests), number
        assert NAME.findall(control), number


def test_each_machine_is_on_the_page() -> None:
    text = (PAGES / "invariants.md").read_text()
    machines = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"explore\(|run_state_machine_as_test\(", path.read_text())
        and path.name != "test_controls.py"
        and path != Path(__file__)
    ]
    assert len(machines) >= 5
    assert [name for name in machines if f"`{name}`" not in text] == []
