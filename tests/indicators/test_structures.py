"""Structure definitions are kept by a secretariat or at the console, and told what codes mean."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.base.test_files_data import LAUGHS
from tests.factories import log_in, make_member, make_place, make_secretary
from tests.indicators.cities import upload
from tests.indicators.sdmx_files import data_file, row, structure_file
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions import structures as acts
from waymark.indicators.models import Structure
from waymark.indicators.queries import structures as reads
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.rules.sources.structures import read_mapping, write_mapping
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def add(by: Any, data: bytes | None = None, **more: Any) -> Structure:
    return acts.add_structure(
        place=None,
        file=io.BytesIO(structure_file() if data is None else data),
        name="dsd.xml",
        by=by,
        at=timezone.now(),
        **more,
    )


def test_a_structure_is_kept_with_what_it_holds() -> None:
    row = add(make_secretary())
    assert row.refs == ["OFFICE:SDG(1.3)", "OFFICE:DF_SDG(1.0)"]
    about = row.about
    assert (about["series"], about["area"], about["listed"], about["understood"]) == (
        "SERIES",
        "REF_AREA",
        4,
        3,
    )
    assert Record.objects.filter(verb="structure.keep").exists()
    assert reads.named(None, "OFFICE:SDG") == reads.named(None, "dsd.xml") == row


def test_keeping_it_again_tells_more_and_makes_no_second() -> None:
    secretary = make_secretary()
    first = add(secretary, mapping="SERIES,OWN,local:W1")
    again = add(secretary, mapping="REF_AREA,N1,north")
    assert (again.pk, Structure.objects.count()) == (first.pk, 1)
    assert again.mapping == {"SERIES": {"OWN": "local:W1"}, "REF_AREA": {"N1": "north"}}
    told = acts.tell_structure(structure=again, mapping="", by=secretary, at=timezone.now())
    assert told.mapping == {}


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (data_file([row("1")]), "sdmx.not_structures"),
        (b"<a/>", "sdmx.not_structures"),
        (structure_file().replace(b"DataStructure", b"DataStructura"), "sdmx.no_data_structure"),
        (structure_file().replace(b'id="F"', b'id="F F"'), "sdmx.bad_id"),
    ],
)
def test_what_is_no_structure_is_refused_in_words(data: bytes, key: str) -> None:
    with pytest.raises(Refused) as refused:
        add(make_secretary(), data)
    assert [reason.key for reason in refused.value.reasons] == [key]
    assert not Structure.objects.exists()


def test_who_may_keep_structures() -> None:
    city = make_place()
    for person in (make_member(city, "lead"), make_member(city, "editor")):
        with pytest.raises(NotPermitted):
            add(person)
    made = acts.add_structure_at_console(
        place=city, file=io.BytesIO(structure_file()), name="dsd.xml", at=timezone.now()
    )
    assert reads.for_place(city) == [made]
    assert reads.for_place(make_place()) == []
    assert not reads.structures(make_secretary()).exists()


def test_the_pages_of_the_secretariat() -> None:
    client = log_in(Client(), make_secretary())
    page = client.post(reverse("structures"), {"file": upload(b"<a/>", "dsd.xml")})
    assert page.status_code == 400
    assert "holds no SDMX structures" in page.content.decode()
    page = client.post(reverse("structures"), {"file": upload(LAUGHS, "dsd.xml")})
    assert page.status_code == 400
    sent = {"file": upload(structure_file(), "dsd.xml"), "mapping": "SERIES;OWN"}
    page = client.post(reverse("structures"), sent)
    assert page.status_code == 400
    assert "Line 1 can’t be understood" in page.content.decode()
    assert "SERIES;OWN" in page.content.decode()
    sent = {"file": upload(structure_file(), "dsd.xml"), "mapping": "SERIES,OWN,local:W1"}
    page = client.post(reverse("structures"), sent, follow=True)
    assert "OFFICE:DF_SDG(1.0)" in page.content.decode()
    assert "SERIES,OWN,local:W1" in page.content.decode()
    kept = Structure.objects.get()
    page = client.post(reverse("structure", args=[kept.pk]), {"mapping": "NO,OWN,x"})
    assert "has no component “NO”" in page.content.decode()
    client.post(reverse("structure_retire", args=[kept.pk]))
    assert "No structure is kept yet" in client.get(reverse("structures")).content.decode()


def test_a_list_costs_the_same_queries_for_one_and_three(
    django_assert_max_num_queries: Any,
) -> None:
    secretary = make_secretary()
    client = log_in(Client(), secretary)
    for number in range(3):
        add(secretary, structure_file().replace(b"OFFICE1", b"OFFICE%d" % number))
        with django_assert_max_num_queries(10):
            client.get(reverse("structures"))


def test_lines_of_a_mapping_are_read_as_they_are_written() -> None:
    told = {"SERIES": {"A": 'x "y", z', "B": "sdg:1.1.1"}, "REF_AREA": {"1": "north"}}
    assert read_mapping(write_mapping(told), list(told)) == told
    assert read_mapping("component,code,means\n\n", []) == {}
    for text, key in (("A,B", "mapping.line"), ("A,B,C", "mapping.component"), ("A,,C", "")):
        with pytest.raises(Unreadable) as caught:
            read_mapping(text, ["SERIES"])
        assert caught.value.key == (key or "mapping.line")
    with pytest.raises(Unreadable):
        read_mapping("A,B,C\n" * 5001, ["A"])
