"""Reading a parsed JSON document while saying, for everything wrong in it, where and why.

A `Reader` stands on one value of the document and knows its path (`$.criteria[3].title`). What is
wrong is noted and reading goes on with a harmless stand-in, so that one pass lists every problem;
`done()` then refuses the document as a whole.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

MAX_PROBLEMS = 200
MAX_SAFE_INTEGER = 2**53 - 1
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}")
INDICATOR = re.compile(r"[a-z][a-z0-9_-]{0,29}:[A-Za-z0-9][A-Za-z0-9 _.:/-]{0,79}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
SEMVER = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")
HEX_SHA256 = re.compile(r"[0-9a-f]{64}")
# C0 controls other than tab and line ends, and DEL: some canonical forms of signed documents
# disagree about them, so they are refused where they would enter.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")

PROBLEMS: Mapping[str, str] = {
    "type": "should be %(want)s",
    "missing": "is missing",
    "unknown_key": "is not a field of this format",
    "empty": "is empty",
    "too_long": "is longer than %(max)s",
    "too_few": "has fewer than %(min)s entries",
    "too_many": "has more than %(max)s entries",
    "control": "holds a control character",
    "pattern": "is not written as expected: %(want)s",
    "range": "should be between %(min)s and %(max)s",
    "not_finite": "is not a finite number",
    "not_exact": "is a whole number beyond 2^53 - 1, which not every reader keeps exactly",
    "date": "is not a date written YYYY-MM-DD",
    "moment": "is not a date and time with its offset, as in 2026-03-01T09:30:00+00:00",
    "choice": "is not one of: %(options)s",
    "duplicate": "is given twice: %(value)s",
    "unknown_ref": "names %(what)s that does not exist: %(value)s",
    "order": "is out of order: %(why)s",
    "rule": "is not a valid rule: %(why)s",
    "conflict": "contradicts itself: %(why)s",
    "refused": "is not allowed: %(why)s",
    "reused": "was given to something else in an earlier edition: %(value)s",
    "other_question": "asks another question under the same id: %(value)s",
    "format": "is another format than %(want)s",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the JSON path of the value, a code of `PROBLEMS` and its parameters."""

    path: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The problem in English, with its place; `PROBLEMS[code]` is what to translate."""
        return f"{self.path} {PROBLEMS[self.code] % self.params}."


class InvalidDocument(ValueError):
    """A document that departs from its format. `problems` lists everything found, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Reader:
    """One value of a parsed JSON document, its path, and the shared list of problems."""

    value: object
    path: str = "$"
    problems: list[Problem] = field(default_factory=list)

    def fail(self, code: str, **params: object) -> None:
        """Note a problem here (at most `MAX_PROBLEMS` of them are kept)."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.path, code, params))

    def done(self) -> None:
        """Raise `InvalidDocument` if anything was wrong."""
        if self.problems:
            raise InvalidDocument(self.problems)

    def at(self, key: str | int) -> str:
        """The path of a child, printable whatever the key holds."""
        if isinstance(key, int):
            return f"{self.path}[{key}]"
        return f"{self.path}.{key}" if _PLAIN_KEY.fullmatch(key) else f"{self.path}[{key[:40]!a}]"

    def child(self, key: str | int, value: object) -> Reader:
        """A reader one step further down."""
        return Reader(value, self.at(key), self.problems)

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Reader]:
        """The named members of an object; missing and unknown ones are problems.

        An optional member that is absent or null is left out of the result.
        """
        if not isinstance(self.value, dict):
            self.fail("type", want="an object")
            return {}
        known = {*required, *optional}
        for key in self.value:
            if key not in known:
                self.child(key, None).fail("unknown_key")
        found: dict[str, Reader] = {}
        for key in (*required, *optional):
            value = self.value.get(key)
            if key in required and key not in self.value:
                self.child(key, None).fail("missing")
            elif key in required or value is not None:
                found[key] = self.child(key, value)
        return found

    def entries(self, max_entries: int = 10_000) -> list[tuple[str, Reader]]:
        """The members of an object whose keys are free."""
        if not isinstance(self.value, dict):
            self.fail("type", want="an object")
            return []
        if len(self.value) > max_entries:
            self.fail("too_many", max=max_entries)
            return []
        return [(key, self.child(key, value)) for key, value in self.value.items()]

    def items(self, at_least: int = 0, at_most: int = 10_000) -> list[Reader]:
        """The members of a list, whose length must lie between the two numbers."""
        if not isinstance(self.value, list | tuple):
            self.fail("type", want="a list")
            return []
        if len(self.value) < at_least:
            self.fail("too_few", min=at_least)
        if len(self.value) > at_most:
            self.fail("too_many", max=at_most)
            return []
        return [self.child(index, value) for index, value in enumerate(self.value)]

    def text(self, at_most: int = 20_000, *, empty: bool = True) -> str:
        """A string without control characters."""
        if not isinstance(self.value, str):
            self.fail("type", want="text")
            return ""
        if not empty and not self.value.strip():
            self.fail("empty")
        if len(self.value) > at_most:
            self.fail("too_long", max=at_most)
        if _CONTROL.search(self.value):
            self.fail("control")
        return self.value

    def matching(self, pattern: re.Pattern[str], want: str) -> str:
        """A string that the whole pattern fits."""
        text = self.text(400)
        if isinstance(self.value, str) and not pattern.fullmatch(text):
            self.fail("pattern", want=want)
        return text

    def identifier(self) -> str:
        """A stable id: letters, digits and `_ . : / -`, at most 80."""
        return self.matching(IDENTIFIER, "letters, digits and _ . : / -")

    def choice(self, options: Sequence[str]) -> str:
        """One of the given words."""
        if not isinstance(self.value, str) or self.value not in options:
            self.fail("choice", options=", ".join(options))
            return options[0]
        return self.value

    def integer(self, low: int, high: int) -> int:
        """A whole number within bounds; 2.0 and true are not whole numbers."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.fail("type", want="a whole number")
            return low
        if not low <= self.value <= high:
            self.fail("range", min=low, max=high)
            return low
        return self.value

    def number(self) -> int | float:
        """A finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.fail("type", want="a number")
            return 0
        if not math.isfinite(self.value):
            self.fail("not_finite")
            return 0
        if self.value == int(self.value) and abs(self.value) > MAX_SAFE_INTEGER:
            self.fail("not_exact")
            return 0
        return self.value

    def boolean(self) -> bool:
        """True or false, and nothing that merely looks like it."""
        if not isinstance(self.value, bool):
            self.fail("type", want="true or false")
            return False
        return self.value

    def day(self) -> date:
        """A calendar date, `YYYY-MM-DD`."""
        try:
            if isinstance(self.value, str) and len(self.value) == 10:
                return date.fromisoformat(self.value)
        except ValueError:
            pass
        self.fail("date")
        return date.min

    def moment(self) -> str:
        """A date and time with an offset, kept as it was written."""
        try:
            if isinstance(self.value, str) and len(self.value) <= 40:
                offset = datetime.fromisoformat(self.value).tzinfo
                if offset is not None:
                    return self.value
        except ValueError:
            pass
        self.fail("moment")
        return ""

    def texts(self, at_most: int = 5_000) -> dict[str, str]:
        """One text in one or more languages: `{"en": "...", "ar": "..."}`."""
        found = {}
        for language, reader in self.entries(60):
            if not LANGUAGE.fullmatch(language):
                reader.fail("pattern", want="a language tag such as en or zh-Hant")
            found[language] = reader.text(at_most, empty=False)
        if isinstance(self.value, dict) and not found:
            self.fail("empty")
        return found


def no_duplicates(readers: Iterable[Reader], ids: Iterable[str]) -> None:
    """Note every id that was already used by an earlier reader of the same list."""
    seen: set[str] = set()
    for reader, name in zip(readers, ids, strict=True):
        if name in seen:
            reader.fail("duplicate", value=name)
        seen.add(name)
