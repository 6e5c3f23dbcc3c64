"""The page on gaps between groups and areas: plain words, measures, weights, surveys."""

from __future__ import annotations

import json

import pytest

from tests.indicators.cities import browser, dims, make_city
from tests.indicators.test_pages import counted, one, text
from waymark.indicators.actions.chosen import describe_indicator
from waymark.indicators.models import ChosenIndicator
from waymark.indicators.rules.judging import as_bytes
from waymark.indicators.rules.unequal import measured_again

pytestmark = pytest.mark.django_db
FIFTHS = {"q1": 50.0, "q2": 60.0, "q3": 65.0, "q4": 70.0, "q5": 80.0}


def test_gaps_are_said_in_plain_words_before_every_measure() -> None:
    city = make_city()
    for year, shift in (("2015", -20.0), ("2021", 0.0)):
        for fifth, value in FIFTHS.items():
            city.enter(value + shift * (fifth == "q1"), year, dims=dims(income=fifth))
    client = browser(city.viewer)
    page = client.get(one(city, "groups"))
    said = text(page).replace("\u202f", " ")
    assert "From 50 % (Poorest fifth) to 80 % (Richest fifth)" in said
    assert "Between the two ends lie 30 percentage points" in said
    assert "Take care" not in said, "fifths are fifths, and five of them make up everybody"
    assert "the gap between the two ends has narrowed" in said
    assert "Poorest fifth: from 30 % to 50 %, and catches up" in said
    assert len(page.context["shown"].measures) == 15
    assert all(row.value for row in page.context["shown"].measures)
    earlier = client.get(one(city, "groups"), {"year": "2015", "ref": "q3"})
    assert earlier.context["measured"].year == 2015
    nonsense = client.get(one(city, "groups"), {"year": "1", "ref": "q9", "by": "x"})
    assert nonsense.context["measured"].year == 2021
    detail = text(client.get(one(city, "detail")))
    assert "catches up: Poorest fifth" in detail


def test_people_by_group_weigh_other_indicators() -> None:
    city = make_city()
    for sex, value, people in (("female", 74, 3000), ("male", 76, 1000)):
        city.enter(value, dims=dims(sex=sex))
        city.enter(people, "2019", code="UMF-1.1.5", dims=dims(sex=sex))
    client = browser(city.editor)
    before = client.get(one(city, "groups")).context["measured"].found
    assert before.weights == (0.5, 0.5)
    typed = {"counts_people": "on", "holder": "", "priority": ""}
    assert client.post(one(city, "describe", "UMF-1.1.5"), typed).status_code == 302
    assert ChosenIndicator.objects.get(indicator__code="UMF-1.1.5").counts_people
    assert "checked" in client.get(one(city, "describe", "UMF-1.1.5")).content.decode()
    page = client.get(one(city, "groups"))
    assert page.context["measured"].found.weights == (0.75, 0.25)
    assert "counted in 2019" in text(page)


def test_areas_are_weighed_by_their_own_people() -> None:
    city = make_city()
    for name, people in (("north", 3000), ("harbour", 1000)):
        area = city.areas[name]
        area.population, area.population_year = people, 2020
        area.save()
        city.enter(50 if name == "north" else 90, area=area)
    client = browser(city.viewer)
    page = client.get(one(city, "groups"))
    assert page.context["measured"].found.mean == pytest.approx(60)
    assert "counted in 2020" in text(page)
    describe_indicator(
        place=city.place, indicator=city.indicator("UMF-1.1.5"), priority=False, holder="",
        counts_people=True, by=city.editor, at=city.later(),
    )  # fmt: skip
    city.enter(500, "2021", code="UMF-1.1.5", area=city.areas["north"])
    city.enter(500, "2021", code="UMF-1.1.5", area=city.areas["harbour"])
    assert client.get(one(city, "groups")).context["measured"].found.mean == pytest.approx(70)


def test_measures_are_taken_away_and_worked_out_again() -> None:
    city = make_city()
    for fifth, value in FIFTHS.items():
        city.enter(value, dims=dims(income=fifth), sample_size=400, margin=2.5)
    client = browser(city.viewer)
    nothing = json.loads(client.get(one(city, "groups_json", "UMF-1.1.5")).content)
    assert nothing == {"place": city.place.slug, "indicator": "umf:UMF-1.1.5"}
    written = json.loads(client.get(one(city, "groups_json"), {"by": "income"}).content)
    assert (written["dimension"], written["year"]) == ("income", 2020)
    assert as_bytes(measured_again(written["result"])) == as_bytes(written["result"])


def test_a_survey_is_told_with_its_error() -> None:
    city = make_city()
    for year, value in (("2015", 46), ("2025", 59)):
        city.enter(value, year, sample_size=1200)
        city.enter(value - 5, year, sample_size=25, dims=dims(migration="migrant"))
    client = browser(city.viewer)
    for page in ("detail", "groups"):
        said = text(client.get(one(city, page))).replace("\u202f", " ")
        assert "Risen beyond chance From 46 % to 59 %" in said
        assert "Too few asked" in said
    city.enter(3, "2025", code="UMF-1.1.5", sample_size=900)
    said = text(client.get(one(city, "detail", "UMF-1.1.5")))
    assert "only shares in percent have an error" in said


def test_without_groups_the_page_says_what_to_do() -> None:
    city = make_city()
    city.enter(80)
    assert "Nothing to compare yet" in text(browser(city.viewer).get(one(city, "groups")))


def test_the_page_costs_as_much_for_many_groups_as_for_two() -> None:
    city = make_city()
    client = browser(city.viewer)
    for sex in ("female", "male"):
        city.enter(70, dims=dims(sex=sex))
    counted(client, one(city, "groups"))
    first = counted(client, one(city, "groups"))
    for number in range(12):
        city.enter(70 + number, dims=dims(age=f"{number}-{number}" if number else "0"))
        city.enter(70, area=city.areas["north"], period=str(2000 + number))
        city.enter(80, area=city.areas["harbour"], period=str(2000 + number))
    assert counted(client, one(city, "groups")) == first <= 10
