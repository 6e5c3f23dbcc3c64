from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.period import BadPeriod, Period, following

YEARS = st.integers(1900, 2100)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        (" 2015 ", "2015-01-01", "2015-12-31"),
        ("٢٠١٥", "2015-01-01", "2015-12-31"),
        ("2014/15", "2014-01-01", "2015-12-31"),
        ("2014/2015", "2014-01-01", "2015-12-31"),
        ("1999/00", "1999-01-01", "2000-12-31"),
        ("2014-15", "2014-01-01", "2015-12-31"),
        ("2009–10", "2009-01-01", "2010-12-31"),
        ("2009 - 11", "2009-01-01", "2011-12-31"),
        ("2009 to 11", "2009-01-01", "2011-12-31"),
        ("2009–2010", "2009-01-01", "2010-12-31"),
        ("1987-1991", "1987-01-01", "1991-12-31"),
        ("1987 — 1991", "1987-01-01", "1991-12-31"),
        ("2010 to 2011", "2010-01-01", "2011-12-31"),
        ("2016/18 (baseline)", "2016-01-01", "2018-12-31"),
        ("2020 (p)", "2020-01-01", "2020-12-31"),
        ("2000 Q1", "2000-01-01", "2000-03-31"),
        ("2000-Q4", "2000-10-01", "2000-12-31"),
        ("2000q2", "2000-04-01", "2000-06-30"),
        ("Q3 2000", "2000-07-01", "2000-09-30"),
        ("2000-S2", "2000-07-01", "2000-12-31"),
        ("1993 01", "1993-01-01", "1993-01-31"),
        ("1993-02", "1993-02-01", "1993-02-28"),
        ("2010-11", "2010-11-01", "2010-11-30"),
        ("2012-M02", "2012-02-01", "2012-02-29"),
        ("2010-06-28", "2010-06-28", "2010-06-28"),
        ("2010-06-28 00:00:00", "2010-06-28", "2010-06-28"),
        ("2010-06-28/2010-07-02", "2010-06-28", "2010-07-02"),
        ("2010-06-28 to 2010-07-02", "2010-06-28", "2010-07-02"),
        ("28/06/2010", "2010-06-28", "2010-06-28"),
        ("28.6.2010", "2010-06-28", "2010-06-28"),
        ("26/02/2020-12/10/2020", "2020-02-26", "2020-10-12"),
        ("26/02/2020 – 12/10/2020", "2020-02-26", "2020-10-12"),
    ],
)
def test_the_forms_real_tables_use(text: str, start: str, end: str) -> None:
    period = Period.parse(text)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert period.label == text.strip()
    assert period.year == int(start[:4])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "period.empty"),
        ("(baseline)", "period.empty"),
        ("n/a", "period.unknown_form"),
        ("15", "period.unknown_form"),
        ("20155", "period.unknown_form"),
        ("2015.5", "period.unknown_form"),
        ("2015/16/17", "period.unknown_form"),
        ("0015", "period.year_out_of_range"),
        ("0000", "period.year_out_of_range"),
        ("9999", "period.year_out_of_range"),
        ("2014/12", "period.unclear_span"),
        ("2015/15", "period.unclear_span"),
        ("2011 to 2010", "period.ends_before_start"),
        ("02/26/2020", "period.no_such_day"),
        ("2010-02-30", "period.no_such_day"),
        ("2010-13-01", "period.no_such_day"),
        ("1993 00", "period.no_such_month"),
        ("1993 45", "period.no_such_month"),
        ("2000 Q5", "period.no_such_part"),
        ("2000 H3", "period.no_such_part"),
        ("12/10/2020-26/02/2020", "period.ends_before_start"),
    ],
)
def test_what_is_no_period_is_refused_with_what_to_write(text: str, key: str) -> None:
    with pytest.raises(BadPeriod) as refusal:
        Period.parse(text)
    assert refusal.value.key == key
    Period.parse(refusal.value.write.split(", ")[0])  # the advice itself must be readable


def test_periods_sort_by_time_and_compare_by_days() -> None:
    texts = ["2015", "2014/15", "2014 Q2", "2014", "2013-12-31", "2014-01"]
    ordered = [p.label for p in sorted(map(Period.parse, texts))]
    assert ordered == ["2013-12-31", "2014-01", "2014", "2014/15", "2014 Q2", "2015"]
    assert Period.parse("2014/15") == Period.parse("2014–2015")
    assert len({Period.parse("2000 Q1"), Period.parse("2000-Q1")}) == 1


def test_a_year_knows_that_it_is_one() -> None:
    assert Period.of_year(2015).is_year
    assert Period.of_year(2016).days == 366
    assert Period.of_year(2015) == Period.parse("2015")
    assert not Period.parse("2014/15").is_year


@given(YEARS, st.integers(1, 99))
def test_short_and_long_spans_agree(first: int, more: int) -> None:
    last = first + more
    short = f"{first}/{last % 100:02}"
    if more > 30:
        with pytest.raises(BadPeriod):
            Period.parse(short)
    else:
        assert Period.parse(short) == Period.parse(f"{first}-{last}")


@given(YEARS)
def test_the_parts_of_a_year_tile_it(year: int) -> None:
    for texts in (
        [f"{year} Q{n}" for n in range(1, 5)],
        [f"{year}-{n:02}" for n in range(1, 13)],
        [f"{year}-S{n}" for n in range(1, 3)],
    ):
        parts = [Period.parse(text) for text in texts]
        assert parts[0].start == date(year, 1, 1)
        assert parts[-1].end == date(year, 12, 31)
        assert all(following(a) == b.start for a, b in pairwise(parts))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 800))
def test_spans_of_days_are_read_both_ways(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    iso = Period.parse(f"{start}/{end}")
    local = Period.parse(f"{start:%d/%m/%Y}-{end:%d/%m/%Y}")
    assert iso == local
    assert (iso.start, iso.end, iso.days) == (start, end, length + 1)


@given(st.text("0123456789 /-–QMto().", max_size=22))
def test_any_text_is_a_period_or_the_one_named_error(text: str) -> None:
    try:
        period = Period.parse(text)
    except BadPeriod:
        return
    assert period.start <= period.end
    assert Period.parse(period.label) == period


DASHES = ("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
REMARKS = ("", " (baseline)", " (p)", "  (provisional, revised)")


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, date, date]:
    """A period in one of the forms of real tables, and the days that it means."""
    year, dash = draw(YEARS), draw(st.sampled_from(DASHES))
    form = draw(st.sampled_from(["year", "short", "long", "words", "part", "month", "day", "days"]))
    start, end = date(year, 1, 1), date(year, 12, 31)
    if form == "year":
        text = f"{year}"
    elif form in ("short", "long", "words"):
        last = year + draw(st.integers(1, 30))
        end = date(last, 12, 31)
        blank = draw(st.sampled_from(["", " "]))
        text = {
            "short": f"{year}/{last % 100:02}",
            "long": f"{year}{blank}{dash}{blank}{last}",
            "words": f"{year} to {last}",
        }[form]
    elif form == "part":
        letter, months = draw(st.sampled_from([("Q", 3), ("S", 6), ("H", 6), ("M", 1)]))
        number = draw(st.integers(1, 12 // months))
        start = date(year, (number - 1) * months + 1, 1)
        end = _month_end(date(year, number * months, 1))
        text = f"{year}{draw(st.sampled_from([' ', '-', '']))}{letter}{number}"
    elif form == "month":
        start = date(year, draw(st.integers(1, 12)), 1)
        end, text = _month_end(start), f"{start:%Y}{draw(st.sampled_from([' ', '-']))}{start:%m}"
    else:
        start = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
        end = start + timedelta(days=draw(st.integers(1, 400)) if form == "days" else 0)
        both = draw(st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]))
        between = "/" if both == "%Y-%m-%d" else draw(st.sampled_from([" – ", "-", " to "]))
        text = f"{start:{both}}" + (f"{between}{end:{both}}" if form == "days" else "")
    if draw(st.booleans()):
        text = text.translate(ARABIC)
    return draw(st.sampled_from(["", "  "])) + text + draw(st.sampled_from(REMARKS)), start, end


@given(written())
def test_what_is_written_in_any_of_the_forms_is_read_as_the_same_days(
    told: tuple[str, date, date],
) -> None:
    text, start, end = told
    period = Period.parse(text)
    assert (period.start, period.end) == (start, end)
    assert Period.parse(period.label) == period


def test_the_property_would_see_a_form_that_is_read_as_something_else() -> None:
    wrong = Period.parse("2010-11")  # a month by rule, and no span of years
    assert (wrong.start, wrong.end) != (date(2010, 1, 1), date(2011, 12, 31))
