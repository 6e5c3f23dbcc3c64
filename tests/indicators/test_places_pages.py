"""The pages of files with several places: who gets in, what they show, what they do."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.base.corpus import CORPUS
from tests.factories import make_member
from tests.indicators.cities import City, browser, make_city, upload
from tests.indicators.test_pages import counted, text
from tests.indicators.test_places_file import HEAD, TWO, officer, preview, values
from waymark.indicators.models import ImportGroup
from waymark.indicators.rules.exports.several import KINDS
from waymark.people.models import User
from waymark.people.rules import WorkspaceRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def cities() -> list[City]:
    return [
        make_city(slug=slug, name=name, code=code)
        for slug, name, code in (("a", "Alpha", ""), ("b", "Beta", "KE-B"), ("c", "Gamma", ""))
    ]


def bring(client: Client, content: str) -> str:
    """Upload a file; return the address of its page."""
    file = upload(content, "country.csv")
    answer = client.post("/several/", {"framework": "umf", "file": file})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def test_a_file_is_looked_at_stored_and_undone_for_all_places(cities: list[City]) -> None:
    client = browser(officer(cities))
    page = bring(client, f"{TWO}c,UMF-1.1.2,2020,1\n")
    shown = text(client.get(page))
    assert "“c” is no place for which you may enter values" in shown
    assert "Leave out 1 refused row" in shown
    html = client.get(page).content.decode()
    assert all(f'href="/workspaces/{slug}/indicators/imports/' in html for slug in ("a", "b"))
    assert "Rows that can’t be taken: 1" in text(client.post(f"{page}commit/", follow=True))
    assert values() == []
    done = text(client.post(f"{page}commit/", {"leave_out": "on"}, follow=True))
    assert "Stored in all places" in done
    assert len(values()) == 3
    undone = text(client.post(f"{page}undo/", follow=True))
    assert "Undone." in undone
    assert values() == []


def test_a_preview_can_be_put_aside_and_a_part_says_what_it_is(cities: list[City]) -> None:
    by = officer(cities)
    client = browser(by)
    page = bring(client, TWO)
    part = ImportGroup.objects.get().batches.get(place=cities[0].place)
    own = f"/workspaces/a/indicators/imports/{part.pk}/"
    theirs = text(browser(cities[0].editor).get(own))
    assert "This is part of a file with several places." in theirs
    assert "The whole file" not in theirs
    assert "Store all of it" not in theirs
    assert "The whole file" in text(client.get(own))
    client.post(f"{page}discard/")
    assert ImportGroup.objects.get().state == "discarded"
    assert values() == []


def test_the_file_itself_is_for_whoever_brought_it_as_it_holds_other_places(
    cities: list[City],
) -> None:
    by = officer(cities)
    page = bring(browser(by), TWO)
    part = ImportGroup.objects.get().batches.get(place=cities[0].place)
    own = f"/workspaces/a/indicators/imports/{part.pk}/"
    assert b"KE-B,UMF-1.1.2,2020,62" in b"".join(browser(by).get(f"{own}file/"))  # type: ignore[arg-type]
    assert f'href="{own}file/"' in browser(by).get(own).content.decode()
    browser(by).post(f"{page}commit/")
    for person in (cities[0].lead, cities[0].editor, cities[0].viewer):
        client = browser(person)
        assert client.get(f"{own}file/").status_code == 404
        assert f'href="{own}file/"' not in client.get(own).content.decode()
    alone = cities[0].bring("indicator,period,value\nUMF-1.1.2,2022,1\n")
    client = browser(cities[0].viewer)
    assert client.get(f"/workspaces/a/indicators/imports/{alone.pk}/file/").status_code == 200


def test_who_leads_one_place_and_enters_values_in_another_may_bring_for_both(
    cities: list[City],
) -> None:
    by = cities[0].lead
    make_member(cities[1].place, WorkspaceRole.EDITOR, user=by)
    client = browser(by)
    page = bring(client, TWO)
    client.post(f"{page}commit/")
    assert len(values()) == 3
    client.post(f"{page}undo/")
    assert values() == []
    make_member(cities[2].place, WorkspaceRole.VIEWER, user=by)
    page = bring(client, f"{TWO}c,UMF-1.1.2,2020,1\n")
    assert "Leave out 1 refused row" in text(client.get(page))


@pytest.mark.parametrize(
    "content", ["indicator,period,value\nUMF-1.1.2,2020,1\n", f"{HEAD}c,UMF-1.1.2,2020,1\n"]
)
def test_a_file_about_none_of_her_places_can_be_put_aside(content: str, cities: list[City]) -> None:
    client = browser(officer(cities))
    page = bring(client, content)
    assert client.post(f"{page}discard/").status_code == 302
    group = ImportGroup.objects.get()
    assert (group.state, group.batches.count()) == ("discarded", 0)
    assert client.post(f"{page}commit/").status_code == 404


def test_all_rows_of_no_place_are_counted_though_few_are_listed(cities: list[City]) -> None:
    rows = "".join(f"x{number},UMF-1.1.2,2020,1\n" for number in range(70))
    client = browser(officer(cities))
    shown = text(client.get(bring(client, TWO + rows)))
    assert "70 × “x0” is no place" in shown
    assert "And 10 more." in shown
    assert "Leave out 70 refused rows" in shown


def test_what_cant_be_read_says_why(cities: list[City]) -> None:
    client = browser(officer(cities))
    nothing = text(client.get(bring(client, "indicator,period,value\nUMF-1.1.2,2020,1\n")))
    assert "There is no column that says whose a row is." in nothing
    assert "Store in all places" not in nothing
    unclear = text(client.get(bring(client, f"{HEAD.strip()},colour\na,UMF-1.1.2,2020,1,red\n")))
    assert "colour" in unclear
    assert "Store in all places" not in unclear


def test_it_is_for_those_alone_who_may_enter_values_in_several_places(cities: list[City]) -> None:
    by = officer(cities)
    group = preview(by, TWO, cities[0])
    link = "/several/"
    imports = "/workspaces/a/indicators/imports/"
    assert f'href="{link}"' in browser(by).get(imports).content.decode()
    looker = make_member(cities[0].place, WorkspaceRole.VIEWER)
    make_member(cities[1].place, WorkspaceRole.VIEWER, user=looker)
    for person in (cities[0].editor, cities[0].lead, looker):
        client = browser(person)
        assert f'href="{link}"' not in client.get(imports).content.decode()
        for path in (link, f"{link}take/csv/", f"{link}{group.pk}/"):
            assert client.get(path).status_code == 404, path
    other = officer(cities)  # may do the same, and sees nothing of what others have brought
    assert browser(other).get(f"{link}{group.pk}/").status_code == 404
    for verb in ("commit", "discard", "undo"):
        assert browser(other).post(f"{link}{group.pk}/{verb}/").status_code == 404
    assert values() == []


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_one_may_see_is_one_file(kind: str, cities: list[City]) -> None:
    for number, city in enumerate([*cities, make_city(slug="far")]):
        city.enter(60.0 + number, "2020")
    client = browser(officer(cities))
    answer = client.get(f"/several/take/{kind}/")
    content = b"".join(answer)  # type: ignore[arg-type]
    assert f"places-{kind}." in answer["Content-Disposition"]
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert [row["place"] for row in rows] == ["a", "b", "c"]
    assert client.get("/several/take/exe/").status_code == 404


def test_more_rows_than_a_workbook_holds_are_refused_with_what_to_do(
    cities: list[City], monkeypatch: pytest.MonkeyPatch
) -> None:
    for city in cities:
        city.enter(60.0, "2020")
        city.enter(61.0, "2021")
    client = browser(officer(cities))
    paths = ("/several/take/xlsx/", "/workspaces/a/indicators/take/xlsx/")
    assert [client.get(path).status_code for path in paths] == [200, 200]
    monkeypatch.setattr("waymark.kernel.tables.export._MAX_XLSX_ROWS", 2)
    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (413, "text/plain; charset=utf-8")
        assert "Take it as CSV or Parquet." in answer.content.decode()
        assert client.get(path.replace("xlsx", "csv")).status_code == 200


def test_more_places_and_files_cost_no_more(cities: list[City]) -> None:
    by: User = officer(cities)
    client: Any = browser(by)
    preview(by, TWO, cities[0])
    page = f"/several/{ImportGroup.objects.get().pk}/"
    counted(client, "/several/")
    first, one = counted(client, "/several/"), counted(client, page)
    for slug in ("d", "e"):
        make_member(make_city(slug=slug).place, WorkspaceRole.EDITOR, user=by)
    group = preview(by, f"{TWO}d,UMF-1.1.2,2020,1\ne,UMF-1.1.2,2020,1\n", cities[0])
    assert counted(client, "/several/") == first <= 12
    assert counted(client, f"/several/{group.pk}/") == one <= 12


def test_no_hostile_file_of_several_places_harms(cities: list[City]) -> None:
    client = browser(officer(cities))
    for one in CORPUS[::12]:
        file = SimpleUploadedFile(one.name, one.make(), content_type="application/octet-stream")
        answer = client.post("/several/", {"framework": "umf", "file": file})
        assert answer.status_code in {200, 302, 400, 413, 422}, one.name
        if answer.status_code == 302:
            assert client.get(answer["Location"]).status_code == 200, one.name
    assert values() == []
    assert client.get("/several/").status_code == 200
