"""From all that anybody can fetch, nothing withheld can be worked out, and nothing private is seen.

The attack collects every public address as a stranger, and solves for the finest counts with all
numbers that it has found.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.indicators.cities import City, dims, make_city
from tests.indicators.test_rules_suppression import echelon, reduce
from tests.opendata.published import DEATHS, WATER, body, everything, get, harbour, publish
from waymark.base.jobs import run_due
from waymark.indicators.actions.publishing import withdraw_indicators
from waymark.indicators.actions.targets import set_target
from waymark.indicators.actions.values import remove_value
from waymark.indicators.models import Link, Observation, PublicSeries, PublicValue
from waymark.indicators.rules.facts import Goal
from waymark.kernel.sdmx import Ref, make_schema, read_data, read_structures
from waymark.opendata.queries import codebook

pytestmark = pytest.mark.django_db

AREAS, SEXES, TIMES = ("north", "harbour"), ("female", "male"), ("2020 Q1", "2020 Q2")
ENDS = {"2020 S1": TIMES, **{time: (time,) for time in TIMES}}
FINEST = list(product(AREAS, SEXES, TIMES))
SPOTS = list(product(("", *AREAS), ("", *SEXES), ENDS))
Spot = tuple[str, str, str]


def holds(spot: Spot, finest: Spot) -> bool:
    area, sex, time = spot
    return area in ("", finest[0]) and sex in ("", finest[1]) and finest[2] in ENDS[time]


def fill(city: City, numbers: dict[Spot, int], where: dict[Spot, str]) -> None:
    """Enter the sums at some spots, each for one indicator."""
    for (area, sex, time), code in where.items():
        value = sum(n for finest, n in numbers.items() if holds((area, sex, time), finest))
        city.enter(
            float(value),
            time,
            code=code,
            unit="people",
            area=city.areas[area] if area else None,
            dims=dims(sex=sex) if sex else (),
        )


def public_addresses(city: City) -> list[str]:
    """All that a stranger can open of a city."""
    slug = city.place.slug
    pages = ["/data/", f"/data/{slug}/", f"/data/{slug}/all.csv", f"/data/{slug}/all/json"]
    for row in everything(f"/api/v1/places/{slug}/indicators"):
        pages += [row["url"], row["csv"], *(f"{row['url']}?by={by}" for by in ("area", "sex"))]
    return [
        *pages,
        *(f"/api/v1/{name}?place={slug}" for name in ("series", "observations")),
        f"/api/v1/places/{slug}/coverage",
        f"/api/v1/progress?place={slug}",
        f"/api/v1/places/{slug}",
        "/api/v1/places",
        "/sdmx/data/DF_CITY",
        "/sdmx/structure/all/all/all",
    ]


def learnt(city: City) -> dict[Spot, Fraction]:
    """What the attack knows of withheld spots, from the API, SDMX and the tables together."""
    slug = city.place.slug
    known: dict[Spot, set[float]] = {}
    hidden: set[Spot] = set()
    names = {f"{slug}-{area}": area for area in AREAS} | {None: "", "": ""}

    def tell(area: Any, sex: str, time: str, value: float | None, status: str) -> None:
        spot = (names[area], sex, time)
        if value is not None:
            known.setdefault(spot, set()).add(value)
        elif status == "Q":
            hidden.add(spot)

    for one in everything(f"/api/v1/observations?place={slug}&limit=7"):
        sex = one["breakdown"].get("sex", "")
        tell(one["area"], sex, one["period"], one["value"], one["status"])
    table = body(get(f"/data/{slug}/all.csv")).decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(table)):
        value = float(row["value"]) if row["value"] else None
        tell(row["area"], row["sex"], row["period"], value, row["status"])
    for key, text, value, status in sdmx_rows():
        area = "" if key[1] == slug else key[1]
        sex = {"F": "female", "M": "male"}.get(key[3], "")
        tell(area, sex, text, None if value is None else float(value), status)
    assert not hidden & set(known), "withheld here and shown there"

    def equation(spot: Spot) -> list[Fraction]:
        return [Fraction(holds(spot, finest)) for finest in FINEST]

    rows = [[*equation(s), Fraction(v)] for s, values in known.items() for v in values]
    basis = echelon(rows)
    found = {}
    for spot in hidden:
        rest = reduce([*equation(spot), Fraction(0)], basis)
        if not any(rest[:-1]):
            found[spot] = -rest[-1]
    return found


def sdmx_rows() -> list[tuple[tuple[str, ...], str, Decimal | None, str]]:
    structures = read_structures(io.BytesIO(body(get("/sdmx/structure/all/all/all")))).structures
    schema = make_schema(structures, Ref("WAYMARK", "DF_CITY", "1.0"))
    answer = get("/sdmx/data/DF_CITY")
    if answer.status_code == 404:
        return []
    return [
        (one.key, one.attributes["PERIOD_TEXT"], one.value, one.attributes["OBS_STATUS"])
        for one in read_data(io.BytesIO(body(answer)), schema)
    ]


COUNTS = st.fixed_dictionaries(
    {finest: st.one_of(st.integers(0, 12), st.integers(0, 300)) for finest in FINEST}
)
WHERE = st.fixed_dictionaries({spot: st.sampled_from([WATER, DEATHS, None]) for spot in SPOTS})


@given(COUNTS, WHERE)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_withheld_follows_from_everything_public(
    db: None, numbers: dict[Spot, int], where: dict[Spot, str | None]
) -> None:
    city = make_city()
    Link.objects.get_or_create(
        indicator=city.indicator(WATER), other=city.indicator(DEATHS), kind="exact"
    )
    fill(city, numbers, {spot: code for spot, code in where.items() if code})
    publish(city, WATER, DEATHS)
    assert learnt(city) == {}
    withdraw_indicators(
        place=city.place,
        indicators=[city.indicator(WATER), city.indicator(DEATHS)],
        by=city.lead,
        at=city.later(),
    )


def test_the_attack_breaks_a_door_that_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """With only the small ones withheld, the same attack learns them."""
    from waymark.indicators.queries import disclosed
    from waymark.indicators.rules.suppression import LIMITS, Cell, Mark

    def careless(rows: Any, areas: Any, limits: Any = LIMITS) -> dict[Any, Mark]:
        return {
            (row.id, told.days): limits.primary(Cell(told.value, True, told.size, told.status))
            for row in rows
            for told in row.told
        }

    monkeypatch.setattr(disclosed, "disclose", careless)
    city = make_city()
    numbers = dict.fromkeys(FINEST, 40) | {("north", "male", "2020 Q1"): 3}
    fill(city, numbers, dict.fromkeys(SPOTS, WATER))
    publish(city, WATER)
    assert learnt(city) == {("north", "male", "2020 Q1"): 3}


def seen(city: City, addresses: list[str] | None = None) -> str:
    """Everything that a stranger can read of a city, in one text."""
    found = []
    for path in addresses or public_addresses(city):
        answer = get(path)
        assert answer.status_code in (200, 404), path
        found.append(body(answer).decode())
    return "\n".join(found)


SECRETS = {
    "who entered a value": lambda city: [city.editor.name, city.editor.email, city.editor.pk],
    "who published it": lambda city: [city.lead.name, city.lead.email, city.lead.pk],
    "ids of rows": lambda city: [
        *Observation.objects.filter(series__place=city.place).values_list("series_id", flat=True),
        city.place.pk,
        *(area.pk for area in city.areas.values()),
    ],
    "notes": lambda city: ["Only for us."],
    "what is not published": lambda city: ["12345", "Nobody may see this"],
}


@pytest.mark.parametrize("what", SECRETS)
def test_nothing_private_is_anywhere(what: str) -> None:
    city = harbour()
    text = seen(city)
    assert "61.4375" in text, "what is public is found, so that what is not would be as well"
    for secret in SECRETS[what](city):
        assert str(secret) not in text, secret


def test_what_was_changed_removed_or_withdrawn_is_nowhere() -> None:
    city = harbour()
    old = Observation.objects.get(value=61.4375)
    remove_value(observation=old, by=city.editor, at=city.later())
    run_due(timezone.now())
    addresses = public_addresses(city)
    assert "61.4375" not in seen(city)
    withdraw_indicators(
        place=city.place,
        indicators=[city.indicator(WATER), city.indicator(DEATHS)],
        by=city.lead,
        at=city.later(),
    )
    text = seen(city, addresses)
    for gone in ("58.0", "55.25", "Utility register", "harbour-city-north"):
        assert gone not in text
    assert get(f"/data/{city.place.slug}/").status_code == 404
    assert get(f"/data/{city.place.slug}/all.csv").status_code == 404
    assert not PublicValue.objects.exists()
    assert not PublicSeries.objects.exists()


def test_drafts_and_previews_are_nowhere() -> None:
    city = harbour()
    city.preview(f"indicator,year,value,source\n{WATER},2024,77.125,Draft of the office\n")
    run_due(timezone.now())
    text = seen(city)
    assert "77.125" not in text
    assert "Draft of the office" not in text


def test_a_target_of_a_small_group_is_nowhere() -> None:
    city = harbour()
    set_target(
        place=city.place,
        indicator=city.indicator(DEATHS),
        dims=dims(sex="male"),
        goal=Goal("2018", 3.125, 2030, 2.125, ((2025, 2.875),)),
        by=city.lead,
        at=city.later(),
    )
    run_due(timezone.now())
    text = seen(city)
    for number in ("3.125", "2.125", "2.875"):
        assert number not in text


def test_another_city_is_in_no_answer_about_this_one() -> None:
    city, other = harbour(), harbour("other-city")
    other.enter(33.75, "2022")
    run_due(timezone.now())
    for path in public_addresses(city):
        if city.place.slug in path:
            text = body(get(path)).decode()
            assert "33.75" not in text, path
            assert "other-city" not in text, path
    path = reverse("opendata:indicator", args=["other-city", "umf", "none"])
    assert get(path).status_code == 404


def test_codes_of_what_is_not_public_are_in_no_codelist() -> None:
    city = harbour()
    city.enter(5.0, dims=dims(group="secret circle"), code="11.6.2", unit="secret unit")
    make_city(slug="quiet-city")
    codebook._kept.clear()
    text = body(get("/sdmx/structure/all/all/all")).decode()
    assert "harbour-city" in text
    for secret in ("secret", "SECRET", "quiet-city", "harbour-city-harbour"):
        assert secret not in text
