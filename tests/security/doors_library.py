"""The library: public pages and files, and the secretariat's forms."""

from __future__ import annotations

from tests.security.doors import CITY, EDITORS, PEOPLE, SECRETARY, Door
from tests.security.doors_city import EDITOR, OPENERS, file, here, said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything
from waymark.library.rules.studies import PARTS

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


def catalogue(world: Everything) -> str:
    return world.line.source.code


def line(world: Everything) -> str:
    return world.line.pk


def intake(world: Everything) -> str:
    return world.intake.pk


def study(world: Everything) -> str:
    return world.study


def offered(world: Everything) -> str:
    return world.offered


def search(world: Everything) -> str:
    return world.search


def deleted(world: Everything) -> str:
    return world.deleted


TOLD = said(
    language="en",
    seen="1",
    contact="The office of water",
    award="",
    criteria="A01",
    topics="water",
    **{name: f"Our {name}." for name in PARTS},
)
TABLE = file(b"title_en,publisher_en,kinds\nA guide,A city,guide\n", "table.csv")
CATALOGUE = said(
    name="Another catalogue",
    page="https://example.org/",
    kind="oai",
    url="https://example.org/oai",
    language="en",
    kinds="guide",
    topics="culture",
    licence="CC BY",
    every_days="7",
    seen="1",
)
KEPT = said(name="Clean air", alert="weekly")
CONSENTED = said(seen="2")
INSIDE = CITY | SECRETARY

DOORS = [
    Door("library_studies", INSIDE, None, here()),
    Door("library_study_add", EDITORS, EDITORS, here(), TOLD),
    Door("library_study", INSIDE, None, here(study)),
    Door("library_study_edit", EDITORS, EDITORS, here(study), TOLD),
    Door("library_study_history", INSIDE, None, here(study)),
    Door("library_study_consent", None, OPENERS, here(study), said(seen="1"), reach=INSIDE),
    Door("library_study_publish", None, SECRETARY, here(offered), CONSENTED, reach=INSIDE),
    Door(
        "library_study_return",
        None,
        SECRETARY,
        here(offered),
        said(note="Name nobody, please."),
        reach=INSIDE,
    ),
    Door("library_study_take_back", None, OPENERS, here(offered), reach=INSIDE),
    Door("library_studies_desk", SECRETARY),
    Door("library_sources", SECRETARY),
    Door("library_source_add", SECRETARY, SECRETARY, words=CATALOGUE),
    Door("library_source", SECRETARY, SECRETARY, of(catalogue), CATALOGUE),
    Door("library_source_ask", None, SECRETARY, of(catalogue), unready=True),
    Door("library_intakes", SECRETARY, SECRETARY, words=said(file=TABLE)),
    Door("library_intake", SECRETARY, None, of(intake)),
    Door("library_intake_commit", None, SECRETARY, of(intake)),
    Door("library_intake_discard", None, SECRETARY, of(intake)),
    Door("library_intake_undo", None, SECRETARY, of(intake), unready=True),
    Door("library_links", SECRETARY),
    Door("library_links_ask", None, SECRETARY),
    Door("library_entries_csv", SECRETARY),
    Door("library_entries_xlsx", SECRETARY),
    Door("library_queue", SECRETARY),
    Door("library_queue_decide", None, SECRETARY, words=said(act="accept", pick=line)),
    public("library"),
    public("library_publishers"),
    public("library_csv"),
    public("library_json"),
    public("library_atom"),
    public("library_feed"),
    public("library_oai"),
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
    Door("saved_searches", PEOPLE),
    Door("saved_add", PEOPLE, PEOPLE, words=KEPT, query="?where=search&query=q%3Dair"),
    Door("saved_edit", EDITOR, EDITOR, of(search), KEPT),
    Door("saved_delete", None, EDITOR, of(search)),
    Door("saved_restore", None, EDITOR, of(deleted)),
]
