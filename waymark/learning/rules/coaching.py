"""Coaching: somebody asks a trainer to go a part of the way with her."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.flow import Flow, Reason, Step
from waymark.library.rules.vocabulary import TOPICS
from waymark.people.rules import Role

MOST = 4000
"""Characters of what is written."""
MOST_OPEN = 5
"""How many trainers somebody can have asked and not been answered by."""


class Permit(StrEnum):
    """Acts of coaching; the two of them alone act on what they have."""

    ASK_COACHING = "ask_coaching"


TABLE: Mapping[str, frozenset[Role]] = {Permit.ASK_COACHING: frozenset({Role.USER})}


class State(StrEnum):
    """Where a coaching stands."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


@dataclass(frozen=True)
class Who:
    """Who takes a step."""

    coach: bool
    asker: bool


def coach_alone(who: Who) -> str | None:
    """The trainer answers."""
    return None if who.coach else "coaching.not_yours"


def asker_alone(who: Who) -> str | None:
    """Whoever asked takes it back."""
    return None if who.asker else "coaching.not_yours"


S = State
COACHING = Flow(
    "coaching",
    S.ASKED,
    (
        Step("agree", S.ASKED, S.AGREED, Permit.ASK_COACHING, (coach_alone,)),
        Step("decline", S.ASKED, S.DECLINED, Permit.ASK_COACHING, (coach_alone,)),
        Step("withdraw", S.ASKED, S.WITHDRAWN, Permit.ASK_COACHING, (asker_alone,)),
        Step("end", S.AGREED, S.ENDED, Permit.ASK_COACHING),
    ),
)
TALKS = frozenset({S.ASKED, S.AGREED})
"""States in which both write."""


def refuse_asking(
    *, topic: str, words: str, coaches: bool, own: bool, waiting: Collection[str], trainer: str
) -> tuple[Reason, ...]:
    """Return why somebody can't ask a trainer.

    coaches: she says that she coaches. own: it is oneself. waiting: the trainers whom one has asked
    and who have not answered, or with whom one is under way; trainer: this one.
    """
    return tuple(_wrong(topic, words, coaches, own, waiting, trainer))


def _wrong(
    topic: str, words: str, coaches: bool, own: bool, waiting: Collection[str], trainer: str
) -> Iterator[Reason]:
    if own:
        yield Reason("coaching.own")
    if not coaches:
        yield Reason("coaching.not_offered")
    if trainer in waiting:
        yield Reason("coaching.already")
    elif len(waiting) >= MOST_OPEN:
        yield Reason("coaching.too_many", {"most": MOST_OPEN})
    if topic not in TOPICS:
        yield Reason("course.unknown", {"field": "topic", "value": topic[:40]})
    if not words.strip():
        yield Reason("course.text_needed", {"field": "words"})
    elif len(words) > MOST:
        yield Reason("course.too_long", {"field": "words", "most": MOST})
