"""Regions of the world and groups of countries for which courses are adapted and trainers work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from waymark.kernel.flow import Reason
from waymark.library.rules.vocabulary import GROUPS

WITHIN: Mapping[str, tuple[str, ...]] = {
    "002": ("015", "014", "017", "018", "011"),
    "019": ("021", "013", "029", "005"),
    "142": ("143", "030", "034", "035", "145"),
    "150": ("151", "154", "039", "155"),
    "009": ("053", "054", "057", "061"),
}
"""The regions of the M49 standard, with the parts of each."""
INTERMEDIATE: Mapping[str, str] = {
    "Eastern Africa": "014",
    "Middle Africa": "017",
    "Southern Africa": "018",
    "Western Africa": "011",
    "Central America": "013",
    "Caribbean": "029",
    "South America": "005",
}
"""Codes of the parts that the standard's table names without one beside each country."""
REGIONS: tuple[str, ...] = (
    *(code for one in WITHIN.items() for code in (one[0], *one[1])),
    *GROUPS,
)
"""All that can be chosen."""


def regions_of(
    *, region: str, subregion: str, intermediate: str, groups: Collection[str]
) -> frozenset[str]:
    """Return what a country belongs to: its region, the part of it, its groups."""
    found = {region, subregion, INTERMEDIATE.get(intermediate, ""), *groups}
    return frozenset(found) & frozenset(REGIONS)


def refuse_version(of: str, region: str, *, bases: Collection[str]) -> Iterator[Reason]:
    """Yield why a course can't be the version of another one for a region.

    of, region: "" where it is none. bases: the courses that it can be the version of.
    """
    if of and of not in bases:
        yield Reason("course.no_base", {"field": "of"})
    if of and not region:
        yield Reason("course.region_needed", {"field": "region"})
    if region and not of:
        yield Reason("course.base_needed", {"field": "of"})
    if region and region not in REGIONS:
        yield Reason("course.unknown", {"field": "region", "value": region[:40]})
