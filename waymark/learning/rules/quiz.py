"""Questions of a lesson: as an author types them, and what is right in an answer.

One line each: `? question`, then `* right answer` and `- wrong answer`, then `! why`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

MOST_QUESTIONS = 20
MOST_OPTIONS = 8


class BadQuiz(ValueError):
    """What was typed is no quiz. `line` counts from 1, `why` is a message key."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line, self.why = line, why


@dataclass(frozen=True)
class Question:
    """A question with its options; several of them may be right."""

    text: str
    options: tuple[str, ...]
    right: frozenset[int]  # indexes of options
    why: str

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return len(self.right) > 1


def read(typed: str) -> tuple[Question, ...]:
    """Return the questions of a quiz, () where nothing is typed. Raises BadQuiz."""
    blocks: list[list[tuple[int, str, str]]] = []
    for number, line in enumerate(typed.splitlines(), 1):
        mark, text = line.strip()[:1], line.strip()[1:].strip()
        if not mark:
            continue
        if mark not in "?*-!" or not text:
            raise BadQuiz(number, "course.quiz_line")
        if mark == "?":
            blocks.append([])
        elif not blocks:
            raise BadQuiz(number, "course.quiz_begins")
        blocks[-1].append((number, mark, text))
    if len(blocks) > MOST_QUESTIONS:
        raise BadQuiz(blocks[MOST_QUESTIONS][0][0], "course.quiz_long")
    return tuple(_question(block) for block in blocks)


def _question(lines: Sequence[tuple[int, str, str]]) -> Question:
    number = lines[0][0]
    options = [(mark, text) for _n, mark, text in lines if mark in "*-"]
    right = frozenset(index for index, (mark, _text) in enumerate(options) if mark == "*")
    if not 2 <= len(options) <= MOST_OPTIONS or not right:
        raise BadQuiz(number, "course.quiz_options")
    why = " ".join(text for _n, mark, text in lines if mark == "!")
    if not why:
        raise BadQuiz(number, "course.quiz_why")
    return Question(lines[0][2], tuple(text for _mark, text in options), right, why)


def alike(one: Sequence[Question], other: Sequence[Question]) -> bool:
    """Whether a translation asks the same: as many questions and options, the same ones right."""
    return [(len(q.options), q.right) for q in one] == [(len(q.options), q.right) for q in other]


def rights(questions: Sequence[Question], chosen: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """Return the indexes of the questions that were answered rightly, whole."""
    return tuple(
        index
        for index, question in enumerate(questions)
        if set(chosen.get(index, ())) == question.right
    )


def passes(right: int, of: int, share: int) -> bool:
    """Whether enough is right; share: percent. A quiz without questions is passed."""
    return right * 100 >= share * of
