"""Invented cities with everything that an export must carry, in all scripts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from tests.indicators.tables import WORDS
from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.exports.model import Data, Line, Listed, Part
from waymark.indicators.rules.facts import SOURCE_TYPES, Goal, Series, Value, dims_of
from waymark.kernel.text import clean

MADE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[36.8, -1.3], [36.9, -1.3], [36.9, -1.2], [36.8, -1.2], [36.8, -1.3]]],
}
PLACE = Part("nuru-hills", {"en": "Nuru Hills", "ar": "تلال نورو"}, geometry=SQUARE)
PARTS = (
    Part("nuru-hills-north", {"en": "North"}, "N01", SQUARE),
    Part("harbour", {"en": "L'Harbour", "zh": "港"}),
)
INDICATORS = (
    Listed("sdg", "11.6.2", {"en": "Fine dust", "ar": "الغبار"}, "ug/m3", "down", 11, "11.6"),
    Listed("umf", "UMF-1.1.2", {"en": "Safely managed water"}, "%", "up"),
    Listed("u4ssc", "EC:ICT:ICT:1C", {"en": "Citizens' access"}),
    Listed("local", "W1", {"fr": "Puits à l'usage"}, "wells"),
)
PERIODS = ("2019", "2020", "2014/15", "2020 Q1", "2021-06", "1987-1991", "2010-06-28", "2022-S1")
TEXT = WORDS.map(lambda text: clean(text).strip())
SHORT = TEXT.map(lambda text: " ".join(text.split())[:60].strip())
NUMBERS = st.one_of(
    st.floats(-1e15, 1e15, allow_nan=False).map(lambda x: float(f"{x:.15g}") + 0.0),
    st.integers(-(10**6), 10**6).map(float),
)
GROUPS: Mapping[str, Any] = {
    "sex": st.sampled_from(["female", "male", "other"]),
    "age": st.sampled_from(["0-4", "65+", "18", "pensioners", "Y0T4"]),
    "disability": st.sampled_from(["with", "without"]),
    "income": st.sampled_from(["q1", "lowest_40", "top tenth"]),
    "group": st.sampled_from(["refugees", "Fishers' families"]),
    "race/ethnicity": SHORT.filter(lambda text: text.casefold() not in ("", "all", "total", "_t")),
    "series": st.sampled_from(["PM2.5", "PM10"]),
    "occupation": st.sampled_from(["=farmer", "Farmer", "farmer", "مزارع"]),
    "مهنة": st.sampled_from(["معلم", "طبيب"]),
    "units of sale": st.sampled_from(["a", "b"]),
}


@st.composite
def values(draw: st.DrawFn, period: str) -> Value:
    """A value with all that may stand beside it."""
    status = draw(st.sampled_from("AABEPMQ"))
    number = None if status in "MQ" else draw(NUMBERS)
    text = ""
    if number is not None and draw(st.integers(0, 9)) == 0:
        number, text = None, draw(TEXT)
        status = status if text else "M"
    return Value(
        period,
        number,
        status,
        source=draw(SHORT),
        method=draw(SHORT),
        sample_size=draw(st.none() | st.integers(0, 10**6)),
        margin=draw(st.none() | st.sampled_from([0.5, 3.0])),
        next_update=draw(st.none() | st.just(date(2027, 6, 30))),
        note=draw(TEXT),
        source_type=draw(st.sampled_from(["", *SOURCE_TYPES])),
        quality=draw(SHORT),
        text=text,
    )


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    """An aim, a baseline, both or nothing."""
    if draw(st.booleans()):
        return Goal()
    goal = Goal(
        target_year=draw(st.sampled_from([2030, 2027])),
        target_value=draw(st.none() | NUMBERS),
        milestones=tuple(
            (year, draw(NUMBERS)) for year in sorted(draw(st.sets(st.sampled_from([2024, 2026]))))
        ),
        note=draw(TEXT),
    )
    if draw(st.booleans()):
        period = draw(st.sampled_from(PERIODS))
        goal = replace(goal, baseline_period=period, baseline_value=draw(NUMBERS))
    return goal


@st.composite
def all_series(draw: st.DrawFn) -> Series:
    """What a line may be about."""
    names = draw(st.sets(st.sampled_from(sorted(GROUPS)), max_size=3))
    indicator = draw(st.sampled_from(INDICATORS))
    return Series(
        indicator.name,
        draw(st.sampled_from(["", "", *(part.slug for part in PARTS)])),
        dims_of({name: draw(GROUPS[name]) for name in sorted(names)}),
        draw(st.sampled_from([indicator.unit, "persons", "1 000 €"])),
    )


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    """Lines in their order, each with something to say."""
    found = []
    places = {one.name: place for place, one in enumerate(INDICATORS)}
    drawn = draw(st.lists(all_series(), unique=True, max_size=5))
    for series in sorted(drawn, key=lambda one: (places[one.indicator], one[1:])):
        periods = draw(st.sets(st.sampled_from(PERIODS), max_size=3))
        held = sorted((draw(values(period)) for period in sorted(periods)), key=_when)
        goal = draw(goals())
        if held or not goal.is_empty:
            found.append(Line(series, tuple(held), goal))
    return found


def _when(value: Value) -> Any:
    return days_of(value.period)


def data_of(found: list[Line], **more: Any) -> Data:
    """A city that has these lines."""
    return Data(
        PLACE,
        MADE,
        INDICATORS,
        PARTS,
        tuple(line.series for line in found),
        lambda: iter(found),
        **more,
    )
