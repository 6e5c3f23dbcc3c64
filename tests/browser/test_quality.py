"""Checking the data in a real browser: barriers, narrow screens, and answering without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_indicators import enter
from tests.browsing import DESKTOP, PHONE, OpenPage, width_overflow
from tests.indicators.cities import City, dims, make_city
from waymark.indicators.actions.quality import accept_finding
from waymark.indicators.models import Acceptance
from waymark.indicators.queries.quality import check
from waymark.indicators.reference import load_frameworks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(live_server: LiveServer) -> City:
    """A city whose data has one fault of many kinds, one of which is accepted."""
    load_frameworks()
    city = make_city()
    last = timezone.localdate().year - 1
    for year in range(last - 10, last + 1):
        told = {"source": "Water board", "method": "Register"}
        city.enter(64 + (year - last + 10) * 1.3, str(year), **told)
        city.enter(62 + (year - last + 10), str(year), dims=dims(sex="female"), **told)
        city.enter(63 + (year - last + 10), str(year), dims=dims(sex="male"), **told)
        city.enter(11.0 if year == last - 3 else 3.0, str(year), code="UMF-1.1.5", **told)
    city.enter(104, str(last), code="UMF-1.1.3")
    city.enter(None, str(last), code="UMF-1.1.3", area=city.areas["north"], status="Q")
    city.enter(71, str(last), area=city.areas["harbour"])
    found = check(city.editor, city.place, city.now.date()).findings
    accept_finding(
        place=city.place,
        mark=next(one.mark for one in found if one.check == "range"),
        note="Visitors are counted too.",
        by=city.editor,
        at=city.later(),
    )
    return city


def addresses(city: City) -> list[str]:
    """Every page of this part, and every way in which it can look."""
    slug = city.place.slug
    checks, matrix = (reverse(f"indicators:{name}", args=[slug]) for name in ("checks", "matrix"))
    found = check(city.editor, city.place, city.now.date())
    opened = next(one.mark for one in found.findings if one.mark not in found.accepted)
    return [
        checks,
        f"{checks}?state=all",
        f"{checks}?state=accepted&severity=mend",
        reverse("indicators:accept", args=[slug, opened]),
        *(f"{matrix}?by={by}" for by in ("year", "group", "area")),
        f"{matrix}?framework=sdg",
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
        wide = ["wider than the window"] if width_overflow(page) > 0 else []
        if barriers := wide + axe(page):
            found[path] = barriers
    assert not found


def test_a_finding_is_accepted_and_taken_back_without_scripts(
    live_server: LiveServer, city: City, open_page: OpenPage
) -> None:
    page = open_page(javascript=False, size=PHONE)
    enter(page, live_server, city.editor)
    page.goto(live_server.url + reverse("indicators:checks", args=[city.place.slug]))
    page.get_by_role("link", name="Accept with a note").first.click()
    page.get_by_label("Why it is right").fill("Counted by hand.")
    page.get_by_role("button", name="Accept with a note").click()
    page.get_by_text("It comes back if the value changes").wait_for()
    held = Acceptance.objects.filter(withdrawn_at=None)
    assert held.count() == 2
    page.get_by_label("Show").select_option("accepted")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("Counted by hand.").wait_for()
    page.get_by_role("button", name="Take the note back").first.click()
    page.get_by_text("The finding is open again").wait_for()
    assert held.count() == 1
