"""Loads the countries and their dated groups from the file that ships with Waymark.

Called by `waymark migrate` and by tests, and safe to call at every start: rows are matched by
their code and written only where they differ.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from waymark.kernel.text import LANGUAGES
from waymark.places.models import Country, CountryGroup

FILE = Path(__file__).parent / "data" / "countries.csv"
Row = dict[str, str]


def rows() -> list[Row]:
    """Read the shipped file: one dict of texts per country or area."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _m49(code: str) -> str:
    return code.zfill(3) if code else ""


def _country(row: Row) -> dict[str, Any]:
    return {
        "iso3": row["iso3"],
        "m49": _m49(row["m49"]),
        "name": {language.code: row[f"name_{language.code}"] for language in LANGUAGES},
        "status": row["status"],
        "region": row["m49_region"],
        "region_code": _m49(row["m49_region_code"]),
        "subregion": row["m49_subregion"],
        "subregion_code": _m49(row["m49_subregion_code"]),
        "intermediate": row["m49_intermediate"],
        "un_language": row["un_language"],
        "verified": row["verified"],
        "source": row["source"],
    }


def graduation(text: str) -> tuple[date | None, str]:
    """Read a graduation date: (day, "") where it is settled, (None, what is said) where not."""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return None, text


def _groups(row: Row) -> Iterator[dict[str, Any]]:
    """Yield a country's groups. A settled graduation ends the term; a disputed one is noted."""
    source = row["source"]
    until, note = graduation(row["ldc_graduation_date"])
    if "yes" in (row["ldc_source"], row["ldc_on_2026_11_20"]) or until:
        yield {"group": "ldc", "until": until, "source": (note or source)[:200]}
    for group in ("sids", "lldc"):
        if row[group] == "yes":
            yield {"group": group, "until": None, "source": source[:200]}


def _differs(found: Any, fields: dict[str, Any]) -> bool:
    return any(getattr(found, name) != value for name, value in fields.items())


@transaction.atomic
def load_countries() -> int:
    """Bring countries and groups to the shipped file; return how many rows were written."""
    written = 0
    countries = Country.objects.in_bulk()
    groups = {(g.country_id, g.group): g for g in CountryGroup.objects.filter(since=None)}
    for row in rows():
        fields = _country(row)
        country = countries.get(row["iso2"])
        if country is None or _differs(country, fields):
            Country.objects.update_or_create(iso2=row["iso2"], defaults=fields)
            written += 1
        for term in _groups(row):
            held = groups.get((row["iso2"], term["group"]))
            if held is None or _differs(held, term):
                CountryGroup.objects.update_or_create(
                    country_id=row["iso2"], group=term["group"], since=None, defaults=term
                )
                written += 1
    return written
