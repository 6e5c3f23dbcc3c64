"""Exchange between two cities: one asks, the other accepts or declines, and both close it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.flow import Flow, Reason, Step
from waymark.people.rules import CITY, Role

MOST_TEXT = 4000


class Permit(StrEnum):
    """Acts among peers."""

    SEE_MATCHES = "see_matches"
    AGREE_TO_BE_NAMED = "agree_to_be_named"
    ASK_PEER = "ask_peer"
    SPEAK_WITH_PEER = "speak_with_peer"
    JUDGE_SUGGESTION = "judge_suggestion"


WRITERS = frozenset({Role.CITY_LEAD, Role.CITY_EDITOR, Role.CITY_SIGNATORY})
SPEAKERS = frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY})
TABLE: Mapping[str, frozenset[Role]] = {
    Permit.SEE_MATCHES: CITY,
    Permit.AGREE_TO_BE_NAMED: SPEAKERS,
    Permit.ASK_PEER: SPEAKERS,
    Permit.SPEAK_WITH_PEER: WRITERS,
    Permit.JUDGE_SUGGESTION: WRITERS,
}


class ExchangeState(StrEnum):
    """Where an exchange stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Side(StrEnum):
    """Who speaks."""

    ASKER = "asker"
    PEER = "peer"


@dataclass(frozen=True)
class Words:
    """What the steps of an exchange look at."""

    text: str = ""


def with_words(facts: Words) -> str | None:
    """Whoever declines or closes says something."""
    return None if facts.text.strip() else "exchange.nothing_said"


S, P = ExchangeState, Permit
EXCHANGE = Flow(
    "exchange",
    S.ASKED,
    (
        Step("accept", S.ASKED, S.ACCEPTED, P.ASK_PEER),
        Step("decline", S.ASKED, S.DECLINED, P.ASK_PEER, (with_words,)),
        Step("withdraw", S.ASKED, S.WITHDRAWN, P.ASK_PEER),
        Step("say", S.ACCEPTED, S.ACCEPTED, P.SPEAK_WITH_PEER, (with_words,)),
        Step("close", S.ACCEPTED, S.CLOSED, P.ASK_PEER, (with_words,)),
    ),
)
OF: Mapping[str, frozenset[Side]] = {
    "accept": frozenset({Side.PEER}),
    "decline": frozenset({Side.PEER}),
    "withdraw": frozenset({Side.ASKER}),
    "say": frozenset(Side),
    "close": frozenset(Side),
}
"""Which side takes a step."""


def steps_of(state: str, side: Side) -> tuple[str, ...]:
    """Return the steps that a side can take from a state."""
    return tuple(step.name for step in EXCHANGE.open(state) if side in OF[step.name])


def refuse_asking(*, named: bool, open_already: bool) -> tuple[Reason, ...]:
    """Return why a city can't be asked; named: it is a peer for this criterion now."""
    if not named:
        return (Reason("exchange.not_named"),)
    return (Reason("exchange.open_already"),) if open_already else ()


def refuse_consent(criteria: Collection[str], met: Collection[str]) -> tuple[Reason, ...]:
    """Return why a city can't be named for these criteria: it is not known to meet them."""
    unknown = sorted(set(criteria) - set(met))
    return (Reason("peers.not_met", {"criterion": unknown[0]}),) if unknown else ()
