"""What a person says once about columns and words, and what it does to a file."""

from __future__ import annotations

from tests.indicators.tables import KNOWN, after, counts, keys, plan_of, sheet
from waymark.indicators.rules.answers import (
    BREAKDOWN,
    LEAVE_OUT,
    MOST_ASKED,
    NOTHING,
    Answers,
    answers_of,
    plain_header,
    word_key,
)
from waymark.indicators.rules.columns import shape_of

HEADER = "Kennzahl,Stadtteil,Geschlecht,Beruf,Jahr,Wert,Bearbeiter\n"
ROWS = (
    "W-7,Nordstadt,weiblich,Koch,2020,81,Ana\n"
    "W-7,gesamt,alle,,2020,80,Ana\n"
    "X-9,Nordstadt,,,2020,1,Ana\n"
)
COLUMNS = {
    "kennzahl": "indicator",
    "stadtteil": "area",
    "geschlecht": "sex",
    "beruf": BREAKDOWN,
    "jahr": "period",
    "wert": "value",
    "bearbeiter": LEAVE_OUT,
}
WORDS = {
    "indicator": {"w-7": "umf:UMF-1.1.2", "x-9": LEAVE_OUT},
    "area": {"nordstadt": "0area1", "gesamt": ""},
    "group": {"sex: weiblich": "female", "sex: alle": ""},
}


def test_nothing_is_guessed_and_every_unknown_word_is_asked_for_once() -> None:
    blind = plan_of(HEADER + ROWS)
    assert not blind.readable
    done = plan_of(HEADER + ROWS, columns=COLUMNS)
    assert counts(done) == {"refused": 3}
    assert done.asked == {
        "indicator": {"W-7": 2, "X-9": 1},
        "area": {"Nordstadt": 2, "gesamt": 1},
        "sex": {"weiblich": 1, "alle": 1},
    }


def test_answered_words_are_taken_and_rows_left_out_are_counted() -> None:
    done = plan_of(HEADER + ROWS, columns=COLUMNS, words=WORDS)
    assert counts(done) == {"added": 2, "left_out": 1}
    first, second = (change.series for change in done.values)
    assert (first.area, first.dims) == ("0area1", (("beruf", "Koch"), ("sex", "female")))
    assert (second.area, second.dims) == ("", ())
    again = plan_of(HEADER + ROWS, after(KNOWN, done), columns=COLUMNS, words=WORDS)
    assert counts(again) == {"unchanged": 2, "left_out": 1}
    assert not again.problems


def test_an_answer_that_has_lost_its_meaning_is_no_answer() -> None:
    gone = {"indicator": {"w-7": "umf:gone"}, "area": {"nordstadt": "0gone"}}
    gone["group"] = {"sex: weiblich": "gone"}
    done = plan_of(HEADER + ROWS, columns=COLUMNS, words=gone)
    assert counts(done) == {"refused": 3}
    assert done.asked["indicator"] == {"W-7": 2, "X-9": 1}


def test_a_blank_row_is_blank_before_it_is_left_out() -> None:
    rows = "X-9,,,,,,\nX-9,,,,2020,5,\n"
    done = plan_of(HEADER + rows, columns=COLUMNS, words=WORDS)
    assert counts(done) == {"blank": 1, "left_out": 1}


def test_an_answer_may_not_make_two_columns_one() -> None:
    done = plan_of(HEADER + ROWS, columns=COLUMNS | {"beruf": "sex"})
    assert keys(done) == [("columns.twice", None, 4)]


def test_what_is_asked_stays_within_bounds() -> None:
    many = "".join(f"no such {number},2020,1\n" for number in range(500))
    done = plan_of("indicator,period,value\n" + many)
    assert len(done.asked["indicator"]) == MOST_ASKED
    assert counts(done) == {"refused": 500}


def test_the_shape_is_that_of_the_columns_whatever_order_spelling_and_years() -> None:
    one = shape_of(sheet("Indicator,Race/ Ethnicity,2019,2020\na,b,1,2\n"))
    assert one == shape_of(sheet("race_ethnicity;INDICATOR;2021\nb;a;3\n"))
    assert one != shape_of(sheet("Indicator,Race,2019\na,b,1\n"))


def test_answers_survive_being_written_down() -> None:
    answers = Answers(COLUMNS, **WORDS)
    assert answers_of(answers.as_json()) == answers
    assert not answers_of({"columns": "odd", "area": {"a": 1}})
    assert not NOTHING
    assert NOTHING.as_json() == {}
    assert plain_header("%%") == "%%"
    assert word_key("  North  End ", "sex") == "sex: north end"
