"""Series that differ in their unit, dimensions of any name and entries in words, in a case."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.assessments.evaluate_builders import AS_OF
from tests.assessments.test_evaluate_checks import SCHEME, W, about, check, obs, submission_document
from waymark.assessments import data as case_data
from waymark.assessments.rules.document import case_document
from waymark.assessments.rules.document_parse import parse_case, parse_submission
from waymark.assessments.rules.small_numbers import shown
from waymark.assessments.rules.units import units_of
from waymark.indicators.rules.suppression import Mark
from waymark.schemes.rules import InvalidDocument


def case_of(*observations: dict[str, Any], **parts: Any) -> dict[str, Any]:
    submission = submission_document(SCHEME, observations=list(observations), **parts)
    return {"format": "waymark-case/1", "submission": submission}


def schema_finds(document: Any) -> bool:
    return bool(list(Draft202012Validator(case_data.read()).iter_errors(document)))


GOOD = (
    obs(W, 2024, 1, unit="people"),
    obs(W, 2024, 1, dims={"race/ethnicity": "Group one", "الحي": "الميناء", "a b": "c"}),
    obs(W, 2024, None, text="Wells are clean", source_type="qualitative", quality="B"),
    obs(W, 2024, None, status="missing", text=""),
)
BAD = (
    (obs(W, 2024, 1, text="Wells"), "conflict"),
    (obs(W, 2024, None, status="missing", text="Wells"), "conflict"),
    (obs(W, 2024, None), "conflict"),
    (obs(W, 2024, 1, source_type="hearsay"), "pattern"),
    (obs(W, 2024, 1, dims={" sex": "f"}), "pattern"),
    (obs(W, 2024, 1, dims={"": "f"}), "pattern"),
    (obs(W, 2024, 1, dims={"x" * 81: "f"}), "pattern"),
)


@pytest.mark.parametrize("row", GOOD)
def test_what_the_format_carries_is_read_without_loss(row: dict[str, Any]) -> None:
    document = case_of(row)
    case = parse_case(document, SCHEME)
    assert parse_case(case_document(case), SCHEME) == case
    assert not schema_finds(document)
    assert not schema_finds(case_document(case))


@pytest.mark.parametrize(("row", "code"), BAD)
def test_what_contradicts_itself_is_refused_by_reader_and_schema(
    row: dict[str, Any], code: str
) -> None:
    document = case_of(row)
    with pytest.raises(InvalidDocument) as wrong:
        parse_case(document, SCHEME)
    assert code in {problem.code for problem in wrong.value.problems}
    assert schema_finds(document)


def test_two_units_are_two_series_and_one_unit_twice_is_an_error() -> None:
    two = case_of(obs(W, 2024, 80), obs(W, 2024, 5000, unit="people"))
    assert len(parse_case(two, SCHEME).submission.observations) == 2
    with pytest.raises(InvalidDocument):
        parse_case(case_of(*[obs(W, 2024, 1, unit="people")] * 2), SCHEME)


def test_a_document_without_units_keeps_its_hash() -> None:
    plain = parse_submission(submission_document(SCHEME, observations=[obs(W, 2024, 80)]), SCHEME)
    empty = {"unit": "", "text": "", "source_type": "", "quality": ""}
    filled = submission_document(SCHEME, observations=[obs(W, 2024, 80, **empty)])
    assert parse_submission(filled, SCHEME).hash == plain.hash


MIXED = {
    "indicators": [about(W, priority=True)],
    "observations": [
        obs(W, 2015, 60),
        obs(W, 2022, 75),
        obs(W, 2020, 9_000, unit="people"),
        obs(W, 2021, 8_000, unit="people"),
        obs(W, 2022, 7_000, unit="people"),
    ],
}


def test_an_indicator_is_judged_in_the_unit_of_its_aim() -> None:
    aimed = check("progress_status", targets=[obs(W, 2030, 100)], **MIXED)
    assert aimed.facts["by_indicator"] == {W: "moderate"}
    people = check("progress_status", targets=[obs(W, 2030, 9_500, unit="people")], **MIXED)
    assert people.facts["by_indicator"] == {W: "deterioration"}
    submission = parse_submission(submission_document(SCHEME, **MIXED), SCHEME)
    assert units_of(submission, AS_OF) == {W: "people"}


def test_a_milestone_is_met_in_its_own_unit_only() -> None:
    due = [obs(W, 2022, 70, milestone=True), obs(W, 2022, 8_000, milestone=True, unit="people")]
    done = check("milestones_met", targets=due, **MIXED)
    assert (done.facts["met"], done.facts["missed"]) == (1, 1)


def test_gaps_and_outliers_are_told_in_one_unit() -> None:
    values = [
        obs(W, year, value * times, dims={"sex": sex}, **more)
        for year, value in ((2015, 50), (2024, 60))
        for sex, value in (("f", value), ("m", 70))
        for times, more in ((1, {}), (100, {"unit": "people"}))
    ]
    found = check("gap_trend", observations=values)
    assert [(gap.get("unit"), gap["last"]) for gap in found.facts["gaps"]] == [
        (None, 10),
        ("people", 1000),
    ]
    flat = [
        obs(W, year, 80 + year % 2, unit=unit) for year in range(2014, 2020) for unit in ("", "x")
    ]
    odd = obs(W, 2021, 5_000, unit="people")
    assert check("metadata_share", observations=[*flat, odd]).facts["outliers"] == []
    assert check("metadata_share", observations=[*flat, odd | {"unit": "x"}]).facts["outliers"]


def test_what_is_small_in_one_unit_is_withheld_in_all() -> None:
    values = [
        obs(W, 2024, 4, dims={"sex": "f"}, unit="people"),
        obs(W, 2024, 96, dims={"sex": "m"}, unit="people"),
        obs(W, 2024, 4, dims={"sex": "f"}),
        obs(W, 2024, 96, dims={"sex": "m"}),
    ]
    submission = parse_submission(submission_document(SCHEME, observations=values), SCHEME)
    marks = shown(submission, W, "%")
    women = ("", (("sex", "f"),))
    assert marks["people"][2024][women] is Mark.PRIMARY
    assert marks[""][2024][women].hidden


def test_an_entry_in_words_is_no_value_to_reckon_with() -> None:
    words = obs(W, 2024, None, text="Wells are clean")
    assert check("metadata_share", observations=[words]).outcome == "no_data"
