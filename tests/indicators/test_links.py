"""One value answers every list that has the same indicator; former codes keep answering."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import make_place
from tests.indicators.cities import City, browser, make_city
from waymark.indicators.models import LOCAL, Framework, Indicator, Link
from waymark.indicators.queries import snapshot
from waymark.indicators.queries.labels import labels
from waymark.indicators.queries.links import links_of, names_of
from waymark.indicators.queries.lists import counts_by_part, listing, narrowed
from waymark.indicators.queries.place import indicator

pytestmark = pytest.mark.django_db


def link(one: str, other: str, kind: str = "exact", **more: Any) -> Link:
    return Link.objects.create(
        indicator=Indicator.objects.get(code=one),
        other=Indicator.objects.get(code=other),
        kind=kind,
        note=f"{kind} by test",
        **more,
    )


def row(city: City, framework: str, code: str) -> Any:
    return next(one for one in listing(city.here, framework) if one.indicator.code == code)


def same_as(city: City, name: str) -> list[str]:
    found = snapshot(city.place)["indicators"]
    return next(one["same_as"] for one in found if one["id"] == name)


@pytest.mark.parametrize(
    ("entered", "framework", "other"),
    [("UMF-1.1.2", "sdg", "6.1.1"), ("6.1.1", "umf", "UMF-1.1.2")],
)
def test_a_value_answers_the_other_list_whichever_way_the_link_was_told(
    entered: str, framework: str, other: str
) -> None:
    city = make_city()
    link("UMF-1.1.2", "6.1.1")
    city.enter(80, code=entered)
    found = row(city, framework, other)
    assert found.latest is None
    assert found.answer.latest.value == 80
    assert found.answer.indicator.code == entered
    assert sum(count.value for count in counts_by_part(listing(city.here, framework))) == 1
    assert [one.indicator.code for one in narrowed([found], show="value")] == [other]
    own = next(one for one in ("umf", "sdg") if one != framework)
    assert same_as(city, f"{own}:{entered}") == [f"{framework}:{other}"]


@pytest.mark.parametrize("kind", ["adapted", "proxy", "none"])
def test_what_is_not_exact_counts_nothing_and_says_so(kind: str) -> None:
    city = make_city()
    link("UMF-1.1.2", "6.1.1", kind)
    city.enter(80)
    found = row(city, "sdg", "6.1.1")
    assert found.answer is None
    assert [one.kind for one in found.near] == ([kind] if kind != "none" else [])
    assert sum(count.value for count in counts_by_part(listing(city.here, "sdg"))) == 0
    assert same_as(city, "umf:UMF-1.1.2") == []
    client = browser(city.editor)
    text = client.get(f"/workspaces/{city.place.slug}/indicators/sdg/6.1.1/").content.decode()
    assert f"{kind} by test" in text
    text = client.get(f"/workspaces/{city.place.slug}/indicators/?framework=sdg").content.decode()
    assert (f"{kind} by test" in text) == (kind != "none")


def test_an_own_value_goes_before_a_linked_one() -> None:
    city = make_city()
    link("UMF-1.1.2", "6.1.1")
    city.enter(80)
    city.enter(70, code="6.1.1")
    assert row(city, "sdg", "6.1.1").answer is None


def test_another_places_value_answers_nothing() -> None:
    city, other = make_city(), make_city()
    link("UMF-1.1.2", "6.1.1")
    other.enter(80)
    assert row(city, "sdg", "6.1.1").answer is None


def test_links_go_one_step() -> None:
    city = make_city()
    link("UMF-1.1.2", "6.1.1")
    link("6.1.1", "11.6.2")
    city.enter(80)
    assert same_as(city, "umf:UMF-1.1.2") == ["sdg:6.1.1"]


def renamed(code: str, *former: str) -> Indicator:
    found = Indicator.objects.get(code=code)
    found.former_codes = list(former)
    found.save(update_fields=["former_codes"])
    return found


def test_a_former_code_answers_everywhere() -> None:
    city = make_city()
    renamed("UMF-1.1.2", "OLD-1")
    city.enter(80)
    city.bring("indicator,year,value\nOLD-1,2021,81\numf:OLD-1,2022,82\n")
    assert same_as(city, "umf:UMF-1.1.2") == ["umf:OLD-1"]
    assert labels(None, ["umf:OLD-1"])["umf:OLD-1"]["en"] == "Safely managed drinking water"
    found = indicator(city.here, "umf", "OLD-1")
    assert found is not None
    assert found.series.get().observations.filter(retired_at=None).count() == 3


def test_a_former_code_that_another_has_now_is_that_others() -> None:
    city = make_city()
    renamed("UMF-1.1.2", "UMF-1.1.5")
    city.enter(80)
    city.bring("indicator,year,value\nUMF-1.1.5,2021,3\n")
    assert same_as(city, "umf:UMF-1.1.2") == []
    assert labels(None, ["umf:UMF-1.1.5"])["umf:UMF-1.1.5"]["en"] == "Road deaths"
    found = indicator(city.here, "umf", "UMF-1.1.5")
    assert found is not None
    assert str(found.label) == "Road deaths"
    assert found.series.get().observations.get().value == 3


def test_former_codes_of_a_linked_indicator_answer_too() -> None:
    city = make_city()
    link("UMF-1.1.2", "6.1.1")
    renamed("6.1.1", "6.0.1")
    city.enter(80)
    assert same_as(city, "umf:UMF-1.1.2") == ["sdg:6.0.1", "sdg:6.1.1"]


def test_no_place_sees_anothers_local_indicators_or_their_links() -> None:
    city, place = make_city(), make_place()
    Framework.objects.create(code=LOCAL, edition="")
    local = Indicator.objects.create(framework_id=LOCAL, code="W1", owner=place)
    shared = Indicator.objects.get(code="UMF-1.1.2")
    Link.objects.create(indicator=local, other=shared, kind="exact")
    assert listing(city.here, LOCAL) == []
    assert links_of(city.place, pk=shared.pk) == {}
    assert links_of(None, pk=shared.pk) == {}
    assert names_of(city.place, [shared]) == {shared.pk: []}
    assert names_of(place, [shared]) == {shared.pk: ["local:W1"]}
    assert indicator(city.here, LOCAL, "W1") is None


def test_what_the_list_no_longer_has_shows_only_where_there_is_something_of_it() -> None:
    city, other = make_city(), make_city()
    city.enter(80)
    Indicator.objects.filter(code="UMF-1.1.2").update(retired_at=city.now)
    assert not row(city, "umf", "UMF-1.1.2").is_current
    assert "UMF-1.1.2" not in [one.indicator.code for one in listing(other.here, "umf")]
    assert sum(count.listed for count in counts_by_part(listing(city.here, "umf"))) == 2


def test_both_pages_say_which_list_answers_which() -> None:
    city = make_city()
    link("UMF-1.1.2", "6.1.1")
    link("UMF-1.1.5", "11.6.2", "proxy")
    city.enter(70, "2019")
    city.enter(80, "2020")
    city.enter(99, "2020", area=city.areas["north"])
    city.enter(5, code="UMF-1.1.5")
    client, begin = browser(city.viewer), f"/workspaces/{city.place.slug}/indicators"
    other = client.get(f"{begin}/sdg/6.1.1/").content.decode()
    assert "Answered by" in other
    assert "80" in other.split("Answered by")[1][:400]
    assert "No value yet" not in other
    own = client.get(f"{begin}/umf/UMF-1.1.2/").content.decode()
    assert f'href="{begin}/sdg/6.1.1/" class="mono"' in own.split("also answer:")[1][:200]
    proxy = client.get(f"{begin}/sdg/11.6.2/").content.decode()
    assert "Answered by" not in proxy
    assert "No value yet" in proxy
