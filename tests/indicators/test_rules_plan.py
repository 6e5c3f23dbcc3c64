"""What a file would do, table by table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.tables import KNOWN, after, counts, keys, plan_of
from waymark.indicators.rules.facts import Series, Value
from waymark.indicators.rules.plan import Outcome

WATER = "umf:UMF-1.1.2"


def test_a_plain_row_becomes_a_value() -> None:
    done = plan_of("indicator,period,value\nUMF-1.1.2,2020,81.5\n")
    assert counts(done) == {"added": 1}
    assert done.values[0].series == Series(WATER, unit="%")
    assert done.values[0].after == Value("2020", 81.5)


@pytest.mark.parametrize(
    "header",
    [
        "Indicator Code,Year,OBS_VALUE",
        " INDICATOR , Time Period , Value ",
        "code;date;value",
        "indicator_id\treference period\tfigure",
    ],
)
def test_headers_go_by_many_names(header: str) -> None:
    delimiter = next(sign for sign in ";\t," if sign in header)
    done = plan_of(f"{header}\n" + delimiter.join(["UMF-1.1.2", "2020", "81.5"]) + "\n")
    assert counts(done) == {"added": 1}


def test_codes_go_by_many_names() -> None:
    for text in ("umf:UMF-1.1.2", "umf-1.1.2", "Safely managed drinking water", "UMF 1.1.2"):
        done = plan_of(f"indicator,period,value\n{text},2020,81\n")
        expected = {"refused": 1} if text == "UMF 1.1.2" else {"added": 1}
        assert counts(done) == expected, text
    assert plan_of("indicator,period,value\n6-1-1,2020,81\n").values[0].series.indicator == (
        "sdg:6.1.1"
    )


def test_an_area_goes_by_name_or_code_and_unknown_ones_are_told() -> None:
    done = plan_of(
        "indicator,area,period,value\n"
        "UMF-1.1.2,north,2020,1\nUMF-1.1.2,الشمال,2021,1\nUMF-1.1.2,HARBOUR SIDE,2020,1\n"
        "UMF-1.1.2,nort,2020,1\nUMF-1.1.2,Moon,2020,1\n"
    )
    assert [change.series.area for change in done.values] == ["0area1", "0area1", "0area2"]
    assert keys(done) == [("area.unknown_near", 5, 2), ("area.unknown", 6, 2)]
    assert done.problems[0].params["near"] == "north"


PROBLEMS = [
    ("UMF-9.9.9,2020,1,,", "indicator.unknown_near", 1),
    ("rubbish,2020,1,,", "indicator.unknown", 1),
    (",2020,1,,", "indicator.empty", 1),
    ("UMF-1.1.2,soon,1,,", "period.unknown_form", 2),
    ("UMF-1.1.2,,1,,", "period.empty", 2),
    ("UMF-1.1.2,2020,many,,", "value.text", 3),
    ('UMF-1.1.2,2020,"12,5",,', "value.comma", 3),
    ("UMF-1.1.2,2020,5,81.5,", "unit.number", 4),
    ("UMF-1.1.2,2020,5,,missing", "status.with_value", 5),
    ("UMF-1.1.2,2020,5,,odd", "status.unknown", 5),
]


@pytest.mark.parametrize(("row", "key", "column"), PROBLEMS)
def test_a_refused_row_says_where_and_why(row: str, key: str, column: int | None) -> None:
    done = plan_of(f"indicator,period,value,unit,status\n{row}\n")
    assert counts(done) == {"refused": 1}
    assert keys(done) == [(key, 2, column)]
    assert not done.values


def test_what_is_odd_is_taken_with_a_warning() -> None:
    done = plan_of(
        "indicator,period,value,unit,other group\n"
        "UMF-1.1.2,2020,104,percent,\nUMF-1.1.5,2031,3,deaths a year,\n"
        "UMFX-2.3.a,2020,3,EUR,Fishers\n"
    )
    assert counts(done) == {"added": 3}
    assert [w.key for w in done.warnings] == [
        *("value.not_percent", "unit.other", "period.future", "group.own")
    ]


def test_the_same_key_twice_is_refused_with_the_first_row_named() -> None:
    done = plan_of(
        "indicator,sex,period,value\nUMF-1.1.2,F,2014/15,1\nUMF-1.1.2,female,2014-2015,2\n"
        "UMF-1.1.2,male,2014/15,2\n"
    )
    assert counts(done) == {"added": 2, "refused": 1}
    assert keys(done) == [("row.twice", 3, 4)]
    assert done.problems[0].params["first"] == 2


def test_signs_for_missing_and_suppressed_become_statuses() -> None:
    done = plan_of(
        "indicator,period,value,status,note\nUMF-1.1.2,2018,..,,\nUMF-1.1.2,2019,x,,few cases\n"
        "UMF-1.1.2,2020,,M,not asked\nUMF-1.1.2,2021,,,only a note\nUMF-1.1.2,2022,,,\n"
    )
    assert [change.after.status for change in done.values] == ["M", "Q", "M"]
    assert all(change.after.value is None for change in done.values)
    assert keys(done) == [("value.only_note", 5, 3)]
    assert done.counts[Outcome.BLANK] == 1


def test_a_wide_table_counts_its_cells() -> None:
    done = plan_of(
        "indicator,sex,2019,2020,2021 Q1\nUMF-1.1.2,F,1,,3\nUMF-1.1.2,M,bad,5,\n"
        "UMF-1.1.5,,,,\nnonsense,,1,2,\n"
    )
    assert counts(done) == {"added": 2, "refused": 4, "blank": 1}
    assert keys(done) == [("value.text", 3, 3), ("indicator.unknown", 5, 1)]
    assert [(c.after.period, c.after.value) for c in done.values] == [("2019", 1), ("2021 Q1", 3)]


COLUMNS = [
    ("period,value\n2020,1\n", "columns.no_indicator"),
    ("indicator,value\nUMF-1.1.2,1\n", "columns.no_values"),
    ("indicator,period\nUMF-1.1.2,2020\n", "columns.no_values"),
    ("indicator,year,period,value\nUMF-1.1.2,2020,2020,1\n", "columns.twice"),
    ("indicator,period,value,2020\nUMF-1.1.2,2020,1,1\n", "columns.wide_and_long"),
    ("indicator,period,value,colour\nUMF-1.1.2,2020,1,red\n", "columns.unknown"),
    ("indicator,period,value,sources\nUMF-1.1.2,2020,1,census\n", "columns.unknown_near"),
]


@pytest.mark.parametrize(("text", "key"), COLUMNS)
def test_columns_that_can_not_be_understood_stop_the_file(text: str, key: str) -> None:
    done = plan_of(text)
    assert not done.readable
    assert not done.changes
    assert [problem.key for problem in done.problems] == [key]
    assert done.counts[Outcome.REFUSED] == 1


def test_a_column_is_left_out_only_where_somebody_said_so_or_it_is_empty() -> None:
    text = "indicator,period,value,colour\nUMF-1.1.2,2020,1,red\n"
    assert counts(plan_of(text, ignored=["colour"])) == {"added": 1}
    assert counts(plan_of(text.replace("red", ""))) == {"added": 1}


def test_the_whole_file_may_be_about_one_indicator() -> None:
    done = plan_of("Year,Value\n2019,1\n2020,2\n", indicator="sdg:11.6.2")
    assert {change.series.indicator for change in done.values} == {"sdg:11.6.2"}


FULL = (
    "indicator,period,value,status,source,note,baseline period,baseline value,target value\n"
    "UMF-1.1.2,2020,81,E,Census,Draft,2015,70,95\nUMF-1.1.2,2021,82,,,,,,\n"
)


def test_a_repeated_file_changes_nothing() -> None:
    first = plan_of(FULL)
    assert counts(first) == {"added": 2}
    assert len(first.goals) == 1
    again = plan_of(FULL, after(KNOWN, first))
    assert counts(again) == {"unchanged": 2}
    assert not again.changes
    assert again.fingerprint != first.fingerprint


def test_a_blank_cell_changes_nothing_and_a_new_number_loses_its_old_status() -> None:
    known = after(KNOWN, plan_of(FULL))
    same = plan_of("indicator,period,value\nUMF-1.1.2,2020,81\n", known)
    assert counts(same) == {"unchanged": 1}
    changed = plan_of("indicator,period,value,target value\nUMF-1.1.2,2020,83,99\n", known)
    assert counts(changed) == {"changed": 1}
    assert changed.values[0].after == Value("2020", 83.0, "A", "Census", note="Draft")
    assert changed.goals[0].after.target_value == 99
    assert changed.goals[0].after.baseline_value == 70


def test_targets_need_their_other_half_and_agree_with_each_other() -> None:
    done = plan_of(
        "indicator,baseline period,baseline value,target value\n"
        "UMF-1.1.2,,70,\nUMF-1.1.5,2015,,\nsdg:11.6.2,,,10\nsdg:11.6.2,,,11\nsdg:6.1.1,,,\n"
    )
    assert [key for key, _, _ in keys(done)] == [
        *("baseline.no_period", "baseline.no_value", "target.twice")
    ]
    assert counts(done) == {"added": 1, "refused": 3, "blank": 1}


CELLS = st.sampled_from(
    ["", "UMF-1.1.2", "sdg:6.1.1", "nonsense", "2019", "2020/21", "81", "1,5", "..", "F", "north"]
)


@settings(max_examples=80)
@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=8))
def test_no_row_is_lost_and_carrying_out_twice_changes_nothing(rows: list[list[str]]) -> None:
    quoted = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    text = f"indicator,area,sex,period,value\n{quoted}\n"
    done = plan_of(text)
    filled = [row for row in rows if any(row)]
    assert sum(done.counts.values()) == len(filled)
    assert len({p.row for p in done.problems}) == done.counts[Outcome.REFUSED]
    again = plan_of(text, after(KNOWN, done))
    assert not again.changes
    assert again.counts[Outcome.UNCHANGED] == done.counts[Outcome.ADDED]
    assert again.counts[Outcome.REFUSED] == done.counts[Outcome.REFUSED]


def test_the_fingerprint_sees_what_is_replaced() -> None:
    known = after(KNOWN, plan_of("indicator,period,value\nUMF-1.1.2,2020,81\n"))
    other = after(KNOWN, plan_of("indicator,period,value\nUMF-1.1.2,2020,80\n"))
    text = "indicator,period,value\nUMF-1.1.2,2020,90\n"
    assert plan_of(text, known).fingerprint == plan_of(text, known).fingerprint
    assert plan_of(text, known).fingerprint != plan_of(text, other).fingerprint
