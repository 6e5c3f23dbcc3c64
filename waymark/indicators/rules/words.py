"""Understanding the words of a file: by what a person said about them, else by the lists."""

from __future__ import annotations

from waymark.indicators.rules.answers import LEAVE_OUT, Answers, Asked, word_key
from waymark.indicators.rules.facts import Indicator
from waymark.indicators.rules.find import Finder
from waymark.indicators.rules.groups import CLOSED, VOCABULARY, read_group
from waymark.indicators.rules.problems import Unreadable

ANSWERABLE = (
    *("indicator.unknown", "indicator.unknown_near", "indicator.several"),
    *("area.unknown", "area.unknown_near", "area.several", "group.unknown"),
)
"""What a person can answer once for all rows that hold a word."""


class LeftOut(Exception):
    """A person has said that rows with this word are left out."""


class Words:
    """The words of one file. `asked` gathers those that nobody understands."""

    def __init__(self, finder: Finder, answers: Answers) -> None:
        self.finder, self.answers = finder, answers
        self.asked = Asked()
        self.area_ids = {pk for held in finder.areas.values() for pk in held}

    def indicator(self, text: str) -> Indicator:
        """The indicator of a cell. Raises `LeftOut`, `Unreadable`."""
        said = _said(self.answers.indicator.get(word_key(text)))
        if said and (found := self.finder.by_name.get(said.casefold())):
            return found
        try:
            return self.finder.indicator(text)
        except Unreadable as error:
            raise self._noted(error, "indicator", text) from None

    def area(self, text: str) -> str:
        """The id of the area of a cell, "" for the whole place. Raises `LeftOut`, `Unreadable`."""
        said = _said(self.answers.area.get(word_key(text))) if text else None
        if said is not None and (not said or said in self.area_ids):
            return said
        try:
            return self.finder.area(text)
        except Unreadable as error:
            raise self._noted(error, "area", text) from None

    def group(self, dimension: str, text: str) -> str:
        """The group of a cell, "" for everybody. Raises `LeftOut`, `Unreadable`."""
        if dimension in CLOSED:
            said = _said(self.answers.group.get(word_key(text, dimension)))
            if said is not None and (not said or said in VOCABULARY[dimension]):
                return said
        try:
            return read_group(dimension, text)
        except Unreadable as error:
            raise self._noted(error, dimension, text) from None

    def _noted(self, error: Unreadable, kind: str, text: str) -> Unreadable:
        if error.key in ANSWERABLE:
            self.asked.add(kind, text)
        return error


def _said(answer: str | None) -> str | None:
    if answer == LEAVE_OUT:
        raise LeftOut
    return answer
