"""Periods as SDMX writes them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.period import BadPeriod, Period
from waymark.kernel.sdmx import parse_time, write_time


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015Z", "2015-01-01", "2015-12-31"),
        ("2015-A1", "2015-01-01", "2015-12-31"),
        ("2015-S2", "2015-07-01", "2015-12-31"),
        ("2015-T2", "2015-05-01", "2015-08-31"),
        ("2015-Q1", "2015-01-01", "2015-03-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-M02", "2016-02-01", "2016-02-29"),
        ("2015-W53", "2015-12-28", "2016-01-03"),
        ("2016-D366", "2016-12-31", "2016-12-31"),
        ("2015-06-30", "2015-06-30", "2015-06-30"),
        ("2015-06-30T23:59:59.5+02:00", "2015-06-30", "2015-06-30"),
        ("2014-07-01/P1Y", "2014-07-01", "2015-06-30"),
        ("2014-07-01T00:00:00/P18M", "2014-07-01", "2015-12-31"),
        ("2014-07-01/P1Y2M3D", "2014-07-01", "2015-09-03"),
        ("2014-07-01/P10D", "2014-07-01", "2014-07-10"),
    ],
)
def test_forms(text: str, start: str, end: str) -> None:
    found = parse_time(text)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)
    assert found.label == text
    assert parse_time(write_time(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15",
        "2015/16",
        "2015-13",
        "2015-00",
        "2015-02-29",
        "2015-Q5",
        "2015-Q0",
        "2015-S3",
        "2015-W54",
        "2015-W00",
        "2015-D366",
        "2015-D000",
        "2015-Q01",
        "2015-06-30T25:00:00",
        "2014-07-01/P",
        "2014-07-01/P0D",
        "2014-01-31/P1M",
        "2014-07-01/PT1H",
        "9999-01-01/P999Y",
        "٢٠١٥",
        "2015\n",
        "1799",
        "2201",
        "0000",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadPeriod):
        parse_time(text)


DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31))


@given(start=DAYS, days=st.integers(0, 4000))
def test_every_period_can_be_written(start: date, days: int) -> None:
    end = min(start + timedelta(days=days), date(2200, 12, 31))
    period = Period(start, end, "x")
    assert parse_time(write_time(period)) == period


@given(year=st.integers(1800, 2199), month=st.integers(1, 12), count=st.integers(1, 40))
def test_whole_months_are_written_as_such(year: int, month: int, count: int) -> None:
    after = date(year + (month + count - 1) // 12, (month + count - 1) % 12 + 1, 1)
    period = Period(date(year, month, 1), after - timedelta(days=1), "x")
    text = write_time(period)
    assert "D" not in text
    assert parse_time(text) == period


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2015", "2015"),
        ("2014/15", "2014-01-01/P2Y"),
        ("2000 Q1", "2000-Q1"),
        ("1993 01", "1993-01"),
        ("1987-1991", "1987-01-01/P5Y"),
        ("2010-06-28", "2010-06-28"),
        ("26/02/2020-12/10/2020", "2020-02-26/P230D"),
    ],
)
def test_periods_as_offices_write_them_become_sdmx(written: str, text: str) -> None:
    period = Period.parse(written)
    assert write_time(period) == text
    assert parse_time(text) == period
