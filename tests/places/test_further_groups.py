"""Further groups of countries: a file row by row, dates, a dry run."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from waymark.places.commands import country_groups
from waymark.places.models import CountryGroup, FurtherGroup
from waymark.places.queries import groups_of
from waymark.places.rules.further import COLUMNS, Membership, read_memberships

HEAD = ",".join(COLUMNS)
KNOWN = {"KE": "KE", "KEN": "KE", "404": "KE", "NP": "NP"}
GOOD = ("income-low", "Low income", "KE", "2020-07-01", "2023-07-01", "A list")


def read(*rows: tuple[str, ...], header: tuple[str, ...] = COLUMNS) -> Any:
    return read_memberships(header, list(enumerate(rows, 2)), KNOWN)


@pytest.mark.parametrize(
    ("column", "text", "key"),
    [
        ("group", "Low income", "group.code"),
        ("group", "", "group.code"),
        ("group", "ldc", "group.reserved"),
        ("name", "", "name.missing"),
        ("country", "XQ", "country.unknown"),
        ("from", "1 July", "from.no_day"),
        ("until", "2020-07-01", "until.too_early"),
        ("until", "never", "until.no_day"),
        ("source", "", "source.missing"),
    ],
)
def test_a_row_is_refused_by_column_and_the_others_are_read(
    column: str, text: str, key: str
) -> None:
    bad = tuple(text if name == column else cell for name, cell in zip(COLUMNS, GOOD, strict=True))
    found = read(bad, (GOOD[0], GOOD[1], "NP", "", "", "A list"))
    assert [(one.row, one.column, one.key) for one in found.faults] == [(2, column, key)]
    assert [one.country for one in found.held] == ["NP"]
    assert read(GOOD).faults == (), "the control: the row as it was is read"


def test_other_columns_no_row_and_two_names_are_refused() -> None:
    assert [one.key for one in read(header=("group", "country")).faults] == ["columns"]
    assert [one.key for one in read().faults] == ["empty"]
    other = ("income-low", "Lowest income", "NP", "", "", "A list")
    assert [one.key for one in read(GOOD, other).faults] == ["name.differs"]


DAYS = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2020, 3, 1)))


@given(st.lists(st.tuples(DAYS, DAYS), max_size=6))
def test_on_no_day_is_a_country_twice_in_a_group(terms: list[tuple[Any, Any]]) -> None:
    rows = [
        ("g", "G", "KE", *(day.isoformat() if day else "" for day in term), "S") for term in terms
    ]
    held = read(*rows).held if rows else ()

    def holds(one: Membership, day: date) -> bool:
        begun = one.since is None or one.since <= day
        return begun and (one.until is None or day < one.until)

    for number in range(-40, 100):
        day = date(2020, 1, 1) + timedelta(days=number)
        assert sum(holds(one, day) for one in held) <= 1


def take(tmp_path: Path, *rows: tuple[str, ...], flags: tuple[str, ...] = ()) -> Any:
    file, report = tmp_path / "groups.csv", tmp_path / "report.json"
    lines = [HEAD, *(",".join(row) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = CliRunner().invoke(country_groups, ["take", str(file), "--report", str(report), *flags])
    return done.exit_code, json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_a_file_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    kenya, nepal = factories.make_country("KE"), factories.make_country("NP")
    CountryGroup.objects.create(country=kenya, group="sids", source="UN")
    later = ("income-low", "Low income", kenya.iso3, "2025-01-01", "", "A list")
    dry = take(tmp_path, GOOD, later, flags=("--dry-run",))
    assert dry[0] == 0
    assert [len(one["added"]) for one in dry[1]["groups"]] == [2]
    assert not dry[1]["taken"]
    bad = take(tmp_path, GOOD, ("income-low", "Low income", "XQ", "", "", "A list"))
    assert bad[0] == 2
    refused = bad[1]["refused"][0]
    assert (refused["row"], refused["column"], refused["value"]) == (3, "country", "XQ")
    assert not FurtherGroup.objects.exists(), "neither took anything"
    assert take(tmp_path, GOOD, later)[1]["taken"]
    on = [date(2020, 6, 30), date(2020, 7, 1), date(2023, 7, 1), date(2025, 1, 1)]
    assert ["income-low" in groups_of(None, kenya, day) for day in on] == [False, True, False, True]
    assert "sids" in groups_of(None, kenya, on[0]), "other groups stay"
    again = take(tmp_path, GOOD, ("income-low", "Low income", "NP", "", "", "A list"))[1]["groups"]
    counts = [(len(one["added"]), len(one["removed"]), one["kept"]) for one in again]
    assert counts == [(1, 1, 1)]
    assert "income-low" in groups_of(None, nepal, timezone.localdate())
    listed = CliRunner().invoke(country_groups, ["list"]).output
    assert listed.split("\t") == ["income-low", "Low income", "1\n"]
