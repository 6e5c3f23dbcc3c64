"""What is unknown in a file with several places is asked once for all of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.cities import City, browser, make_city
from tests.indicators.test_pages import text
from tests.indicators.test_places_file import officer
from tests.indicators.test_places_pages import bring
from waymark.indicators.models import ImportGroup, Observation
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db
ODD = (
    "place,indicator,period,Wert,Beruf,sex\n"
    "a,UMF-1.1.2,2020,81,,\n"
    "a,Trinkwasser,2021,82,,\n"
    "KE-B,Trinkwasser,2021,62,,frauen\n"
    "KE-B,UMF-1.1.2,2020,61,miners,\n"
)


@pytest.fixture
def cities() -> list[City]:
    rows = (("a", "Alpha", ""), ("b", "Beta", "KE-B"), ("c", "Gamma", ""))
    return [make_city(slug=slug, name=name, code=code) for slug, name, code in rows]


def fields(page: Any) -> dict[str, str]:
    """The questions of a page: the words that they are about, and their fields."""
    form = page.context["form"]
    return {one.word: one.field for one in form.questions} if form else {}


def held() -> list[tuple[str, str, float | None, dict[str, str]]]:
    rows = Observation.objects.filter(retired_at=None)
    told = rows.values_list("series__place__slug", "period", "value", "series__dimensions")
    return sorted(told, key=str)


def test_columns_codes_and_groups_are_asked_once_and_stored_everywhere(
    cities: list[City],
) -> None:
    client = browser(officer(cities))
    where = bring(client, ODD)
    page = client.get(where)
    asked = fields(page)
    assert set(asked) == {"Wert", "Beruf"}, "columns first: words are read when they are known"
    said = {asked["Wert"]: "value", asked["Beruf"]: "breakdown"}
    again = client.post(f"{where}read/", said, follow=True)
    asked |= fields(again)
    assert set(asked) == {"Wert", "Beruf", "Trinkwasser", "frauen"}
    assert "place" not in fields(again), "whose a row is, is no question"
    assert "In 2 rows." in text(again), "the rows of both places"
    said |= {asked["Trinkwasser"]: "UMF-1.1.2", asked["frauen"]: "female"}
    done = client.post(f"{where}read/", said, follow=True)
    assert "Store in all places" in text(done)
    assert not held()
    client.post(f"{where}commit/")
    assert held() == [
        ("a", "2020", 81.0, {}),
        ("a", "2021", 82.0, {}),
        ("b", "2020", 61.0, {"beruf": "miners"}),
        ("b", "2021", 62.0, {"sex": "female"}),
    ]
    assert client.post(f"{where}read/", said).status_code == 404, "stored: nothing is asked"


def test_an_unknown_name_is_said_at_its_field_and_what_was_typed_stays(
    cities: list[City],
) -> None:
    client = browser(officer(cities))
    where = bring(client, ODD.replace("Wert", "value").replace("Beruf", "note"))
    asked = fields(client.get(where))
    page = client.post(f"{where}read/", {asked["Trinkwasser"]: "no such thing"})
    assert page.status_code == 400
    assert "no such thing" in page.content.decode()
    assert ImportGroup.objects.get().plan["choices"].get("answers", {}) == {}


def test_leaving_out_and_taking_an_answer_back(cities: list[City]) -> None:
    client = browser(officer(cities))
    where = bring(client, ODD.replace("Trinkwasser", "UMF-1.1.5").replace("frauen", ""))
    asked = fields(client.get(where))
    said = {asked["Wert"]: "value", asked["Beruf"]: "-"}
    page = client.post(f"{where}read/", said, follow=True)
    assert fields(page) == asked, "what was said can be said otherwise"
    page = client.post(f"{where}read/", {asked["Wert"]: "value"}, follow=True)
    assert "Store in all places" not in text(page)
    client.post(f"{where}read/", said)
    client.post(f"{where}commit/")
    assert [row[2] for row in held()] == [81.0, 82.0, 61.0, 62.0]


def test_nobody_else_reads_it_again_and_no_place_may_be_gone(cities: list[City]) -> None:
    by = officer(cities)
    where = bring(browser(by), ODD)
    for person in (cities[0].editor, cities[1].lead, officer([make_city() for _ in range(3)])):
        assert browser(person).post(f"{where}read/", {}).status_code == 404
    from waymark.indicators.actions.asking_several import read_several_again
    from waymark.indicators.actions.choices import choices_from

    group = ImportGroup.objects.get()
    group.state = "discarded"
    group.save()
    with pytest.raises(Refused):
        read_several_again(
            group=group, choices=choices_from(group.plan["choices"]), by=by, at=cities[0].later()
        )
