"""The addresses of editions in the making."""

from __future__ import annotations

from tests.security.doors import CHAIR, COMMITTEE, EVERYBODY, PEOPLE, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.story import Everything

WRITERS = SECRETARY | COMMITTEE  # who reads a draft


def scheme(world: Everything) -> str:
    return world.making.draft.scheme_id


def draft(world: Everything) -> str:
    return world.making.draft.pk


def discussed(world: Everything) -> str:
    return world.making.discussed.pk


def approved(world: Everything) -> str:
    return world.making.approved.pk


def comment(world: Everything) -> str:
    return world.making.comment.pk


def seen(world: Everything) -> str:
    return world.making.draft.sha256


def read(world: Everything) -> str:
    return world.making.discussed.sha256


def document(world: Everything) -> str:
    return world.making.draft.document


TEXTS = said(seen=seen, title="Another title", summary="Another summary", provenance="")
DOORS = [
    Door("edition_compare", EVERYBODY, args=of(scheme), private=False),
    Door("editions", EVERYBODY, private=False),
    Door("edition_begin", SECRETARY, SECRETARY, of(scheme)),
    Door("edition", WRITERS, args=of(draft), private=False, label=" draft"),
    Door("edition", EVERYBODY, args=of(discussed), private=False, label=" discussed"),
    Door("edition_document", EVERYBODY, args=of(discussed), private=False),
    Door("edition_edit", SECRETARY, SECRETARY, of(draft, "edition"), TEXTS),
    Door("edition_whole", SECRETARY, SECRETARY, of(draft), said(seen=seen, document=document)),
    Door("edition_step", None, SECRETARY, of(draft, "consult")),
    Door(
        "edition_comment",
        None,
        PEOPLE,
        of(discussed),
        said(criterion="", group="city", text="A word."),
    ),
    Door("comment_reply", None, SECRETARY, of(comment), said(reply="Because."), label=" edition"),
    Door("comment_hide", None, SECRETARY, of(comment), said(why="An insult.")),
    Door("comment_show", None, SECRETARY, of(comment), unready=True),
    Door("edition_summary", None, SECRETARY, of(discussed), said(taken_up="All of it.")),
    Door(
        "edition_decide",
        None,
        CHAIR,
        of(discussed),
        said(kind="return", reasons="One reason.", seen=read),
    ),
    Door("edition_publish", None, CHAIR, of(approved), said(sunset="")),
    Door("assessments:edition_impact", SECRETARY | CHAIR, args=of(discussed)),
]
