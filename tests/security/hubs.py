"""Calls of the story: an open one with an answered question and one that waits, and a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tests.hubs.called import make_call
from tests.hubs.proposing import accepted, begun, handed_in
from tests.world import World
from waymark.assessments.models import Case
from waymark.hubs.actions import agreeing, pages
from waymark.hubs.actions.questions import answer, ask
from waymark.hubs.models import Call, CallQuestion, Hub
from waymark.hubs.queries import hubs as queries
from waymark.people.models import User


@dataclass
class Calls:
    """What the story has of them."""

    open: Call
    draft: Call
    waiting: CallQuestion  # the lead's
    proposal: Case  # the first step of the city, handed in
    shown: Hub  # of the city, labelled and public
    agreeing: Hub  # of the city, with a version that waits for its signature


def make_calls(here: World, secretary: User, say: Callable[[str], str]) -> Calls:
    """Publish a call, ask twice and answer once."""
    now = timezone.now()
    row = make_call(secretary, now, title=say("Hubs for water")[:150], summary=say("Come."))
    first = ask(call=row, text=say("May two cities lead?"), by=here.lead, at=now)
    answer(question=first, text=say("One of them."), by=secretary, at=now)
    waiting = ask(call=row, text=say("Is there money?"), by=here.lead, at=now)
    draft = make_call(secretary, now, publish=False, title=say("The next one")[:150])
    case = begun(here, row, now, title=say("Water by the street")[:150])
    shown = _hub(here, secretary, say, now)
    agreed = shown.agreements.get()
    yes = {"expected": agreed.sha256, "accepted": True, "words": ""}
    agreeing.answer_agreement(agreement=agreed, by=here.signatory, at=now, **yes)
    agreeing.give_label(hub=shown, by=secretary, at=now)
    pages.publish_page(hub=shown, by=here.lead, at=now)
    waits = _hub(here, secretary, say, now)
    return Calls(row, draft, waiting, handed_in(here, case, now), shown, waits)


def _hub(here: World, secretary: User, say: Callable[[str], str], now: datetime) -> Hub:
    """Take a proposal for a call of its own to an agreement that is offered."""
    call = make_call(secretary, now, title=say("Hubs that are there")[:150])
    _world, case = accepted(here, call, now, title=say("Shade")[:150])
    hub = agreeing.begin_hub(case=case, by=secretary, at=now)
    terms = queries.proposed(case)
    assert terms is not None
    agreeing.offer_agreement(hub=hub, terms=terms, by=secretary, at=now)
    return hub
