"""Feeds of the library: what is for everybody, new and changed, in the words of the two formats."""

from __future__ import annotations

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import log_in, make_secretary
from tests.library.shelf import NOW, make_item
from waymark.library.models import Item

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
ONCE = ("id", "title", "updated")  # RFC 4287, 4.1.1 and 4.1.2


def test_both_feeds_hold_what_is_public_and_fits_the_newest_first() -> None:
    make_item("T001", title={"en": 'A & B <i>"x"</i>', "ar": "ا"}, topics=("water",))
    make_item("T002", topics=("water", "waste"), description={"en": "Old."})
    make_item("T003", topics=("finance",))
    make_item("T004", topics=("water",))
    make_item("T005", topics=("water",))
    Item.objects.filter(code="T001").update(changed_at=NOW + timedelta(days=1))
    Item.objects.filter(code="T004").update(hidden_at=NOW)
    Item.objects.filter(code="T005").update(private=True, readers="place:x")
    curator = log_in(Client(), make_secretary())
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get("/library/feed.atom?topic=water")
    assert len(captured) == 1
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert answer.content == curator.get("/library/feed.atom?topic=water").content

    root = ElementTree.fromstring(answer.content)
    entries = root.findall("a:entry", ATOM)
    assert [one.findtext("a:id", "", ATOM)[-6:] for one in entries] == ["/T001/", "/T002/"]
    assert entries[0].findtext("a:title", "", ATOM) == 'A & B <i>"x"</i>'
    for part in (root, *entries):
        for name in ONCE:
            assert len(part.findall(f"a:{name}", ATOM)) == 1, name
        assert part.findtext("a:updated", "", ATOM)[-6:] == "+00:00"
    assert all(one.find("a:author/a:name", ATOM) is not None for one in entries)
    here = root.find("a:link[@rel='self']", ATOM)
    assert here is not None
    assert here.get("href", "").endswith("/library/feed.atom?topic=water")
    assert {one.get("term") for one in entries[1].findall("a:category", ATOM)} == {
        *("guide", "water", "waste")
    }

    told = json.loads(Client().get("/library/feed.json?topic=water").content)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["id"][-6:] for one in told["items"]] == ["/T001/", "/T002/"]
    assert all(one["content_text"] and one["date_modified"] for one in told["items"])


def test_an_empty_feed_is_whole_and_the_list_names_both() -> None:
    root = ElementTree.fromstring(Client().get("/library/feed.atom?q=nothing").content)
    assert root.findtext("a:updated", "", ATOM)
    assert json.loads(Client().get("/library/feed.json").content)["items"] == []
    page = Client().get("/library/?topic=water").content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in page
    assert "/library/feed.atom?topic=water" in page
