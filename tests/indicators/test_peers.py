"""Anonymous values: only where somebody asks, never of few, never a name or a place in a row."""

from __future__ import annotations

import re
import statistics
from pathlib import Path
from typing import Any

import pytest

from tests.factories import make_country, make_place
from tests.indicators.cities import City, browser, make_city
from tests.indicators.test_lake import lake_of, row
from tests.indicators.test_pages import one, text
from waymark.indicators.actions.targets import set_target
from waymark.indicators.lake import analysis
from waymark.indicators.lake.mirror import write_rows
from waymark.indicators.rules.facts import Goal
from waymark.kernel.progress.peers import FEWEST_PEERS

ASKED = analysis.Asked("sdg", "1.1.1", "%", "me", "region", "002", 2015)
VALUES = [3.0, 8.5, 11.0, 40.0, 41.0, 44.5, 52.0, 60.0, 71.0, 90.0]


def test_others_are_summed_up_without_the_one_that_asks(tmp_path: Path) -> None:
    rows = [row(f"p{n}", 2018, value) for n, value in enumerate(VALUES)]
    rows += [row("me", 2018, 1000.0), row("old", 2010, 500.0), row("far", 2018, 9.0, region="150")]
    rows += [row("u", 2018, 7.0, unit="people"), row("i", 2018, 7.0, indicator="1.1.2")]
    rows += [row("a", 2018, 7.0, area="x"), row("s", 2018, None, status="Q")]
    found = analysis.others(lake_of(tmp_path, *rows), ASKED)
    assert found is not None
    assert found.places == len(VALUES) == FEWEST_PEERS
    told = [found.lower_quartile, found.median, found.upper_quartile]
    assert told == pytest.approx(statistics.quantiles(VALUES, n=4, method="inclusive"))
    assert found.spread == pytest.approx(statistics.stdev(VALUES))


def test_few_others_are_never_told(tmp_path: Path) -> None:
    rows = [row(f"p{n}", 2018, value) for n, value in enumerate(VALUES[:-1])]
    assert analysis.others(lake_of(tmp_path, *rows, row("me", 2018, 5.0)), ASKED) is None
    from_nowhere = analysis.Asked("sdg", "1.1.1", "%", "me", "region", "", 2015)
    assert analysis.others(lake_of(tmp_path, *rows), from_nowhere) is None


# The page

NAMES = [f"Quiet Harbour {n}" for n in range(12)]


@pytest.fixture
def city(tmp_path: Path, settings: Any, db: None) -> City:
    """A city and, in the mirror, twelve others of its region whose names must not show."""
    settings.WAYMARK_LAKE = tmp_path
    make_country("KE", region_code="002")
    found = make_city()
    found.enter(70.123456, "2015")
    found.enter(74.123456, "2021")
    others = [make_place(name) for name in NAMES]
    rows = [
        row(place.pk, 2021, 31.37 + 4.1111 * n, indicator="UMF-1.1.2")
        for n, place in enumerate([*others, found.place])
    ]
    write_rows(tmp_path, [(("umf", "KE", 0), one_row) for one_row in rows])
    return found


def test_nothing_of_others_is_shown_or_read_before_somebody_asks(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: Any) -> Any:
        raise AssertionError("the mirror was opened")

    monkeypatch.setattr(analysis, "others", refuse)
    client = browser(city.viewer)
    for asked in ({}, {"by": ""}, {"by": "country"}, {"green": "1"}):
        page = client.get(one(city, "peers"), asked)
        assert "others" not in page.context
    client.get(one(city, "detail"))


def test_a_group_is_told_without_names_places_in_a_row_or_exact_values(city: City) -> None:
    set_target(
        place=city.place, indicator=city.indicator(), goal=Goal("2015", 70.0, target_value=95.0),
        by=city.editor, at=city.later(),
    )  # fmt: skip
    asked = {"by": "region", "worst": "20", "best": "95", "green": "90", "red": "50"}
    page = browser(city.viewer).get(one(city, "peers"), asked)
    said = text(page).replace("\u202f", " ")
    assert "Other places with a value since 2016: 12" in said
    assert "Half of them lie below 54 %" in said
    assert "times the usual spread" in said
    assert "On a scale from 20 % (0) to 95 % (100)" in said
    assert "Yellow" in said
    html = page.content.decode()
    assert not [name for name in NAMES if name in html]
    for n in range(12):
        assert f"{31.37 + 4.1111 * n:.2f}" not in said
    main = said[said.index("What others have") :]
    position = r"\b\d+(st|nd|rd|th)\b|\b(position|best of|better than|\d+ of \d+|first)\b"
    assert not re.search(position, main, re.I), "nothing says where a city would stand"


def test_few_a_missing_mirror_and_a_local_indicator_are_said(
    city: City, settings: Any, tmp_path: Path
) -> None:
    client = browser(city.viewer)
    city.enter(12, "2021", code="UMF-1.1.5")
    few = client.get(one(city, "peers", "UMF-1.1.5"), {"by": "region"})
    assert "Fewer than ten other places" in text(few)
    alone = client.get(one(city, "peers", "UMFX-2.3.a"), {"by": "region"})
    assert "needs a value of the whole city" in text(alone)
    settings.WAYMARK_LAKE = tmp_path / "nowhere"
    assert "no copy of all series" in text(client.get(one(city, "peers"), {"by": "region"}))


def test_numbers_of_a_scale_that_make_none_are_sent_back(city: City) -> None:
    client = browser(city.viewer)
    for wrong in ({"worst": "1"}, {"worst": "5", "best": "5"}, {"green": "x", "red": "1"}):
        page = client.get(one(city, "peers"), {"by": "region", **wrong})
        assert page.status_code == 400
        assert "others" not in page.context
