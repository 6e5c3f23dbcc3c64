"""The order of what was found: BM25 over weighted fields, with what it rests on beside it.

The formula is Okapi BM25 in the form of Robertson and Zaragoza (The Probabilistic Relevance
Framework: BM25 and Beyond, 2009), §3.6 (BM25F): counts are weighted by field before they saturate.
It is worked out here and not in a database, so that all databases give the same order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from waymark.kernel.search.analysis import mark
from waymark.kernel.search.question import Clause, Question, Terms

WEIGHTS = {"title": 6.0, "summary": 2.0, "body": 1.0}
CONCEPT = 0.5
"""What a word of the same meaning counts beside the word itself."""

K1, B = 1.2, 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that holds what is looked for: its terms by field, joined by blanks."""

    id: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scored:
    """A document's place in the order. `why`: the words found in it, as (said, field, times)."""

    id: int
    score: float
    why: tuple[tuple[str, str, int], ...]


def arrange(
    question: Question,
    candidates: Iterable[Candidate],
    *,
    documents: int,
    found_by: Sequence[int],
    length: float,
) -> list[Scored]:
    """Order candidates, the best first; equals by id, so that the order is always the same.

    `documents`: how many there are in all; `found_by`: for each group of the question, how many
    hold it; `length`: terms of a document on average.
    """
    rarity = [math.log(1 + (documents - n + 0.5) / (n + 0.5)) for n in found_by]
    scored = [_scored(question, one, rarity, max(length, 1.0)) for one in candidates]
    return sorted(scored, key=lambda one: (-one.score, one.id))


def _scored(
    question: Question, candidate: Candidate, rarity: Sequence[float], length: float
) -> Scored:
    padded = {name: f" {terms} " for name, terms in candidate.fields.items()}
    own = sum(terms.count(" ") - 1 for terms in padded.values())
    norm = K1 * (1 - B + B * own / length)
    score, why = 0.0, []
    for group, weight in zip(question.wanted, rarity, strict=True):
        frequency = 0.0
        for clause in group:
            counted, told = _counted(clause, padded)
            frequency += counted
            why += told
        if frequency:
            score += weight * frequency * (K1 + 1) / (frequency + norm)
    return Scored(candidate.id, round(score, 9), tuple(why))


def _counted(clause: Clause, padded: Mapping[str, str]) -> tuple[float, list[tuple[str, str, int]]]:
    total, told = 0.0, []
    for name, terms in padded.items():
        weight = WEIGHTS.get(name, 1.0)
        times = [
            max(_times(form, terms, begins=word.begins) for form in word.forms)
            for word in clause.words
        ]
        literal = min(times)
        meant = sum(terms.count(f" {mark(concept)} ") for concept in clause.concepts)
        total += weight * (literal + CONCEPT * max(meant - literal, 0))
        if literal or meant:
            told.append((clause.said, name, max(literal, meant)))
    return total, told


def _times(form: Terms, padded: str, *, begins: bool) -> int:
    return padded.count(f" {' '.join(form)}" + ("" if begins else " "))
