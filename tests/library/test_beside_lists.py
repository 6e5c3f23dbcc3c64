"""Beside lists and indicators: what of the library helps with their data, and nothing hidden."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.indicators.cities import browser, make_city
from waymark.indicators.models import Framework
from waymark.library.actions import load_catalogue
from waymark.library.models import Item
from waymark.library.rules.vocabulary import STATISTICS

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def beside(page: str) -> list[str]:
    """The codes of the entries that stand beside a list."""
    if 'id="helps"' not in page:
        return []
    return re.findall(r'href="/library/([^"/]+)/"', page.partition('id="helps"')[2])


def test_the_page_of_lists_names_what_helps_with_data() -> None:
    make_city()
    load_catalogue(at=NOW)
    codes = beside(Client().get("/lists/").content.decode())
    assert 2 < len(codes) <= 6
    rows = {row.code: row for row in Item.objects.filter(code__in=codes)}
    assert all("data" in row.topics for row in rows.values())
    assert all(set(row.kinds) & STATISTICS for row in rows.values())
    titles = [rows[code].title["en"].lower() for code in codes]
    assert titles == sorted(titles), "by title, and by nothing else"


def test_each_list_and_each_indicator_leads_to_its_topic() -> None:
    city = make_city()
    load_catalogue(at=NOW)
    Framework.objects.create(code="sng", name={"en": "Finance"}, edition="1", order=9)
    inside = f"/workspaces/{city.place.slug}/indicators/umf/UMF-1.1.2/"
    for client, path, topic in (
        (Client(), "/lists/", "data"),
        (Client(), "/lists/umf/", "data"),
        (browser(city.viewer), inside, "data"),
        (Client(), "/lists/sng/", "finance"),
    ):
        page = client.get(path).content.decode().partition('id="helps"')[2]
        (address,) = re.findall(r'href="(/library/\?topic=[a-z]+)"', page)
        assert address.endswith(f"={topic}")
        assert "/library/T" in Client().get(address).content.decode(), "and something is there"


def test_what_is_hidden_is_not_beside_them() -> None:
    make_city()
    assert beside(Client().get("/lists/").content.decode()) == []
    load_catalogue(at=NOW)
    first = beside(Client().get("/lists/").content.decode())[0]
    Item.objects.filter(code=first).update(hidden_at=NOW)
    assert first not in beside(Client().get("/lists/").content.decode())


def test_the_titles_are_in_the_readers_language() -> None:
    make_city()
    load_catalogue(at=NOW)
    page = Client(HTTP_ACCEPT_LANGUAGE="ar").get("/lists/").content.decode()
    assert "دليل" in page.partition('id="helps"')[2]
