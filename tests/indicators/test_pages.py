"""The pages of a city's indicators: for whom they open, what they show, what they cost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_member, make_secretary
from tests.indicators.cities import City, browser, dims, make_city, upload
from waymark.indicators.actions import targets
from waymark.indicators.models import ChosenIndicator, ImportBatch, Observation, Target
from waymark.indicators.reference import load_frameworks
from waymark.indicators.rules.ahead import drawn_again
from waymark.indicators.rules.answers import LEAVE_OUT, Question
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.judging import as_bytes, worked_out_again
from waymark.kernel.progress import METHODS

pytestmark = pytest.mark.django_db
FILE = "indicator,sex,period,value\nUMF-1.1.2,,2020,81\nUMF-1.1.2,F,2020,79\n"


def address(city: City, name: str, *more: Any) -> str:
    return reverse(f"indicators:{name}", args=[city.place.slug, *more])


def one(city: City, name: str, code: str = "UMF-1.1.2") -> str:
    return address(city, name, "sdg" if code[0].isdigit() else "umf", code)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def everything(city: City) -> dict[str, str]:
    """Every page of the room that can be looked at."""
    row, batch = city.enter(81), city.preview(FILE.replace("2020", "2021"))
    names = ("list", "choose", "imports")
    tables = ("export_csv", "export_xlsx", "template_csv", "template_xlsx")
    ones = (
        "detail",
        "add",
        "target",
        "describe",
        "history",
        "values_csv",
        "progress_json",
        "groups",
    )
    return {
        **{name: address(city, name) for name in (*names, *tables)},
        **{name: one(city, name) for name in ones},
        "edit": address(city, "edit", row.pk),
        "import": address(city, "import", batch.pk),
        "file": address(city, "file", batch.pk),
    }


EDITING = {"choose", "add", "target", "describe", "edit"}


def test_pages_open_for_those_who_work_there_and_for_nobody_else() -> None:
    city, other = make_city(), make_city()
    pages = everything(city)
    outsiders = [make_member(other.place), make_secretary()]
    for name, url in pages.items():
        assert browser(city.editor).get(url).status_code == 200, name
        seen = browser(city.viewer).get(url).status_code
        assert seen == (404 if name in EDITING else 200), name
        for outsider in outsiders:
            assert browser(outsider).get(url).status_code == 404, name
        assert Client().get(url).status_code == 302, name


def test_a_foreign_thing_looks_like_one_that_does_not_exist() -> None:
    city, other = make_city(), make_city()
    row, batch = city.enter(81), city.preview(FILE)
    client = browser(other.lead)
    for url in (
        address(other, "edit", row.pk),
        address(other, "import", batch.pk),
        address(other, "file", batch.pk),
        address(other, "edit", 10**9),
        address(other, "import", "nothing"),
        one(other, "detail", "9.9.9"),
    ):
        assert client.get(url).status_code == 404
    for name in ("commit", "discard", "undo", "read_again"):
        assert client.post(address(other, name, batch.pk)).status_code == 404
        assert browser(city.viewer).post(address(city, name, batch.pk)).status_code == 404
    assert client.post(address(other, "remove", row.pk)).status_code == 404
    assert Observation.objects.get().retired_at is None


def test_getting_an_act_changes_nothing() -> None:
    city = make_city()
    batch = city.preview(FILE)
    for name in ("commit", "discard", "undo", "read_again"):
        assert browser(city.editor).get(address(city, name, batch.pk)).status_code == 405
    batch.refresh_from_db()
    assert batch.state == "preview"


def test_the_list_counts_and_narrows() -> None:
    city = make_city()
    city.enter(81, "2020")
    city.enter(82, "2021")
    city.enter(79, dims=dims(sex="female"))
    city.enter(70, area=city.areas["north"])
    client = browser(city.viewer)
    page = client.get(address(city, "list"))
    assert [(n, c.listed, c.value, c.groups, c.areas) for n, c in page.context["counts"]] == [
        ("Society", 2, 1, 1, 1),
        ("Economy", 1, 0, 0, 0),
    ]
    assert "82" in text(page)
    assert "Code and title verified" in text(page)

    def codes(**asked: str) -> list[str]:
        found = client.get(address(city, "list"), asked).context["rows"]
        return [row.indicator.code for row, _sure in found]

    assert codes(show="value") == ["UMF-1.1.2"]
    assert codes(show="missing") == []
    assert codes(part="economy") == ["UMFX-2.3.a"]
    assert codes(q="road") == ["UMF-1.1.5"]
    assert codes(framework="sdg") == ["6.1.1", "11.6.2"]
    assert codes(show="rubbish", part="nowhere", framework="x") == [
        *("UMF-1.1.2", "UMF-1.1.5", "UMFX-2.3.a")
    ]


def test_a_value_goes_its_whole_way_through_the_pages() -> None:
    city = make_city()
    client = browser(city.editor)
    typed = {"period": "2020", "value": "81,5", "status": "A", "source": "Census", "sex": "female"}
    refused = client.post(one(city, "add"), typed)
    assert refused.status_code == 400
    assert "Write 81.5" in text(refused)
    assert 'value="81,5"' in refused.content.decode()
    assert "Census" in refused.content.decode()
    assert client.post(one(city, "add"), typed | {"value": "81.5"}).status_code == 302
    row = Observation.objects.get()
    assert (row.value, row.series.dimensions) == (81.5, {"sex": "female"})
    again = client.post(one(city, "add"), typed | {"value": "82"})
    assert again.status_code == 400
    assert "There is a value for 2020 already" in text(again)
    form = client.get(address(city, "edit", row.pk))
    assert 'value="81.5"' in form.content.decode()
    client.post(address(city, "edit", row.pk), typed | {"value": "82"})
    new = Observation.objects.get(retired_at=None)
    assert new.value == 82
    assert client.get(address(city, "edit", row.pk)).status_code == 404
    client.post(address(city, "remove", new.pk))
    assert not Observation.objects.filter(retired_at=None).exists()
    assert "Census" not in text(client.get(one(city, "detail")))
    assert "Women" in text(client.get(one(city, "history")))


def test_a_target_goes_its_whole_way_through_the_pages() -> None:
    city = make_city()
    for year, value in ((2015, 70), (2018, 76), (2021, 80)):
        city.enter(value, str(year))
    client = browser(city.editor)
    series = Observation.objects.latest("pk").series_id
    url = f"{one(city, 'target')}?series={series}"
    typed = {
        "baseline_period": "2015",
        "baseline_value": "70",
        "target_year": "2030",
        "target_value": "95",
        "milestones": "2027=90",
        "replaces": "",
    }
    refused = client.post(url, typed | {"milestones": "soon"})
    assert refused.status_code == 400
    assert "soon" in refused.content.decode()
    assert client.post(url, typed).status_code == 302
    target = Target.objects.get()
    assert target.milestones == [{"year": 2027, "value": 90.0}]
    late = client.post(url, typed | {"target_value": "50"})
    assert "Somebody else set this target meanwhile" in text(late)
    page = client.get(one(city, "detail"))
    said = text(page)
    assert "Milestone of 90 % for 2027: no value of then yet." in said
    assert "To reach 95" in said
    assert page.context["progress"].judged.status == "on_track"
    assert "open-sdg/2.4" in said
    assert "Target 2030" in said


def test_gaps_between_groups_and_areas_are_said() -> None:
    city = make_city()
    for year, women, men in (("2015", 60, 70), ("2020", 74, 76)):
        city.enter(women, year, dims=dims(sex="female"))
        city.enter(men, year, dims=dims(sex="male"))
    city.enter(50, area=city.areas["north"])
    city.enter(90, area=city.areas["harbour"])
    said = text(browser(city.viewer).get(one(city, "detail"))).replace("\u202f", " ")
    assert "Sex, 2020: from 74 % (Women) to 76 % (Men), a gap of 2 percentage points" in said
    assert "it has narrowed" in said
    assert "(Harbour), a gap of 40 percentage points" in said


def test_what_is_taken_away_is_worked_out_again_to_the_byte() -> None:
    city = make_city()
    for year, value in (("2015", 70), ("2018", 76.5), ("2021", 80)):
        city.enter(value, year)
        city.enter(value - 7.25, year, dims=dims(sex="female"))
        city.enter(value + 3, year, area=city.areas["north"])
    for method in METHODS:
        asked = {"method": method}
        page = browser(city.viewer).get(one(city, "progress_json"), asked)
        assert page["Content-Type"] == "application/json"
        written = json.loads(page.content)
        assert (written["method"], len(written["series"])) == (method, 3)
        assert written["series"][2]["area"] == city.areas["north"].slug
        for series in written["series"]:
            again = worked_out_again({"method": method, "inputs": series["inputs"]})
            assert as_bytes(again["result"]) == as_bytes(series["result"])
            drawn = drawn_again(series["projection"])
            assert as_bytes(drawn) == as_bytes(series["projection"])


def test_every_method_is_shown_in_words_beside_the_others() -> None:
    city = make_city()
    for year, value in ((2015, 70), (2018, 76), (2021, 80)):
        city.enter(value, str(year))
    client = browser(city.viewer)
    for method in METHODS:
        page = client.get(one(city, "detail"), {"method": method})
        shown = page.context["progress"]
        assert [other.method for other in shown.others if other.current] == [method]
        assert len(shown.others) == len(METHODS)
        said = text(page)
        assert shown.verified in said
        assert all(other.name in said for other in shown.others)


def test_choosing_by_ticks() -> None:
    city = make_city()
    client = browser(city.lead)
    client.post(address(city, "choose"), {"indicator": ["UMF-1.1.2", "UMF-1.1.5", "nonsense"]})
    assert ChosenIndicator.objects.count() == 2
    client.post(one(city, "describe"), {"priority": "on", "holder": "Water board"})
    row = ChosenIndicator.objects.get(indicator__code="UMF-1.1.2")
    assert (row.priority, row.holder) == (True, "Water board")
    client.post(one(city, "describe"), {})
    row.refresh_from_db()
    assert (row.priority, row.holder) == (False, "")


def test_a_file_goes_its_whole_way_through_the_pages() -> None:
    city = make_city()
    client = browser(city.editor)
    sent = {"framework": "umf", "file": upload(FILE + "UMF-1.1.2,,soon,1\n", "Wasser 2020.csv")}
    page = client.post(address(city, "imports"), sent, follow=True)
    batch = ImportBatch.objects.get()
    assert batch.file_name == "Wasser 2020.csv"
    said = text(page)
    assert "can’t be read as a period" in said
    assert "Leave out 1 refused row" in said
    held = client.post(address(city, "commit", batch.pk), follow=True)
    assert "Mend the file" in text(held)
    assert not Observation.objects.exists()
    done = client.post(address(city, "commit", batch.pk), {"leave_out": "on"}, follow=True)
    assert "You can undo it as a whole" in text(done)
    assert Observation.objects.count() == 2
    file = client.get(address(city, "file", batch.pk))
    assert file["Content-Disposition"].startswith("attachment")
    assert b"UMF-1.1.2" in file.getvalue()
    undone = client.post(address(city, "undo", batch.pk), follow=True)
    assert "Undone" in text(undone)
    assert not Observation.objects.filter(retired_at=None).exists()


def test_a_file_can_be_read_in_another_way() -> None:
    city = make_city()
    client = browser(city.editor)
    content = "Jahr;period;value;colour\n1;2020;81,5;red\n"
    sent = {"framework": "umf", "file": upload(content)}
    page = client.post(address(city, "imports"), sent, follow=True)
    assert "There is no column “indicator”" in text(page)
    batch = ImportBatch.objects.get()
    choices = {
        "framework": "umf",
        "indicator": "umf:UMF-1.1.2",
        "decimals": "comma",
        "encoding": "",
        **{Question("column", name).field: LEAVE_OUT for name in ("Jahr", "colour")},
    }
    page = client.post(address(city, "read_again", batch.pk), choices, follow=True)
    assert page.context["preview"].counts == [("added", 1)]
    client.post(address(city, "commit", batch.pk))
    assert Observation.objects.get().value == 81.5


def test_when_the_data_moved_on_the_preview_is_made_anew() -> None:
    city = make_city()
    client = browser(city.editor)
    batch = city.preview(FILE)
    city.enter(50)
    page = client.post(address(city, "commit", batch.pk), follow=True)
    assert "The data has changed since this preview was made" in text(page)
    assert page.context["preview"].counts == [("added", 1), ("changed", 1)]
    client.post(address(city, "commit", batch.pk))
    assert Observation.objects.filter(retired_at=None, value=81).exists()


def test_a_long_history_comes_in_pages_the_newest_first() -> None:
    city = make_city()
    for year in range(1900, 2005):
        city.enter(year, str(year))
    client = browser(city.viewer)
    first = client.get(one(city, "history")).context["past"]
    assert (first[0].row.period, len(first), first.paginator.count) == ("2004", 100, 105)
    last = client.get(one(city, "history"), {"page": "2"}).context["past"]
    assert [past.row.period for past in last] == ["1904", "1903", "1902", "1901", "1900"]


def test_a_day_in_the_history_may_be_nonsense() -> None:
    city = make_city()
    for asked in ("2026-13-45", "soon", "9999-12-31", "0001-01-01"):
        page = browser(city.viewer).get(one(city, "history"), {"on": asked})
        assert page.status_code == 200


def counted(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return sum(not any(name in query["sql"] for name in FRAME) for query in captured)


PAGES: dict[str, tuple[Callable[[City], str], int]] = {
    "list": (lambda city: address(city, "list"), 7),
    "detail": (lambda city: one(city, "detail"), 10),
    "history": (lambda city: one(city, "history"), 7),
    "imports": (lambda city: address(city, "imports"), 8),
    "choose": (lambda city: address(city, "choose"), 7),
    "export": (lambda city: address(city, "export_csv"), 8),
}
FRAME = ("people_seat", "assessments_", "base_notice", '"people_membership"."place_id" AS')
"""What the frame around every page asks on its own, which its own tests count."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_database_as_often_for_three_rows_as_for_one(name: str) -> None:
    find, most = PAGES[name]
    city = make_city()
    client = browser(city.editor)
    city.enter(81, area=city.areas["north"])
    targets.set_target(
        place=city.place,
        indicator=city.indicator(),
        goal=Goal(target_value=9.0),
        by=city.editor,
        at=city.later(),
        area=city.areas["north"],
    )
    city.preview(FILE)
    counted(client, find(city))
    first = counted(client, find(city))
    for number, code in enumerate(("UMF-1.1.2", "UMF-1.1.5", "UMFX-2.3.a")):
        city.enter(80, str(2021 + number), code=code)
        city.enter(80, str(2021 + number), code=code, dims=dims(age=f"{number}-9"))
        city.enter(80, str(2021 + number), code=code, area=city.areas["harbour"])
    city.preview(FILE)
    city.preview(FILE)
    assert counted(client, find(city)) == first
    assert first <= most


def test_the_full_list_stays_light() -> None:
    load_frameworks()
    city = make_city()
    client = browser(city.editor)
    client.get(address(city, "list"))  # the first visit of a session writes it anew
    assert counted(client, address(city, "list") + "?framework=sdg") <= 7
    page = client.get(address(city, "choose") + "?framework=sdg", headers={"accept-encoding": ""})
    assert page.status_code == 200
    assert page.content.decode().count('type="checkbox"') == 251
