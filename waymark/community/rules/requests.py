"""Requests for support: who waits for whom, from the first letter to the city's own review."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from waymark.community.rules.permits import Permit
from waymark.kernel.flow import Flow, Reason, Step

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
    return None if facts.text.strip() else "request.nothing_said"


def with_answer(facts: Said) -> str | None:
    """The review says whether it helped."""
    return None if facts.helped is not None else "request.helped_or_not"


S, P = RequestState, Permit
OPEN = (S.SENT, S.QUESTION, S.OFFERED, S.AGREED)
REQUEST = Flow(
    "request",
    S.SENT,
    (
        Step("ask_back", S.SENT, S.QUESTION, P.GIVE_SUPPORT, (with_words,)),
        Step("offer", (S.SENT, S.QUESTION), S.OFFERED, P.GIVE_SUPPORT, (with_words,)),
        Step("decline", OPEN, S.DECLINED, P.GIVE_SUPPORT, (with_words,)),
        Step("reply", (S.QUESTION, S.OFFERED), S.SENT, P.SPEAK_ON_SUPPORT, (with_words,)),
        Step("agree", S.OFFERED, S.AGREED, P.ASK_SUPPORT),
        Step("deliver", S.AGREED, S.DELIVERED, P.SPEAK_ON_SUPPORT, (with_words,)),
        Step("review", S.DELIVERED, S.REVIEWED, P.ASK_SUPPORT, (with_words, with_answer)),
        Step("withdraw", OPEN, S.WITHDRAWN, P.ASK_SUPPORT, (with_words,)),
    ),
)
ENDED = frozenset(REQUEST.ends)
OF_THE_CITY = frozenset({"reply", "agree", "review", "withdraw"})
OF_BOTH = frozenset({"deliver"})


def waits_for(state: str) -> Side | None:
    """Return whose move is next; None when it is over."""
    if state in ENDED:
        return None
    return Side.PROVIDER if state in (S.SENT, S.AGREED) else Side.CITY


def steps_of(state: str, side: Side) -> tuple[Step, ...]:
    """Return the steps that a side can take from a state."""
    return tuple(
        step
        for step in REQUEST.open(state)
        if step.name in OF_BOTH or (step.name in OF_THE_CITY) == (side == Side.CITY)
    )


def refuse_sending(
    providers: Collection[str], known: Collection[str], asked: Collection[str]
) -> tuple[Reason, ...]:
    """Return why a request can't be sent to these; asked: who has one about it that is open."""
    if not providers:
        return (Reason("request.no_provider", {"field": "providers"}),)
    if len(providers) > MOST_PROVIDERS or not set(providers) <= set(known):
        return (Reason("request.unknown_provider", {"field": "providers", "most": MOST_PROVIDERS}),)
    if set(providers) & set(asked):
        return (Reason("request.asked_already", {"field": "providers"}),)
    return ()
