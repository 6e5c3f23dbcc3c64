"""What is said about a file once is kept for the next one of its shape, and for no other city."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.cities import City, browser, make_city, upload
from tests.indicators.test_pages import address, text
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions import learning
from waymark.indicators.models import ImportBatch, Mapping, Observation
from waymark.indicators.queries.mappings import mapping_of
from waymark.indicators.rules.answers import BREAKDOWN, LEAVE_OUT, Question
from waymark.kernel.tables import write_xlsx
from waymark.kernel.tables.export import Page

pytestmark = pytest.mark.django_db

FIRST = (
    "Kennzahl;Stadtteil;sex;Beruf;Jahr;value;Bearbeiter\n"
    "W-7;Nordstadt;weiblich;Koch;2020;81,5;Ana\n"
    "W-7;gesamt;;;2020;80,5;Ana\n"
    "X-9;Nordstadt;;;2020;1,5;Ana\n"
)
SECOND = FIRST.replace("2020", "2021").replace("Kennzahl;Stadtteil", "KENNZAHL ; stadtteil")


def field(kind: str, word: str) -> str:
    return Question(kind, word).field


def answers(city: City) -> dict[str, Any]:
    return {
        "framework": "umf",
        "indicator": "",
        "decimals": "comma",
        "encoding": "",
        field("column", "Kennzahl"): "indicator",
        field("column", "Stadtteil"): "area",
        field("column", "Beruf"): BREAKDOWN,
        field("column", "Jahr"): "period",
        field("column", "Bearbeiter"): LEAVE_OUT,
        field("indicator", "W-7"): "Safely managed drinking water",
        field("indicator", "X-9") + "-out": "on",
        field("area", "Nordstadt"): city.areas["north"].pk,
        field("area", "gesamt"): "whole",
        field("sex", "weiblich"): "female",
    }


def send(city: City, content: str | bytes, name: str = "Werte 2020.csv") -> tuple[Any, Any]:
    client = browser(city.editor)
    sent = {"framework": "umf", "file": upload(content, name)}
    page = client.post(address(city, "imports"), sent, follow=True)
    return client, page


def explain(city: City) -> ImportBatch:
    """Bring the first file in by the pages, answering in two steps, as one is asked."""
    client, page = send(city, FIRST)
    batch = ImportBatch.objects.get(place=city.place)
    again = address(city, "read_again", batch.pk)
    said = answers(city)
    open_now = [bound.name for bound in page.context["form"].asked]
    assert open_now == [
        field("column", name) for name in ("Kennzahl", "Stadtteil", "Beruf", "Jahr", "Bearbeiter")
    ]
    page = client.post(again, said, follow=True)
    words = [bound.name for bound in page.context["form"].asked]
    assert {field("indicator", "W-7"), field("area", "gesamt"), field("sex", "weiblich")} <= set(
        words
    )
    page = client.post(again, said, follow=True)
    assert page.context["preview"].counts == [("added", 2), ("left_out", 1)]
    assert not page.context["form"].asked
    assert not Mapping.objects.filter(place=city.place).exists()
    client.post(address(city, "commit", batch.pk))
    return batch


def test_the_second_file_of_a_shape_needs_no_questions() -> None:
    city = make_city()
    explain(city)
    client, page = send(city, SECOND, "andere.csv")
    assert page.context["preview"].counts == [("added", 2), ("left_out", 1)]
    assert not page.context["form"].asked
    said = text(page)
    assert "Read as was said before" in said
    assert "rows left out" in said
    batch = ImportBatch.objects.latest("made_at")
    client.post(address(city, "commit", batch.pk))
    assert Observation.objects.filter(series__place=city.place).count() == 4
    assert Observation.objects.filter(value=81.5, series__dimensions__beruf="Koch").count() == 2
    assert Mapping.objects.count() == 1


def test_another_city_learns_nothing_of_it() -> None:
    explain(make_city())
    other = make_city()
    _client, page = send(other, SECOND)
    assert page.context["form"].asked
    assert not page.context["preview"].readable
    assert "mapping" not in page.context


def test_what_was_said_can_be_forgotten_by_those_who_may() -> None:
    city = make_city()
    explain(city)
    mapping = Mapping.objects.get()
    with pytest.raises(NotPermitted):
        learning.forget(mapping=mapping, by=city.viewer, at=city.later())
    client, _page = send(city, SECOND)
    batch = ImportBatch.objects.latest("made_at")
    page = client.post(address(city, "forget", batch.pk), follow=True)
    assert not Mapping.objects.exists()
    assert page.context["form"].asked
    assert Observation.objects.count() == 2
    assert [row.verb for row in Record.objects.filter(verb__startswith="mapping.")] == [
        "mapping.learn",
        "mapping.forget",
    ]
    assert client.post(address(city, "forget", batch.pk)).status_code == 302


def test_an_answer_that_is_changed_is_learned_anew_and_one_taken_away_is_gone() -> None:
    city = make_city()
    explain(city)
    client, _page = send(city, SECOND)
    batch = ImportBatch.objects.latest("made_at")
    said = answers(city) | {field("area", "Nordstadt"): city.areas["harbour"].pk}
    said[field("column", "Bearbeiter")] = BREAKDOWN
    del said[field("indicator", "X-9") + "-out"]
    client.post(address(city, "read_again", batch.pk), said)
    client.post(address(city, "commit", batch.pk), {"leave_out": "on"})
    held = Mapping.objects.get().said["answers"]
    assert held["area"]["nordstadt"] == city.areas["harbour"].pk
    assert held["columns"]["bearbeiter"] == BREAKDOWN
    assert "x-9" not in held["indicator"]


def test_a_wrong_answer_is_said_at_its_field_and_nothing_is_lost() -> None:
    city = make_city()
    client, _page = send(city, FIRST)
    batch = ImportBatch.objects.get()
    again = address(city, "read_again", batch.pk)
    client.post(again, answers(city))
    page = client.post(again, answers(city) | {field("indicator", "W-7"): "no such thing"})
    assert page.status_code == 400
    assert "no such thing" in text(page)
    form = page.context["form"]
    assert form[field("indicator", "W-7")].errors
    assert form[field("area", "Nordstadt")].value() == city.areas["north"].pk
    batch.refresh_from_db()
    assert batch.plan["choices"]["answers"]["columns"]["beruf"] == BREAKDOWN


def test_a_discarded_file_teaches_nothing() -> None:
    city = make_city()
    client, _page = send(city, FIRST)
    batch = ImportBatch.objects.get()
    client.post(address(city, "read_again", batch.pk), answers(city))
    client.post(address(city, "discard", batch.pk))
    assert not Mapping.objects.exists()


def test_an_encoding_and_a_worksheet_are_remembered() -> None:
    city = make_city()
    german = "indicator;period;value;note\nUMF-1.1.2;{year};1;Münsterstraße, größer\n"
    content = german.format(year=2020).encode("cp1252")
    assert city.preview(content).plan["encodings"]
    city.bring(content, encoding="windows-1252")
    again = city.preview(german.format(year=2021).encode("cp1252"))
    assert again.plan["encoding"] == "windows-1252"
    assert again.plan["counts"]["added"] == 1
    plain = city.preview(german.format(year=2022).encode())
    assert plain.plan["encoding"] == "utf-8"
    book = write_xlsx(
        [
            Page("Cover", ["About"], [["Figures"]]),
            Page("Data", ["indicator", "period", "value"], [["UMF-1.1.2", "2019", 1]]),
        ]
    )
    city.commit(city.preview(book, "book.xlsx", sheet="Data"))
    found = city.preview(book, "book.xlsx")
    assert found.plan["counts"]["unchanged"] == 1
    assert found.plan["choices"]["sheet"] == "Data"


def test_the_indicator_of_a_whole_file_is_kept_for_files_of_its_name() -> None:
    city = make_city()
    file = "period,value\n{year},1\n"
    city.bring(file.format(year=2020), "dust-2020.csv", indicator="sdg:11.6.2")
    same = city.preview(file.format(year=2021), "dust-2021.csv")
    assert same.plan["counts"]["added"] == 1
    other = city.preview(file.format(year=2021), "water.csv")
    assert [problem["key"] for problem in other.plan["problems"]] == ["columns.no_indicator"]


def test_nothing_is_kept_where_nothing_was_said() -> None:
    city = make_city()
    batch = city.bring("indicator,period,value\nUMF-1.1.2,2020,1\n")
    assert mapping_of(city.place, batch.plan["shape"]) is None
    assert mapping_of(city.place, "") is None
