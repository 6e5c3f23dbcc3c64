"""Policy issues: what of another level's law, money, data or power stands in a city's way.

Who speaks for which level, which states an issue has, what is refused, and what may be told of
the cities that have the same issue.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waymark.community.rules.figures import FEW_CITIES
from waymark.community.rules.needs import GOAL, Visible
from waymark.community.rules.permits import SPEAKERS, WRITERS
from waymark.kernel.flow import Flow, Reason, Step
from waymark.library.rules.catalogue import is_address
from waymark.library.rules.vocabulary import TOPICS
from waymark.people.rules import CITY, Role
from waymark.people.rules.voices import Voice

MOST = {"title": 150, "hinders": 4000, "asks": 4000, "authority": 150, "text": 4000, "url": 500}
"""Characters of a text."""
MOST_TOPICS = 6


class Permit(StrEnum):
    """Acts on policy issues."""

    SEE_CITY_POLICY = "see_policy_of_city"
    KEEP_POLICY = "keep_policy_issues"
    JOIN_POLICY = "join_policy_issue"
    SPEAK_ON_POLICY = "speak_on_policy_issue"
    ANSWER_POLICY = "answer_policy_issue"
    FLAG_POLICY = "flag_policy_word"
    MODERATE_POLICY = "moderate_policy_word"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.SEE_CITY_POLICY: CITY,
    Permit.KEEP_POLICY: WRITERS,
    Permit.JOIN_POLICY: SPEAKERS,
    Permit.SPEAK_ON_POLICY: frozenset({Role.MEMBER}),
    Permit.ANSWER_POLICY: frozenset({Role.PARTNER, Role.SECRETARIAT}),
    Permit.FLAG_POLICY: frozenset({Role.USER}),  # of what she reads
    Permit.MODERATE_POLICY: frozenset({Role.SECRETARIAT}),  # the global one
}


class Sort(StrEnum):
    """What stands in the way."""

    LAW = "law"
    MONEY = "money"
    DATA = "data"
    POWER = "power"


class Level(StrEnum):
    """Whose law, money, data or power it is."""

    NATIONAL = "national"
    REGIONAL = "regional"


ANSWERING = frozenset({Voice.ASSOCIATION, Voice.NATIONAL})
"""Levels whose bodies take an issue up."""


class IssueState(StrEnum):
    """Where an issue stands."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    CHANGED = "changed"  # the law, money, data or power is another one now
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # by the city


@dataclass(frozen=True)
class Turn:
    """What a step looks at."""

    text: str = ""


def _with_words(facts: Turn) -> str | None:
    """Every step has its reason."""
    return None if facts.text.strip() else "policy.nothing_said"


S, P, WHY = IssueState, Permit, (_with_words,)
UNDER_WAY = (S.OPEN, S.TAKEN_UP, S.ANSWERED)
ISSUE = Flow(
    "policy_issue",
    S.OPEN,
    (
        Step("take_up", S.OPEN, S.TAKEN_UP, P.ANSWER_POLICY, WHY),
        Step("answer", (S.OPEN, S.TAKEN_UP), S.ANSWERED, P.ANSWER_POLICY, WHY),
        Step("change", (S.TAKEN_UP, S.ANSWERED), S.CHANGED, P.ANSWER_POLICY, WHY),
        Step("decline", UNDER_WAY, S.CLOSED, P.ANSWER_POLICY, WHY),
        Step("ask_again", (S.ANSWERED, S.CLOSED), S.OPEN, P.KEEP_POLICY, WHY),
        Step("settle", UNDER_WAY, S.CLOSED, P.KEEP_POLICY, WHY),
        Step("withdraw", UNDER_WAY, S.WITHDRAWN, P.KEEP_POLICY, WHY),
    ),
)
WAITS_FOR_BODY = (S.OPEN, S.TAKEN_UP)
WITH_LINK = frozenset({"answer", "change"})
"""Steps that can name an address: of the answer, or of the text that changed."""


class Effect(StrEnum):
    """What came of a change at home, as one city or region finds."""

    HELPS = "helps"
    NOTHING = "nothing"
    HARMS = "harms"
    EARLY = "early"


@dataclass(frozen=True)
class Written:
    """What a city writes of an issue. body: the one that it asks, or ""."""

    title: str
    hinders: str
    asks: str
    sorts: tuple[str, ...] = ()
    level: str = Level.NATIONAL
    body: str = ""
    authority: str = ""  # in words, such as a ministry that nobody here speaks for
    topics: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    visible: Visible = Visible.PRIVATE
    partners: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """What can be chosen: bodies that can be asked, partners, criteria of editions in force."""

    bodies: Collection[str] = ()
    partners: Collection[str] = ()
    criteria: Collection[str] = ()


def refuse_issue(told: Written, known: Known) -> tuple[Reason, ...]:
    """Return what is wrong with what was written; each reason names its field."""
    found = [*_texts(told), *_tags(told, known.criteria)]
    if told.body and told.body not in known.bodies:
        found.append(_at("body", "policy.unknown_body"))
    if told.visible == Visible.PARTNERS and not (told.partners or told.body):
        found.append(_at("partners", "policy.shared_with_nobody"))
    if not told.partners <= set(known.partners):
        found.append(_at("partners", "need.unknown_partner"))
    return tuple(found)


def _at(name: str, key: str, **params: object) -> Reason:
    return Reason(key, {"field": name, **params})


def _texts(told: Written) -> list[Reason]:
    found = []
    for name in ("title", "hinders", "asks", "authority"):
        value = getattr(told, name)
        if name != "authority" and not value.strip():
            found.append(_at(name, f"policy.no_{name}"))
        if len(value) > MOST[name]:
            found.append(_at(name, "need.too_long", most=MOST[name]))
    return found


def _tags(told: Written, criteria: Collection[str]) -> list[Reason]:
    found = []
    if not told.sorts or not set(told.sorts) <= set(Sort):
        found.append(_at("sorts", "policy.no_sort"))
    if told.level not in set(Level):
        found.append(_at("level", "policy.no_level"))
    if not told.topics:
        found.append(_at("topics", "need.no_topic"))
    if len(told.topics) > MOST_TOPICS:
        found.append(_at("topics", "need.many_topics", most=MOST_TOPICS))
    if not set(told.topics) <= set(TOPICS):
        found.append(_at("topics", "need.unknown_topic"))
    if bad := [one for one in told.goals if not GOAL.fullmatch(one)]:
        found.append(_at("goals", "need.unknown_goal", what=bad[0]))
    if unknown := [one for one in told.criteria if one not in criteria]:
        found.append(_at("criteria", "need.unknown_criterion", what=unknown[0]))
    return found


def refuse_word(step: str, text: str, url: str, effect: str) -> tuple[Reason, ...]:
    """Return what is wrong with what somebody says. step: of the flow, or "" for words alone."""
    found = []
    if not step and not text.strip():
        found.append(_at("text", "policy.nothing_said"))
    if len(text) > MOST["text"]:
        found.append(_at("text", "need.too_long", most=MOST["text"]))
    if url and step not in WITH_LINK:
        found.append(_at("url", "policy.no_link_here"))
    elif url and (len(url) > MOST["url"] or not is_address(url)):
        found.append(_at("url", "policy.no_address"))
    if effect and (step or effect not in set(Effect)):
        found.append(_at("effect", "policy.no_effect"))
    return tuple(found)


def told_unnamed(count: int) -> int | None:
    """Return how many cities want not to be named, or None where there are few, or none.

    Few and none look alike, so that nobody learns that there is one.
    """
    return count if count >= FEW_CITIES else None
