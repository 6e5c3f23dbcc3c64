"""The pages of recognised schemes, with plain forms as a browser without scripts sends them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.schemes.crossing import document, in_force, row
from tests.schemes.national import AT
from tests.world import make_edition
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes import actions
from waymark.schemes.crosswalk_words import FAULTS
from waymark.schemes.models import Crosswalk
from waymark.schemes.queries import crosswalks as queries
from waymark.schemes.rules.crosswalk import as_table, parse_crosswalk

pytestmark = pytest.mark.django_db
RULES = Path(queries.__file__).parents[1] / "rules" / "crosswalk"


@pytest.fixture
def people() -> dict[str, Any]:
    make_edition(at=AT)
    chair = factories.make_seat(factories.make_body(BodyKind.COMMITTEE), SeatRole.CHAIR)
    return {"desk": factories.make_secretary(), "chair": chair}


def entered(user: Any) -> Client:
    return factories.log_in(Client(), user)


def send(client: Client, name: str, *args: object, **data: Any) -> Any:
    return client.post(reverse(name, args=args), data, follow=True)


def upload(value: bytes, name: str = "crosswalk.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, value)


def table() -> bytes:
    return as_table(parse_crosswalk(document(), ours=queries.our_criteria()))


def test_from_an_upload_to_force_without_scripts(people: dict[str, Any]) -> None:
    desk, chair = entered(people["desk"]), entered(people["chair"])
    page = send(desk, "crosswalk_begin", file=upload(json.dumps(document()).encode()))
    assert page.status_code == 200
    made = Crosswalk.objects.get()
    said = page.content.decode()
    assert "This scheme is made up" in said
    assert "It covers only a part of what is asked here." in said
    assert "Nobody has checked this row yet." in said
    assert "Handbook, rule P1" in said
    assert "M. Reader" in said
    send(desk, "crosswalk_step", made.pk, "propose")
    page = send(chair, "crosswalk_decide", made.pk, kind="approve", seen=made.sha256)
    assert page.status_code == 422  # no reasons
    send(chair, "crosswalk_decide", made.pk, kind="approve", reasons="Read.", seen=made.sha256)
    made.refresh_from_db()
    assert made.state == "in_force"
    public = Client().get(reverse("crosswalk", args=[made.pk])).content.decode()
    assert "Read." in public
    assert '<form method="post" action="/recognised/' not in public


def test_a_table_is_taken_in_and_given_back(people: dict[str, Any]) -> None:
    desk = entered(people["desk"])
    send(desk, "crosswalk_begin", file=upload(table(), "crosswalk.csv"))
    made = Crosswalk.objects.get()
    assert desk.get(reverse("crosswalk_table", args=[made.pk])).content == table()
    exported = desk.get(reverse("crosswalk_document", args=[made.pk])).content
    assert json.loads(exported) == document()
    send(desk, "crosswalk_begin", text=exported.decode())
    assert Crosswalk.objects.get(version=2).state == "draft"


def test_faults_stand_by_row_and_column_and_nothing_typed_is_lost(people: dict[str, Any]) -> None:
    desk = entered(people["desk"])
    typed = table().decode().replace(",A03,subset,", ",Z03,nearly,")
    page = send(desk, "crosswalk_begin", text=typed)
    said = page.content.decode()
    assert page.status_code == 422
    line = next(n for n, one in enumerate(typed.splitlines(), 1) if "nearly" in one)
    assert f"Row {line}, relation" in said
    assert f"Row {line}, criterion" in said
    assert "nearly" in said.split("<textarea")[1]
    assert not Crosswalk.objects.exists()
    for wrong in ("{", "", "a,b\n1,2\n"):
        assert send(desk, "crosswalk_begin", text=wrong).status_code == 422


def test_a_draft_is_replaced_as_it_was_seen(people: dict[str, Any]) -> None:
    desk = entered(people["desk"])
    made = actions.begin_crosswalk(document=document(), by=people["desk"], at=AT)
    told = json.dumps(document(about="Mended."))
    assert send(desk, "crosswalk_whole", made.pk, text=told, seen="0").status_code == 422
    assert send(desk, "crosswalk_whole", made.pk, text=told, seen=made.sha256).status_code == 200
    assert "Mended." in desk.get(reverse("crosswalk", args=[made.pk])).content.decode()


def test_every_fault_has_a_sentence() -> None:
    text = "".join(path.read_text() for path in RULES.glob("*.py"))
    codes = set(re.findall(r'"(crosswalk\.\w+)"', text)) - {
        "crosswalk.own_work",
        "crosswalk.unknown_now",
    }
    assert codes <= set(FAULTS)
    assert len(codes) > 15


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_long(
    people: dict[str, Any], count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        in_force(desk=people["desk"], chair=people["chair"], at=AT, id=f"pledge-{number}")
    with django_assert_num_queries(1):
        page = Client().get(reverse("crosswalks"))
    assert page.content.decode().count('<th scope="row">') == count


@pytest.mark.parametrize("count", [1, 3])
def test_one_page_asks_the_same_however_many_rows(
    people: dict[str, Any], count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [row(f"P{number}", "A01") for number in range(count)]
    made = in_force(desk=people["desk"], chair=people["chair"], at=AT, rows=rows)
    Client().get(reverse("crosswalk", args=[made.pk]))
    with django_assert_num_queries(3):
        Client().get(reverse("crosswalk", args=[made.pk]))
