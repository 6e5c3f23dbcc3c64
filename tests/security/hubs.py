"""Calls of the story: an open one with an answered question and one that waits, and a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from tests.hubs.called import make_call
from tests.hubs.proposing import begun, handed_in
from tests.world import World
from waymark.assessments.models import Case
from waymark.hubs.actions.questions import answer, ask
from waymark.hubs.models import Call, CallQuestion
from waymark.people.models import User


@dataclass
class Calls:
    """What the story has of them."""

    open: Call
    draft: Call
    waiting: CallQuestion  # the lead's
    proposal: Case  # the first step of the city, handed in


def make_calls(here: World, secretary: User, say: Callable[[str], str]) -> Calls:
    """Publish a call, ask twice and answer once."""
    now = timezone.now()
    row = make_call(secretary, now, title=say("Hubs for water")[:150], summary=say("Come."))
    first = ask(call=row, text=say("May two cities lead?"), by=here.lead, at=now)
    answer(question=first, text=say("One of them."), by=secretary, at=now)
    waiting = ask(call=row, text=say("Is there money?"), by=here.lead, at=now)
    draft = make_call(secretary, now, publish=False, title=say("The next one")[:150])
    case = begun(here, row, now, title=say("Water by the street")[:150])
    return Calls(row, draft, waiting, handed_in(here, case, now))
