"""A city's indicators in a real browser: barriers, narrow screens, and the work without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from tests.browsing import DESKTOP, PHONE, Console, OpenPage, width_overflow
from tests.indicators.cities import City, browser, dims, make_city
from waymark.indicators.actions import targets
from waymark.indicators.models import Observation
from waymark.indicators.reference import load_frameworks
from waymark.indicators.rules.facts import Goal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAD_FILE = (
    "indicator,sex,period,value,unit,colour\n"
    'UMF-1.1.2,F,2024,"81,5",,\nUMF-9,F,soon,many,,\nUMF-1.1.3,F,2024,104,,\n'
    "UMF-1.1.2,,2021,88,,\n"
)


def square(east: float) -> dict[str, Any]:
    ring = [[east, 1], [east + 0.1, 1], [east + 0.1, 1.1], [east, 1.1], [east, 1]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def city(live_server: LiveServer) -> City:
    """A city with values, groups, areas, targets, an import and a preview with problems."""
    load_frameworks()
    city = make_city()
    for number, area in enumerate(city.areas.values()):
        area.boundary = square(36 + number / 10)
        area.save(update_fields=["boundary"])
    for year in range(2015, 2025):
        if year != 2019:
            city.enter(70 + (year - 2015) * 1.3, str(year), source="Water board")
            city.enter(66 + (year - 2015) * 1.1, str(year), dims=dims(sex="female"))
            city.enter(72 + (year - 2015) * 1.4, str(year), dims=dims(sex="male"))
    city.enter(61, "2024", area=city.areas["north"])
    city.enter(88, "2024", area=city.areas["harbour"])
    city.enter(None, "2024", code="UMF-1.1.5", status="M", note="Not counted this year")
    targets.set_target(
        place=city.place,
        indicator=city.indicator(),
        goal=Goal("2015", 70.0, target_value=95.0),
        by=city.editor,
        at=city.later(),
    )
    city.bring("indicator,period,value\nUMF-1.1.3,2023,64\nUMF-1.1.3,2024,65.5\n")
    city.preview(BAD_FILE, ignored=("colour",))
    return city


def enter(page: Any, server: LiveServer, user: Any, language: str = "en") -> None:
    """Log somebody in, and choose a language as the switch does."""
    session = browser(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url},
            {"name": "django_language", "value": language, "url": server.url},
        ]
    )


def addresses(city: City) -> list[str]:
    slug = city.place.slug
    one = [slug, "umf", "UMF-1.1.2"]
    row = Observation.objects.filter(series__indicator=city.indicator()).latest("pk")
    previews = city.place.imports.order_by("pk")
    lists = [reverse(f"indicators:{name}", args=[slug]) for name in ("list", "choose", "imports")]
    ones = [
        reverse(f"indicators:{name}", args=one)
        for name in ("detail", "add", "target", "describe", "history")
    ]
    every = "&".join(f"s={pk}" for pk in city.place.series.values_list("pk", flat=True))
    return [
        *lists,
        *ones,
        f"{ones[0]}?{every}",
        reverse("indicators:edit", args=[slug, row.pk]),
        *(reverse("indicators:import", args=[slug, batch.pk]) for batch in previews),
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_barriers_and_no_sideways_scrolling(
    live_server: LiveServer,
    city: City,
    open_page: OpenPage,
    axe: Callable[[Any], list[str]],
    size: tuple[int, int],
    language: str,
) -> None:
    page = open_page(size=size)
    enter(page, live_server, city.editor, language)
    found = {}
    for path in addresses(city):
        assert page.goto(live_server.url + path).status == 200
        if width_overflow(page) > 0:
            found[path] = ["wider than the window"]
        if barriers := axe(page):
            found[path] = barriers
    assert not found


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_file_is_brought_in_and_taken_back(
    live_server: LiveServer, city: City, open_page: OpenPage, tmp_path: Path, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    enter(page, live_server, city.editor)
    before = city.everything()
    file = tmp_path / "values.csv"
    file.write_text("indicator,sex,2022,2023\nUMF-1.1.3,F,60,61\nUMF-1.1.3,M,66,x\n")
    page.goto(live_server.url + reverse("indicators:imports", args=[city.place.slug]))
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="Show a preview").click()
    page.get_by_role("heading", name="values.csv").wait_for()
    assert page.get_by_role("heading", name="What can’t be taken").count() == 0
    page.get_by_role("button", name="Store all of it").click()
    page.get_by_text("You can undo it as a whole").wait_for()
    assert len(city.everything()) == len(before) + 4
    page.get_by_role("button", name="Undo this import").click()
    if javascript:
        page.get_by_role("dialog").get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("What it had replaced holds again").first.wait_for()
    assert city.everything() == before


def test_a_value_is_entered_with_the_keyboard_alone(
    live_server: LiveServer, city: City, open_page: OpenPage, console: Console
) -> None:
    page = open_page(javascript=False)
    enter(page, live_server, city.editor)
    address = reverse("indicators:add", args=[city.place.slug, "umf", "UMF-1.1.3"])
    page.goto(live_server.url + address)
    page.get_by_label("Period").focus()
    page.keyboard.type("2020")
    page.keyboard.press("Tab")
    page.keyboard.type("58,5")
    page.keyboard.press("Enter")
    page.get_by_text("There is a problem").wait_for()
    console.forgive("400 (Bad Request)")
    assert page.get_by_label("Value", exact=False).first.input_value() == "58,5"
    page.get_by_label("Value", exact=False).first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("58.5")
    page.keyboard.press("Enter")
    page.get_by_text("Stored.").wait_for()
    assert Observation.objects.filter(value=58.5, retired_at=None).count() == 1
