"""Which codes go together, from a table."""

from __future__ import annotations

import pytest

from tests.kernel.sdmx_examples import SCHEMA, obs
from waymark.kernel.sdmx import BadSdmx, Reason
from waymark.kernel.sdmx.constraints import Constraints, against, read_constraints
from waymark.kernel.tables import read_csv

TABLE = b"""series,component,codes
XX,SEX,F
XX,SEX,M
XX,MULT,0 3
*,STATUS,A E
"""


def load(data: bytes) -> Constraints:
    return read_constraints(read_csv(data), SCHEMA, on="AREA")


def test_rows_of_one_series_add_up_and_a_star_holds_for_all() -> None:
    found = load(TABLE)
    assert found.allowed["XX"] == {"SEX": frozenset("FM"), "MULT": frozenset("03")}
    assert against(obs(sex="F", MULT="3"), found, SCHEMA) == ()
    assert against(obs(sex="_T", MULT="-1", STATUS="O"), found, SCHEMA) == (
        Reason("sdmx.not_allowed_here", "STATUS", "O"),
        Reason("sdmx.not_allowed_here", "SEX", "_T"),
        Reason("sdmx.not_allowed_here", "MULT", "-1"),
    )
    assert against(obs(area="YY", sex="_T", MULT="-1"), found, SCHEMA) == ()
    assert against(obs(sex="F"), found, SCHEMA) == ()  # what is not said breaks no rule


@pytest.mark.parametrize(
    ("data", "key", "row"),
    [
        (b"series,codes\nXX,F\n", "sdmx.constraint_header", 1),
        (TABLE + b"XX,COLOUR,red\n", "sdmx.unknown_component", 6),
        (TABLE + b"ZZ,SEX,F\n", "sdmx.unknown_code", 6),
        (TABLE + b"\nXX,SEX,F X\n", "sdmx.unknown_code", 7),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_its_row(data: bytes, key: str, row: int) -> None:
    with pytest.raises(BadSdmx) as refusal:
        load(data)
    assert (refusal.value.key, refusal.value.line) == (key, row)


def test_the_series_must_be_a_dimension() -> None:
    with pytest.raises(BadSdmx, match="unknown_component"):
        read_constraints(read_csv(TABLE), SCHEMA, on="SERIES")
