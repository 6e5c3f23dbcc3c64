"""The library: public pages and files, and the secretariat's forms."""

from __future__ import annotations

from tests.security.doors import SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything

WORDS = said(
    language="en",
    shelf="resource",
    title="A guide",
    publisher="A city",
    description="How it was done.",
    kinds="guide",
    topics="data",
    stages="A",
    criteria="A01",
    languages="en",
    audience="Anybody",
    only_for="asia",
    cost="free",
    url="https://example.org/guide",
    source="A colleague.",
    seen="1",
)


def item(world: Everything) -> str:
    return world.entry.code


DOORS = [
    public("library"),
    public("library_csv"),
    public("library_json"),
    public("library_item", of(item)),
    Door("library_add", SECRETARY, SECRETARY, words=WORDS),
    Door("library_edit", SECRETARY, SECRETARY, of(item), WORDS),
    Door(
        "library_check",
        None,
        SECRETARY,
        of(item),
        said(found="moved", url="https://example.org/moved", seen_url=""),
    ),
    Door("library_share", SECRETARY, SECRETARY, of(item), said(who="everybody")),
    Door("library_hide", None, SECRETARY, of(item)),
    Door("library_show", None, SECRETARY, of(item), unready=True),
]
