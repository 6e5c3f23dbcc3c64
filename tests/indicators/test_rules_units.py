"""Series that differ in their unit, dimensions without a vocabulary, entries in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.tables import KNOWN, after, counts, keys, plan_of
from waymark.indicators.rules.facts import Indicator, Known, Series, Value
from waymark.indicators.rules.find import same_unit
from waymark.indicators.rules.gaps import GroupPoint, gaps
from waymark.indicators.rules.groups import read_dimension
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.rules.suppression import Cell, Mark
from waymark.indicators.rules.unit_choice import main_unit, settle
from waymark.indicators.rules.wholes import suppress, suppress_units

WATER, OUTPUT = "umf:UMF-1.1.2", "umf:UMFX-2.3.a"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("%", "Per cent", True),
        ("ug/m3", "\u00b5g/m\u00b3", True),
        ("\u03bcg/m3", "\u00b5g/m3", True),
        ("per 100 000 people", "per 100,000 people", True),
        ("per 100 000 people", "per 1 000 people", False),
        ("per 1 000 people", "per 10 00 people", False),
        ("EUR", " eur ", True),
        ("EUR", "million EUR", False),
        ("km", "km2", False),
    ],
)
def test_units_that_mean_the_same(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same


def test_a_blank_unit_follows_from_what_is_there() -> None:
    assert settle("", {}, {}, "%") == "%"
    assert settle("", {}, {"eur": "EUR"}, "currency") == "EUR"
    assert settle("", {"usd": "USD"}, {"eur": "EUR", "usd": "USD"}, "currency") == "USD"
    assert settle("", {"": "", "eur": "EUR"}, {}, "") == ""
    assert settle("eur", {"eur": "EUR"}, {}, "") == "EUR"
    assert settle("percent", {}, {}, "%") == "%"
    for own, near in (({"eur": "EUR", "usd": "USD"}, {}), ({}, {"eur": "EUR", "usd": "USD"})):
        with pytest.raises(Unreadable) as wrong:
            settle("", own, near, "%")
        assert (wrong.value.key, wrong.value.params) == ("unit.which", {"options": "EUR, USD"})


def test_another_unit_is_another_series_and_is_said() -> None:
    known = after(KNOWN, plan_of("indicator,period,value\nUMF-1.1.2,2020,81\n"))
    done = plan_of(
        "indicator,period,value,unit\nUMF-1.1.2,2020,5000,people\nUMF-1.1.2,2021,6000,People\n"
        "UMF-1.1.2,2021,82,percent\n",
        known,
    )
    assert counts(done) == {"added": 3}
    assert [change.series.unit for change in done.values] == ["people", "people", "%"]
    assert [warning.key for warning in done.warnings] == ["unit.new"]
    again = after(known, done)
    unsaid = plan_of("indicator,period,value\nUMF-1.1.2,2022,83\n", again)
    assert keys(unsaid) == [("unit.which", 2, None)]
    assert unsaid.problems[0].params["options"] == "%, people"
    split = plan_of("indicator,sex,period,value,unit\nUMF-1.1.2,F,2022,83,%\n", again)
    assert not split.warnings


def test_a_unit_is_heard_wherever_in_the_file_it_stands() -> None:
    text = "indicator,period,value,unit\nUMFX-2.3.a,2020,1,\nUMFX-2.3.a,2021,2,EUR\n"
    done = plan_of(text)
    assert {change.series for change in done.values} == {Series(OUTPUT, unit="EUR")}
    several = plan_of(text + "UMFX-2.3.a,2021,3,USD\n")
    assert keys(several) == [("unit.which", 2, None)]
    again = plan_of(text + "UMFX-2.3.a,2021,3,USD\n", after(KNOWN, several))
    assert counts(again) == {"refused": 1, "unchanged": 2}


UNITS = st.sampled_from(["", "EUR", "eur", "USD", "%", "per cent", "5"])
GROUPS = st.sampled_from(["", "Clerks", "Total", "clerks"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["UMF-1.1.2", "UMFX-2.3.a", "W1"]),
        st.sampled_from(["", "F"]),
        GROUPS,
        st.sampled_from(["2019", "2020"]),
        UNITS,
    ),
    max_size=12,
)
UNLISTED = Known((*KNOWN.indicators, Indicator("local", "W1")), KNOWN.areas)


@settings(max_examples=150)
@given(ROWS, ROWS)
def test_whatever_the_units_nothing_is_lost_and_a_second_time_changes_nothing(
    before: list[tuple[str, ...]], rows: list[tuple[str, ...]]
) -> None:
    header = "indicator,sex,breakdown: occupation,period,unit,value\n"
    known = UNLISTED
    for number, lines in enumerate((before, rows)):
        text = header + "".join(",".join(line) + f",{number}\n" for line in lines)
        done = plan_of(text, known)
        assert sum(done.counts.values()) == len(lines)
        known = after(known, done)
        again = plan_of(text, known)
        assert not again.changes
        assert again.problems == done.problems
        assert after(known, again) == known


def test_a_column_can_be_said_to_be_a_breakdown_and_is_known_from_then_on() -> None:
    text = "indicator,Race/ Ethnicity,period,value\nUMF-1.1.2,Group  one,2020,81\n"
    assert keys(plan_of(text)) == [("columns.unknown", None, 2)]
    done = plan_of(text, breakdowns=["Race/ Ethnicity"])
    assert done.values[0].series.dims == (("race/ethnicity", "Group one"),)
    known = after(KNOWN, done)
    assert known.breakdowns == {"race/ethnicity"}
    assert counts(plan_of(text.replace("Race/ Eth", "race/eth"), known)) == {"unchanged": 1}
    marked = plan_of(text.replace("Race/ Ethnicity", "breakdown: race/ethnicity"))
    assert marked.values == done.values


def test_a_breakdown_with_a_vocabulary_goes_there_and_an_area_is_no_breakdown() -> None:
    done = plan_of("indicator,breakdown: Gender,period,value\nUMF-1.1.2,F,2020,81\n")
    assert done.values[0].series.dims == (("sex", "female"),)
    twice = plan_of("indicator,sex,breakdown: sex,period,value\nUMF-1.1.2,F,F,2020,81\n")
    assert keys(twice) == [("columns.twice", None, 3)]
    for name, key in (("District", "dimension.area"), ("", "dimension.empty")):
        wrong = plan_of(f"indicator,breakdown: {name},period,value\nUMF-1.1.2,x,2020,81\n")
        assert [problem.key for problem in wrong.problems] == [key]
    with pytest.raises(Unreadable):
        read_dimension("x" * 81)


def test_words_for_everybody_and_long_words_in_any_breakdown() -> None:
    header = "indicator,breakdown: series,period,value\n"
    done = plan_of(header + "UMF-1.1.2,Total,2020,81\nUMF-1.1.2," + "x" * 121 + ",2020,1\n")
    assert done.values[0].series.dims == ()
    assert keys(done) == [("group.too_long", 3, 2)]


def test_an_entry_in_words_has_no_number() -> None:
    done = plan_of(
        "indicator,period,value,text,status,source type\n"
        "UMF-1.1.2,2019,,Wells are clean,,qualitative\nUMF-1.1.2,2020,81,Wells,,\n"
        "UMF-1.1.2,2021,,Wells,M,\nUMF-1.1.2,2022,82,,,Household Survey\n"
        "UMF-1.1.2,2023,82,,,hearsay\n"
    )
    assert [change.after for change in done.values] == [
        Value("2019", None, text="Wells are clean", source_type="qualitative"),
        Value("2022", 82.0, source_type="survey"),
    ]
    assert keys(done) == [
        ("entry.with_value", 3, 4),
        ("entry.with_value", 4, 4),
        ("source_type.unknown", 6, 6),
    ]
    known = after(KNOWN, done)
    number = plan_of("indicator,period,value\nUMF-1.1.2,2019,80\n", known)
    assert number.values[0].after == Value("2019", 80.0, source_type="qualitative")
    words = plan_of("indicator,period,text\nUMF-1.1.2,2022,Now in words\n", known)
    assert words.values[0].after == Value("2022", None, text="Now in words", source_type="survey")
    wide = plan_of("indicator,text,2020\nUMF-1.1.2,Wells,81\n")
    assert keys(wide) == [("columns.wide_and_long", None, None)]


def test_gaps_never_mix_units() -> None:
    points = [
        GroupPoint("sex", "female", 2020, 40.0, "%"),
        GroupPoint("sex", "male", 2020, 50.0, "per cent"),
        GroupPoint("sex", "female", 2020, 4000.0, "people"),
        GroupPoint("sex", "male", 2020, 6000.0, "people"),
    ]
    assert [(gap.size, gap.high.unit) for gap in gaps(points)] == [
        (10.0, "per cent"),
        (2000.0, "people"),
    ]


def test_the_unit_shown_first() -> None:
    assert main_unit({}, "%") == "%"
    assert main_unit({"EUR": 9, "per cent": 1}, "%") == "per cent"
    assert main_unit({"EUR": 1, "USD": 3}, "currency") == "USD"


def test_what_is_withheld_in_one_unit_is_withheld_in_all() -> None:
    women, men, all_ = ("", (("sex", "female"),)), ("", (("sex", "male"),)), ("", ())
    people = {
        women: Cell(4.0, True),
        men: Cell(96.0, True),
        all_: Cell(100.0, True),
    }
    shares = {women: Cell(4.0), men: Cell(96.0)}
    marks = suppress_units({"people": people, "%": shares}, {})
    assert marks["people"][women] is Mark.PRIMARY
    assert marks["%"][women].hidden
    assert marks["%"][men].hidden
    assert not suppress(shares, {})[women].hidden
