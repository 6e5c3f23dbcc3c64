"""A city's own indicators: made, linked, changed, retired, and seen by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.cities import City, browser, make_city
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions.local import create_local, edit_local, retire_local
from waymark.indicators.models import LOCAL, Framework, Indicator, Link, Observation
from waymark.indicators.queries import snapshot
from waymark.indicators.queries.lists import counts_by_part, listing
from waymark.indicators.queries.table import template
from waymark.indicators.rules.local import Local
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def make_town() -> City:
    city = make_city()
    Framework.objects.get_or_create(code=LOCAL, defaults={"edition": "", "order": 99})
    return city


def made(city: City, code: str = "W1", other: str = "", **more: Any) -> Indicator:
    fields = {"label": "Wells in use", "unit": "%", "direction": "up"} | more
    return create_local(
        place=city.place,
        code=code,
        local=Local(**fields),
        other=Indicator.objects.get(code=other) if other else None,
        by=city.editor,
        at=city.later(),
    )


def test_its_values_are_entered_and_brought_in_as_any_others() -> None:
    city = make_town()
    row = made(city)
    city.enter(12, code="W1")
    city.bring("indicator,year,value\nW1,2021,13\nlocal:W1,2022,14\n")
    assert Observation.objects.filter(series__indicator=row).count() == 3
    assert [one.indicator.code for one in listing(city.here, LOCAL) if one.chosen] == ["W1"]
    frozen = next(one for one in snapshot(city.place)["indicators"] if one["id"] == "local:W1")
    assert (frozen["label"], frozen["unit"], frozen["same_as"]) == ("Wells in use", "%", [])
    assert [cells[0] for cells in template(city.here, LOCAL).rows] == ["local:W1"]


def test_an_exact_one_answers_the_shared_one_and_others_do_not() -> None:
    for kind, counted in (("exact", 1), ("adapted", 0), ("proxy", 0), ("none", 0)):
        city = make_town()
        made(city, other="6.1.1", kind=kind, note="Counts wells alone.")
        row = Indicator.objects.get(owner=city.place)
        city.bring(f"indicator,year,value\nlocal:{row.code},2021,13\n")
        assert sum(count.value for count in counts_by_part(listing(city.here, "sdg"))) == counted
        frozen = next(one for one in snapshot(city.place)["indicators"] if one["id"] == "local:W1")
        assert frozen["same_as"] == (["sdg:6.1.1"] if counted else [])


def test_two_cities_may_use_one_code_and_read_their_own_values_alone() -> None:
    one, other = make_town(), make_town()
    first, second = made(one), made(other)
    one.bring("indicator,year,value\nW1,2021,1\n")
    assert Observation.objects.get().series.indicator == first
    other.bring("indicator,year,value\nW1,2021,2\n")
    assert Observation.objects.filter(series__indicator=second).get().value == 2


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"code": "a b"}, "local.code_wrong"),
        ({"code": "new"}, "local.code_wrong"),
        ({"code": "a/b"}, "local.code_wrong"),
        ({"label": " "}, "local.label_empty"),
        ({"direction": "sideways"}, "list.direction_wrong"),
        ({"kind": "same"}, "local.kind_wrong"),
        ({"kind": "exact"}, "local.other_needed"),
        ({"kind": "proxy", "other": "6.1.1"}, "local.note_needed"),
        ({"unit": "x" * 81}, "text.too_long"),
        ({"code": "w1"}, "local.code_used"),
    ],
)
def test_what_can_not_stand_is_refused(wrong: dict[str, str], reason: str) -> None:
    city = make_town()
    if reason == "local.code_used":
        made(city)
    count = Indicator.objects.count()
    with pytest.raises(Refused, match=reason):
        made(city, **wrong)
    assert Indicator.objects.count() == count


def test_a_local_one_is_no_shared_one_to_link_to() -> None:
    city = make_town()
    made(city)
    with pytest.raises(Refused, match="local.other_local"):
        made(city, "W2", "W1", kind="exact")


def test_it_may_be_changed_and_linked_anew_and_its_code_stays() -> None:
    city = make_town()
    row = made(city, other="6.1.1", kind="exact")
    other = Indicator.objects.get(code="11.6.2")
    local = Local("Wells", "count", "", "proxy", "Stands in for it.")
    edit_local(indicator=row, local=local, other=other, by=city.editor, at=city.later())
    row.refresh_from_db()
    assert (row.code, row.unit, str(row.label)) == ("W1", "count", "Wells")
    link = Link.objects.get(indicator=row)
    assert (link.kind, link.other, link.note) == ("proxy", other, "Stands in for it.")
    bodies = [record.body for record in Record.objects.filter(verb__startswith="local.")]
    assert len(bodies) == 2
    assert not any("Wells" in body for body in bodies)


def test_a_retired_one_keeps_its_values_and_its_code() -> None:
    city = make_town()
    row = made(city)
    city.enter(12, code="W1")
    retire_local(indicator=row, by=city.editor, at=city.later())
    assert Observation.objects.filter(series__indicator=row).count() == 1
    assert list(template(city.here, LOCAL).rows) == []
    with pytest.raises(Refused, match="local.code_used"):
        made(city)
    with pytest.raises(Refused, match="local.retired"):
        retire_local(indicator=row, by=city.editor, at=city.later())


def test_only_editors_of_the_city_may() -> None:
    city, elsewhere = make_town(), make_town()
    row = made(city)
    for person in (city.viewer, elsewhere.editor):
        with pytest.raises(NotPermitted):
            retire_local(indicator=row, by=person, at=city.later())
        with pytest.raises(NotPermitted):
            edit_local(indicator=row, local=Local("x"), other=None, by=person, at=city.later())
    shared = Indicator.objects.get(code="6.1.1")
    with pytest.raises(NotPermitted):
        retire_local(indicator=shared, by=city.editor, at=city.later())


def test_the_pages_make_change_and_retire_one() -> None:
    city, elsewhere = make_town(), make_town()
    client, below = browser(city.editor), f"/workspaces/{city.place.slug}/indicators/local/"
    words = {"code": "W1", "label": "Wells in use", "unit": "%", "direction": "up"}
    words |= {"other": "sdg:6.1.1", "kind": "adapted", "note": ""}
    refused = client.post(f"{below}new/", words)
    assert refused.status_code == 400
    assert "Say in the note how the two differ." in refused.content.decode()
    unknown = client.post(f"{below}new/", words | {"other": "sdg:99", "note": "Wells."})
    assert "No list has “sdg:99”." in unknown.content.decode()
    assert client.post(f"{below}new/", words | {"note": "Wells alone."}).status_code == 302
    page = client.get(f"{below}W1/").content.decode()
    assert "Wells alone." in page
    assert "Adapted" in page
    assert client.get(f"{below}W1/edit/").content.decode().count("sdg:6.1.1") == 1
    assert client.post(f"{below}W1/edit/", words | {"note": "Other."}).status_code == 302
    assert client.post(f"{below}W1/retire/").status_code == 302
    assert "has retired this indicator" in client.get(f"{below}W1/").content.decode()
    assert browser(elsewhere.editor).get(f"{below}W1/").status_code == 404
    theirs = f"/workspaces/{elsewhere.place.slug}/indicators/local/W1/"
    assert browser(elsewhere.editor).get(theirs).status_code == 404
