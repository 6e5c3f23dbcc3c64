"""The invented country and its cities, out in the open sea."""

from __future__ import annotations

from waymark.portal.demo.cities import City, District

CODE, CODE3 = "XV", "XVA"
NAME = {
    "en": "Velmora (fictional)",
    "ar": "فيلمورا (بلد خيالي)",
    "es": "Velmora (ficticio)",
    "fr": "Velmora (fictif)",
    "ru": "Велмора (вымышленная)",
    "zh": "维尔莫拉（虚构）",
}


def _city(
    slug: str, en: str, ar: str, people: int, centre: tuple[float, float], *staff: str
) -> City:
    """A city of two districts; its figures are in one file, and in no list of indicators."""
    parts = (
        ("old", "Old Town", "المدينة القديمة", 0.7),
        ("new", "New Town", "المدينة الجديدة", 0.2),
    )
    return City(
        slug=slug,
        name={"en": en, "ar": ar},
        country=CODE,
        population=people,
        centre=centre,
        radius=0.06,
        strength=0.9,
        currency="XXX",
        districts=tuple(
            District(f"{slug}-{key}", {"en": name, "ar": arabic}, people // 2, need)
            for key, name, arabic, need in parts
        ),
        staff=staff,
    )


OSTRELLE = _city(
    "ostrelle", "Ostrelle", "أوستريل", 231_000, (-28.4, -21.6), "Ilse Maron", "Davi Oren"
)
TAVINDRA = _city(
    "tavindra", "Tavindra", "تافيندرا", 158_000, (-27.9, -22.3), "Noor Valen", "Tiago Sund"
)
QUILLMERE = _city(
    "quillmere", "Quillmere", "كويلمير", 94_000, (-29.1, -22.0), "Maya Telluri", "Jon Abara"
)
SARELLE = _city(
    "port-sarelle",
    "Port Sarelle",
    "بورت ساريل",
    120_000,
    (-28.8, -21.1),
    "Lena Orsova",
    "Sami Dray",
)
