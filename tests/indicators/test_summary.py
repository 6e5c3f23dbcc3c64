"""The summary of progress: counts of verdicts in a city's own terms, at a fixed price."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.test import Client

from tests.indicators.cities import City, browser, dims, make_city
from tests.indicators.test_pages import address, counted, text
from waymark.indicators.actions.chosen import describe_indicator
from waymark.indicators.actions.targets import set_target
from waymark.indicators.models import Indicator
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.judging import Inputs, Judged, judge
from waymark.indicators.rules.together import part_of, together
from waymark.kernel.progress import METHODS, Point, Status

pytestmark = pytest.mark.django_db

# The rule


def judged(first: float, last: float, method: str = "open-sdg/2.4", **more: Any) -> Judged:
    points = (Point(2015, first), Point(2021, last))
    return judge(Inputs("umf:1", "%", more.pop("direction", "up"), points, **more), method)


GOOD, BAD = judged(50, 80), judged(50, 30)


@pytest.mark.parametrize(
    ("parts", "status", "assessed", "total"),
    [
        ({"": [GOOD], "sex": [BAD, BAD]}, "on_track", 1, 1),  # the whole city speaks
        ({"sex": [GOOD, BAD]}, "moderate", 2, 2),  # 5 and -5 make 0
        ({"sex": [GOOD], "age": [BAD, BAD, BAD]}, "moderate", 4, 4),  # a dimension counts once
        ({"": [GOOD, judged(50, 80, direction="")]}, "on_track", 1, 2),
        ({"": [judged(50, 80, direction="")]}, "not_assessable", 0, 1),
        ({"sex": [judged(50, 80, direction="")] * 2}, "not_assessable", 0, 2),
        ({}, "not_available", 0, 0),
        ({"": [judged(50, 80, target=70.0)] * 2}, "achieved", 2, 2),
        ({"": [judged(50, 80, target=70.0), GOOD]}, "on_track", 2, 2),
    ],
)
def test_one_verdict_from_the_series_that_speak(
    parts: dict[str, list[Judged]], status: str, assessed: int, total: int
) -> None:
    found = together(parts)
    assert (found.status, found.assessed, found.total) == (status, assessed, total)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_can_be_taken_together(method: str) -> None:
    found = together({"sex": [judged(50, 80, method), judged(50, 30, method)]})
    assert found.status in Status
    assert found.reason.key.startswith("progress.summary_")


def test_a_yes_or_no_that_is_not_reached_stays_so_among_several() -> None:
    no = judge(Inputs("x:1", "yes/no", "up", (Point(2020, 0.0),), transform="yes_no"))
    assert together({"area": [no, no]}).status is Status.NOT_ACHIEVED


def test_series_are_averaged_with_those_of_their_own_kind() -> None:
    assert part_of("", ()) == ""
    assert part_of("x", ()) == "area"
    assert part_of("", dims(sex="female")) == "sex"
    assert part_of("x", dims(sex="female")) == "mixed"
    assert part_of("", dims(sex="female", age="65+")) == "mixed"


# The page


def filled() -> City:
    city = make_city()
    for code, first, last in (("UMF-1.1.2", 70, 80), ("UMF-1.1.5", 10, 12)):
        city.enter(first, "2015", code=code)
        city.enter(last, "2021", code=code)
    city.enter(5, "2021", code="UMFX-2.3.a")
    return city


def page(client: Client, city: City, **asked: str) -> Any:
    return client.get(address(city, "progress"), asked)


def test_verdicts_are_counted_by_domain_and_by_goal() -> None:
    city = filled()
    describe_indicator(
        place=city.place, indicator=city.indicator(), holder="", priority=True,
        by=city.editor, at=city.later(),
    )  # fmt: skip
    client = browser(city.viewer)
    shown = page(client, city).context["summary"]
    told = [(part.key, dict(zip(shown.columns, part.counts, strict=True))) for part in shown.parts]
    assert [(key, {k: n for k, n in counts.items() if n}) for key, counts in told] == [
        ("society", {"progress.on_track": 1, "progress.deterioration": 1}),
        ("economy", {"progress.not_available": 1}),
    ]
    assert shown.total == sum(shown.counts) == 3
    by_key = page(client, city, show="key").context["summary"]
    assert [row.verdict.row.indicator.code for row in by_key.parts[0].rows] == ["UMF-1.1.2"]
    economy = page(client, city, part="economy").context["summary"]
    assert [part.key for part in economy.parts] == ["economy"]
    assert page(client, city, part="nowhere", show="x").context["summary"].total == 3
    sdg = page(client, city, framework="sdg")
    assert sdg.context["summary"].total == 0
    assert "No indicator to judge yet" in text(sdg)
    said = text(page(client, city))
    assert "There is only the value of 2021" in said


def test_a_method_can_be_asked_for_and_nonsense_is_not_taken() -> None:
    city = filled()
    client = browser(city.viewer)
    for method in METHODS:
        found = page(client, city, method=method)
        assert found.context["asked"]["method"] == method
    assert page(client, city, method="x", framework="y", by="z").context["asked"] == {
        "method": "open-sdg/2.4", "framework": "umf", "by": "domain",
    }  # fmt: skip


def test_the_city_without_data_is_told_what_to_do() -> None:
    city = make_city()
    assert "No indicator to judge yet" in text(page(browser(city.viewer), city))


def enter_many(city: City, codes: list[str]) -> None:
    """Values of four years, a split and a target for each, entered as the actions would."""
    for code in codes:
        for year, value in (("2015", 50.0), ("2018", 55.5), ("2020", 57.25), ("2022", 61.0)):
            city.enter(value, year, code=code)
        city.enter(60.0, "2022", code=code, dims=dims(sex="female"))
        set_target(
            place=city.place, indicator=city.indicator(code), goal=Goal("2015", 50.0, 2030, 80.0),
            by=city.editor, at=city.later(),
        )  # fmt: skip


def test_the_page_costs_as_much_for_250_indicators_as_for_one() -> None:
    city = make_city()
    client = browser(city.viewer)
    url = address(city, "progress")
    enter_many(city, ["UMF-1.1.2"])
    counted(client, url)
    first = counted(client, url)
    enter_many(city, ["UMF-1.1.5", "UMFX-2.3.a"])
    assert counted(client, url) == first
    Indicator.objects.bulk_create(
        Indicator(
            framework_id="umf", code=f"UMFX-9.{n}", unit="%", direction="up", order=10 + n,
            label={"en": f"A share of people with a rather long name, number {n}"},
            domain=("society", "economy", "environment", "culture")[n % 4],
            status="verified code and title",
        )
        for n in range(247)
    )  # fmt: skip
    enter_many(city, [f"UMFX-9.{n}" for n in range(247)])
    assert counted(client, url) == first <= 10
    found = client.get(url, headers={"accept-encoding": "identity"})
    assert found.context["summary"].total == 250
    assert len(gzip.compress(found.content, 6)) < 45_000, (
        "with styles and sign it stays below 60 KB"
    )
