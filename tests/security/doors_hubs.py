"""Calls for hubs: public pages, the check of an idea, questions, and the secretariat's side."""

from __future__ import annotations

from tests.hubs.test_calls import TYPED
from tests.security.doors import CITY, DESK, EVERYBODY, LEAD, PEOPLE, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything


def call(world: Everything) -> str:
    return world.calls.open.pk


def draft(world: Everything) -> str:
    return world.calls.draft.pk


def question(world: Everything) -> str:
    return world.calls.waiting.pk


def proposal(world: Everything) -> str:
    return world.calls.proposal.pk


def own_place(world: Everything) -> dict[str, str]:
    return {"place": world.here.story.place.pk, "language": "en"}


SIGNS = LEAD | {"signatory"}
TEXTS = said(title="Nodos", summary="Agua.", guidance="Claro.")
FIT = said(
    leader="city",
    standing="member",
    starts="2027-01-01",
    ends="2027-12-31",
    first_due="2027-06-01",
    last_due="2027-12-01",
    agreed_on="2026-12-01",
    topic="agenda",
    reason="None.",
    brand="yes",
)
DOORS = [
    public("calls"),
    public("call", of(call)),
    public("call_fit", of(call), do=EVERYBODY, words=FIT),
    Door("call", SECRETARY, None, of(draft), private=False, label=" draft"),
    Door("call_write", SECRETARY, SECRETARY, words=said(**TYPED)),
    Door("call_edit", SECRETARY, SECRETARY, of(draft), said(**TYPED | {"seen": "1"})),
    Door("call_words", SECRETARY, SECRETARY, of(call, "es"), TEXTS),
    Door("call_publish", None, SECRETARY, of(draft)),
    Door("call_copy", None, SECRETARY, of(call)),
    Door("call_withdraw", SECRETARY, SECRETARY, of(call), said(why="It is over.")),
    Door("call_ask", None, PEOPLE, of(call), said(text="When?")),
    Door("call_propose", PEOPLE, SIGNS, of(call), own_place, reach=SIGNS | {"neighbour", "holder"}),
    Door("call_proposals", SECRETARY, None, of(call)),
    Door("proposal", CITY | DESK, None, of(proposal)),
    Door("proposal_ask", SECRETARY, SECRETARY, of(proposal), said(until_day="2099-01-31")),
    Door("proposal_turn_down", SECRETARY, SECRETARY, of(proposal), said(reason="Too short.")),
    Door("call_question", SECRETARY, SECRETARY, of(question), said(answer="Yes.")),
    Door("call_question_withdraw", None, LEAD, of(question)),
]
