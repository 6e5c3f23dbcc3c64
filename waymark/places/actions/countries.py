"""Inventing a country, for a demonstration: never one that could be taken for a real one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from waymark.base.record import record
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Country

INVENTED = re.compile(r"X[A-JL-Z]/X[A-JL-Z][A-Z]", re.ASCII)
"""Codes that ISO 3166-1 leaves to its users; those with K are in use for Kosovo."""


@transaction.atomic
def invent_country(*, iso2: str, iso3: str, name: Mapping[str, str], at: datetime) -> Country:
    """Make a country that there is not, at the operator's console.

    M49 leaves no codes to its users: the invented one has letters, so that it is none. Raises
    Refused for codes that a real country has or might get, or that are taken, and without a name.
    """
    if not INVENTED.fullmatch(f"{iso2}/{iso3}"):
        raise Refused(Reason("country.code_of_a_real_one"))
    if Country.objects.filter(iso2=iso2).exists() or Country.objects.filter(iso3=iso3).exists():
        raise Refused(Reason("country.code_taken"))
    names = {code: texts.clean(words).strip()[:150] for code, words in name.items()}
    if not any(names.values()):
        raise Refused(Reason("place.name_missing"))
    made = Country.objects.create(
        iso2=iso2, iso3=iso3, m49=f"X{iso2}", name=names, source="Invented for a demonstration"
    )
    record("country.invent", made, by=None, at=at, facts={"iso2": iso2, "iso3": iso3})
    return made
