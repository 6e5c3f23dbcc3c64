"""Beside every gap stands what helps; the report itself does not know of it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.assessments.test_report_pages import browser, make_rejected_world, pdf_text, report_of
from tests.library.shelf import NOW, make_item
from tests.world import World, make_world
from waymark.library.actions import check_address, hide_item
from waymark.library.models import Item

pytestmark = pytest.mark.django_db


def shelve(criterion: str = "A01") -> None:
    """A tool, an offer and a community for a criterion, and a tool for one of stage C."""
    told: dict[str, Any] = {"stages": ("A",), "criteria": (criterion,)}
    make_item("T001", title={"en": f"A tool for {criterion}"}, **told)
    make_item("O001", shelf="offer", kinds=("advice",), url="", basis="named", named=True, **told)
    make_item("T002", kinds=("network",), title={"en": f"A network for {criterion}"}, **told)
    make_item("T003", title={"en": "A tool for C03"})


def page(world: World, name: str) -> str:
    """A page of the city's workspace, as its editor sees it."""
    client = browser(world.editor)
    return client.get(f"/workspaces/{world.place.slug}/case/{name}").content.decode()


def test_where_we_stand_names_help_beside_a_gap_and_none_beside_what_is_met() -> None:
    shelve()
    world = make_world()
    before = page(world, "standing/")
    assert "A tool for A01" in before
    assert before.index("Tools and learning") < before.index("Offers of support")
    assert before.index("Offers of support") < before.index("Learning communities")
    assert "Fits A01 by topic (Finance) and stage (A); is there in English." in before
    assert "Address not checked" in before
    assert "/library/?criterion=C03" in before  # beyond the level aimed for: where it stands
    assert "A tool for C03" not in before
    world.answer_all("A")
    assert "A tool for A01" not in page(world, "standing/")


def test_the_page_of_a_criterion_names_help_until_it_is_met() -> None:
    shelve()
    world = make_world()
    assert "A tool for A01" in page(world, "criteria/A01/")
    assert "A tool for A01" not in page(world, "criteria/A02/")
    world.answer_all("A")
    assert "What helps with this" not in page(world, "criteria/A01/")


def test_what_is_hidden_or_gone_helps_nobody() -> None:
    shelve()
    world, curator = make_world(), factories.make_secretary()
    hide_item(item=Item.objects.get(code="T001"), by=curator, at=NOW)
    check_address(item=Item.objects.get(code="T002"), found="gone", by=curator, at=NOW)
    told = page(world, "criteria/A01/")
    assert "A tool for A01" not in told
    assert "A network for A01" not in told
    assert "Title of O001" in told


def test_a_city_outside_of_a_region_is_not_sent_there() -> None:
    world = make_world()
    country = world.place.country
    country.region = "Africa"
    country.save()
    make_item("T001", title={"en": "For Asia"}, only_for=("asia",), **GAP)
    make_item("T002", title={"en": "For Africa"}, only_for=("africa",), **GAP)
    told = page(world, "criteria/A01/")
    assert "For Africa" in told
    assert "For Asia" not in told


GAP: dict[str, Any] = {"stages": ("A",), "criteria": ("A01",)}


def test_help_stands_beside_a_report_and_changes_not_a_byte_of_it() -> None:
    world = make_rejected_world()
    report = report_of(world)
    client = browser(world.lead)
    address = f"/reports/{report.pk}/"
    documents = [client.get(f"{address}report.json").content]
    bare = client.get(address).content.decode()
    assert "What helps" not in bare
    shelve("A02")
    documents.append(client.get(f"{address}report.json").content)
    drawn = client.get(address).content.decode()
    assert "A tool for A02" in drawn
    assert "not part of this report" in drawn
    assert documents[0] == documents[1]
    assert hashlib.sha256(documents[1]).hexdigest() == report.sha256
    assert b"T001" not in documents[1]


def test_the_printed_report_lists_help_after_itself() -> None:
    world = make_rejected_world()
    address = f"/reports/{report_of(world).pk}/report.pdf"
    client = browser(world.lead)
    assert "What may help with what is lacking" not in pdf_text(client.get(address).content)
    shelve("A02")
    printed = pdf_text(client.get(address).content)
    after = printed.partition("What may help with what is lacking")[2]
    assert "A tool for A02 · Publisher · Address not checked" in after
    assert "/library/" in after
    assert "Not part of this report" in after


def test_a_public_criterion_names_help_for_everybody() -> None:
    shelve()
    make_world()
    told = Client().get("/schemes/sdg-cities/A01/").content.decode()
    assert "A network for A01" in told
    assert "What helps with this" not in Client().get("/schemes/sdg-cities/A02/").content.decode()


@pytest.mark.parametrize("name", ["standing/", "criteria/A01/"])
def test_many_entries_take_as_many_queries_as_one(name: str) -> None:
    world = make_world()
    counts = []
    for round_ in range(2):
        for number in range(1 + 2 * round_):
            make_item(f"T{round_}{number:02}", **GAP)
        page(world, name)
        with CaptureQueriesContext(connection) as captured:
            page(world, name)
        counts.append(len(captured))
    assert counts[0] == counts[1]
