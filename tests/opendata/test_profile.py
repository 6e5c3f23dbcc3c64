"""The profile of a place by one list: sections, years, what is withheld, nobody else, the cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_user
from tests.indicators.cities import City, browser, dims, make_city
from tests.opendata.published import body, get, publish
from waymark.base.jobs import run_due
from waymark.indicators.models import Framework, Indicator

pytestmark = pytest.mark.django_db
ROWS = (
    ("SNG-R1", "Own revenue", "% of revenue", "revenue"),
    ("SNG-D1", "Debt", "% of revenue", "debt"),
    ("SNG-R2", "Grants", "% of revenue", "revenue"),
    ("SNG-P1", "People served by staff", "people", "performance"),
)
PUBLIC = "/data/harbour-city/sng/"


def finances(slug: str = "harbour-city", **more: Any) -> City:
    """A city with a few finance indicators; the debt and one of revenue are public."""
    city = make_city(slug=slug, **more)
    Framework.objects.get_or_create(
        code="sng", defaults={"name": {"en": "Finance"}, "edition": "1", "order": 9}
    )
    for order, (code, label, unit, domain) in enumerate(ROWS):
        Indicator.objects.get_or_create(
            framework_id="sng",
            code=code,
            defaults={"label": {"en": label}, "unit": unit, "domain": domain, "order": order},
        )
    for year in range(2012, 2024):
        city.enter(year - 1990.5, str(year), code="SNG-R1")
    city.enter(12.5, "2023", code="SNG-D1", status="P")
    city.enter(None, "2022", code="SNG-D1", status="M")
    city.enter(33.25, "2023", code="SNG-R2")
    city.enter(7.0, "2023", code="SNG-P1")
    city.enter(3.0, "2023", code="SNG-P1", dims=dims(sex="female"))
    publish(city, "SNG-R1", "SNG-D1", "SNG-P1")
    return city


def text(path: str, language: str = "en") -> str:
    answer = get(path, accept_language=language)
    assert answer.status_code == 200, path
    return body(answer).decode()


def test_sections_and_years_are_those_of_the_list_and_the_place() -> None:
    finances()
    page = text(PUBLIC)
    assert "Finance profile" in page
    sections = [page.index(f">{name}</h2>") for name in ("Revenue", "Debt", "Performance")]
    assert sections == sorted(sections), "in the order of the list"
    assert "32.5" in page
    assert "12.5" in page
    assert "Provisional" in page
    assert "Missing" in page
    assert ">2012<" not in page
    assert "4 earlier years stand on the page of each indicator." in page
    assert "Suppressed" in page, "seven people are too few to be told"
    assert "Finance profile" in text("/data/harbour-city/")


def test_nothing_that_is_not_public_and_nobody_else_is_in_it() -> None:
    finances()
    other = finances("other-city", name="Elsewhere")
    other.enter(98.75, "2024", code="SNG-R1")
    run_due(timezone.now())
    page = text(PUBLIC)
    assert "33.25" not in page, "not public"
    assert "Elsewhere" not in page
    assert "98.75" not in page
    assert "98.75" in text("/data/other-city/sng/"), "the control: there it is"
    assert get("/data/harbour-city/umf/").status_code == 404, "nothing of that list is public"
    assert get("/data/nowhere/sng/").status_code == 404


def test_the_city_sees_all_that_it_has() -> None:
    city = finances()
    path = f"/workspaces/{city.place.slug}/indicators/profile/sng/"
    page = browser(city.viewer).get(path).content.decode()
    assert "33.25" in page
    assert "Finance profile" in page
    assert PUBLIC in page, "and what everybody sees of it"
    assert get(path).status_code == 302
    assert browser(make_user()).get(path).status_code == 404
    empty = browser(city.viewer).get(path.replace("sng", "umf")).content.decode()
    assert "No value yet" in empty
    assert browser(city.viewer).get(path.replace("sng", "nothing")).status_code == 404


def test_where_there_is_nothing_yet_editors_are_led_to_entering_it() -> None:
    finances()
    city = make_city(slug="new-town")
    path, base = "/workspaces/new-town/indicators/profile/sng/", "/workspaces/new-town/indicators"
    page = body(get(path, browser(city.editor))).decode()
    ways = (
        f"{base}/?framework=sng#rows",
        f"{base}/template.xlsx?framework=sng",
        f"{base}/imports/",
    )
    assert "No value yet" in page
    assert all(f'href="{way}"' in page for way in ways)
    for way in ways:
        assert get(way.partition("#")[0], browser(city.editor)).status_code == 200
    looking = body(get(path, browser(city.viewer))).decode()
    assert "No value yet" in looking
    assert "Enter values" not in looking
    city.enter(3.0, "2023", code="SNG-R1")
    assert "Enter values" not in body(get(path, browser(city.editor))).decode()


def test_a_browser_is_told_when_nothing_has_changed() -> None:
    city = finances()
    first = get(PUBLIC)
    assert get(PUBLIC, if_none_match=first["ETag"]).status_code == 304
    city.enter(40.5, "2024", code="SNG-R1")
    run_due(timezone.now())
    assert get(PUBLIC, if_none_match=first["ETag"]).status_code == 200


def test_it_is_there_in_arabic() -> None:
    finances()
    page = text(PUBLIC, "ar")
    assert 'dir="rtl"' in page
    assert "الملف المالي" in page


def asked(client: Any, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_cost_does_not_grow_with_what_is_in_it() -> None:
    city = finances()
    inside = f"/workspaces/{city.place.slug}/indicators/profile/sng/"
    public, own = asked(browser(make_user()), PUBLIC), asked(browser(city.viewer), inside)
    publish(city, "SNG-R2")
    for year in range(2013, 2022):
        city.enter(20.5, str(year), code="SNG-D1")
        city.enter(20.5, str(year), code="SNG-R2")
    run_due(timezone.now())
    assert asked(browser(make_user()), PUBLIC) == public
    assert asked(browser(city.viewer), inside) == own
    with CaptureQueriesContext(connection) as queries:
        page = body(get(PUBLIC))
    assert len(queries) <= 4
    assert len(page) < 25_000
