"""The library's pages: searchable, filtered, in alphabetical order, light, honest."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import log_in, make_secretary
from tests.library.shelf import NOW, entry, make_item
from waymark.library import actions
from waymark.library.models import Item
from waymark.library.rules.publishers import publishers_in
from waymark.people.models import User

pytestmark = pytest.mark.django_db


def found(query: str = "", client: Client | None = None) -> list[str]:
    """The codes on the page of a list, in its order."""
    answer = (client or Client()).get(f"/library/{query}")
    assert answer.status_code == 200
    return [card.item.code for card in answer.context["cards"]]


def in_arabic() -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    return client


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", ["/library/", "/library/items.csv", "/library/T000/"])
def test_a_page_asks_the_database_as_often_for_one_entry_as_for_three(
    address: str, count: int
) -> None:
    for number in range(count):
        make_item(f"T{number:03}")
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(address)
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert len(captured) <= 4


def test_the_whole_catalogue_is_paged_and_light() -> None:
    actions.load_catalogue(at=NOW)
    answer = Client().get("/library/", headers={"accept-encoding": ""})
    assert answer.context["page"].paginator.count == 152
    assert len(answer.context["cards"]) == 20
    assert len(gzip.compress(answer.content)) < 15_000  # the style sheet takes the other half


def test_words_are_found_in_every_text_and_language_and_all_have_to_be_there() -> None:
    make_item("T001", title={"en": "Revenue check", "ar": "فحص الإيرادات"})
    make_item("T002", title={"en": "Other"}, description={"en": "A Révenue story"})
    make_item("T003", title={"en": "Nothing"}, publisher={"en": "World Bank"})
    assert found("?q=REVENUE") == ["T002", "T001"]
    assert found("?q=revenue+check") == ["T001"]
    assert found("?q=الايرادات") == ["T001"]
    assert found("?q=world+bank") == ["T003"]
    assert found("?q=%25") == []  # no wildcard


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?kind=course", ["T002"]),
        ("?topic=water", ["T002"]),
        ("?language=fr", ["T002"]),
        ("?stage=A", ["T002"]),
        ("?criterion=A01", ["T002", "T003"]),
        ("?criterion=A01&kind=guide", ["T003"]),
        ("?state=checked", ["T003"]),
        ("?state=unchecked", ["T001", "T002"]),
        ("?kind=cour", []),
        ("?state=hidden", ["T001", "T002", "T003"]),  # nobody but a curator can ask for that
    ],
)
def test_each_filter_keeps_what_fits_and_stands_in_the_address(
    query: str, codes: list[str]
) -> None:
    make_item("T001")
    make_item(
        "T002",
        kinds=("guide", "course") if "guide" not in query else ("course",),
        topics=("waste", "water"),
        languages=("en", "fr"),
        stages=("A",),
        criteria=("A01",),
    )
    third = make_item("T003", criteria=("all",))
    actions.check_address(item=third, found="works", by=make_secretary(), at=NOW)
    make_item("T004", criteria=("A01",), stages=("A",), kinds=("course",))
    Item.objects.filter(code="T004").update(hidden_at=NOW)
    assert found(query) == codes


def test_the_order_is_that_of_titles_in_the_readers_language() -> None:
    make_item("T001", title={"en": "beta", "ar": "ا"})
    make_item("T002", title={"en": "Alpha", "ar": "ب"})
    make_item("T003", title={"en": "gamma"})
    assert found() == ["T002", "T001", "T003"]
    assert found(client=in_arabic()) == ["T003", "T001", "T002"]


def test_an_empty_list_says_so_and_leads_back() -> None:
    make_item()
    page = Client().get("/library/?q=zebra").content.decode()
    assert "Nothing fits" in page
    assert 'href="/library/"' in page


def test_what_is_not_sure_is_marked_wherever_it_is_shown() -> None:
    make_item("T001")
    make_item("O001", shelf="offer", url="", basis="named")
    for address in ("/library/", "/library/T001/"):
        assert "Address not checked" in Client().get(address).content.decode()
    assert "Terms not confirmed" in Client().get("/library/O001/").content.decode()
    page = Client().get("/library/T001/").content.decode()
    assert "No person has checked the address yet." in page
    assert "by a table of the makers of Waymark" in page
    actions.check_address(
        item=Item.objects.get(code="T001"), found="works", by=make_secretary(), at=NOW
    )
    page = Client().get("/library/T001/").content.decode()
    assert "Address not checked" not in page
    assert "Address works" in page


def test_an_address_that_is_gone_is_no_link_any_more() -> None:
    item = make_item()
    assert 'href="https://example.org/t001"' in Client().get("/library/T001/").content.decode()
    actions.check_address(item=item, found="gone", by=make_secretary(), at=NOW)
    page = Client().get("/library/T001/").content.decode()
    assert 'href="https://example.org/t001"' not in page
    assert "no longer works" in page


def test_the_name_of_who_checked_is_for_curators() -> None:
    curator = make_secretary()
    User.objects.filter(pk=curator.pk).update(name="Ada Curator")
    curator.refresh_from_db()
    actions.check_address(item=make_item(), found="works", by=curator, at=NOW)
    assert "Ada Curator" not in Client().get("/library/T001/").content.decode()
    assert "Ada Curator" in log_in(Client(), curator).get("/library/T001/").content.decode()


def test_a_hidden_entry_is_nowhere_but_with_curators() -> None:
    curator = make_secretary()
    actions.hide_item(item=make_item(), by=curator, at=NOW)
    assert found() == []
    assert Client().get("/library/T001/").status_code == 404
    assert json.loads(Client().get("/library/items.json").content)["items"] == []
    inside = log_in(Client(), curator)
    assert found("?state=hidden", inside) == ["T001"]
    assert inside.get("/library/T001/").status_code == 200


def test_hostile_texts_come_out_as_texts() -> None:
    make_item(title={"en": "<script>alert(1)</script>"}, publisher={"en": '"><b>'})
    for address in ("/library/", "/library/T001/"):
        page = Client().get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
        assert '"><b>' not in page


def test_files_hold_what_the_list_holds() -> None:
    make_item("T001", title={"en": "=SUM(1)", "ar": "ا"}, cost=("free",))
    make_item("T002", topics=("water",))
    table = b"".join(Client().get("/library/items.csv?topic=finance").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == ["T001"]
    assert rows[0]["title"] == "'=SUM(1)"
    told: dict[str, Any] = json.loads(Client().get("/library/items.json").content)
    assert [item["code"] for item in told["items"]] == ["T001", "T002"]
    assert told["items"][0]["title"] == {"en": "=SUM(1)", "ar": "ا"}
    assert told["items"][0]["address"] == "unchecked"


def test_a_curator_adds_edits_translates_checks_and_hides_by_pages() -> None:
    client = log_in(Client(), make_secretary())
    typed = {
        "language": "fr",
        "shelf": "resource",
        "title": "Guide",
        "publisher": "Ville",
        "kinds": ["guide"],
        "criteria": "C03, C09",
        "languages": "fr",
        "url": "https://example.org/",
    }
    assert client.post("/library/add/", typed).url == "/library/L001/"  # type: ignore[attr-defined]
    made = Item.objects.get()
    assert (made.original, made.criteria, made.named) == ("fr", ("C03", "C09"), True)
    page = client.get("/library/L001/edit/?language=en")
    typed |= {"language": "en", "title": "A guide", "publisher": "City", "seen": made.version}
    assert page.context["form"]["title"].value() == ""
    client.post("/library/L001/edit/?language=en", typed)
    made.refresh_from_db()
    assert dict(made.title) == {"fr": "Guide", "en": "A guide"}
    client.post("/library/L001/check/", {"found": "works", "seen_url": made.url})
    client.post("/library/L001/hide/")
    made.refresh_from_db()
    assert (made.address, made.hidden_at is not None) == ("works", True)
    answer = client.get("/library/L001/")
    assert answer.content.decode().count("<time") >= 4  # its history
    acts = [(act.verb, act.by) for act in answer.context["history"]]
    person = User.objects.get()
    assert acts == [(f"library.{verb}", person) for verb in ("hide", "check", "edit", "add")]


def test_what_was_typed_stays_where_it_is_refused() -> None:
    client = log_in(Client(), make_secretary())
    typed = {
        "language": "en",
        "shelf": "offer",
        "title": "Mine",
        "criteria": "c3",
        "kinds": "guide",
    }
    answer = client.post("/library/add/", typed | {"publisher": "P", "description": "Long text"})
    assert answer.status_code == 422
    page = answer.content.decode()
    for kept in ("Mine", "Long text", "“c3” is not known here."):
        assert kept in page
    assert not Item.objects.exists()


def test_words_that_meet_a_newer_version_are_kept_on_the_page() -> None:
    item, curator = make_item(), make_secretary()
    client = log_in(Client(), curator)
    form = client.get("/library/T001/edit/").context["form"]
    typed = {bound.name: bound.value() for bound in form if bound.value()} | {"title": "My words"}
    actions.edit_item(item=item, entry=entry(cost=("free",)), seen=1, by=curator, at=NOW)
    answer = client.post("/library/T001/edit/", typed)
    assert answer.status_code == 422
    assert "My words" in answer.content.decode()
    assert "Somebody has changed this entry" in answer.content.decode()
    assert str(Item.objects.get().title) == "Title of T001"


def test_what_the_learning_network_names_is_listed_by_kind_and_agenda() -> None:
    actions.load_catalogue(at=NOW)
    assert "T103" in found("?kind=method")
    assert {"T036", "T052", "T053"} <= set(found("?topic=sendai"))
    assert set(found("?kind=course&topic=finance")) >= {"T109"}
    for code, said in (
        ("T048", "Interviews and practice"),
        ("T107", "a third one on climate was being considered"),
        ("T108", "has not been checked"),
        ("T109", "Terms not confirmed"),
        ("T110", "has not been checked"),
    ):
        assert said in Client().get(f"/library/{code}/").content.decode(), code


def test_publishers_are_listed_by_name_and_lead_to_what_they_publish() -> None:
    make_item("T001", publisher={"en": "UN-Habitat; City of Lakes", "ar": "موئل"})
    make_item("T002", publisher={"en": "un-habitat"})
    make_item("T003", publisher={"en": "Åland & friends"})
    hidden = make_item("T004", publisher={"en": "Nobody"})
    Item.objects.filter(pk=hidden.pk).update(hidden_at=NOW)
    assert publishers_in({"ar": "موئل الأمم؛ مدينة"}, "ar") == {
        "موئل-الأمم": "موئل الأمم",
        "مدينة": "مدينة",
    }
    page = Client().get("/library/publishers/")
    told = [(one.id, one.name, one.entries) for one in page.context["page"]]
    assert told == [
        ("åland-friends", "Åland & friends", 1),
        ("city-of-lakes", "City of Lakes", 1),
        ("un-habitat", "UN-Habitat", 2),
    ]
    assert [one.id for one in Client().get("/library/publishers/?q=LAKE").context["page"]] == [
        "city-of-lakes"
    ]
    assert found("?publisher=un-habitat") == ["T001", "T002"]
    assert found("?publisher=city-of-lakes&q=t001") == ["T001"]
    assert found("?publisher=nobody") == found("?publisher=habitat") == []
    shown = Client().get("/library/?publisher=un-habitat").content.decode()
    assert 'name="publisher" value="un-habitat"' in shown
    assert "?publisher=city-of-lakes" in Client().get("/library/T001/").content.decode()
    with CaptureQueriesContext(connection) as asked:
        Client().get("/library/publishers/")
    assert len(asked) <= 4
