"""The reference page and the frozen document say the same as the rules."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from tests.indicators.cities import City, dims, make_city
from waymark.assessments.rules.document_series import (
    parse_baseline,
    parse_indicator,
    parse_observation,
    parse_series,
    parse_target,
)
from waymark.indicators.actions import targets
from waymark.indicators.queries import snapshot
from waymark.indicators.rules.batch import IMPORT
from waymark.indicators.rules.columns import HEADERS
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.groups import GROUPS, VOCABULARY
from waymark.indicators.rules.permits import TABLE
from waymark.schemes.rules.located import Reader

PAGE = (Path(__file__).parents[2] / "docs/reference/indicators.md").read_text(encoding="utf-8")


def test_the_page_shows_the_way_of_a_file_as_it_is() -> None:
    assert IMPORT.as_mermaid() in PAGE


def test_the_page_names_every_permit_column_and_group() -> None:
    said = PAGE.replace(" … other group", "".join(f" {HEADERS[name]}" for name in VOCABULARY))
    for name in (*TABLE, *HEADERS.values()):
        assert name in said, name
    for group in GROUPS:
        assert f"`{group}`" in PAGE


def filled() -> City:
    city = make_city()
    city.enter(81, "2014/15", source="Census", note="Draft")
    city.enter(None, "2016", status="Q", dims=dims(sex="female", group="Fisherfolk"))
    city.enter(1e15, "2016 Q1", code="UMFX-2.3.a", area=city.areas["north"], status="P")
    targets.set_target(
        place=city.place,
        indicator=city.indicator(),
        goal=Goal("2015", 70.0, target_value=95.0, milestones=((2027, 90.0),)),
        by=city.editor,
        at=city.later(),
    )
    return city


@pytest.mark.django_db
def test_what_is_frozen_is_what_the_case_format_reads() -> None:
    frozen = snapshot(filled().place)
    assert [len(frozen[name]) for name in frozen] == [2, 3, 1, 2]
    for name, parse in (
        ("observations", parse_observation),
        ("baselines", parse_baseline),
        ("targets", parse_target),
    ):
        reader = Reader(frozen[name])
        assert len(parse_series(reader, parse)) == len(frozen[name])
        reader.done()
    for row in frozen["indicators"]:
        reader = Reader(row)
        assert parse_indicator(reader)
        reader.done()


def test_the_groups_are_those_of_the_scheme() -> None:
    raw = files("waymark.schemes").joinpath("data/sdg-cities-1.json").read_bytes()
    vocabularies = {one["id"]: one for one in json.loads(raw)["vocabularies"]}
    listed = [option["id"] for option in vocabularies["groups"]["options"]]
    assert [name for name in listed if name != "other"] == list(GROUPS)
