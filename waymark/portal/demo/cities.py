"""The invented cities: names, people, ground."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any


@dataclass(frozen=True)
class District:
    """A part of a city; `need` from 0 to 1 moves its figures away from the city's mean."""

    slug: str
    name: dict[str, str]
    population: int
    need: float


@dataclass(frozen=True)
class City:
    """An invented city. `centre` is where on the map it lies: open sea or empty land."""

    slug: str
    name: dict[str, str]
    country: str
    population: int
    centre: tuple[float, float]  # longitude, latitude
    radius: float  # degrees
    strength: float  # how fast its figures improve, 1 is on course
    currency: str
    districts: tuple[District, ...]
    staff: tuple[str, ...]  # names, in the order of the roles that they have


def _part(slug: str, en: str, ar: str, population: int, need: float) -> District:
    return District(slug, {"en": en, "ar": ar}, population, need)


NURU = City(
    slug="nuru-hills",
    name={"en": "Nuru Hills", "ar": "تلال نورو", "fr": "Nuru Hills", "es": "Nuru Hills"},
    country="KE",
    population=412_000,
    centre=(41.2, 1.4),
    radius=0.09,
    strength=0.7,
    currency="KES",
    districts=(
        _part("nuru-hills-market", "Market Ward", "حي السوق", 98_000, 0.2),
        _part("nuru-hills-lake", "Lakeside Ward", "حي البحيرة", 121_000, 0.5),
        _part("nuru-hills-quarry", "Quarry Ward", "حي المحجر", 87_000, 0.9),
        _part("nuru-hills-orchard", "Orchard Ward", "حي البستان", 106_000, 0.1),
    ),
    staff=("Wanjiru Kamau", "Daniel Otieno", "Asha Njoroge", "Peter Maina"),
)
SERENA = City(
    slug="costa-serena",
    name={"en": "Costa Serena", "ar": "كوستا سيرينا", "es": "Costa Serena", "fr": "Costa Serena"},
    country="PE",
    population=287_000,
    centre=(-74.2, -15.1),
    radius=0.07,
    strength=0.9,
    currency="PEN",
    districts=(
        _part("costa-serena-puerto", "Puerto Viejo", "بويرتو فييخو", 74_000, 0.4),
        _part("costa-serena-alto", "Alto Mirador", "ألتو ميرادور", 96_000, 0.9),
        _part("costa-serena-centro", "Centro", "المركز", 61_000, 0.1),
        _part("costa-serena-valle", "Valle Verde", "فالي فيردي", 56_000, 0.3),
    ),
    staff=("Rosa Quispe", "Mateo Vargas", "Elena Paredes", "Hugo Salas"),
)
WAHA = City(
    slug="qasr-al-waha",
    name={"en": "Qasr al-Waha", "ar": "قصر الواحة", "fr": "Qasr al-Waha", "es": "Qasr al-Waha"},
    country="MA",
    population=196_000,
    centre=(-4.6, 31.3),
    radius=0.06,
    strength=1.2,
    currency="MAD",
    districts=(
        _part("qasr-al-waha-medina", "Old Medina", "المدينة القديمة", 52_000, 0.6),
        _part("qasr-al-waha-gardens", "Gardens", "الحدائق", 47_000, 0.1),
        _part("qasr-al-waha-station", "Station Quarter", "حي المحطة", 58_000, 0.3),
        _part("qasr-al-waha-hills", "Eastern Hills", "التلال الشرقية", 39_000, 0.9),
    ),
    staff=("Fatima Zahra", "Karim Idrissi", "Nadia Alaoui", "Said Tazi"),
)


def _corner(city: City, turn: float) -> list[float]:
    """Return a point of the city's rim; two waves keep it from being a circle."""
    reach = city.radius * (1 + 0.16 * sin(3 * turn + city.radius * 90) + 0.08 * cos(5 * turn))
    lon, lat = city.centre
    return [round(lon + reach * cos(turn), 5), round(lat + reach * sin(turn), 5)]


def _ring(points: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


def boundary(city: City) -> dict[str, Any]:
    """Return the city's outline as a GeoJSON geometry."""
    return _ring([_corner(city, 2 * pi * step / 48) for step in range(48)])


def district_boundary(city: City, number: int) -> dict[str, Any]:
    """Return a district's outline: a quarter of the city."""
    quarter = 48 // len(city.districts)
    first = number * quarter
    rim = [_corner(city, 2 * pi * step / 48) for step in range(first, first + quarter + 1)]
    return _ring([list(city.centre), *rim])
