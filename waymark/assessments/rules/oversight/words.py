"""The global committee's word on a national certificate: whether one is needed, and what it does.

An objection never takes a certificate away. It opens a spot check or a hearing, and those who
decided look at it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from waymark.kernel.flow import Reason

BOUNDS = (7, 180)
"""Fewest and most days for a word."""


class Way(StrEnum):
    """Whether a certificate of a mechanism needs the word of the global committee."""

    NONE = "none"
    SILENCE = "silence"  # silence endorses
    EXPRESS = "express"  # only a word endorses


class Opens(StrEnum):
    """What an objection opens."""

    CHECK = "check"
    HEARING = "hearing"


class Word(StrEnum):
    """What can be said, or come of silence."""

    ENDORSE = "endorse"
    SILENCE = "silence"
    OBJECT = "object"


class Standing(StrEnum):
    """How a certificate stands with the global committee."""

    NOT_NEEDED = "not_needed"
    WAITING = "waiting"
    ENDORSED = "endorsed"
    BY_SILENCE = "by_silence"
    OBJECTED = "objected"
    NO_WORD = "no_word"  # the time is over, and only a word would endorse


ENDORSES = frozenset({Word.ENDORSE, Word.SILENCE})


@dataclass(frozen=True, slots=True)
class Oversight:
    """What is set for one mechanism."""

    way: Way = Way.NONE
    days: int = 30  # from publication, for a word
    opens: Opens = Opens.CHECK

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"way": self.way.value, "days": self.days, "opens": self.opens.value}


def read_oversight(value: Mapping[str, Any]) -> Oversight:
    """Read what `document` wrote."""
    return Oversight(Way(value["way"]), value["days"], Opens(value["opens"]))


def refusals(rule: Oversight) -> tuple[Reason, ...]:
    """Return what can't be set."""
    least, most = BOUNDS
    if not least <= rule.days <= most:
        return (Reason("oversight.days", {"least": least, "most": most}),)
    return ()


def word_due(published: date, rule: Oversight) -> date:
    """Return the last day for a word."""
    return published + timedelta(days=rule.days)


def standing(words: Sequence[str], rule: Oversight, published: date, on: date) -> Standing:
    """Return how a certificate stands on a day; `words` are those said so far, in their order."""
    if words:
        last = Word(words[-1])
        return {
            Word.ENDORSE: Standing.ENDORSED,
            Word.SILENCE: Standing.BY_SILENCE,
            Word.OBJECT: Standing.OBJECTED,
        }[last]
    if rule.way == Way.NONE:
        return Standing.NOT_NEEDED
    if rule.way == Way.EXPRESS and on > word_due(published, rule):
        return Standing.NO_WORD
    return Standing.WAITING


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What is known where somebody is about to give the committee's word."""

    rule: Oversight
    published: date
    on: date
    words: tuple[str, ...] = ()
    valid: bool = True  # the certificate is in force
    settled: bool = True  # what an objection opened has come to an end
    tied: bool = False  # who speaks has a tie to the city
    had_part: bool = False  # or belongs to those who decided
    may_speak: bool = True  # she chairs, or nobody who chairs is free


def refuse_word(facts: WordFacts, word: Word) -> tuple[Reason, ...]:
    """Return every reason why a word can't be given."""
    found = []
    if facts.tied:
        found.append(Reason("oversight.tied"))
    if facts.had_part:
        found.append(Reason("oversight.had_part"))
    if not facts.may_speak:
        found.append(Reason("oversight.chair_speaks"))
    if not facts.valid:
        found.append(Reason("oversight.not_valid"))
    last = facts.words[-1] if facts.words else ""
    due = word_due(facts.published, facts.rule)
    if facts.rule.way == Way.NONE:
        found.append(Reason("oversight.not_needed"))
    elif last in ENDORSES or (last == Word.OBJECT and word == Word.OBJECT):
        found.append(Reason("oversight.said"))
    elif last == Word.OBJECT and not facts.settled:
        found.append(Reason("oversight.not_settled"))
    elif word == Word.OBJECT and facts.on > due:
        found.append(Reason("oversight.too_late", {"due": due.isoformat()}))
    return tuple(found)


def endorses_by_silence(facts: WordFacts) -> bool:
    """Tell whether the time has passed without a word, where silence endorses."""
    over = facts.on > word_due(facts.published, facts.rule)
    return facts.rule.way == Way.SILENCE and over and not facts.words and facts.valid
