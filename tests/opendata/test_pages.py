"""The public pages and files: what they show, in which order, and what they cost."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import log_in, make_place
from tests.indicators.cities import City, dims, make_city
from tests.opendata.published import DEATHS, WATER, body, get, harbour, publish
from waymark.base.jobs import run_due
from waymark.indicators.actions.publishing import set_public_terms
from waymark.indicators.actions.targets import set_target
from waymark.indicators.queries import public_rows
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.suppression import Limits
from waymark.opendata.templatetags.listings import indicator_rows

pytestmark = pytest.mark.django_db
ONE = "/data/harbour-city/umf/UMF-1.1.2/"


def text(path: str, language: str = "en") -> str:
    answer = get(path, accept_language=language)
    assert answer.status_code == 200, path
    return body(answer).decode()


def test_where_nothing_is_published_the_pages_say_so() -> None:
    make_city()
    assert "Nothing is published yet" in text("/data/")


def test_places_stand_by_country_and_name_and_can_be_searched() -> None:
    for slug, name, country in (
        ("zeta", "Zeta", "KE"),
        ("alfa", "Alfa", "PE"),
        ("beta", "Beta", "KE"),
    ):
        city = make_city(slug=slug, name=name, country=country)
        city.enter(90.0 if slug == "zeta" else 10.0)
        publish(city, WATER)
    page = text("/data/")
    assert [page.index(f"/data/{slug}/") for slug in ("beta", "zeta", "alfa")] == sorted(
        page.index(f"/data/{slug}/") for slug in ("beta", "zeta", "alfa")
    )
    found = text("/data/?q=ZÉTA")
    assert "/data/zeta/" in found
    assert "/data/beta/" not in found
    assert "/data/alfa/" not in text("/data/?country=KE")
    assert "No place fits" in text("/data/?q=nowhere")


def test_a_place_shows_its_indicators_with_the_newest_value() -> None:
    harbour()
    page = text("/data/harbour-city/")
    assert "Safely managed drinking water" in page
    assert "64" in page
    assert "Fine dust" not in page
    assert "6.1.1" not in page
    assert get("/data/nowhere/").status_code == 404


def test_an_indicator_shows_chart_table_sources_and_files() -> None:
    city = harbour()
    set_target(
        place=city.place,
        indicator=city.indicator(WATER),
        goal=Goal("2015", 50.0, 2030, 95.0),
        by=city.lead,
        at=city.later(),
    )
    run_due(timezone.now())
    page = text(ONE)
    assert "<svg" in page
    assert "61.44" in page or "61.4375" in page
    assert "Utility register" in page
    assert "values.csv" in page
    assert "95" in page
    areas = text(f"{ONE}?by=area")
    assert "North" in areas
    assert "Estimated" in areas
    withheld = text("/data/harbour-city/umf/UMF-1.1.5/?by=sex")
    assert withheld.count("Suppressed") >= 2
    assert "There is no number to draw" in withheld
    for odd in ("?by=nothing", "?unit=nothing", "?by=%F0", "?by=" + "x" * 5000):
        assert get(ONE + odd).status_code == 200
    assert get("/data/harbour-city/sdg/6.1.1/").status_code == 404


def test_series_that_differ_in_their_unit_are_never_in_one_table() -> None:
    city = harbour()
    city.enter(1200.0, "2021", unit="households", dims=dims(age="15-24"))
    run_due(timezone.now())
    assert "1,200" not in text(ONE)
    assert "1,200" in text(f"{ONE}?unit=households&by=age")


def test_the_pages_are_there_in_arabic() -> None:
    harbour()
    for path in ("/data/", "/data/harbour-city/", ONE):
        page = text(path, "ar")
        assert 'dir="rtl"' in page
        assert "بيانات" in page


def test_terms_are_shown() -> None:
    city = harbour()
    assert "The city names none" in text(ONE)
    set_public_terms(
        place=city.place, licence="CC-BY-4.0", limits=Limits(), by=city.lead, at=city.later()
    )
    page = text(ONE)
    assert "https://creativecommons.org/licenses/by/4.0/" in page


def rows(path: str) -> list[dict[str, str]]:
    answer = get(path)
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))


def test_files_hold_all_that_is_public_and_can_be_brought_in_again() -> None:
    city = harbour()
    found = rows("/data/harbour-city/all.csv")
    assert len(found) == 9
    assert len(rows(f"{ONE}values.csv")) == 5
    assert {row["status"] for row in found if not row["value"]} == {"M", "Q"}
    other = make_city(areas=())
    other.areas["harbour-city-north"] = make_place(
        "North", parent=other.place, slug="other-north", kind="district"
    )
    table = body(get(f"{ONE}values.csv")).decode("utf-8-sig").replace("harbour-city-", "other-")
    batch = other.bring(table)
    assert batch.state == "committed"
    publish(other, WATER)
    again = rows(f"/data/{other.place.slug}/umf/UMF-1.1.2/values.csv")
    assert [row["value"] for row in again] == [row["value"] for row in rows(f"{ONE}values.csv")]
    assert city.place.slug != other.place.slug


def test_text_that_begins_a_formula_is_kept_from_being_one() -> None:
    city = harbour()
    city.enter(1.0, "2015", source="=HYPERLINK(1)")
    run_due(timezone.now())
    table = body(get(f"{ONE}values.csv")).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table


def test_a_browser_is_told_when_nothing_has_changed() -> None:
    city = harbour()
    for path in ("/data/", "/data/harbour-city/", ONE, f"{ONE}values.csv"):
        first = get(path)
        assert get(path, if_none_match=first["ETag"]).status_code == 304, path
        if path.endswith("/"):
            assert "private" in first["Cache-Control"]
            other = get(path, if_none_match=first["ETag"], accept_language="ar")
            assert other.status_code == 200
    first = get(ONE)
    inside = log_in(Client(), city.lead)
    assert "ETag" not in inside.get(ONE)
    assert inside.get(ONE, headers={"if-none-match": first["ETag"]}).status_code == 200
    city.enter(66.0, "2022")
    run_due(timezone.now())
    assert get(ONE, if_none_match=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("path", "most"), [("/data/", 4), ("/data/harbour-city/", 5), (ONE, 4), (f"{ONE}?by=area", 4)]
)
def test_the_cost_is_bounded(path: str, most: int, django_assert_max_num_queries: Any) -> None:
    city = harbour()
    more(city)
    get(path)
    with django_assert_max_num_queries(most):
        page = body(get(path))
    assert len(page) < 25_000


def test_values_are_counted_anew_only_once_something_has_changed(
    django_assert_max_num_queries: Any,
) -> None:
    city = harbour()
    path = "/data/harbour-city/"
    assert "<dt>Values</dt><dd>9</dd>" in body(get(path)).decode()
    with django_assert_max_num_queries(4):
        assert "<dt>Values</dt><dd>9</dd>" in body(get(path)).decode()
    city.enter(66.0, "2022")
    run_due(timezone.now())
    assert "<dt>Values</dt><dd>10</dd>" in body(get(path)).decode()


def more(city: City) -> None:
    for year in range(1995, 2015):
        city.enter(40.0 + year % 7, str(year))
        city.enter(30.0 + year % 5, str(year), area=city.areas["north"])
        city.enter(35.0 + year % 5, str(year), dims=dims(sex="male"))
    publish(city, DEATHS)
    run_due(timezone.now())


def test_a_list_is_read_a_page_at_a_time_and_its_links_are_addresses() -> None:
    harbour()
    first, second = public_rows.listed(None, "harbour-city", 0)
    assert public_rows.listed(None, "harbour-city", 1) == [second]
    odd = first._replace(code="A & B <1>")
    drawn = indicator_rows("harbour-city", "umf", [(odd, None)])
    assert 'href="/data/harbour-city/umf/A%20%26%20B%20%3C1%3E/"' in drawn
    assert "<1>" not in drawn
    with pytest.raises(ValueError, match="50"):
        public_rows.newest(None, [first.pk] * 51)
