"""The public pages of lists: whole, searchable, honest about each row, and light."""

from __future__ import annotations

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.indicators.cities import NOW, make_lists
from waymark.indicators.models import LOCAL, Framework, Indicator, Link
from waymark.indicators.reference import load_frameworks
from waymark.indicators.rules.editions import Row
from waymark.indicators.writing import add_edition, write_rows

pytestmark = pytest.mark.django_db
PAGES = ("/lists/", "/lists/small/", "/lists/small/changes/")


def publish(label: str, *rows: Row, before: tuple[Row, ...] = ()) -> tuple[Row, ...]:
    Framework.objects.get_or_create(code="small", defaults={"name": {"en": "Small"}})
    write_rows(add_edition("small", rows, label=label, source="", at=NOW), before, rows)
    return rows


def queries(address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


def grown(count: int) -> None:
    """So many rows, each linked to another list, in two editions that differ in each."""
    make_lists()
    first = publish("1", *(Row(f"a{n}", (("en", f"Row {n}"),)) for n in range(count)))
    renamed = (Row(f"b{n}", (("en", f"Row {n}"),), former=(f"a{n}",)) for n in range(count))
    publish("2", *renamed, before=first)
    other = Indicator.objects.get(code="6.1.1")
    for row in Indicator.objects.filter(framework="small"):
        Link.objects.create(indicator=row, other=other, kind="proxy", note="Near.")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_the_database_as_often_for_one_row_as_for_three(
    address: str, count: int
) -> None:
    grown(count)
    assert queries(address) <= 4


def test_every_shipped_list_is_there_and_light() -> None:
    load_frameworks()
    client = Client()
    page = client.get("/lists/").content.decode()
    for framework in Framework.objects.exclude(pk=LOCAL):
        assert f"/lists/{framework.pk}/" in page
        answer = client.get(f"/lists/{framework.pk}/", headers={"accept-encoding": ""})
        assert len(gzip.compress(answer.content)) < 25 * 1024
        assert queries(f"/lists/{framework.pk}/") <= 4
    assert "/lists/local/" not in page
    assert client.get("/lists/local/").status_code == 404
    assert client.get("/lists/nothing/").status_code == 404


def test_a_list_is_searched_by_words_code_and_former_code() -> None:
    grown(3)
    client = Client()

    def found(query: str) -> list[int]:
        page = client.get(f"/lists/small/?{query}").content.decode()
        return [number for number in range(3) if f">b{number}<" in page]

    assert found("") == [0, 1, 2]
    assert found("q=row 1") == [1]
    assert found("q=B2") == [2]
    assert found("q=a0") == [0]
    assert found("q=nothing") == []


def test_each_row_says_how_sure_it_is_and_how_it_stands_to_others() -> None:
    load_frameworks()
    page = Client().get("/lists/umf/").content.decode()
    assert "Code verified, title guessed" in page
    assert "sdg:16.1.1" in page
    assert "proposals of this project" in page


def test_changes_are_told_between_any_two_editions() -> None:
    first = publish("1", Row("a", unit="%"), Row("b"))
    publish("2", Row("a", unit="km"), Row("c"), before=first)
    page = Client().get("/lists/small/changes/").content.decode()
    assert "The unit was “%” and is now “km”." in page
    assert "No longer in the list" in page
    same = Client().get("/lists/small/changes/?from=2&to=2").content.decode()
    assert "The rows are the same." in same
    for odd in ("?from=x", "?to=99", "?from=%F0%9F%98%80&to=-1", "?to=" + "9" * 50):
        assert Client().get(f"/lists/small/changes/{odd}").status_code == 200


def test_nobody_but_the_secretariat_is_offered_to_bring_in_a_list() -> None:
    make_lists()
    assert "/lists/imports/" not in Client().get("/lists/").content.decode()
    assert Client().get("/lists/imports/").status_code == 302


def test_another_places_local_indicator_shows_in_no_link() -> None:
    from tests.factories import make_place

    make_lists()
    Framework.objects.create(code=LOCAL, edition="")
    local = Indicator.objects.create(framework_id=LOCAL, code="SECRET-1", owner=make_place())
    Link.objects.create(
        indicator=local, other=Indicator.objects.get(code="6.1.1"), kind="exact", note="Hidden."
    )
    assert "SECRET-1" not in Client().get("/lists/sdg/").content.decode()
