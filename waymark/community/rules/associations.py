"""Associations of cities and regions: who is a member, what is asked of members, and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from waymark.community.rules.figures import FEW_CITIES, Counted
from waymark.community.rules.permits import SPEAKERS, WRITERS
from waymark.kernel.flow import Flow, Reason, Step
from waymark.library.rules.vocabulary import TOPICS
from waymark.people.rules import CITY, Role

MOST = {"title": 150, "text": 4000, "question": 300, "answer": 2000}
"""Characters of a text."""
MOST_QUESTIONS = 3
MOST_TOPICS = 6
MOST_DAYS = 365
ENOUGH = 5
"""Figures of a survey are public only where so many cities have answered."""


class Permit(StrEnum):
    """Acts between an association and its members."""

    RUN_ASSOCIATION = "run_association"
    SEE_ASSOCIATIONS = "see_associations"
    JOIN_ASSOCIATION = "join_association"
    ANSWER_SURVEY = "answer_survey"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.RUN_ASSOCIATION: frozenset({Role.PARTNER}),
    Permit.SEE_ASSOCIATIONS: CITY,
    Permit.JOIN_ASSOCIATION: SPEAKERS,
    Permit.ANSWER_SURVEY: WRITERS,
}


class MemberState(StrEnum):
    """Where a membership of an association stands."""

    INVITED = "invited"
    MEMBER = "member"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"  # the invitation, by the association
    LEFT = "left"  # ended by the city
    ENDED = "ended"  # ended by the association


S, P = MemberState, Permit
OPEN = (S.INVITED, S.MEMBER)
MEMBERSHIP = Flow(
    "association_member",
    S.INVITED,
    (
        Step("accept", S.INVITED, S.MEMBER, P.JOIN_ASSOCIATION),
        Step("decline", S.INVITED, S.DECLINED, P.JOIN_ASSOCIATION),
        Step("take_back", S.INVITED, S.TAKEN_BACK, P.RUN_ASSOCIATION),
        Step("leave", S.MEMBER, S.LEFT, P.JOIN_ASSOCIATION),
        Step("end", S.MEMBER, S.ENDED, P.RUN_ASSOCIATION),
    ),
)
CITY_STEPS = ("accept", "decline", "leave")


@dataclass(frozen=True)
class Message:
    """What an association says to its members; `item` is the code of an entry of the library."""

    title: str
    text: str
    item: str = ""


@dataclass(frozen=True)
class Asked:
    """A survey: which topics need capacity is always asked, its own questions besides."""

    title: str
    questions: tuple[str, ...]
    closes_on: date


@dataclass(frozen=True)
class Answered:
    """What one city says: topics in which it needs capacity, and a text for each question."""

    topics: tuple[str, ...]
    texts: tuple[str, ...] = ()


def _text(field: str, value: str, most: int) -> tuple[Reason, ...]:
    if not value.strip():
        return (Reason("association.text_needed", {"field": field}),)
    if len(value) > most:
        return (Reason("association.too_long", {"field": field, "most": most}),)
    return ()


def refuse_message(told: Message, items: Collection[str]) -> tuple[Reason, ...]:
    """Return what is wrong with a message. items: codes of the library that its sender sees."""
    found = _text("title", told.title, MOST["title"]) + _text("text", told.text, MOST["text"])
    if told.item and told.item not in items:
        found += (Reason("association.no_entry", {"field": "item", "code": told.item}),)
    return found


def refuse_survey(told: Asked, today: date) -> tuple[Reason, ...]:
    """Return what is wrong with a survey."""
    found = _text("title", told.title, MOST["title"])
    if len(told.questions) > MOST_QUESTIONS:
        found += (Reason("association.many_questions", {"field": "questions"}),)
    if any(len(one) > MOST["question"] for one in told.questions):
        most = MOST["question"]
        found += (Reason("association.too_long", {"field": "questions", "most": most}),)
    if not today < told.closes_on <= today + timedelta(days=MOST_DAYS):
        found += (Reason("association.bad_day", {"field": "closes_on"}),)
    return found


def refuse_answer(told: Answered, questions: Collection[str]) -> tuple[Reason, ...]:
    """Return what is wrong with a city's answer."""
    found: tuple[Reason, ...] = ()
    if not set(told.topics) <= set(TOPICS):
        found += (Reason("association.bad_topic", {"field": "topics"}),)
    if len(told.topics) > MOST_TOPICS:
        found += (Reason("association.many_topics", {"field": "topics", "most": MOST_TOPICS}),)
    if len(told.texts) > len(questions):
        found += (Reason("association.too_many_answers"),)
    for number, one in enumerate(told.texts, 1):
        if len(one) > MOST["answer"]:
            facts = {"field": f"text_{number}", "most": MOST["answer"]}
            found += (Reason("association.too_long", facts),)
    return found


@dataclass(frozen=True)
class Demand:
    """How many cities need capacity in a topic; None where that is withheld."""

    topic: str
    cities: int | None


def demand(answers: Iterable[Collection[str]], members: int) -> tuple[Demand, ...]:
    """Return what everybody may know of a survey that is over, by the codes of the topics.

    answers: the topics of each city. members: how many were asked. Too few answers give nothing.
    A topic is withheld where so few cities chose it, or so few did not, that one of them would be
    known; which of the two is not said.
    """
    told = [set(one) for one in answers]
    if len(told) < ENOUGH:
        return ()
    counted = Counter(topic for one in told for topic in one)
    most = max(members, len(told)) - FEW_CITIES
    return tuple(
        Demand(topic, count if FEW_CITIES <= count <= most else None)
        for topic, count in sorted(counted.items())
    )


@dataclass(frozen=True)
class MembersNeeds:
    """Open needs of an association's members in a topic; None where withheld."""

    topic: str
    needs: int | None
    cities: int | None


def needs_of_members(
    rows: Iterable[Counted], members: Collection[str], read: Collection[str] = ()
) -> tuple[MembersNeeds, ...]:
    """Return figures on the needs of members, by topic, from all counted needs.

    The figures of all cities are public: with those of the members, those of the others are known
    too. So a figure is withheld where few unnamed cities stand behind it, or behind what is left
    of the public figures when it is taken from them. A need that the association reads (its id is
    in `read`) hides no city from it. Where nearly all members stand behind a figure, each is known
    to; and of few members nothing is told, since even that something is withheld would tell.
    """
    if len(members) < 2 * FEW_CITIES:
        return ()
    by_topic: dict[str, list[Counted]] = {}
    for row in rows:
        by_topic.setdefault(row.topic, []).append(row)
    found = []
    for topic, told in sorted(by_topic.items()):
        mine = [row for row in told if row.city in members]
        if not mine:
            continue
        lands = {row.country for row in mine}
        others = [row for row in told if row.city not in members]
        near = [row for row in others if row.country in lands]
        needs, cities = ({getattr(row, name) for row in mine} for name in ("need", "city"))
        shown = all(_enough(part, read) for part in (mine, others, near)) and (
            all(row.named for row in mine) or len(members) - len(cities) >= FEW_CITIES
        )
        found.append(
            MembersNeeds(topic, len(needs) if shown else None, len(cities) if shown else None)
        )
    return tuple(found)


def _enough(rows: Iterable[Counted], read: Collection[str]) -> bool:
    unnamed = [row for row in rows if not row.named]
    hidden = {row.city for row in unnamed if row.need not in read}
    return not unnamed or len(hidden) >= FEW_CITIES
