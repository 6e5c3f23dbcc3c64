"""A city's metadata: written by people and from files, kept, counted, taken away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from tests.indicators.cities import NOW, City, browser, make_city, upload
from tests.indicators.test_pages import counted, one, text
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions.metadata import (
    bring_metadata,
    edit_metadata,
    metadata_stands_on,
    take_back_metadata,
)
from waymark.indicators.models import ChosenIndicator, ImportBatch, MetadataText
from waymark.indicators.queries.metadata import everything_told, past, said
from waymark.indicators.rules.concepts import CONCEPTS, MAX_TEXT, Texts
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db
DEF, UNIT = ("STAT_CONC_DEF", "en"), ("UNIT_MEASURE", "en")
FILE = "concept,text\nSTAT_CONC_DEF,=Water that is *safe*\nown_field,42\nSDG_GOAL__GLOBAL,Goal 6\n"


def write(city: City, texts: Texts, **more: Any) -> list[MetadataText]:
    return edit_metadata(
        place=city.place,
        indicator=city.indicator(),
        texts=texts,
        by=more.pop("by", city.editor),
        at=city.later(),
        **more,
    )


def now(city: City) -> Texts:
    return said(city.place, city.indicator()).texts


def posted(page: Any, **new: str) -> dict[str, str]:
    """What the form on a page would send, with some texts typed anew."""
    form = page.context["form"]
    held = {name: str(form[name].value() or "") for name in form.fields}
    return {**held, **new}


def test_texts_are_kept_by_concept_and_language_and_earlier_ones_stay() -> None:
    city = make_city()
    write(city, {DEF: " Water\r\nthat is safe ", ("STAT_CONC_DEF", "ar"): "ماء"})
    write(city, {DEF: "Safe water"})
    write(city, {DEF: "", UNIT: ""})
    assert now(city) == {("STAT_CONC_DEF", "ar"): "ماء"}
    rows = past(city.here, city.indicator())
    assert [row.text for row in rows if row.language == "en"] == [
        *("", "Safe water", "Water\nthat is safe")
    ]
    assert [row.retired_at is None for row in rows] == [True, False, True, False]
    assert {row.entered_by for row in rows} == {city.editor}
    assert ChosenIndicator.objects.filter(place=city.place).count() == 1


def test_the_ledger_knows_that_and_not_what() -> None:
    city = make_city()
    write(city, {DEF: "Safe water"})
    write(city, {DEF: "Safe water"})
    bodies = [row.body for row in Record.objects.filter(verb="metadata.edit")]
    assert len(bodies) == 1
    assert "STAT_CONC_DEF" in bodies[0]
    assert "Safe" not in bodies[0]


def test_only_editors_of_the_city_may() -> None:
    city, other = make_city(), make_city()
    for person in (city.viewer, other.lead):
        with pytest.raises(NotPermitted):
            write(city, {DEF: "x"}, by=person)


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({DEF: "x" * (MAX_TEXT + 1)}, "text.too_long"),
        ({DEF: "a\x07"}, "text.control_character"),
        ({("9", "en"): "a"}, "metadata.concept_wrong"),
        ({("own", "english"): "a"}, "metadata.language_wrong"),
    ],
)
def test_what_can_not_be_stored_is_refused_whole(texts: Texts, reason: str) -> None:
    city = make_city()
    with pytest.raises(Refused, match=reason):
        write(city, {UNIT: "%", **texts})
    assert now(city) == {}


def test_two_people_at_once_lose_nothing() -> None:
    city = make_city()
    write(city, {DEF: "a", UNIT: "%"})
    seen = said(city.place, city.indicator()).seen
    write(city, {DEF: "b"}, by=city.lead)
    write(city, {DEF: "a", UNIT: "share"}, seen=seen)
    assert now(city) == {DEF: "b", UNIT: "share"}
    with pytest.raises(Refused, match="metadata.overtaken"):
        write(city, {DEF: "c"}, seen=seen)
    assert now(city)[DEF] == "b"


def test_an_import_brings_texts_and_takes_them_back() -> None:
    city = make_city()
    write(city, {DEF: "by hand"})
    batch = city.preview("indicator,year,value\n", "metadata.csv")
    told = {city.indicator(): {DEF: "from the file", UNIT: "%"}}
    with transaction.atomic():
        bring_metadata(batch=batch, texts=told, by=city.editor, at=city.later())
    assert now(city) == told[city.indicator()]
    assert metadata_stands_on(batch) == 0
    with transaction.atomic():
        assert bring_metadata(batch=batch, texts=told, by=city.editor, at=city.later()) == []
        assert take_back_metadata(batch, at=city.later()) == 2
    assert now(city) == {DEF: "by hand"}


def test_an_import_that_somebody_built_on_says_so() -> None:
    city = make_city()
    batch = city.preview("indicator,year,value\n", "metadata.csv")
    with transaction.atomic():
        bring_metadata(
            batch=batch, texts={city.indicator(): {DEF: "x"}}, by=city.editor, at=city.later()
        )
    write(city, {DEF: "y"})
    assert metadata_stands_on(batch) == 1
    assert ImportBatch.objects.count() == 1


def test_the_pages_read_and_write_without_script() -> None:
    city = make_city()
    client, url = browser(city.editor), one(city, "metadata_edit")
    page = client.get(url)
    assert len(page.context["form"].fields) == len(CONCEPTS) + 1
    told = posted(page, STAT_CONC_DEF="Water <script> that is **safe**", UNIT_MEASURE="%")
    assert client.post(f"{url}?language=en", told).status_code == 302
    shown = client.get(one(city, "metadata"), {"language": "en"}).content.decode()
    assert "2 of 38 concepts filled." in text(client.get(one(city, "metadata")))
    assert "&lt;script&gt; that is <strong>safe</strong>" in shown
    in_arabic = client.get(one(city, "metadata"), {"language": "ar"}).content.decode()
    assert "Only in another language: en" in in_arabic
    assert "2 of 38 concepts filled." in text(client.get(one(city, "detail")))
    assert "Water &lt;script&gt;" in client.get(one(city, "metadata_history")).content.decode()
    overview = client.get(f"/workspaces/{city.place.slug}/indicators/metadata/?framework=umf")
    assert overview.context["page"].object_list == [(city.indicator(), 2)]
    viewer = browser(city.viewer)
    assert viewer.get(one(city, "metadata")).status_code == 200
    assert viewer.get(url).status_code == 404
    assert viewer.post(url, told).status_code == 404


def test_what_is_wrong_keeps_what_was_typed() -> None:
    city = make_city()
    client, url = browser(city.editor), f"{one(city, 'metadata_edit')}?language=en"
    page = client.get(url)
    answer = client.post(url, posted(page, STAT_CONC_DEF="x" * (MAX_TEXT + 1), UNIT_MEASURE="%"))
    assert answer.status_code == 400
    assert "x" * (MAX_TEXT + 1) in answer.content.decode()
    assert now(city) == {}


def test_a_form_that_was_overtaken_shows_both_and_stands_the_second_time() -> None:
    city = make_city()
    write(city, {DEF: "a", UNIT: "%", ("RATIONALE", "en"): "r\ns"})
    client, url = browser(city.editor), f"{one(city, 'metadata_edit')}?language=en"
    page = client.get(url)
    write(city, {DEF: "theirs", ("RATIONALE", "en"): "theirs too"}, by=city.lead)
    answer = client.post(url, posted(page, STAT_CONC_DEF="mine", RATIONALE="r\r\ns"))
    assert answer.status_code == 400
    assert "It now says: “theirs”." in text(answer)
    again = posted(answer)
    assert (again["STAT_CONC_DEF"], again["RATIONALE"]) == ("mine", "theirs too")
    assert client.post(url, again).status_code == 302
    assert now(city) == {DEF: "mine", UNIT: "%", ("RATIONALE", "en"): "theirs too"}


def test_a_file_fills_the_form_and_stores_nothing() -> None:
    city = make_city()
    write(city, {UNIT: "%"})
    client, url = browser(city.editor), f"{one(city, 'metadata_fill')}?language=en"
    page = client.post(url, {"file": upload(FILE, "metadata.csv")})
    assert page.status_code == 200
    assert now(city) == {UNIT: "%"}
    told = posted(page)
    assert told["STAT_CONC_DEF"] == "=Water that is *safe*"
    assert (told["own_field"], told["UNIT_MEASURE"]) == ("42", "%")
    assert "Row 4: “SDG_GOAL__GLOBAL” speaks for the global list" in text(page)
    assert "New or changed: Definition and concepts, own field" in text(page)
    edit = f"{one(city, 'metadata_edit')}?language=en"
    assert client.post(edit, told).status_code == 302
    assert now(city)["own_field", "en"] == "42"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.yml", b"STAT_CONC_DEF: [", "can’t be read as YAML"),
        ("a.yml", b"a: &x 1\nb: *x\n", "refers from one place to another"),
        ("a.csv", "concept,language,text\nRATIONALE,ar,ماء\n".encode(), "in another language: ar"),
        ("a.csv", b"indicator,concept,text\nsdg:6.1.1,RATIONALE,x\n", "names other indicators too"),
        ("a.xlsx", b"PK\x03\x04", "can’t be read as a workbook"),
        ("a.csv", b"a,b,c\n", "needs the columns concept and text"),
    ],
)
def test_a_file_that_does_not_fit_says_what_to_do(name: str, content: bytes, says: str) -> None:
    city = make_city()
    url = f"{one(city, 'metadata_fill')}?language=en"
    page = browser(city.editor).post(url, {"file": upload(content, name)})
    assert says in text(page)
    assert now(city) == {}


def test_a_file_that_is_too_large_is_refused() -> None:
    city = make_city()
    url, client = one(city, "metadata_fill"), browser(city.editor)
    answer = client.post(url, {"file": upload(b"x" * (2 * 1024 * 1024 + 1))})
    assert answer.status_code == 400
    assert "2 MB is the most" in text(answer)
    assert client.post(url).status_code == 400


def test_what_is_taken_away_is_brought_in_again() -> None:
    city = make_city()
    texts = {DEF: "=1+1", ("STAT_CONC_DEF", "ar"): "ماء", ("own", "en"): "L'été\n\nund mehr"}
    write(city, texts)
    client = browser(city.viewer)
    below = one(city, "metadata").removesuffix("/")
    assert json.loads(client.get(f"{below}.json").content) == {
        "umf:UMF-1.1.2": {
            "STAT_CONC_DEF": {"ar": "ماء", "en": "=1+1"},
            "own": {"en": "L'été\n\nund mehr"},
        }
    }
    assert client.get(f"{below}.yml?language=ar").content.decode() == "STAT_CONC_DEF: ماء\n"
    assert client.get(f"{below}.exe").status_code == 404
    every = f"/workspaces/{city.place.slug}/indicators/metadata"
    assert client.get(f"{every}.csv").content == client.get(f"{below}.csv").content
    assert client.get(f"{every}.yml").status_code == 404
    assert everything_told(city.here) == {city.indicator(): texts}
    other = make_city()
    page = browser(other.editor).post(
        f"{one(other, 'metadata_fill')}?language=en",
        {"file": upload(client.get(f"{below}.csv").content, "m.csv")},
    )
    assert posted(page)["STAT_CONC_DEF"] == "=1+1"
    assert posted(page)["own"] == "L'été\n\nund mehr"


@pytest.mark.parametrize(
    ("name", "most"), [("metadata", 7), ("metadata_edit", 7), ("metadata_history", 7)]
)
def test_the_pages_ask_as_often_for_three_texts_as_for_one(name: str, most: int) -> None:
    city = make_city()
    client = browser(city.editor)
    write(city, {DEF: "a"})
    counted(client, one(city, name))
    first = counted(client, one(city, name))
    write(city, {UNIT: "%", ("RATIONALE", "en"): "r", ("DATA_COMP", "ar"): "ح"}, by=city.lead)
    assert counted(client, one(city, name)) == first <= most
    every = f"/workspaces/{city.place.slug}/indicators/metadata/"
    assert counted(client, every) <= 8
    assert city.now > NOW
