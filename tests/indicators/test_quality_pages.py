"""Check the data: what the page shows, answering a finding, and the matrix of filled cells."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_member
from tests.indicators.cities import City, browser, dims, make_city
from tests.indicators.test_pages import address, counted, one, text
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions import targets
from waymark.indicators.actions.quality import accept_finding, withdraw_acceptance
from waymark.indicators.actions.values import change_value
from waymark.indicators.models import Acceptance, Observation
from waymark.indicators.queries.quality import Checked, check
from waymark.indicators.rules.facts import Goal, Value
from waymark.kernel.flow import Refused
from waymark.places.models import Place

pytestmark = pytest.mark.django_db
DOCUMENTED = {"source": "Census", "method": "Count"}


def checked(city: City) -> Checked:
    return check(city.editor, city.place, city.now.date())


def found(city: City) -> list[tuple[str, str]]:
    return [(one.check, one.period) for one in checked(city).findings]


def mark(city: City, name: str = "range") -> str:
    return next(one.mark for one in checked(city).findings if one.check == name)


def year(back: int = 1) -> str:
    """A year that is not old on the day on which this runs."""
    return str(timezone.localdate().year - back)


def wrong(city: City, value: float = 104.0) -> Observation:
    """A share of more than everybody, and nothing else that is odd."""
    return city.enter(value, year(), **DOCUMENTED)


def accept(city: City, note: str = "The old count of people.", **more: Any) -> Acceptance:
    by = more.pop("by", city.editor)
    accept_finding(place=city.place, mark=mark(city), note=note, by=by, at=city.later(), **more)
    return Acceptance.objects.get(mark=mark(city), withdrawn_at=None)


def test_the_checks_see_the_data_as_it_is() -> None:
    city = make_city()
    city.now = timezone.now() - timedelta(days=1)
    row = wrong(city)
    city.enter(80, year(), dims=dims(sex="female"))
    city.enter(None, year(), status="M", area=city.areas["north"])
    targets.set_target(
        place=city.place,
        indicator=city.indicator(),
        goal=Goal(year(), 70.0, target_value=60.0),
        by=city.editor,
        at=city.later(),
    )
    assert found(city) == [
        ("range", year()),
        ("baseline", year()),
        ("target", ""),
        ("source", year()),
        ("method", year()),
    ]
    change_value(
        observation=row,
        value=Value(year(), 70.0, **DOCUMENTED),  # type: ignore[arg-type]
        by=city.editor,
        at=city.later(),
    )
    assert [name for name, _ in found(city)] == ["target", "source", "method"]


def test_what_somebody_accepts_stays_accepted_until_the_value_changes() -> None:
    city = make_city()
    row = wrong(city)
    accept(city)
    assert mark(city) in checked(city).accepted
    client = browser(city.viewer)
    url = address(city, "checks")
    assert "0 findings" in text(client.get(url))
    assert "The old count of people." in text(client.get(url, {"state": "accepted"}))
    change_value(
        observation=row,
        value=Value(year(), 106.0, **DOCUMENTED),  # type: ignore[arg-type]
        by=city.editor,
        at=city.later(),
    )
    assert mark(city) not in checked(city).accepted
    said = text(client.get(url))
    assert "1 finding" in said
    assert "Of an earlier value it was said: The old count of people." in said


def test_an_acceptance_is_recorded_without_its_words_and_can_be_taken_back() -> None:
    city = make_city()
    wrong(city)
    row = accept(city)
    assert accept(city, "Another note").pk == row.pk  # what is accepted stays as it is
    withdraw_acceptance(acceptance=row, by=city.lead, at=city.later())
    withdraw_acceptance(acceptance=row, by=city.lead, at=city.later())
    row.refresh_from_db()
    assert (row.withdrawn_by, row.note) == (city.lead, "The old count of people.")
    assert checked(city).accepted == {}
    verbs = [r for r in Record.objects.order_by("pk") if r.verb.startswith("finding.")]
    assert [r.verb for r in verbs] == ["finding.accept", "finding.withdraw"]
    assert not any("old count" in r.body for r in verbs)
    assert accept(city).pk != row.pk


def test_one_note_may_answer_all_findings_of_a_check_in_a_series() -> None:
    city = make_city()
    for back in (1, 2, 3):
        city.enter(100.0 + back, year(back), **DOCUMENTED)
        city.enter(100.0 + back, year(back), dims=dims(sex="female"), **DOCUMENTED)
    url = address(city, "accept", mark(city))
    client = browser(city.editor)
    assert "(2)" in text(client.get(url))
    client.post(url, {"note": "Visitors are counted too.", "alike": "on"})
    assert Acceptance.objects.count() == 3
    assert len({row.series_id for row in Acceptance.objects.all()}) == 1
    assert len([one for one in checked(city).findings if one.check == "range"]) == 6


@pytest.mark.parametrize("note", ["", "  ", "x" * 2001, "\ud800"])
def test_a_note_has_to_be_one(note: str) -> None:
    city = make_city()
    wrong(city)
    with pytest.raises(Refused):
        accept(city, note)
    assert not Acceptance.objects.exists()


def test_only_those_who_may_change_the_data_answer_for_it() -> None:
    city, other = make_city(), make_city()
    wrong(city)
    for person in (city.viewer, other.lead, make_member(other.place)):
        with pytest.raises(NotPermitted):
            accept(city, by=person)
    row = accept(city)
    for person in (city.viewer, other.lead):
        with pytest.raises(NotPermitted):
            withdraw_acceptance(acceptance=row, by=person, at=city.later())
    with pytest.raises(Refused, match=r"finding\.gone"):
        accept_finding(place=city.place, mark="0" * 64, note="x", by=city.lead, at=city.later())


def test_a_finding_goes_its_whole_way_through_the_pages() -> None:
    city = make_city()
    row = wrong(city)
    client = browser(city.editor)
    said = text(client.get(address(city, "checks"))).replace("\u202f", " ")
    assert f"The value 104 % for {year()} is above 100 %." in said
    assert "A share lies between 0 and 100" in said
    page = client.get(address(city, "checks")).content.decode()
    assert reverse("indicators:edit", args=[city.place.slug, row.pk]) in page
    url = address(city, "accept", mark(city))
    assert client.get(url).status_code == 200
    refused = client.post(url, {"note": "  "})
    assert refused.status_code == 400
    assert "Say in a few words why it is right." in text(refused)
    long = client.post(url, {"note": "kept " * 500})
    assert long.status_code == 400
    assert "kept kept" in long.content.decode()
    done = client.post(url, {"note": "Counted with visitors."}, follow=True)
    assert "It comes back if the value changes" in text(done)
    shown = client.get(address(city, "checks"), {"state": "all"})
    assert "Counted with visitors." in text(shown)
    client.post(address(city, "withdraw", Acceptance.objects.get().pk))
    assert checked(city).accepted == {}


def test_the_page_filters_counts_and_never_scores() -> None:
    city = make_city()
    wrong(city)
    city.enter(90, year(), code="UMF-1.1.5")
    client = browser(city.viewer)

    def shown(**asked: str) -> list[str]:
        page = client.get(address(city, "checks"), asked)
        return [row.finding.check for group in page.context["groups"] for row in group.rows]

    assert shown() == ["range", "source", "method"]
    assert shown(severity="look") == ["range"]
    assert shown(severity="mend") == ["source", "method"]
    assert shown(check="method") == ["method"]
    assert shown(state="accepted") == []
    assert shown(check="rubbish", state="rubbish", severity="x") == shown()
    said = text(client.get(address(city, "checks")))
    assert "Of 2 values 2 name their year, 1 their source, 1 their method, and 1 all three" in said
    assert "score" not in said.replace("never a score", "")
    assert "See the series" in said  # a viewer has nothing to mend
    assert "Accept with a note" not in said.replace("accepted with a note", "").replace(
        "Accepted with a note", ""
    )


def test_where_values_come_from_is_shown_in_one_way_and_a_page_at_a_time() -> None:
    city = make_city()
    for number in range(45):
        city.enter(number, year(), dims=(("kind", f"trade {number:02}"),), **DOCUMENTED)
    client = browser(city.viewer)
    first = client.get(address(city, "checks"))
    assert [name for name, _share in first.context["parts"]] == ["Society"]
    assert "trade 07" not in text(first)
    groups = client.get(address(city, "checks"), {"origin": "group"})
    assert (groups.context["parts"].paginator.count, len(groups.context["parts"])) == (45, 40)
    last = client.get(address(city, "checks"), {"origin": "group", "parts": "2"})
    assert [name for name, _share in last.context["parts"]][-1] == "kind: trade 44"
    assert "Nothing yet" in text(client.get(address(city, "checks"), {"origin": "area"}))


def test_without_data_and_without_findings_the_page_says_so() -> None:
    city = make_city()
    client = browser(city.viewer)
    assert "No data yet" in text(client.get(address(city, "checks")))
    assert "Nothing to show yet" in text(client.get(address(city, "matrix")))
    city.enter(50, year(), **DOCUMENTED)
    assert "Nothing was found" in text(client.get(address(city, "checks")))


def cells(city: City, **asked: str) -> dict[str, dict[str, str]]:
    """Statuses by code and column; an empty cell is left out."""
    page = browser(city.viewer).get(address(city, "matrix"), asked)
    names = [name for name, _count in page.context["columns"]]
    return {
        row.code: {
            name: cell.status for name, cell in zip(names, line, strict=True) if cell is not None
        }
        for row, line in page.context["rows"]
    }


def test_the_matrix_shows_what_is_filled() -> None:
    city = make_city()
    city.enter(81, "2020")
    city.enter(82, "2022", status="E")
    city.enter(None, "2023", status="Q")
    city.enter(79, "2022", dims=dims(sex="female"))
    city.enter(70, "2022", area=city.areas["north"])
    city.enter(None, "2022", code="UMF-1.1.5", status="M")
    assert cells(city) == {
        "UMF-1.1.2": {"2020": "A", "2022": "E", "2023": "Q"},
        "UMF-1.1.5": {"2022": "M"},
    }
    assert cells(city, by="group")["UMF-1.1.2"] == {"Women": "A"}
    assert cells(city, by="area")["UMF-1.1.2"] == {"North": "A"}
    assert cells(city, framework="sdg", by="rubbish") == {}
    page = browser(city.viewer).get(address(city, "matrix"))
    assert page.context["columns"] == [("2020", 1), ("2021", 0), ("2022", 1), ("2023", 0)]
    assert "Suppressed" in text(page)


@pytest.mark.parametrize("name", ["checks", "matrix"])
def test_a_page_asks_the_database_as_often_for_three_rows_as_for_one(name: str) -> None:
    city = make_city()
    client = browser(city.editor)
    wrong(city)
    accept(city)
    url = address(city, name) + "?state=all"
    counted(client, url)
    first = counted(client, url)
    for number, code in enumerate(("UMF-1.1.2", "UMF-1.1.5", "UMFX-2.3.a")):
        city.enter(-5, str(2021 + number), code=code)
        city.enter(180, str(2021 + number), code=code, dims=dims(age=f"{number}-9"))
        city.enter(180, str(2021 + number), code=code, area=city.areas["harbour"])
    accept_finding(
        place=city.place, mark=mark(city, "source"), note="x", by=city.lead, at=city.later()
    )
    assert counted(client, url) == first
    assert first <= 10


@pytest.mark.parametrize("name", ["checks", "history"])
def test_retired_areas_keep_their_names_and_cost_one_question(name: str) -> None:
    city = make_city()
    for area in city.areas.values():
        city.enter(104, year(), area=area, **DOCUMENTED)
    url = one(city, name) if name == "history" else address(city, name)
    client = browser(city.viewer)
    counted(client, url)
    present, numbers = counted(client, url), []
    for area in city.areas.values():
        Place.objects.filter(pk=area.pk).update(retired_at=city.now)
        numbers.append(counted(client, url))
    assert numbers == [present + 1, present + 1]
    assert all(area in text(client.get(url)) for area in ("North", "Harbour"))
