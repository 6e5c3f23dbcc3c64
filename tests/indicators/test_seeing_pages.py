"""Charts of a city's pages: which there are, what they show and hide, their files, their cost."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_member
from tests.indicators.cities import City, browser, dims, make_city
from waymark.indicators.actions import targets
from waymark.indicators.models import Observation, Series
from waymark.indicators.rules.facts import Goal, dimensions_key
from waymark.places.models import Place

pytestmark = pytest.mark.django_db
WATER = ("umf", "UMF-1.1.2")


def square(east: float) -> dict[str, Any]:
    ring = [[east, 1], [east + 0.1, 1], [east + 0.1, 1.1], [east, 1.1], [east, 1]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def city() -> City:
    """A city with groups over some years and two areas, one of which has a boundary."""
    city = make_city()
    for year in (2015, 2018, 2020):
        city.enter(50 + year - 2015, str(year), source="Water board")
        city.enter(45 + year - 2015, str(year), dims=dims(sex="female"))
        city.enter(55 + year - 2015, str(year), dims=dims(sex="male"))
    city.enter(61, "2020", area=city.areas["north"])
    city.enter(None, "2018", area=city.areas["north"], status="Q")
    city.enter(88, "2020", area=city.areas["harbour"], status="E")
    bound(city, "north", 36.0)
    targets.set_target(
        place=city.place,
        indicator=city.indicator(),
        goal=Goal("2015", 50.0, target_value=95.0, milestones=((2027, 70.0),)),
        by=city.editor,
        at=city.later(),
    )
    return city


def bound(city: City, area: str, east: float) -> None:
    city.areas[area].boundary = square(east)
    city.areas[area].save(update_fields=["boundary"])


def get(city: City, query: str = "", code: tuple[str, str] = WATER) -> str:
    url = reverse("indicators:detail", args=[city.place.slug, *code])
    response = browser(city.editor).get(f"{url}?{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def part(html: str) -> str:
    """What stands inside #seen."""
    return html[html.index('<div id="seen">') : html.index("All values as CSV")]


def table(html: str) -> list[list[str]]:
    """The table beneath the chart."""
    body = part(html).split("<table>")[1].split("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]


def file(city: City, kind: str, query: str = "", user: Any = None) -> Any:
    url = reverse("indicators:chart", args=[city.place.slug, *WATER, kind])
    return browser(user or city.viewer).get(f"{url}?{query}")


# The page


def test_the_page_offers_the_drawings_for_which_there_are_values(city: City) -> None:
    html = part(get(city))
    for words in ("Over the years", "Groups in one year", "Gap between groups", "Map of areas"):
        assert words in html
    assert 'class="chart line"' in html
    bare = make_city()
    bare.enter(81)
    html = part(get(bare))
    assert "Groups in one year" not in html
    assert 'class="chart line"' in html


def test_groups_stand_in_their_order_with_the_whole_beside_them(city: City) -> None:
    html = get(city, "view=groups")
    assert 'class="chart bars"' in part(html)
    assert table(html) == [
        ["Sex", "2020", "Status 2020"],
        ["Women", "50", ""],
        ["Men", "60", ""],
        ["All together", "55", ""],
    ]
    assert table(get(city, "view=groups&year=2018"))[1] == ["Women", "48", ""]


def test_the_gap_is_drawn_for_the_first_and_the_chosen_year(city: City) -> None:
    html = get(city, "view=gap")
    assert 'class="chart gaps"' in part(html)
    assert table(html)[0] == ["Sex", "2015", "Status 2015", "2020", "Status 2020"]
    assert "Gap: 10" in part(html)
    assert table(get(city, "view=gap&year=2015"))[0] == ["Sex", "2015", "Status 2015"]


def test_the_map_names_what_is_not_on_it(city: City) -> None:
    html = get(city, "view=areas")
    assert 'class="map areas"' in part(html)
    assert "These areas have a value and no boundary, so they are not on the map: Harbour." in html
    assert table(html) == [
        ["Area", "2020", "Status"],
        ["Harbour", "88", "Estimated"],
        ["North", "61", ""],
    ]
    before = get(city, "view=areas&year=2018")
    assert "url(#areas-suppressed)" in part(before)
    assert table(before)[2] == ["North", "–", "Suppressed"]
    assert "No number for this year: North." in before


def test_without_boundaries_there_is_a_table_and_never_an_empty_map(city: City) -> None:
    Place.objects.filter(parent=city.place).update(boundary=None)
    html = get(city, "view=areas")
    assert "There is no map, because no area has a boundary" in html
    assert "<svg" not in part(html)
    assert len(table(html)) == 3
    assert "chart.csv" in part(html)
    assert "chart.svg" not in part(html)
    for kind in ("svg", "png", "json"):
        assert file(city, kind, "view=areas").status_code == 404
    assert file(city, "csv", "view=areas").status_code == 200


def test_values_of_areas_that_are_gone_or_were_never_known_are_named(city: City) -> None:
    batch = city.preview(
        "indicator,area,period,value\nUMF-1.1.2,Nowhere,2020,5\nUMF-1.1.2,,2012,9\n"
    )
    city.commit(batch, leave_out=True)
    gone = city.areas["harbour"]
    gone.retired_at = city.later()
    gone.save(update_fields=["retired_at"])
    html = get(city, "view=areas")
    assert "areas that the city no longer has, so they are not on the map: Harbour." in html
    assert "Files brought in named areas that the city does not have" in html
    assert "Nowhere" in html


def test_odd_queries_show_the_nearest_thing_there_is(city: City) -> None:
    for query in (
        "view=pie",
        "view=groups&by=nothing&year=99999",
        "view=areas&of=none&year=x",
        "view=gap&year=2018",
        "s=nothing&page=7&unit=km&dim=sex%3Dnone",
    ):
        get(city, query)


def test_areas_of_another_city_are_never_drawn(city: City) -> None:
    other = make_city()
    bound(other, "north", 36.1)
    assert part(get(city, "view=areas")).count("fill-rule") == 1


# Files


@pytest.mark.parametrize(
    "view", ["", "view=groups", "view=gap", "view=areas", "view=groups&year=2018"]
)
def test_every_drawing_can_be_taken_away(city: City, view: str) -> None:
    bound(city, "harbour", 36.1)
    html = get(city, view)
    drawn, links = re.search(r"<svg.*?</svg>", part(html), re.S), re.findall(
        r'<a download href="([^"]+chart\.[^"]+)"', part(html)
    )  # fmt: skip
    assert drawn
    assert len(links) == 4
    client, got = browser(city.viewer), {}
    for link in links:
        response = client.get(link.replace("&amp;", "&"))
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        assert response["X-Content-Type-Options"] == "nosniff"
        got[link.partition("chart.")[2].partition("?")[0]] = response.content
    assert got["png"].startswith(b"\x89PNG")
    svg = ElementTree.fromstring(got["svg"])
    said = " ".join("".join(e.itertext()) for e in svg.iter("{http://www.w3.org/2000/svg}text"))
    assert "UMF-1.1.2" in said
    assert str(city.place) in said
    assert "vega-lite" in json.loads(got["json"])["$schema"]
    rows = list(csv.reader(io.StringIO(got["csv"].decode("utf-8-sig"))))
    shown = table(html)
    assert len(rows) == len(shown)
    assert [row[0] for row in rows] == [row[0] for row in shown]


def test_a_taken_table_never_begins_a_formula(city: City) -> None:
    Place.objects.filter(pk=city.areas["north"].pk).update(name={"en": "=HYPERLINK(1)"})
    content = file(city, "csv", "view=areas").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in content


def test_files_are_for_those_who_may_see_the_page(city: City) -> None:
    other = make_city()
    assert file(city, "svg", user=other.lead).status_code == 404
    assert file(city, "svg", user=make_member(city.place)).status_code == 200
    url = reverse("indicators:chart", args=[city.place.slug, *WATER, "svg"])
    assert Client().get(url).status_code == 302
    assert file(city, "exe").status_code == 404
    for name, query in (("charts_file", "by=domain"), ("compare_file", "a=umf:UMF-1.1.2")):
        there = reverse(f"indicators:{name}", args=[city.place.slug, "csv"])
        assert browser(other.lead).get(f"{there}?{query}").status_code == 404
        assert Client().get(there).status_code == 302
    assert file(city, "svg", "view=groups").status_code == 200


def test_an_indicator_without_values_has_no_files(city: City) -> None:
    url = reverse("indicators:chart", args=[city.place.slug, "umf", "UMF-1.1.5", "svg"])
    assert browser(city.viewer).get(url).status_code == 404


# Many series


def make_many(city: City, count: int) -> None:
    """Give an indicator many series with ten values each, past the forms."""
    row, now = city.indicator(), city.later()
    series = []
    for i in range(count):
        groups = dims(age=f"{i}-{i}", sex="female" if i % 2 else "male")
        series.append(
            Series(
                indicator=row,
                place=city.place,
                dimensions=dict(groups),
                dimensions_key=dimensions_key(groups),
                unit="%",
            )
        )
    Series.objects.bulk_create(series)
    Observation.objects.bulk_create(
        Observation(
            series=one, period=str(year), year=year, value=10 + i % 70 + (year - 2015),
            entered_by=city.editor, entered_at=now, source="Survey",
        )
        for i, one in enumerate(series)
        for year in range(2015, 2025)
    )  # fmt: skip


@pytest.mark.parametrize("query", ["", "view=groups", "q=women", "dim=sex%3Dfemale&page=2"])
def test_a_page_with_many_series_stays_short_and_cheap(query: str) -> None:
    city = make_city()
    make_many(city, 240)
    client = browser(city.editor)
    url = reverse("indicators:detail", args=[city.place.slug, *WATER])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"{url}?{query}")
    assert response.status_code == 200
    assert len(queries) <= 15, [q["sql"][:200] for q in queries]
    assert len(gzip.compress(response.content, 6)) < 30_000  # the rest of 60 KB are styles, scripts
    html = response.content.decode()
    assert html.count('type="checkbox"') == 25


def test_the_list_of_series_is_filtered_and_keeps_what_is_ticked() -> None:
    city = make_city()
    make_many(city, 60)
    women = Series.objects.filter(dimensions__sex="female")
    ticked = women.order_by("pk")[3]
    html = get(city, f"dim=sex%3Dmale&s={ticked.pk}")
    assert "30 of 60 series." in html
    assert f'<input type="hidden" name="s" value="{ticked.pk}">' in html
    first = re.search(r'href="\?([^"]+)#course">Show the first three', html)
    assert first
    shown = get(city, first[1].replace("&amp;", "&"))
    assert part(shown).count('class="label') == 3
    assert "No series fits" in get(city, "q=nobody")
    assert "1 of 60 series." in get(city, "q=7%E2%80%937+men&dim=age")


def test_ticked_series_of_other_units_are_not_drawn_on_one_axis(city: City) -> None:
    row = Series.objects.create(
        indicator=city.indicator(), place=city.place, dimensions={"sex": "other"},
        dimensions_key=dimensions_key(dims(sex="other")), unit="persons",
    )  # fmt: skip
    Observation.objects.create(
        series=row, period="2020", year=2020, value=7e5, entered_by=city.editor,
        entered_at=city.later(),
    )  # fmt: skip
    total = Series.objects.get(place=city.place, area=None, dimensions_key="")
    html = part(get(city, f"s={total.pk}&s={row.pk}"))
    assert html.count('class="chart line"') == 2
    links = re.findall(r'href="([^"]+chart\.csv[^"]*)"', html)
    tables = [browser(city.viewer).get(link.replace("&amp;", "&")).content for link in links]
    assert [b"700000" in content for content in tables] == [False, True]


def test_of_more_than_six_series_some_are_not_drawn_and_the_page_says_so() -> None:
    city = make_city()
    make_many(city, 9)
    ticked = Series.objects.filter(place=city.place).values_list("pk", flat=True)
    html = get(city, "&".join(f"s={pk}" for pk in ticked))
    assert "3 more series were ticked and are not drawn" in html


# Small charts, and two side by side


def test_small_charts_are_sorted_by_goal_or_domain(city: City) -> None:
    city.enter(12, "2020", code="11.6.2")
    city.enter(4, "2020", code="UMFX-2.3.a")
    client = browser(city.viewer)
    url = reverse("indicators:charts", args=[city.place.slug])
    html = client.get(f"{url}?by=domain").content.decode()
    assert html.count('class="chart small"') == 1
    assert "Economy (1)" in html
    assert "Society (1)" in html
    assert client.get(url).context["overview"].part == "11"  # what has a goal comes first
    assert "UMFX-2.3.a" in client.get(f"{url}?by=goal&part=").content.decode()
    goal = client.get(f"{url}?by=goal&part=11").content.decode()
    assert "11.6.2" in goal
    assert "UMF-1.1.2" not in goal
    for kind in ("svg", "png", "csv", "json"):
        there = reverse("indicators:charts_file", args=[city.place.slug, kind])
        assert client.get(f"{there}?by=goal&part=11").status_code == 200


def test_a_city_without_values_is_told_so() -> None:
    city = make_city()
    for name in ("charts", "compare"):
        url = reverse(f"indicators:{name}", args=[city.place.slug])
        html = browser(city.viewer).get(url).content.decode()
        assert 'class="empty"' in html
    url = reverse("indicators:charts_file", args=[city.place.slug, "svg"])
    assert browser(city.viewer).get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(rows: int) -> None:
    city = make_city()
    for code in ("UMF-1.1.2", "11.6.2", "UMFX-2.3.a")[:rows]:
        city.enter(12, "2020", code=code)
        city.enter(13, "2021", code=code)
    client = browser(city.viewer)
    for name, most in (("charts", 10), ("compare", 10)):
        url = reverse(f"indicators:{name}", args=[city.place.slug])
        query = "?by=domain&a=umf:UMF-1.1.2&b=sdg:11.6.2"
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url + query).status_code == 200
        assert len(queries) <= most, (name, [q["sql"][:120] for q in queries])


def compare(city: City, way: str, first: str = "umf:UMF-1.1.2", second: str = "sdg:11.6.2") -> str:
    url = reverse("indicators:compare", args=[city.place.slug])
    response = browser(city.viewer).get(url, {"a": first, "b": second, "view": way})
    assert response.status_code == 200
    return str(response.content.decode())


def test_two_indicators_are_shown_in_their_own_units_and_nothing_is_concluded(city: City) -> None:
    for year, value in ((2015, 40), (2018, 30), (2020, 20)):
        city.enter(value, str(year), code="11.6.2")
    beside = compare(city, "beside")
    assert 'class="chart pair"' in beside
    assert ">%</text>" in beside
    assert ">ug/m3</text>" in beside
    assert "does not mean that one moves the other" in beside
    index = compare(city, "index")
    assert "Index, 2015 = 100" in index
    cloud = compare(city, "cloud")
    assert 'class="chart scatter"' in cloud
    assert "no measure of correlation is given" in cloud
    for kind in ("svg", "png", "csv", "json"):
        url = reverse("indicators:compare_file", args=[city.place.slug, kind])
        query = {"a": "umf:UMF-1.1.2", "b": "sdg:11.6.2", "view": "cloud"}
        assert browser(city.viewer).get(url, query).status_code == 200


def test_what_cannot_be_compared_says_why(city: City) -> None:
    city.enter(40, "2016", code="11.6.2")
    assert "no year in common" in compare(city, "index")
    assert "needs 3" in compare(city, "cloud")
    city.enter(0, "2015", code="11.6.2")
    assert "no index can be made" in compare(city, "index")
    assert "Choose two different indicators" in compare(city, "", second="umf:UMF-1.1.2")
    assert "Choose two indicators that" in compare(city, "", second="")
    assert "Choose two indicators that" in compare(city, "", second="umf:UMF-1.1.5")
