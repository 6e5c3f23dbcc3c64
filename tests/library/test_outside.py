"""Other catalogues: harvested into a queue, decided by curators, and never over our own words."""

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
from tests.library.shelf import NOW, make_item
from tests.library.test_outside_rules import shape
from waymark.base.models import Record
from waymark.kernel.flow import Refused
from waymark.library import actions, jobs
from waymark.library.commands import library
from waymark.library.harvesting import Harvest, harvest
from waymark.library.models import Item, OutsideRecord, Source
from waymark.library.rules.outside.telling import Told
from waymark.library.visits import run

pytestmark = pytest.mark.django_db
SECOND = "/oai?verb=ListRecords&resumptionToken=next+page%262"
PAGES: Pages = {
    "/oai?verb=ListRecords&metadataPrefix=oai_dc": (200, {}, shape("oai-1.xml")),
    SECOND: (200, {}, shape("oai-2.xml")),
}


def make_source(url: str = "https://c.example/oai", **more: Any) -> Source:
    told = {"code": "there", "name": "A catalogue", "kind": "oai", "on": True, "changed_at": NOW}
    return Source.objects.create(**told | {"url": url} | more)


def keep(source: Source, *told: Told, complete: bool = True) -> dict[str, int]:
    return actions.keep_harvest(source=source, told=Harvest(told, complete), at=timezone.now())


def test_a_catalogue_goes_from_its_pages_into_the_library_and_follows_it() -> None:
    curator = log_in(Client(), make_secretary())
    ours = make_item("T001", title={"en": "Ferries for the far islands!"}, url="")
    with site(PAGES) as base:
        source = make_source(f"{base}/oai")
        assert run(source, visitor()) == {
            "seen": 3,
            "untitled": 0,
            "new": 2,
            "changed": 0,
            "gone": 0,
        }
        with pytest.raises(Refused):  # at once again
            run(source, visitor())
    assert Item.objects.count() == 1
    page = curator.get("/library/queue/").content.decode()
    assert "Entretien avec une médiatrice" in page
    assert "T001" in page
    assert "much the same title" in page
    assert "How a small city runs ferries." in page
    ferries, talk = OutsideRecord.objects.order_by("name")

    merged = {"merge": ferries.pk, f"code_{ferries.pk}": "t001"}
    assert curator.post("/library/queue/decide/", merged).status_code == 302
    curator.post("/library/queue/decide/", {"pick": [talk.pk], "act": "accept"})
    ours.refresh_from_db()
    assert ours.title == {"en": "Ferries for the far islands!"}
    assert ours.url == "https://catalogue.example/ferries"
    taken = Item.objects.get(code="L001")
    assert (taken.title, taken.kinds, taken.basis) == (
        {"fr": "Entretien avec une médiatrice"},
        ("interview",),
        "harvested",
    )
    shown = Client().get("/library/L001/").content.decode()
    assert "A catalogue" in shown
    assert "not stated" in shown
    assert Client().get("/library/?kind=interview").content.decode().count("L001") == 1

    Item.objects.filter(pk=ours.pk).update(description={"en": "Our own words"})
    Source.objects.update(told={})
    url = "https://catalogue.example/ferries"
    keep(source, Told("oai:catalogue.example:1", "New name", "New", "City of Aland", url, "en"))
    page = curator.get("/library/queue/?state=changed").content.decode()
    assert "You wrote this: it stays" in page
    assert "New name" in page
    picks = [row.pk for row in OutsideRecord.objects.all()]
    curator.post("/library/queue/decide/", {"pick": picks, "act": "accept"})
    ours.refresh_from_db()
    assert ours.title == {"en": "Ferries for the far islands!"}  # merged, so never theirs
    assert ours.description == {"en": "Our own words"}
    answer = curator.post("/library/queue/decide/", {"pick": picks, "act": "gone"})
    assert answer.status_code == 302
    assert "does not list it any more" in Client().get("/library/L001/").content.decode()
    assert not OutsideRecord.objects.filter(state__in=["new", "changed", "gone"]).exists()
    assert Record.objects.filter(verb="outside.decide").count() == 4


def test_declined_is_declined_and_a_declined_change_is_not_told_twice() -> None:
    secretary = make_secretary()
    source = make_source()
    first, second = Told("1", "One"), Told("2", "Two")
    keep(source, first, second)
    one, two = OutsideRecord.objects.order_by("name")
    more = {"by": secretary, "at": NOW}
    assert actions.reject_outside(records=[one], **more) == 1
    assert actions.accept_outside(records=[two], **more) == (1, [])
    told = keep(source, Told("1", "One again"), Told("2", "Two", "Said"))
    assert (told["new"], told["changed"]) == (0, 1)
    assert actions.reject_outside(records=[two], **more) == 1
    assert keep(source, Told("2", "Two", "Said"))["changed"] == 0
    assert Item.objects.get().description == {}
    with pytest.raises(Refused):
        actions.merge_outside(outside=one, item=Item.objects.get(), **more)


def test_an_entry_keeps_the_name_and_licence_of_the_source_that_it_came_from() -> None:
    more = {"by": make_secretary(), "at": NOW}
    first, second = make_source(licence="CC BY 4.0"), make_source(code="b", name="Another")
    ours = make_item("T001", description={"en": "Our own words"}, url="https://a.example/1")
    url = "https://a.example/2"
    keep(first, Told("1", "One", "Theirs", url=url))
    keep(second, Told("b1", "One", licence="All rights reserved"), Told("b2", "Ours", "Theirs"))
    record = {one.name: one for one in OutsideRecord.objects.all()}
    actions.accept_outside(records=[record["1"]], **more)
    taken = Item.objects.get(code="L001")
    actions.merge_outside(outside=record["b1"], item=taken, **more)
    actions.merge_outside(outside=record["b2"], item=ours, **more)
    for one in (taken, ours):
        one.refresh_from_db()
    assert (taken.came_from["source"], taken.came_from["licence"]) == ("A catalogue", "CC BY 4.0")
    assert ours.came_from == {}  # it lacked nothing, so that nothing was taken over

    keep(second)  # all of it is gone there
    assert actions.note_gone(records=list(OutsideRecord.objects.filter(source=second)), **more) == 2
    keep(first, Told("1", "One", "Theirs", url=url, licence="CC0"))
    actions.accept_outside(records=list(OutsideRecord.objects.filter(source=first)), **more)
    taken.refresh_from_db()
    assert "gone_on" not in taken.came_from
    assert taken.came_from["licence"] == "CC0"


def test_a_bad_entry_holds_up_no_other_and_a_failed_harvest_keeps_what_came() -> None:
    secretary, source = make_secretary(), make_source(kinds=("nothing",))
    keep(source, Told("1", "One"), Told("2", "Two", kinds=("guide",)))
    rows = list(OutsideRecord.objects.order_by("name"))
    done, refused = actions.accept_outside(records=rows, by=secretary, at=NOW)
    assert done == 1
    assert [row.name for row, _why in refused] == ["1"]
    with site({**PAGES, SECOND: (503, {"Retry-After": "90"}, b"")}) as base:
        told = harvest("oai", f"{base}/oai", visitor())
    assert (len(told.found), told.complete, told.wrong) == (2, False, "visit.later")
    actions.keep_harvest(source=source, told=told, at=NOW)
    source.refresh_from_db()
    assert source.not_before == NOW + timedelta(seconds=90)
    assert not OutsideRecord.objects.filter(state="gone").exists()
    with pytest.raises(Refused):
        actions.begin_harvest(source=source, at=NOW + timedelta(seconds=80))


def test_what_ships_is_off_and_nothing_is_read_unasked(settings: Any) -> None:
    assert actions.load_sources(at=NOW) > 5
    assert actions.load_sources(at=NOW) == 0
    assert not Source.objects.filter(on=True).exists()
    assert not Source.objects.exclude(url="").exists()
    make_source()
    assert not jobs._any_due()  # the embedded edition asks nobody
    settings.WAYMARK_PRODUCTION = True
    assert jobs._any_due()
    listed = CliRunner().invoke(library, ["harvest"])
    assert "obs\toff" in listed.output
    assert CliRunner().invoke(library, ["harvest", "obs"]).exit_code == 2
    Source.objects.update(url="http://127.0.0.1/oai", kind="oai", on=True)
    refused = CliRunner().invoke(library, ["harvest", "obs"])
    assert refused.exit_code == 2
    assert "not on the public internet" in refused.output


def test_curators_keep_catalogues_and_nobody_else_sees_them() -> None:
    curator, other = log_in(Client(), make_secretary()), log_in(Client(), make_user())
    told = {"name": "Our neighbours", "language": "en", "every_days": "7", "on": "on"}
    answer = curator.post("/library/sources/add/", told)
    assert answer.status_code == 422
    assert "Our neighbours" in answer.content.decode()
    whole = told | {"kind": "feed", "url": "https://n.example/feed", "topics": ["culture"]}
    assert curator.post("/library/sources/add/", whole).status_code == 302
    row = Source.objects.get()
    assert (row.code, row.on, row.topics) == ("our-neighbours", True, ("culture",))
    page = f"/library/sources/{row.code}/"
    assert curator.post(page, whole | {"seen": 0}).status_code == 422  # changed since
    assert curator.post(f"{page}harvest/").status_code == 302
    for path in ("/library/sources/", page, "/library/queue/"):
        assert other.get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_the_pages_ask_as_much_with_one_line_as_with_many() -> None:
    curator = log_in(Client(), make_secretary())
    source = make_source()
    curator.get("/library/sources/")  # what a first page alone asks
    counts = []
    for number in (1, 2, 3):
        keep(source, Told(str(number), f"Title {number}"), complete=False)
        make_source(code=f"more-{number}")
        for path in ("/library/queue/", "/library/sources/"):
            with CaptureQueriesContext(connection) as captured:
                curator.get(path)
            counts.append(len(captured))
    assert counts[:2] == counts[4:]
    assert max(counts) <= 10


def test_culture_interviews_and_research_have_lists_and_feeds_of_their_own() -> None:
    for number, (kind, topic) in enumerate(
        [("case", "culture"), ("interview", "culture"), ("study", "culture"), ("case", "water")]
    ):
        make_item(f"T00{number}", kinds=(kind,), topics=(topic,))
    for query, codes in (
        ("topic=culture&kind=case", ["T000"]),
        ("kind=interview", ["T001"]),
        ("kind=study", ["T002"]),
        ("topic=culture", ["T000", "T001", "T002"]),
    ):
        page = Client().get(f"/library/?{query}").content.decode()
        feed = Client().get(f"/library/feed.atom?{query}").content.decode()
        for code in ("T000", "T001", "T002", "T003"):
            assert (f"/library/{code}/" in page) == (code in codes)
            assert (f"/library/{code}/" in feed) == (code in codes)
