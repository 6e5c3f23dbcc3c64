"""The map of areas and the profile of a place: no barrier, nothing to scroll, light enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.everywhere import Visit, faults, go_as
from tests.opendata.test_map import DEAD, MAP, mapped
from tests.opendata.test_profile import PUBLIC, finances

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_barrier_stands_before_maps_and_profiles(
    live_server: Any, open_page: Any, axe: Callable[[Page], list[str]], language: str
) -> None:
    page = open_page()
    for made, paths in ((mapped, (MAP, f"{DEAD}?by=map")), (finances, (PUBLIC,))):
        made(**({"slug": "money-city"} if made is finances else {}))
        for path in paths:
            path = path.replace("harbour-city", "money-city") if made is finances else path
            go_as(page, live_server.url, "", language)
            assert page.goto(live_server.url + path).status == 200
            assert faults(page, Visit("opendata", path, public=True), language, axe) == [], path
