"""Invented indicator figures, coherent over years, groups and districts, the same at each load."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from waymark.portal.demo.cities import City

YEARS = range(2015, 2026)


@dataclass(frozen=True)
class Curve:
    """An indicator's way: its value in 2015, where a city on course would be in 2030, limits."""

    code: str
    start: float
    goal: float
    digits: int = 1
    low: float = 0.0
    high: float = 1e9
    groups: dict[str, dict[str, float]] = field(default_factory=dict)  # dimension: {value: shift}
    areas: float = 0.0  # how much a district of greatest need is worse off
    key: bool = False  # one of the city's key values


@dataclass(frozen=True)
class Figure:
    """One value. `area` is a district's slug or empty."""

    code: str
    year: int
    value: float
    dimensions: dict[str, str]
    area: str


SEX = {"sex": {"female": -1.0, "male": 1.0}}
AGE = {"age": {"15-24": -1.4, "25-64": 0.6, "65+": -0.4}}
DISABILITY = {"disability": {"with": -2.2, "without": 0.2}}
INCOME = {"income": {"q1": -2.0, "q2": -0.9, "q3": 0.1, "q4": 0.8, "q5": 1.6}}

CURVES = (
    # society
    Curve("umf:UMF-1.2.1", 71, 95, high=100, areas=12, groups=INCOME | SEX | AGE, key=True),
    Curve("umf:UMF-1.2.2", 34, 15, groups=SEX | AGE | DISABILITY, areas=-9, key=True),
    Curve("umf:UMF-1.1.1", 8.4, 4, areas=-2),
    Curve("umf:UMF-1.1.2", 74, 98, high=100, areas=14, groups=INCOME, key=True),
    Curve("umf:UMF-1.1.3", 61, 92, high=100, areas=15),
    Curve("umf:UMF-1.2.8", 29, 10, areas=-12, key=True),
    # economy
    Curve("umf:UMF-2.2.1", 13.5, 6, groups=SEX | AGE | DISABILITY, areas=-4, key=True),
    Curve("umf:UMF-2.2.3", 52, 85, high=100, areas=16, groups=SEX),
    Curve("umf:UMF-2.2.2", 24, 10, groups=SEX | DISABILITY),
    Curve("umf:UMF-2.2.4", 41, 90, high=100, groups=AGE, areas=11),
    Curve("umf:UMFX-2.3.b", 46, 25, groups=SEX),
    Curve("umf:UMFX-2.4.e", 48, 30, areas=-10),
    # environment
    Curve("umf:UMFX-3.1.a", 31, 15, areas=-4, key=True),
    Curve("umf:UMFX-3.1.c", 64, 95, high=100, areas=13),
    Curve("umf:UMFX-3.2.a", 38, 65, high=100, areas=12, groups=SEX),
    Curve("umf:UMFX-3.2.c", 81, 99, high=100, areas=8),
    Curve("umf:UMFX-3.4.a", 2.6, 1.5, digits=2),
    # culture
    Curve("umf:UMFX-4.1.a", 21, 8, groups=SEX | DISABILITY),
    Curve("umf:UMFX-4.2.a", 43, 70, high=100, groups=SEX | AGE),
    Curve("umf:UMFX-4.2.c", 1.8, 4),
    Curve("umf:UMFX-4.3.a", 12, 25),
    Curve("umf:UMFX-4.4.b", 0.8, 3, high=3),
    # governance and implementation
    Curve("umf:UMFX-5.2.a", 28, 50, high=100),
    Curve("umf:UMFX-5.2.d", 35, 70, high=100, groups=SEX | AGE, areas=8),
    Curve("umf:UMFX-5.3.a", 24, 45, high=100),
    Curve("umf:UMFX-5.4.b", 46, 75, high=100, groups=SEX | AGE | INCOME, key=True),
    Curve("umf:UMFX-5.3.c", 58, 90, high=100),
)


def wobble(*parts: object) -> float:
    """Return a number from -1 to 1 that depends on the parts alone."""
    raw = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(raw[:4], "big") / 2**31 - 1


def _value(city: City, curve: Curve, year: int, shift: float, tag: str) -> float:
    way = (curve.goal - curve.start) * city.strength * (year - 2015) / 15
    noise = 0.012 * abs(curve.goal - curve.start) * wobble(city.slug, curve.code, year, tag)
    value = curve.start + way + noise + shift
    return round(min(curve.high, max(curve.low, value)), curve.digits)


def figures(city: City) -> Iterator[Figure]:
    """Yield every value of a city: the whole for each year, splits every second year."""
    for curve in CURVES:
        spread = abs(curve.goal - curve.start) * 0.12
        good = 1 if curve.goal > curve.start else -1
        for year in YEARS:
            yield Figure(curve.code, year, _value(city, curve, year, 0, ""), {}, "")
        for year in YEARS[::2]:
            close = 1 - 0.04 * city.strength * (year - 2015)
            for dimension, values in curve.groups.items():
                for value, side in values.items():
                    shift = good * side * spread * close
                    number = _value(city, curve, year, shift, value)
                    yield Figure(curve.code, year, number, {dimension: value}, "")
            for part in city.districts if curve.areas else ():
                shift = curve.areas * (0.45 - part.need) * close
                number = _value(city, curve, year, shift, part.slug)
                yield Figure(curve.code, year, number, {}, part.slug)
