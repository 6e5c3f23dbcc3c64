"""Requests for support: who waits for whom, from the first letter to the city's own review."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from waymark.community.rules.permits import Permit
from waymark.kernel.flow import Flow, Reason, Refused, Step

MOST_PROVIDERS = 10
MOST_TEXT = 4000


class Side(StrEnum):
    """Who speaks."""

    CITY = "city"
    PROVIDER = "provider"


class RequestState(StrEnum):
    """Where a request for support stands."""

    SENT = "sent"
    QUESTION = "question"  # the provider wants to know more
    OFFERED = "offered"  # yes, with terms
    DECLINED = "declined"  # no, with a reason
    AGREED = "agreed"
    DELIVERED = "delivered"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Said:
    """What the steps of a request look at."""

    text: str = ""
    helped: bool | None = None


def with_words(facts: Said) -> str | None:
    """Every step but the plain yes of the city is put in words."""
    return None if facts.text.strip() else "support.nothing_said"


def with_answer(facts: Said) -> str | None:
    """The review says whether it helped."""
    return None if facts.helped is not None else "support.helped_or_not"


S, P = RequestState, Permit
OPEN = (S.SENT, S.QUESTION, S.OFFERED, S.AGREED)
REQUEST = Flow(
    "request",
    S.SENT,
    (
        Step("ask_back", S.SENT, S.QUESTION, P.GIVE_SUPPORT, (with_words,)),
        Step("offer", (S.SENT, S.QUESTION), S.OFFERED, P.GIVE_SUPPORT, (with_words,)),
        Step("decline", OPEN, S.DECLINED, P.GIVE_SUPPORT, (with_words,)),
        Step("reply", (S.QUESTION, S.OFFERED), S.SENT, P.ASK_SUPPORT, (with_words,)),
        Step("agree", S.OFFERED, S.AGREED, P.ASK_SUPPORT),
        Step("deliver", S.AGREED, S.DELIVERED, P.SPEAK_ON_SUPPORT, (with_words,)),
        Step("review", S.DELIVERED, S.REVIEWED, P.ASK_SUPPORT, (with_words, with_answer)),
        Step("withdraw", OPEN, S.WITHDRAWN, P.ASK_SUPPORT, (with_words,)),
    ),
)
ENDED = frozenset(REQUEST.ends)
OF_BOTH = frozenset({"deliver"})
NO_ADVICE = frozenset({"decline"})
"""Steps of a provider that tie nobody to the city."""


def waits_for(state: str) -> Side | None:
    """Return whose move is next; None when it is over."""
    if state in ENDED:
        return None
    return Side.PROVIDER if state in (S.SENT, S.AGREED) else Side.CITY


def side_of(step: Step) -> Side | None:
    """Return who takes a step; None where either side may."""
    if step.name in OF_BOTH:
        return None
    return Side.PROVIDER if step.permit == Permit.GIVE_SUPPORT else Side.CITY


def step_named(name: str) -> Step:
    """Return a step of the table. Raises flow.Refused for another name."""
    found = next((step for step in REQUEST.steps if step.name == name), None)
    if found is None:
        raise Refused(Reason("flow.unknown_step"))
    return found


@dataclass(frozen=True)
class Provider:
    """Whom a city asks: a partner by its id, or by letter an offer of the library by its code."""

    partner: str = ""
    offer: str = ""


def refuse_sending(
    providers: Collection[Provider], known: Collection[Provider], asked: Collection[Provider]
) -> tuple[Reason, ...]:
    """Return why a request can't be sent to these; asked: who has one about it that is open."""
    if not providers:
        return (Reason("support.no_provider", {"field": "providers"}),)
    if len(providers) > MOST_PROVIDERS or not set(providers) <= set(known):
        return (Reason("support.unknown_provider", {"field": "providers", "most": MOST_PROVIDERS}),)
    if set(providers) & set(asked):
        return (Reason("support.asked_already", {"field": "providers"}),)
    return ()
