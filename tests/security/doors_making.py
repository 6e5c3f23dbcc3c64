"""The addresses of editions in the making."""

from __future__ import annotations

from tests.security.doors import CHAIR, COMMITTEE, EVERYBODY, PEOPLE, SECRETARY, STEWARD, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.story import Everything

READERS = SECRETARY | STEWARD | COMMITTEE  # who reads a draft
WRITERS = SECRETARY | STEWARD


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
    Door("edition_begin", WRITERS, WRITERS, of(scheme)),
    Door("edition", READERS, args=of(draft), private=False, label=" draft"),
    Door("edition", EVERYBODY, args=of(discussed), private=False, label=" discussed"),
    Door("edition_document", EVERYBODY, args=of(discussed), private=False),
    Door("edition_edit", WRITERS, WRITERS, of(draft, "edition"), TEXTS),
    Door("edition_whole", WRITERS, WRITERS, of(draft), said(seen=seen, document=document)),
    Door("edition_step", None, WRITERS, of(draft, "consult")),
    Door(
        "edition_comment",
        None,
        PEOPLE,
        of(discussed),
        said(criterion="", group="city", text="A word."),
    ),
    Door("comment_reply", None, WRITERS, of(comment), said(reply="Because."), label=" edition"),
    Door("comment_hide", None, WRITERS, of(comment), said(why="An insult.")),
    Door("comment_show", None, WRITERS, of(comment), unready=True),
    Door("edition_summary", None, WRITERS, of(discussed), said(taken_up="All of it.")),
    Door(
        "edition_decide",
        None,
        CHAIR,
        of(discussed),
        said(kind="return", reasons="One reason.", seen=read),
    ),
    Door("edition_publish", None, CHAIR, of(approved), said(sunset="")),
    Door("assessments:edition_impact", WRITERS | CHAIR, args=of(discussed)),
]
