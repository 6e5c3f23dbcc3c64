"""How the rows of the shipped lists stand to each other, as far as the lists' files say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from waymark.indicators.rules.editions import Row

EXACT, ADAPTED, PROXY, NONE = "exact", "adapted", "proxy", "none"
KINDS = (EXACT, ADAPTED, PROXY, NONE)
"""Exact: one value answers both. Adapted: another definition of the same thing. Proxy: stands in
for it. None: there is nothing, or it is alike in name only."""

Name = tuple[str, str]
"""Framework and code."""

REPEATED = "The global list repeats this indicator under several codes."
CLOSE = "Same or close, by our own reading."
ONE_OF_SEVERAL = "Several rows stand beside this indicator; by our own reading each is part of it."
RELATED = "Related, but not the same, by our own reading."
BESIDE = "Named beside this item; whether the definitions agree is not verified."


@dataclass(frozen=True, slots=True)
class Link:
    """What is said of two indicators, once for both ways."""

    one: Name
    other: Name
    kind: str
    note: str = ""
    verified: bool = False


def codes(text: str) -> list[str]:
    """The codes in a cell such as "11.5.1; 13.1.1"."""
    return text.replace(";", " ").replace(",", " ").split()


def links(lists: Mapping[str, Sequence[Row]]) -> tuple[Link, ...]:
    """Return every link that the shipped lists tell of, each pair once.

    A row that is the same as a repeated global indicator is the same as each of its repeats.
    """
    repeats = {row.code: codes(row.same_as) for row in lists["sdg"]}
    found: dict[frozenset[Name], Link] = {}
    for link in (*_repeated(repeats), *_close(lists["umf"], repeats), *_beside(lists["sng"])):
        found.setdefault(frozenset((link.one, link.other)), link)
    return tuple(found.values())


def _repeated(repeats: Mapping[str, Sequence[str]]) -> Iterator[Link]:
    for code, others in repeats.items():
        for other in others:
            yield Link(("sdg", code), ("sdg", other), EXACT, REPEATED, verified=True)


def _close(rows: Sequence[Row], repeats: Mapping[str, Sequence[str]]) -> Iterator[Link]:
    beside = Counter(code for row in rows for code in codes(row.same_as))
    for row in rows:
        for code in codes(row.same_as):
            alone = beside[code] == 1
            kind, note = (EXACT, CLOSE) if alone else (ADAPTED, ONE_OF_SEVERAL)
            for other in (code, *repeats.get(code, ())):
                yield Link(("umf", row.code), ("sdg", other), kind, note)
        if not row.same_as:
            for code in codes(dict(row.facts).get("related", "")):
                yield Link(("umf", row.code), ("sdg", code), NONE, RELATED)


def _beside(rows: Sequence[Row]) -> Iterator[Link]:
    for row in rows:
        for code in codes(dict(row.facts).get("related", "")):
            yield Link(("sng", row.code), ("sdg", code), ADAPTED, BESIDE)
