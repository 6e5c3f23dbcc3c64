"""Cooperation records: what two or more sides did together, public while each of them agrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.community.rules.permits import SPEAKERS, WRITERS
from waymark.kernel.flow import Flow, Reason, Step
from waymark.library.rules.catalogue import is_address
from waymark.library.rules.vocabulary import TOPICS
from waymark.people.rules import Role

MOST = {"title": 150, "told": 4000, "url": 500, "why": 1000}
"""Characters of a text."""
MOST_TOPICS, MOST_SIDES = 6, 20
FIRST_YEAR = 1900


class Permit(StrEnum):
    """Acts on cooperation records."""

    KEEP_COOPERATION = "keep_cooperation_records"
    SPEAK_ON_COOPERATION = "speak_on_cooperation_record"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.KEEP_COOPERATION: WRITERS | {Role.PARTNER},
    Permit.SPEAK_ON_COOPERATION: SPEAKERS | {Role.PARTNER},
}


class CooperationKind(StrEnum):
    """What a cooperation is."""

    PROGRAMME = "programme"  # of decentralised cooperation
    PARTNERSHIP = "partnership"  # of cities, twinning among them
    NETWORK = "network"  # of solidarity
    PROJECT = "project"


class CooperationState(StrEnum):
    """Where a record stands."""

    DRAFT = "draft"
    ASKED = "asked"
    PUBLIC = "public"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Standing:
    """The sides of a record, those that have said yes to it as it stands, and the one that acts."""

    sides: frozenset[str]
    agreed: frozenset[str]
    drafter: str
    acts: str


def _by_drafter(facts: Standing) -> str | None:
    return None if facts.acts == facts.drafter else "cooperation.drafters"


def _by_another(facts: Standing) -> str | None:
    return "cooperation.take_it_back" if facts.acts == facts.drafter else None


def _with_another(facts: Standing) -> str | None:
    return None if len(facts.sides) > 1 else "cooperation.one_side"


def _not_yet(facts: Standing) -> str | None:
    return "cooperation.agreed_already" if facts.acts in facts.agreed else None


def _all_agreed(facts: Standing) -> str | None:
    return None if facts.sides <= facts.agreed else "cooperation.not_all"


S, P = CooperationState, Permit
TAKEN_BACK = (S.ASKED, S.DECLINED, S.WITHDRAWN)
COOPERATION = Flow(
    "cooperation",
    S.DRAFT,
    (
        Step("ask", S.DRAFT, S.ASKED, P.SPEAK_ON_COOPERATION, (_by_drafter, _with_another)),
        Step("agree", S.ASKED, S.ASKED, P.SPEAK_ON_COOPERATION, (_not_yet,)),
        Step("publish", S.ASKED, S.PUBLIC, P.SPEAK_ON_COOPERATION, (_all_agreed,)),
        Step("decline", S.ASKED, S.DECLINED, P.SPEAK_ON_COOPERATION, (_by_another,)),
        Step("withdraw", S.PUBLIC, S.WITHDRAWN, P.SPEAK_ON_COOPERATION),
        Step("rework", TAKEN_BACK, S.DRAFT, P.KEEP_COOPERATION, (_by_drafter,)),
    ),
)
BY_ITSELF = frozenset({"publish"})
"""Steps that nobody takes: they follow from the last yes."""


def turns(state: str, standing: Standing) -> tuple[Step, ...]:
    """Return the steps that a side can take now."""
    return tuple(
        step
        for step in COOPERATION.open(state)
        if step.name not in BY_ITSELF and not COOPERATION.missing(step, standing)
    )


def take(step: str, state: str, standing: Standing) -> tuple[CooperationState, frozenset[str]]:
    """Return the state after a step of a side, and who has said yes then. Raises flow.Refused."""
    if step in BY_ITSELF:
        step = ""
    taken = COOPERATION.step(step, state, standing)
    if step in ("agree", "ask"):
        before = standing.agreed if step == "agree" else frozenset()
        agreed = before | {standing.acts}
        if standing.sides <= agreed:
            return CooperationState.PUBLIC, agreed
        return CooperationState(taken.target), agreed
    return CooperationState(taken.target), frozenset()


@dataclass(frozen=True)
class Told:
    """What a record says. until: None while it goes on."""

    title: str
    kind: str
    topics: tuple[str, ...]
    since: date
    until: date | None
    told: str  # what was exchanged, and what came of it
    url: str = ""


def refuse_cooperation(told: Told) -> tuple[Reason, ...]:
    """Return what is wrong with what was written; each reason names its field."""
    found = []
    for name in ("title", "told"):
        said = getattr(told, name)
        if not said.strip():
            found.append(_at(name, f"cooperation.no_{name}"))
        if len(said) > MOST[name]:
            found.append(_at(name, "need.too_long", most=MOST[name]))
    if told.kind not in set(CooperationKind):
        found.append(_at("kind", "cooperation.no_kind"))
    if not told.topics:
        found.append(_at("topics", "need.no_topic"))
    if len(told.topics) > MOST_TOPICS:
        found.append(_at("topics", "need.many_topics", most=MOST_TOPICS))
    if not set(told.topics) <= set(TOPICS):
        found.append(_at("topics", "need.unknown_topic"))
    if told.since.year < FIRST_YEAR:
        found.append(_at("since", "cooperation.too_early"))
    if told.until is not None and told.until < told.since:
        found.append(_at("until", "cooperation.ends_before"))
    if told.url and (len(told.url) > MOST["url"] or not is_address(told.url)):
        found.append(_at("url", "cooperation.no_address"))
    return tuple(found)


def _at(name: str, key: str, **params: object) -> Reason:
    return Reason(key, {"field": name, **params})
