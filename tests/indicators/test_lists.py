"""Bringing in a whole list: what is read, what it would touch, and that nothing is lost by it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.factories import log_in, make_secretary, make_user
from tests.indicators.cities import NOW, City, make_city, upload
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions import lists as acts
from waymark.indicators.commands.lists import lists as command
from waymark.indicators.models import Edition, Framework, Indicator, ListImport, Observation
from waymark.indicators.queries import snapshot
from waymark.indicators.reference import load_frameworks
from waymark.indicators.rules.editions import Row
from waymark.indicators.writing import add_edition, write_rows
from waymark.kernel.flow import Refused
from waymark.kernel.tables import Page, write_xlsx

pytestmark = pytest.mark.django_db

ROWS = (
    Row("UMF-1.1.2", (("en", "Safely managed drinking water"),), "%", "up", "society"),
    Row("UMF-1.1.5", (("en", "Road deaths"),), "per 100 000 people", "down", "society"),
    Row("UMFX-2.3.a", (("en", "Output per worker"),), "currency", "up", "economy"),
)
OFFICIAL = (
    "code,label,unit,direction,former codes,publisher's number\n"
    "1.1.2,Drinking water,%,up,UMF-1.1.2,7\n"
    "UMF-1.1.5,Road deaths,per 1000,up,,8\n"
    "9.9.9,Something new,,,,9\n"
)


def make_list() -> City:
    """A city and the small list that ships in this test."""
    city = make_city()
    write_rows(add_edition("umf", ROWS, label="first", source="", at=NOW), (), ROWS)
    return city


def brought(text: str | bytes, name: str = "list.csv", **more: Any) -> ListImport:
    data = text.encode() if isinstance(text, str) else text
    about = acts.About(more.pop("label", "official"), source="Its publisher")
    by = more.pop("by", None) or make_secretary()
    framework = Framework.objects.get(pk=more.pop("framework", "umf"))
    return acts.preview_list(
        framework=framework, file=io.BytesIO(data), name=name, about=about, by=by, at=NOW
    )


def committed(text: str | bytes, **more: Any) -> Edition:
    batch = brought(text, **more)
    return acts.commit_list(batch=batch, by=batch.made_by, at=NOW)


def test_an_official_list_replaces_ours_and_no_series_is_lost() -> None:
    city = make_list()
    for code in ("UMF-1.1.2", "UMF-1.1.5", "UMFX-2.3.a"):
        city.enter(5, code=code)
    pks = dict(Indicator.objects.filter(framework="umf").values_list("code", "pk"))
    values = set(Observation.objects.values_list("pk", "series__indicator", "value"))
    batch = brought(OFFICIAL)
    assert batch.plan["counts"] == {"rows": 3, "added": 1, "changed": 2, "removed": 1}
    assert batch.plan["touched"]["all"] == [3, 1]
    assert batch.plan["touched"]["unit"] == [1, 1]
    assert Indicator.objects.filter(code="1.1.2").count() == 0, "a preview changes nothing"
    edition = acts.commit_list(batch=batch, by=batch.made_by, at=NOW)
    assert set(Observation.objects.values_list("pk", "series__indicator", "value")) == values
    water = Indicator.objects.get(code="1.1.2")
    assert (water.pk, water.former_codes) == (pks["UMF-1.1.2"], ["UMF-1.1.2"])
    assert (water.domain, water.facts["publisher's number"]) == ("society", "7")
    assert Indicator.objects.get(code="UMF-1.1.5").unit == "per 1000"
    gone = Indicator.objects.get(code="UMFX-2.3.a")
    assert (gone.pk, gone.retired_in) == (pks["UMFX-2.3.a"], edition)
    assert Framework.objects.get(pk="umf").edition == "official"
    frozen = {one["id"]: one["same_as"] for one in snapshot(city.place)["indicators"]}
    assert frozen["umf:1.1.2"] == ["umf:UMF-1.1.2"]
    assert "umf:UMFX-2.3.a" in frozen
    told = Record.objects.get(verb="list.import")
    assert edition.content_hash in told.body
    assert "Its publisher" not in told.body
    city.bring("indicator,year,value\nUMF-1.1.2,2021,6\n1.1.2,2022,7\n")
    assert Observation.objects.filter(series__indicator=water).count() == 3


def test_what_the_software_ships_does_not_take_an_official_list_back() -> None:
    load_frameworks()
    committed("code,label\n1.1,One\n")
    load_frameworks()
    assert Framework.objects.get(pk="umf").edition == "official"
    assert Indicator.objects.filter(framework="umf", retired_in=None).count() == 1
    assert Indicator.objects.filter(framework="umf").count() == 86


def test_a_list_as_xlsx_is_the_same_list() -> None:
    make_list()
    rows = [line.split(",") for line in OFFICIAL.splitlines()]
    book = write_xlsx([Page("List", rows[0], rows[1:])])
    as_csv, as_xlsx = brought(OFFICIAL), brought(book, "list.xlsx", label="other")
    assert as_xlsx.plan["fingerprint"] == as_csv.plan["fingerprint"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code,unit\na,%\n", [("list.no_column", None, None)]),
        ("code,title,label\na,b,c\n", [("columns.twice", None, 3)]),
        ("code,label\na,One\n?,Two\n", [("list.code_wrong", 3, 1)]),
        ("code,label\na,One\na,Two\n", [("list.code_twice", 3, 1)]),
        ("code,label\na,\n", [("list.label_empty", 2, 2)]),
        ("code,label,direction\na,One,sideways\n", [("list.direction_wrong", 2, 3)]),
        ("code,label,goal\na,One,18\n", [("list.goal_wrong", 2, 3)]),
        (f"code,label,unit\na,One,{'x' * 81}\n", [("text.too_long", 2, 3)]),
        (
            "code,label,former code\na,One,UMF-1.1.2\nb,Two,UMF-1.1.2\n",
            [("list.former_twice", 3, 3)],
        ),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(
    text: str, expected: list[tuple[str, int | None, int | None]]
) -> None:
    make_list()
    batch = brought(text)
    found = [(one["key"], one["row"], one["column"]) for one in batch.plan["problems"]]
    assert found == expected
    with pytest.raises(Refused, match="list.has_problems"):
        acts.commit_list(batch=batch, by=batch.made_by, at=NOW)
    assert Edition.objects.count() == 1


def test_what_is_odd_is_taken_and_said() -> None:
    make_list()
    batch = brought(
        "code,label,former code\nUMF-1.1.2,New,\nb,Water,UMF-1.1.2\nc,More,never-there\n"
    )
    odd = [(one["key"], one["row"]) for one in batch.plan["warnings"]]
    assert odd == [("list.code_reused", 2), ("list.former_unknown", 4)]
    assert not batch.plan["problems"]


def test_the_code_of_what_an_edition_left_out_is_not_given_to_another() -> None:
    make_list()
    committed("code,label\nUMF-1.1.2,Water\n", label="two")
    batch = brought("code,label,former code\nUMF-1.1.5,Water,UMF-1.1.2\n", label="three")
    assert [one["key"] for one in batch.plan["problems"]] == ["list.code_of_retired"]
    back = brought("code,label\nUMF-1.1.2,Water\nUMF-1.1.5,Road deaths\n", label="four")
    assert back.plan["counts"]["added"] == 1
    acts.commit_list(batch=back, by=back.made_by, at=NOW)
    assert Indicator.objects.get(code="UMF-1.1.5").retired_in is None


def test_a_list_that_changed_after_the_preview_is_not_overwritten() -> None:
    make_list()
    first, second = brought(OFFICIAL), brought("code,label\na,One\n", label="another")
    acts.commit_list(batch=second, by=second.made_by, at=NOW)
    with pytest.raises(Refused, match="list.changed_since"):
        acts.commit_list(batch=first, by=first.made_by, at=NOW)


def test_the_same_list_again_and_the_same_label_again_are_refused() -> None:
    make_list()
    committed(OFFICIAL)
    with pytest.raises(Refused, match="list.label_used"):
        brought(OFFICIAL)
    again = brought(OFFICIAL, label="again")
    with pytest.raises(Refused, match="list.nothing"):
        acts.commit_list(batch=again, by=again.made_by, at=NOW)


def test_a_closed_import_stays_closed() -> None:
    make_list()
    batch = brought(OFFICIAL)
    acts.discard_list(batch=batch, by=batch.made_by, at=NOW)
    with pytest.raises(Refused):
        acts.commit_list(batch=batch, by=batch.made_by, at=NOW)


def test_only_the_secretariat_brings_in_lists() -> None:
    city = make_list()
    batch = brought(OFFICIAL)
    for person in (city.lead, city.editor, make_user()):
        with pytest.raises(NotPermitted):
            brought(OFFICIAL, by=person)
        with pytest.raises(NotPermitted):
            acts.commit_list(batch=batch, by=person, at=NOW)
        with pytest.raises(NotPermitted):
            acts.discard_list(batch=batch, by=person, at=NOW)


def test_the_secretariat_sees_a_preview_and_makes_it_the_next_edition() -> None:
    city = make_list()
    city.enter(5)
    client = log_in(Client(), make_secretary())
    words = {"framework": "umf", "label": "official", "published_on": "2026-03-01"}
    answer = client.post("/lists/imports/", words | {"file": upload(OFFICIAL)})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "1 series in 1 places" in page
    assert str(city.place) not in page
    assert "“UMF-1.1.2” is now “1.1.2”" in page
    client.post(answer["Location"] + "commit/")
    edition = Edition.objects.get(label="official")
    assert str(edition.published_on) == "2026-03-01"
    wrong = client.post("/lists/imports/", words | {"file": upload(OFFICIAL)})
    assert wrong.status_code == 400
    assert "There is an edition “official” of this list already." in wrong.content.decode()


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(arguments))
    return result.exit_code, result.output


def test_the_command_does_the_same(tmp_path: Any) -> None:
    make_list()
    file = tmp_path / "list.csv"
    file.write_text(OFFICIAL)
    more = (str(file), "--framework=umf", "--edition=official", "--published=2026-03-01")
    code, said = run("import", *more, "--dry-run")
    assert (code, Edition.objects.count()) == (0, 1)
    assert "3 rows: 1 new, 2 changed, 1 no longer there." in said
    assert run("import", *more)[0] == 0
    assert Edition.objects.get(label="official").made_by is None
    assert "official" in run("show")[1]
    file.write_text("code,label\n?,One\n")
    code, said = run("import", str(file), "--framework=umf", "--edition=next")
    assert code == 1
    assert "row 2, column A" in said
    assert run("import", str(file), "--framework=nowhere", "--edition=x")[0] == 1
