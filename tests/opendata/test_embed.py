"""Public charts on the pages of others: a frame without scripts, a picture, and a specification."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from tests.opendata.published import DEATHS, WATER, body, get, harbour
from waymark.base.jobs import run_due
from waymark.indicators.actions.publishing import set_public_terms, withdraw_indicators
from waymark.indicators.rules.suppression import Limits

pytestmark = pytest.mark.django_db
ONE = "/data/harbour-city/umf/UMF-1.1.2/"
EMBED = "/embed/harbour-city/umf/UMF-1.1.2/"


def snippets(path: str, **headers: str) -> list[str]:
    """The addresses in what the page offers to copy, as a browser would read them."""
    page = body(get(path, **headers)).decode()
    codes = [html.unescape(one) for one in re.findall(r"<code>(.*?)</code>", page, re.DOTALL)]
    assert all("onload" not in one and "<script" not in one for one in codes)
    found = [
        html.unescape(one) for code in codes for one in re.findall(r'(?:src|href)="(.*?)"', code)
    ]
    return [urlsplit(one).path + "?" + urlsplit(one).query for one in found]


@pytest.mark.parametrize("query", ["", "?by=sex", "?by=area"])
def test_what_is_offered_to_copy_leads_to_the_same_chart(query: str) -> None:
    harbour()
    frame, page, picture = snippets(ONE + query)
    assert frame.startswith(EMBED)
    assert "lang=en" in frame
    shown = body(get(ONE + query)).decode()
    drawing = re.search(r"<figure.*?</figure>", shown, re.DOTALL)
    assert drawing
    assert drawing[0] in body(get(frame)).decode()
    assert get(page).status_code == 200
    answer = get(picture)
    assert answer["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(body(answer)).tag.endswith("svg")


def test_a_frame_tells_place_unit_values_source_and_terms() -> None:
    city = harbour()
    set_public_terms(
        place=city.place, licence="CC-BY-4.0", limits=Limits(), by=city.lead, at=city.later()
    )
    page = body(get(EMBED)).decode()
    for words in ("UMF-1.1.2", "Utility register", "64", "CC-BY-4.0", f'href="{ONE}', "2021"):
        assert words in page, words
    for link in re.findall(r"<a [^>]*>", page):
        assert 'target="_blank"' in link, "a page of ours would be refused inside a frame"
    withheld = body(get(f"/embed/harbour-city/umf/{DEATHS}/?by=sex")).decode()
    assert "There is no number to draw" in withheld
    assert "96" not in withheld


def test_a_frame_is_the_same_for_everybody_in_the_language_of_its_address() -> None:
    city = harbour()
    inside = Client()
    inside.force_login(city.lead)
    english = body(get(EMBED))
    assert body(get(EMBED, inside, accept_language="ar")) == english
    assert body(get(f"{EMBED}?lang=nowhere")) == english
    arabic = get(f"{EMBED}?lang=ar")
    assert b'lang="ar" dir="rtl"' in body(arabic)
    for answer in (arabic, get(EMBED, inside)):
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in answer.get("Vary", "")
    assert get(EMBED, if_none_match=get(EMBED)["ETag"]).status_code == 304


def test_a_chart_comes_as_svg_png_and_vega_lite() -> None:
    harbour()
    picture = get(f"{ONE}chart/png?by=sex&lang=ar")
    assert body(picture).startswith(b"\x89PNG")
    assert picture["Cross-Origin-Resource-Policy"] == "cross-origin"
    spec = json.loads(body(get(f"{ONE}chart/json")))
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert "64.0" in json.dumps(spec)
    assert "حضر" not in body(get(f"{ONE}chart/svg")).decode()
    for kind in ("svg", "png", "json"):
        assert f"chart/{kind}?" in body(get(ONE)).decode()
    for path in (f"{ONE}chart/exe", f"{ONE}chart/csv", "/data/harbour-city/sdg/6.1.1/chart/svg"):
        assert get(path).status_code == 404
    assert get(f"/data/harbour-city/umf/{DEATHS}/chart/svg?by=sex").status_code == 404


def test_what_is_taken_back_vanishes_from_the_pages_of_others() -> None:
    city = harbour()
    withdraw_indicators(
        place=city.place, indicators=[city.indicator(WATER)], by=city.lead, at=city.later()
    )
    run_due(timezone.now())
    for path in (EMBED, f"{ONE}chart/svg", f"{ONE}chart/png", f"{ONE}chart/json"):
        answer = get(path)
        assert answer.status_code == 404
        assert answer["X-Frame-Options"] == "DENY"
        assert b"Safely managed" not in body(answer)


def test_the_page_alone_may_be_framed(django_assert_num_queries: Any) -> None:
    harbour()
    framed, page = get(EMBED), get(ONE)
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors https: http:" in framed["Content-Security-Policy"]
    assert "script-src 'none'" in framed["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    with django_assert_num_queries(4):
        get(f"{EMBED}?by=sex")
