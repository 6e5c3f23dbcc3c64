"""Voluntary reviews: read once they are public, kept by their city, written with others."""

from __future__ import annotations

from tests.security.doors import CITY, EDITORS, PEOPLE, Door
from tests.security.doors_city import said
from tests.security.doors_helping import ADVISER
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything

LEADS = frozenset({"lead", "signatory"})
BEGINS = LEADS | ADVISER | {"neighbour", "holder", "secretary", "national"}
WRITES = EDITORS | ADVISER


def shown(world: Everything) -> str:
    return world.reviewing.public.pk


def draft(world: Everything) -> str:
    return world.reviewing.draft.pk


def section(world: Everything) -> str:
    return world.reviewing.section.pk


def version(world: Everything) -> int:
    return world.reviewing.section.version


def party(world: Everything) -> str:
    return world.reviewing.party.pk


def tie(world: Everything) -> str:
    return world.reviewing.tie.pk


def side(world: Everything) -> str:
    return f"place:{world.here.story.place.pk}"


def neighbour(world: Everything) -> str:
    return f"place:{world.next_door.story.place.pk}"


def country(world: Everything) -> str:
    return world.here.story.place.country_id


ABOUT = {
    "title": "A review",
    "language": "en",
    "year": "2026",
    "country": country,
    "authority": "",
    "goals": "6",
    "about": "What it is about.",
    "address": "https://example.org/review",
}
TIE = {"kind": "feeds", "other_first": "on", "goal": "6", "where": "Section 4", "words": "It adds."}
DOORS = [
    public("vlrs"),
    public("vlr_links"),
    public("vlr_links_csv"),
    Door("vlrs_own", PEOPLE),
    Door("vlr_begin", BEGINS, LEADS, words=said(**ABOUT, side=side), reach=BEGINS),
    public("vlr", of(shown)),
    Door("vlr", CITY | ADVISER, None, of(draft), label=" of two sides", private=False),
    Door("vlr_edit", LEADS, LEADS, of(draft), said(**ABOUT, seen=1)),
    Door("vlr_move", None, LEADS, of(draft), said(step="collect")),
    Door("vlr_section_add", LEADS, LEADS, of(draft), said(title="Our lake", place="2")),
    Door(
        "vlr_section",
        WRITES,
        WRITES,
        of(draft, section),
        said(title="", words="Text.", seen=version),
    ),
    Door(
        "vlr_section_arrange",
        LEADS,
        LEADS,
        of(draft, section),
        said(place="2", party=party, drop="on"),
    ),
    Door("vlr_ask", None, LEADS, of(draft), said(side=neighbour)),
    Door("vlr_answer", None, ADVISER, of(draft), said(agrees="no")),
    Door("vlr_party_end", None, LEADS, of(draft, party)),
    Door("vlr_tie", None, LEADS, of(shown), said(**TIE, other=draft)),
    Door("vlr_tie_answer", None, LEADS, of(shown, tie), said(agrees="yes")),
]
