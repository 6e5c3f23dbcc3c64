"""Searches that people keep: their own alone, told once of what is new, for whom it may be seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import log_in, make_member, make_place, make_user
from tests.library.shelf import make_item
from waymark.base.models import Notice, Record
from waymark.kernel.flow import Refused
from waymark.library.models import Item
from waymark.portal import actions, finding, jobs, news
from waymark.portal.models import SavedSearch
from waymark.portal.rules import EVERY, MOST, is_due

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@given(st.sampled_from(["none", "daily", "weekly"]), st.integers(0, 400))
def test_news_are_due_after_their_time_and_never_where_none_are_wanted(
    alert: str, hours: int
) -> None:
    due = is_due(alert, NOW, NOW + timedelta(hours=hours))
    assert due == (alert in EVERY and hours >= {"daily": 23, "weekly": 167}.get(alert, 0))


@pytest.mark.django_db
def test_a_search_is_kept_renamed_deleted_and_brought_back_by_its_owner_alone() -> None:
    owner, other = make_user(), make_user()
    client, stranger = log_in(Client(), owner), log_in(Client(), other)
    make_item("T001", topics=("water",))
    assert "Save this search" in client.get("/library/?topic=water").content.decode()
    assert "Save this search" not in Client().get("/library/?topic=water").content.decode()
    assert "Save this search" in client.get("/search/?q=water").content.decode()
    address = "/searches/add/?where=library&query=topic%3Dwater%26page%3D3%26evil%3D1"
    assert 'value="Water"' in client.get(address).content.decode()
    assert client.get("/searches/add/?where=library&query=evil%3D1").status_code == 404
    refused = client.post(address, {"name": " ", "alert": "daily"})
    assert refused.status_code == 422
    client.post(address, {"name": "Pipes", "alert": "daily"})
    row = SavedSearch.objects.get()
    assert (row.user, row.query, row.known) == (owner, "topic=water", ["T001"])
    one = f"/searches/{row.pk}/"
    for door in (one, f"{one}delete/", f"{one}restore/"):
        assert stranger.post(door, {"name": "Mine", "alert": "none"}).status_code == 404
    client.post(one, {"name": "Water pipes", "alert": "none"})
    page = client.get("/searches/").content.decode()
    assert "Water pipes" in page
    assert "/library/?topic=water" in page
    answer = client.post(f"{one}delete/", follow=True)
    assert "Water pipes is deleted" in answer.content.decode().replace("⁨", "").replace("⁩", "")
    assert stranger.get(f"/searches/?deleted={row.pk}").content.decode().count("Undo") == 0
    client.post(f"{one}restore/")
    assert SavedSearch.objects.get().deleted_at is None
    client.post(f"{one}delete/")
    news.forget_deleted(at=row.made_at + timedelta(days=31))
    assert not SavedSearch.objects.exists()
    assert not Record.objects.exists()  # what somebody looks for is on no record


@pytest.mark.django_db
def test_news_tell_once_what_is_new_and_may_be_seen() -> None:
    place = make_place()
    member, other = make_member(place), make_user()
    make_item("T001", title={"en": "Ferryboats"}, topics=("water",))
    finding.follow()
    kept = [
        actions.keep_search(where=where, query=query, name=where, alert="daily", by=by, at=NOW)
        for by in (member, other)
        for where, query in (("library", "topic=water"), ("search", "q=ferryboats"))
    ]
    for code, private in (("T002", False), ("T003", True)):
        make_item(code, title={"en": f"Ferryboats {code}"}, topics=("water",))
        readers = f"place:{place.pk}" if private else ""
        Item.objects.filter(code=code).update(private=private, readers=readers)
    Item.objects.filter(code="T001").update(version=2)  # a change is not news
    finding.follow()
    at = NOW + timedelta(days=1)
    assert [news.tell_news(search=row, at=at) for row in kept] == [2, 2, 1, 1]
    assert [news.tell_news(search=row, at=at) for row in kept] == [0, 0, 0, 0]
    for notice in Notice.objects.filter(user=other):
        assert "T003" not in str(notice.params)
        assert "T002" in str(notice.params)
    assert Notice.objects.filter(user=member).count() == 2
    Item.objects.filter(code="T003").update(readers="place:other")
    make_item("T004", title={"en": "Ferryboats T004"}, topics=("water",))
    assert news.tell_news(search=kept[0], at=at + timedelta(days=1)) == 1
    jobs.tell_of_searches.func()
    assert not SavedSearch.objects.filter(looked_at__lt=NOW + timedelta(hours=1)).exists()


@pytest.mark.django_db
def test_a_person_keeps_so_many_and_the_list_asks_as_often_for_three_as_for_one() -> None:
    owner, counted = make_user(), []
    for number in range(MOST):
        actions.keep_search(
            where="search", query=f"q=word{number}", name="A", alert="none", by=owner, at=NOW
        )
        if number in (0, 2):
            client = log_in(Client(), owner)
            with CaptureQueriesContext(connection) as captured:
                client.get("/searches/")
            counted.append(len(captured))
    assert counted[0] == counted[1]
    with pytest.raises(Refused, match="too_many"):
        actions.keep_search(where="search", query="q=x", name="B", alert="none", by=owner, at=NOW)
