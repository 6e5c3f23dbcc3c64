"""A city with published data, and short ways to ask for it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.indicators.cities import City, dims, make_city
from waymark.indicators.actions.publishing import publish_indicators
from waymark.indicators.queries.disclosed import Wish
from waymark.indicators.queries.publishing import preview

WATER, DEATHS, SDG_WATER = "UMF-1.1.2", "UMF-1.1.5", "6.1.1"


def publish(city: City, *codes: str, **more: Any) -> None:
    """Make indicators public as the lead, after looking."""
    wishes = [Wish(city.indicator(code), **more) for code in codes]
    publish_indicators(
        place=city.place,
        wishes=wishes,
        seen=preview(city.here, wishes).seen,
        by=city.lead,
        at=city.later(),
    )


def harbour(slug: str = "harbour-city", **more: Any) -> City:
    """A city with two published indicators, groups, an area, a small number, and one not public."""
    city = make_city(slug=slug, **more)
    for year, value in (("2019", 58.0), ("2020", 61.4375), ("2021", 64.0)):
        city.enter(value, year, source="Utility register", method="Register")
    city.enter(70.0, "2021", dims=dims(sex="female"))
    city.enter(55.25, "2021", area=city.areas["north"], status="E")
    city.enter(100.0, "2020", code=DEATHS, unit="people", note="Only for us.")
    city.enter(4.0, "2020", code=DEATHS, unit="people", dims=dims(sex="male"))
    city.enter(96.0, "2020", code=DEATHS, unit="people", dims=dims(sex="female"))
    city.enter(None, "2021", code=DEATHS, unit="people", status="M")
    city.enter(12345.0, "2021", code=SDG_WATER, source="Nobody may see this")
    publish(city, WATER, DEATHS)
    return city


def get(path: str, client: Client | None = None, **headers: str) -> Any:
    """An answer to a stranger."""
    return (client or Client()).get(path, headers=headers)


def body(response: Any) -> bytes:
    """What an answer holds, however it is sent."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def everything(path: str) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    found: list[dict[str, Any]] = []
    while path:
        answer = get(path)
        assert answer.status_code == 200, (path, answer.content)
        told = answer.json()
        found += told["items"]
        path = told["next"]
    return found
