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
from waymark.kernel.search.question import Clause, Question

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
    """A document's place in the order. `why`: the words found in it, as (said, field, times).

    places: where it stood by words and by meaning, from 1, where both were asked.
    """

    id: int
    score: float
    why: tuple[tuple[str, str, int], ...]
    places: tuple[int, int] | None = None


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
    rarity = [rareness(documents, n) for n in found_by]
    groups = [tuple(_needles(clause) for clause in group) for group in question.wanted]
    scored = [_scored(groups, one, rarity, max(length, 1.0)) for one in candidates]
    return sorted(scored, key=lambda one: (-one.score, one.id))


def rareness(documents: int, found_by: int) -> float:
    """What a word that `found_by` of all documents hold weighs (never less than nothing)."""
    return math.log(1 + (max(documents - found_by, 0) + 0.5) / (found_by + 0.5))


@dataclass(frozen=True, slots=True)
class _Needles:
    """A clause as strings to count in a field: any of a word's forms, any of the concepts."""

    said: str
    words: tuple[tuple[str, ...], ...]
    concepts: tuple[str, ...]


def _needles(clause: Clause) -> _Needles:
    words = tuple(
        tuple(f" {' '.join(form)}{'' if word.begins else ' '}" for form in word.forms)
        for word in clause.words
    )
    return _Needles(clause.said, words, tuple(f" {mark(one)} " for one in clause.concepts))


def _scored(
    groups: Sequence[Sequence[_Needles]],
    candidate: Candidate,
    rarity: Sequence[float],
    length: float,
) -> Scored:
    padded = [(name, WEIGHTS.get(name, 1.0), f" {terms} ") for name, terms in
              candidate.fields.items()]  # fmt: skip
    own = sum(terms.count(" ") - 1 for _name, _weight, terms in padded)
    norm = K1 * (1 - B + B * own / length)
    score = 0.0
    why: list[tuple[str, str, int]] = []
    for group, weight in zip(groups, rarity, strict=True):
        frequency = sum(_counted(clause, padded, why) for clause in group)
        if frequency:
            score += weight * frequency * (K1 + 1) / (frequency + norm)
    return Scored(candidate.id, round(score, 9), tuple(why))


def _counted(
    clause: _Needles, padded: Sequence[tuple[str, float, str]], why: list[tuple[str, str, int]]
) -> float:
    """Weigh how often a clause is there, and add to `why` where."""
    total = 0.0
    for name, weight, terms in padded:
        literal = -1
        for forms in clause.words:
            times = 0
            for form in forms:
                if form in terms:
                    times = max(times, terms.count(form))
            literal = times if literal < 0 else min(literal, times)
            if not literal:
                break
        literal = max(literal, 0)
        meant = sum(terms.count(one) for one in clause.concepts if one in terms)
        if literal or meant:
            total += weight * (literal + CONCEPT * max(meant - literal, 0))
            why.append((clause.said, name, max(literal, meant)))
    return total
