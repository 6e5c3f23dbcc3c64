"""Reviewers who differ: they talk once both have delivered, and a third decides what stays tied.

Nobody revises before every first verdict is in, so that those were given independently. A tie is
as many who accept as who don't; without a third word it is never acceptance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waymark.assessments.rules.case import Permit
from waymark.kernel.flow import Flow, Reason, Step


class Part(StrEnum):
    """When a verdict was given."""

    FIRST = ""  # alone, before anything of the others was seen
    TALK = "talk"  # revised after the others' first verdicts were seen
    THIRD = "third"  # by the third reviewer, on what stayed tied


class TalkState(StrEnum):
    """Where a talk between reviewers stands."""

    OPEN = "open"
    SETTLED = "settled"  # it ended, and nothing is tied
    TIED = "tied"  # it ended, and a third has to decide
    DECIDED = "decided"
    VOID = "void"  # a reviewer left, or the city handed in anew: verdicts are compared again


TALK_DAYS = 14
"""Within which reviewers should come to an end; the desk can end it earlier or later."""

UNSETTLED = (TalkState.OPEN, TalkState.TIED)


@dataclass(frozen=True)
class Word:
    """The last word of one reviewer on one criterion."""

    reviewer: str
    criterion: str
    outcome: str
    third: bool = False


def _by_criterion(words: Iterable[Word], *, third: bool) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word.third == third and word.outcome != "recuse":
            found[word.criterion].append(word.outcome)
    return found


def is_tied(outcomes: Iterable[str]) -> bool:
    """Tell whether as many accept as don't; nobody at all is no tie."""
    said = list(outcomes)
    accepting = said.count("accept")
    return accepting > 0 and accepting * 2 == len(said)


def differing(words: Iterable[Word]) -> tuple[str, ...]:
    """Return the criteria on which the first reviewers' words are not the same."""
    by = _by_criterion(words, third=False)
    return tuple(sorted(name for name, said in by.items() if len(set(said)) > 1))


def tied(words: Iterable[Word]) -> tuple[str, ...]:
    """Return the criteria on which as many of the first reviewers accept as don't."""
    by = _by_criterion(words, third=False)
    return tuple(sorted(name for name, said in by.items() if is_tied(said)))


def undecided(words: Iterable[Word]) -> tuple[str, ...]:
    """Return the tied criteria on which no third reviewer has given her word."""
    known = list(words)
    said = _by_criterion(known, third=True)
    return tuple(name for name in tied(known) if name not in said)


@dataclass(frozen=True)
class TalkFacts:
    """What the steps of a talk look at."""

    waiting: int = 0  # reviewers who have not said that they are done
    tied: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    ended_by_desk: bool = False
    reason: str = ""


def everybody_done(facts: TalkFacts) -> Reason | None:
    """Every reviewer is done, or the desk ends the talk."""
    if facts.waiting and not facts.ended_by_desk:
        return Reason("talk.waiting", {"count": facts.waiting})
    return None


def ended_with_reason(facts: TalkFacts) -> str | None:
    """Who ends the talk of others says why."""
    return "talk.no_reason" if facts.ended_by_desk and not facts.reason.strip() else None


def none_tied(facts: TalkFacts) -> Reason | None:
    """Nothing is tied any more."""
    if facts.tied:
        return Reason("talk.tied", {"criteria": ", ".join(facts.tied[:12])})
    return None


def all_decided(facts: TalkFacts) -> Reason | None:
    """A third has given her word on every tied criterion."""
    if facts.undecided:
        return Reason("talk.tied", {"criteria": ", ".join(facts.undecided[:12])})
    return None


TALK = Flow(
    "talk",
    start="open",
    steps=(
        Step(
            "settle",
            "open",
            "settled",
            Permit.GIVE_VERDICT,
            (everybody_done, ended_with_reason, none_tied),
        ),
        Step("tie", "open", "tied", Permit.GIVE_VERDICT, (everybody_done, ended_with_reason)),
        Step("decide", "tied", "decided", Permit.GIVE_VERDICT, (all_decided,)),
        Step("lose_third", "decided", "tied", Permit.ASSIGN_REVIEW),  # she left, or was replaced
        Step("void", ("open", "tied"), "void", Permit.ASSIGN_REVIEW),
    ),
)


@dataclass(frozen=True)
class RevisionFacts:
    """What is known where a reviewer is about to say something in a talk."""

    talk: str = ""  # the state of the talk, "" where there is none
    criteria: tuple[str, ...] = ()  # what the talk is about
    criterion: str = ""
    done: bool = False  # she has said that she is done
    before: str = ""  # her word so far
    after: str | None = None  # her new word; None where she only writes
    reason: str = ""  # what she writes


def refuse_word(facts: RevisionFacts) -> tuple[Reason, ...]:
    """Return why somebody can't write or revise in a talk."""
    found = []
    if facts.talk != TalkState.OPEN:
        found.append(Reason("talk.closed"))
    elif facts.criterion not in facts.criteria:
        found.append(Reason("talk.not_about"))
    if facts.done:
        found.append(Reason("talk.done"))
    if facts.after is not None and facts.after == facts.before:
        found.append(Reason("talk.same"))
    if not facts.reason.strip():
        found.append(Reason("talk.no_words"))
    return tuple(found)


@dataclass(frozen=True)
class ThirdFacts:
    """What is known where somebody chooses a third reviewer."""

    tied: bool = False
    had_a_part: bool = False  # who chooses is one of those who differ
    leads: bool = False  # who chooses leads the technical team
    lead_free: bool = True  # somebody leads the team who has no tie and no part
    taken: bool = False  # a third is there already


def refuse_third(facts: ThirdFacts) -> tuple[Reason, ...]:
    """Return why a third reviewer can't be chosen now by this person.

    It is the technical lead's to choose; the secretariat's only where no lead is free to.
    """
    found = []
    if not facts.tied:
        found.append(Reason("third.nothing_tied"))
    elif facts.taken:
        found.append(Reason("third.taken"))
    if facts.had_a_part:
        found.append(Reason("third.own"))
    elif not facts.leads and facts.lead_free:
        found.append(Reason("third.lead_chooses"))
    return tuple(found)
