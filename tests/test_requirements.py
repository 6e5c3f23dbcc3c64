"""docs/requirements.csv tells the truth about where things are and what proves them."""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "requirements.csv"
STATES = {"done", "partly", "open"}


def rows() -> list[dict[str, str]]:
    with FILE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def proof_exists(test: str) -> bool:
    """Whether "tests/x/test_y.py::test_name" names a test that is there."""
    path, _, name = test.partition("::")
    if not name or not (ROOT / path).is_file():
        return False
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    return name in {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def test_the_table_has_its_columns_and_each_id_once() -> None:
    found = rows()
    assert found
    assert set(found[0]) == {"id", "status", "where", "test"}
    ids = [row["id"] for row in found]
    assert len(ids) == len(set(ids))
    assert {row["status"] for row in found} <= STATES


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_what_is_done_names_its_page_and_a_test_that_exists(row: dict[str, str]) -> None:
    if row["status"] == "done":
        assert row["where"]
    for test in row["test"].split():
        assert proof_exists(test), test
    assert row["test"] or row["status"] == "open"


def test_a_proof_that_is_not_there_is_noticed() -> None:
    assert not proof_exists("tests/test_requirements.py::test_of_something_else")
    assert not proof_exists("tests/nowhere.py::test_it")
    assert proof_exists("tests/test_requirements.py::test_a_proof_that_is_not_there_is_noticed")
