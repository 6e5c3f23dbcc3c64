"""Names of regions in the active language: of the M49 standard as Unicode gives them, of groups."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.base.fields import isolated, listed
from waymark.learning.rules.regions import REGIONS, WITHIN
from waymark.library import wording
from waymark.library.rules.vocabulary import GROUPS


def region(code: str) -> str:
    """Return the name of a region or of a group of countries."""
    if code in GROUPS:
        said = wording.name(wording.ONLY_FOR, code)
        return said[:1].upper() + said[1:]
    locale = Locale.parse(get_language() or "en", sep="-")
    return str(locale.territories.get(code, code))


def regions(codes: Iterable[str]) -> str:
    """Return several names in a row."""
    return listed(region(code) for code in codes)


def choices() -> list[tuple[str, str]]:
    """All that can be chosen; the parts of a region stand below it."""
    parts = {code for codes in WITHIN.values() for code in codes}
    return [(code, f"– {region(code)}" if code in parts else region(code)) for code in REGIONS]


def by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """All that can be chosen, the parts of a region below its name, for boxes to tick."""
    found = []
    for code, parts in WITHIN.items():
        whole = _("All of %(region)s") % {"region": isolated(region(code))}
        named = [(part, region(part)) for part in parts]
        found.append((region(code), [(code, whole), *named]))
    return [*found, (_("Groups of countries"), [(code, region(code)) for code in GROUPS])]
