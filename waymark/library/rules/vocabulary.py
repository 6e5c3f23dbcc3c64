"""The words by which things in the library are sorted, as ids; `wording` says them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from waymark.people.rules import CITY, Role


class Permit(StrEnum):
    """Acts of this room."""

    CURATE = "curate_library"
    SEE_STUDY = "see_study"
    WRITE_STUDY = "write_study"
    CONSENT_TO_STUDY = "consent_to_study"
    CHECK_STUDY = "check_study"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.CURATE: frozenset({Role.SECRETARIAT}),
    Permit.SEE_STUDY: CITY | {Role.SECRETARIAT},
    Permit.WRITE_STUDY: frozenset({Role.CITY_LEAD, Role.CITY_EDITOR, Role.CITY_SIGNATORY}),
    Permit.CONSENT_TO_STUDY: frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY}),
    Permit.CHECK_STUDY: frozenset({Role.SECRETARIAT}),
}


class Shelf(StrEnum):
    """Whether one takes it from the shelf oneself, somebody offers to help, or a city tells."""

    RESOURCE = "resource"
    OFFER = "offer"
    STUDY = "study"  # a city's own, and never written by a curator


class Basis(StrEnum):
    """How its makers know of an entry: what was seen, and what is only believed."""

    ADDRESS_SEEN = "address_seen"
    DOCUMENT_SEEN = "document_seen"
    OWN_KNOWLEDGE = "own_knowledge"
    NAMED = "named"
    ASK_PROVIDER = "ask_provider"
    CURATOR = "curator"
    CITY = "city"
    HARVESTED = "harvested"


class Address(StrEnum):
    """What the last person found who looked at an address."""

    UNCHECKED = "unchecked"
    WORKS = "works"
    MOVED = "moved"
    GONE = "gone"


FOUND = (Address.WORKS, Address.MOVED, Address.GONE)
STAGES = ("A", "B", "C", "D")
ANY = "all"
"""In place of criteria: help with any of them. Among topics: the whole of the goals."""
SEVERAL = "mul"
"""In place of a language: several that the source does not name (ISO 639-2)."""

TOOLS = ("tool", "diagnostic", "guide", "template", "standard", "indicators", "dataset", "software")
LEARNING = (
    *("course", "method", "video", "interview", "case", "case_library", "library", "study"),
    "report",
)
SUPPORT = (
    *("advice", "brokerage", "finance", "grant", "help_desk", "people", "project_support"),
    *("recognition", "reporting"),
)
CASES = ("case", "case_library")
COMMUNITIES = ("network", "peers", "community")
KINDS = (*TOOLS, *LEARNING, *SUPPORT, *COMMUNITIES)

TOPICS = (
    *("all", "air", "associations", "awareness", "children", "climate", "cooperation", "culture"),
    *("data", "digital", "energy", "equality", "equity", "finance", "gender", "governance"),
    *("health", "housing", "hubs", "inclusion", "innovation", "investment", "land", "law"),
    *("levels", "local_review", "mapping", "national_review", "nature", "older_people"),
    *("partnership", "planning", "policy", "projects", "public_space", "reporting", "resilience"),
    *("review_teams", "sanitation", "services", "strategy", "subnational_review", "transport"),
    *("verification", "waste", "water", "new_urban_agenda", "sendai", "paris", "addis_ababa"),
)
THEMES: Mapping[str, tuple[str, ...]] = {
    "people": (
        *("awareness", "children", "culture", "equality", "equity", "gender", "health"),
        *("inclusion", "older_people"),
    ),
    "places": (
        *("housing", "land", "planning", "public_space", "sanitation", "services", "transport"),
        *("waste", "water"),
    ),
    "planet": ("air", "climate", "energy", "nature", "resilience"),
    "money": ("finance", "innovation", "investment", "projects"),
    "governing": (
        *("associations", "cooperation", "governance", "hubs", "law", "levels", "partnership"),
        *("policy", "strategy"),
    ),
    "agendas": ("new_urban_agenda", "sendai", "paris", "addis_ababa"),
    "knowing": (
        *("data", "digital", "local_review", "mapping", "national_review", "reporting"),
        *("review_teams", "subnational_review", "verification"),
    ),
}
"""Topics by theme, so that nobody has to read all of them; the whole is in none."""
STATISTICS = frozenset(
    {"guide", "dataset", "course", "diagnostic", "indicators", "standard", "software"}
)
"""Kinds that help whoever gathers or describes data."""

LISTS: Mapping[str, str] = {"sng": "finance", "culture2030": "culture"}
"""The topic of a list of indicators; any other is about data as such."""

COSTS = (*("free", "low_cost", "cost_share", "fee", "priced", "donor", "grant", "to_agree"),)
REGIONS = ("africa", "americas", "asia", "europe", "oceania")
GROUPS = ("ldc", "sids", "lldc")
OTHERS = ("associations", "mechanisms")
SIZES = ("town", "small", "medium", "metropolitan", "large")
"""Sizes of cities, by inhabitants; from 50,000 on as OECD (2012), Redefining Urban, has them."""
SIZES_FROM = (0, 50_000, 200_000, 500_000, 1_500_000)
"""The inhabitants from which on a city counts as of each size."""
ONLY_FOR = (*REGIONS, *GROUPS, *OTHERS)
"""Whom an entry is for alone: world regions and country groups, or others than cities."""


def size_of(population: int | None) -> str:
    """Return the size of a city with so many inhabitants; "" where that is not known."""
    if population is None:
        return ""
    return SIZES[sum(population >= least for least in SIZES_FROM) - 1]
