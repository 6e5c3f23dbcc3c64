"""Addresses that a program follows: politely, and never over a person's word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.base.test_visiting import Pages, site, visitor
from tests.factories import log_in, make_secretary, make_user
from tests.library.shelf import make_item
from waymark.base.jobs import run_due
from waymark.library import actions, jobs
from waymark.library.commands import library
from waymark.library.models import Item, LinkVisit
from waymark.library.queries.links import due
from waymark.library.rules.links import AGAIN, SOON, Seen, next_visit, seen
from waymark.library.visits import follow

pytestmark = pytest.mark.django_db
PAGES: Pages = {
    "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /closed\n"),
    "/here": (200, {}, b"x" * 5_000_000),
    "/old": (301, {"Location": "/here"}, b""),
    "/for-now": (302, {"Location": "/here"}, b""),
    "/login": (403, {}, b""),
    "/busy": (503, {"Retry-After": "864000"}, b""),
    "/broken": (500, {}, b""),
}


@pytest.mark.parametrize(
    ("status", "moved", "found"),
    [
        (200, False, "works"),
        (204, True, "moved"),
        (404, False, "gone"),
        (410, True, "gone"),
        (401, False, "refused"),
        (405, False, "refused"),
        (429, False, "no_answer"),
        (500, False, "no_answer"),
        (304, False, "no_answer"),
    ],
)
def test_an_answer_means_one_thing(status: int, moved: bool, found: str) -> None:
    assert seen(status, moved=moved) == found


def test_what_failed_is_tried_sooner_and_never_before_the_site_wants_it() -> None:
    now = timezone.now()
    assert next_visit(Seen.WORKS, now) - now == AGAIN
    assert next_visit(Seen.GONE, now) - now == SOON
    assert next_visit(Seen.NO_ANSWER, now, 10**6) - now == timedelta(seconds=10**6)


def test_a_server_that_is_cut_off_blames_no_site() -> None:
    for code in range(1, 6):
        make_item(f"T{code:03}", url=f"http://127.0.0.1:9/{code}")
    assert not follow(visitor())
    assert not LinkVisit.objects.exists()
    with site({"/": (200, {}, b"")}) as base:
        make_item("T006", url=f"{base}/")
        assert follow(visitor()) == {"works": 1, "no_answer": 5}


def test_addresses_are_followed_and_shown_to_curators_alone() -> None:
    desk, client = make_secretary(), Client()
    with site(PAGES) as base:
        for code, path in enumerate([*PAGES, "/lost", "/closed/x"], start=1):
            make_item(f"T{code:03}", url=base + path)
        make_item("T090", url="")
        assert follow(visitor()) == {
            "works": 3,  # robots.txt itself among them
            "moved": 1,
            "refused": 3,
            "no_answer": 1,
            "gone": 1,
        }
        assert not due(timezone.now()).exists()
        LinkVisit.objects.update(not_before=timezone.now())
        assert follow(visitor(), most=2).total() == 2
        assert follow(visitor()).total() == 7
    assert set(Item.objects.values_list("address", flat=True)) == {"unchecked"}  # no person yet
    curator = log_in(client, desk)
    page = curator.get("/library/addresses/").content.decode()
    shown = [code for code in ("T002", "T003", "T004", "T005", "T007", "T008") if code in page]
    assert shown == ["T003", "T007", "T008"]
    assert f"{base}/here" in page
    assert "T005" in curator.get("/library/addresses/?show=refused").content.decode()
    assert "fails since" in curator.get("/library/T008/").content.decode()
    assert "fails since" not in log_in(Client(), make_user()).get("/library/T008/").content.decode()
    lost = Item.objects.get(code="T008")
    actions.check_address(item=lost, found="gone", by=desk, at=timezone.now())
    assert "T008" not in curator.get("/library/addresses/").content.decode()
    assert "T008" in curator.get("/library/addresses/?show=failing").content.decode()


def test_one_bad_night_tells_nothing_and_another_address_begins_anew() -> None:
    desk, item = make_secretary(), make_item("T001", url="https://a.example/")
    now = timezone.now()

    def keep(found: Seen) -> int:
        actions.keep_visits(looked=[actions.Looked(item, found)], at=now)
        return LinkVisit.objects.get().failures

    client = log_in(Client(), desk)
    assert keep(Seen.NO_ANSWER) == 1
    assert "T001" not in client.get("/library/addresses/").content.decode()
    assert keep(Seen.GONE) == 2
    assert "T001" in client.get("/library/addresses/").content.decode()
    Item.objects.update(url="https://b.example/")
    assert keep(Seen.WORKS) == 2  # it was changed while we were there
    item = Item.objects.get()
    assert list(due(now)) == [item]
    assert keep(Seen.GONE) == 1
    assert keep(Seen.WORKS) == 0


def test_it_is_asked_for_by_curators_and_by_the_clock_of_a_server_alone(settings: Any) -> None:
    client = log_in(Client(), make_secretary())
    said = client.post("/library/addresses/follow/", follow=True).content.decode()
    assert "No address is due" in said
    make_item("T001", url="http://127.0.0.1:9/")  # never entered: it is of the house
    assert not jobs._any_link_due()
    settings.WAYMARK_PRODUCTION = True
    assert jobs._any_link_due()
    said = client.post("/library/addresses/follow/", follow=True).content.decode()
    assert "1 address is due" in said
    run_due()
    assert LinkVisit.objects.get().found == "no_answer"
    assert not jobs._any_link_due()
    make_item("T002", url="http://localhost:9/")
    assert CliRunner().invoke(library, ["links"]).output == "no_answer\t1\n"


def test_the_list_asks_no_more_for_three() -> None:
    client = log_in(Client(), make_secretary())

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/library/addresses/?show=failing").status_code == 200
        return len(found)

    asked()  # what is kept in memory, such as the session's person
    counts = []
    for code in ("T001", "T002", "T003"):
        item = make_item(code)
        actions.keep_visits(looked=[actions.Looked(item, Seen.GONE)], at=timezone.now())
        counts.append(asked())
    assert counts[0] == counts[2]
