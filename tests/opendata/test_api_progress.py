"""Progress by the API: each verdict can be worked out again, from nothing but what is public."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.indicators.cities import City, dims
from tests.opendata.published import DEATHS, WATER, everything, get, harbour, publish
from tests.opendata.test_api import V1
from waymark.base.jobs import run_due
from waymark.indicators.actions.targets import set_target
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.judging import worked_out_again
from waymark.kernel.progress import METHODS

pytestmark = pytest.mark.django_db
PROGRESS = f"{V1}/progress?place=harbour-city"


def with_target() -> City:
    """A city with published data and a target for one of its indicators."""
    city = harbour()
    set_target(
        place=city.place,
        indicator=city.indicator(WATER),
        goal=Goal("2019", 58.0, 2030, 90.0),
        by=city.editor,
        at=city.later(),
    )
    run_due(timezone.now())
    return city


def again(item: dict[str, Any]) -> dict[str, Any]:
    """The part of an item that another program would work out again."""
    return {name: item[name] for name in ("format", "method", "inputs", "result", "refused")}


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_verdict_can_be_worked_out_again(method: str) -> None:
    with_target()
    found = everything(f"{PROGRESS}&method={method}")
    assert len(found) == 4
    for one in found:
        assert one["method"] == method
        assert worked_out_again(again(one)) == again(one)
    whole = found[0]
    assert (whole["indicator"], whole["area"], whole["breakdown"]) == (f"umf:{WATER}", None, {})
    assert whole["inputs"]["points"] == [[2019, 58.0], [2020, 61.4375], [2021, 64.0]]
    assert (whole["inputs"]["baseline"], whole["inputs"]["target"]) == ([2019, 58.0], 90.0)
    assert whole["result"]["formula"]
    spoilt = again(whole) | {"inputs": whole["inputs"] | {"points": [[2019, 58.0], [2021, 50.0]]}}
    assert worked_out_again(spoilt) != spoilt, "another number gives another result"


def test_the_numbers_by_hand() -> None:
    with_target()
    (whole,) = everything(f"{PROGRESS}&indicator=umf:{WATER}&area=none&breakdown=none")
    observed = (64.0 / 58.0) ** (1 / 2) - 1
    required = (90.0 / 58.0) ** (1 / 11) - 1
    told = whole["result"]["components"]
    assert told["growth"] == pytest.approx(observed)
    assert told["required"] == pytest.approx(required)
    assert told["ratio"] == pytest.approx(observed / required)
    assert (whole["method"], whole["status"]) == ("open-sdg/2.4", whole["result"]["status"])


def test_what_is_withheld_counts_for_nothing() -> None:
    city = harbour()
    for one in everything(PROGRESS):
        assert not (one["indicator"] == f"umf:{DEATHS}" and one["breakdown"]), one
    shown = {
        (one["indicator"], one["area"], str(one["breakdown"]), int(one["start"][:4])): one["value"]
        for one in everything(f"{V1}/observations?place={city.place.slug}")
        if one["value"] is not None
    }
    used = {
        (one["indicator"], one["area"], str(one["breakdown"]), year): value
        for one in everything(PROGRESS)
        for year, value in one["inputs"]["points"]
    }
    assert used == shown
    assert len(used) == 6


def test_one_place_at_a_time_and_in_pages() -> None:
    with_target()
    harbour("second-city")
    assert get(f"{V1}/progress").status_code == 400
    assert get(f"{V1}/progress?place=harbour-city&place=second-city").status_code == 400
    assert get(f"{V1}/progress?place=nowhere").status_code == 404
    whole = everything(PROGRESS)
    assert {one["place"] for one in whole} == {"harbour-city"}
    for limit in (1, 2, 3, 4):
        assert everything(f"{PROGRESS}&limit={limit}") == whole
    (one,) = everything(f"{PROGRESS}&breakdown=sex:female")
    assert one["breakdown"] == {"sex": "female"}
    wrong = get(f"{PROGRESS}&method=mine").json()
    assert wrong["errors"][0]["parameter"] == "method"


def test_methods_have_their_formulas_in_one_language() -> None:
    found = everything(f"{V1}/methods")
    assert [one["id"] for one in found] == sorted(METHODS)
    for one in found:
        assert one["formula"] == METHODS[one["id"]].method.formula
        assert (one["version"], bool(one["source"])) == (one["id"].split("/")[1], True)
    assert get(f"{V1}/methods", accept_language="ar").json()["items"] == found


def test_the_cost_does_not_grow_with_the_series(django_assert_num_queries: Any) -> None:
    city = harbour()
    get(PROGRESS)
    with django_assert_num_queries(4):
        get(PROGRESS)
    for group in ("0-4", "5-14", "15-24"):
        city.enter(50.0, "2021", dims=dims(age=group))
    publish(city, WATER, DEATHS)
    with django_assert_num_queries(4):
        assert len(everything(PROGRESS)) == 7
