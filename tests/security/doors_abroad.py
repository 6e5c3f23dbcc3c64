"""The addresses of mechanisms and of national adaptations."""

from __future__ import annotations

from tests.security.doors import CHAIR, EVERYBODY, NATIONAL, PEOPLE, STEWARD, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.story import Everything


def draft(world: Everything) -> str:
    return world.nation.draft.pk


def discussed(world: Everything) -> str:
    return world.nation.discussed.pk


def asked(world: Everything) -> str:
    return world.nation.asked.pk


def comment(world: Everything) -> str:
    return world.nation.comment.pk


def seen(world: Everything) -> str:
    return world.nation.draft.sha256


def read(world: Everything) -> str:
    return world.nation.asked.sha256


def document(world: Everything) -> str:
    return world.nation.draft.document


TIGHTER = said(seen=seen, target="C08/1 min", to="3")
DOORS = [
    Door("mechanisms", EVERYBODY, private=False),
    Door("mechanism", EVERYBODY, args=of("np"), private=False),
    Door(
        "adaptation_begin",
        NATIONAL,
        NATIONAL,
        of("np"),
        said(title="Further", version="2.0.0"),
    ),
    Door("adaptation", NATIONAL, args=of(draft), private=False, label=" draft"),
    Door("adaptation", EVERYBODY, args=of(discussed), private=False, label=" discussed"),
    Door("adaptation_document", EVERYBODY, args=of(discussed), private=False),
    Door("adaptation_step", None, NATIONAL, of(draft, "consult")),
    Door("adaptation_drop", None, NATIONAL, of(draft, 0), said(seen=seen)),
    Door(
        "adaptation_comment",
        None,
        PEOPLE,
        of(discussed),
        said(criterion="", text="A word."),
    ),
    Door("comment_reply", None, NATIONAL, of(comment), said(reply="Because.")),
    Door("comment_hide", None, NATIONAL, of(comment), said(why="An insult."), label=" abroad"),
    Door(
        "adaptation_propose",
        None,
        STEWARD,
        of(asked),
        said(**{"propose-kind": "return", "propose-reasons": "One reason.", "seen": read}),
    ),
    Door(
        "adaptation_decide",
        None,
        CHAIR,
        of(asked),
        said(kind="return", reasons="One reason.", seen=read),
    ),
    Door("adaptation_add", NATIONAL, NATIONAL, of(draft, "tighten"), TIGHTER),
    Door("adaptation_whole", NATIONAL, NATIONAL, of(draft), said(seen=seen, document=document)),
    Door("assessments:impact", NATIONAL, args=of(draft), label=" draft"),
    Door("assessments:impact", NATIONAL | CHAIR, args=of(asked), label=" asked"),
    Door("adaptation_rebase", None, NATIONAL, of(draft), said(version="3.0.0")),
]
