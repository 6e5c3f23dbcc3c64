"""One thing as another catalogue tells of it, in our words for kinds, topics and languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import nh3

from waymark.kernel import text as texts
from waymark.library.rules.catalogue import folded, is_address
from waymark.library.rules.vocabulary import TOPICS

MOST = {"title": 200, "publisher": 200, "description": 2000, "licence": 300, "id": 300}
"""Characters of a text; what is longer is cut, and says so by an ellipsis."""
KINDS: Mapping[str, str] = {
    "video": "video",
    "movingimage": "video",
    "moving image": "video",
    "film": "video",
    "interview": "interview",
    "podcast": "interview",
    "dataset": "dataset",
    "data": "dataset",
    "report": "report",
    "software": "software",
    "article": "study",
    "research": "study",
    "research paper": "study",
    "study": "study",
    "thesis": "study",
    "guide": "guide",
    "guidelines": "guide",
    "manual": "guide",
    "toolkit": "tool",
    "tool": "tool",
    "course": "course",
    "training": "course",
    "case study": "case",
    "case": "case",
    "good practice": "case",
    "best practice": "case",
    "practice": "case",
    "award": "case",
}
"""What sources call kinds of things, without case, and what we do."""
LONG: Mapping[str, str] = {
    "eng": "en",
    "english": "en",
    "fra": "fr",
    "fre": "fr",
    "french": "fr",
    "spa": "es",
    "spanish": "es",
    "ara": "ar",
    "arabic": "ar",
    "rus": "ru",
    "russian": "ru",
    "por": "pt",
    "portuguese": "pt",
    "zho": "zh",
    "chi": "zh",
    "chinese": "zh",
    "cat": "ca",
    "deu": "de",
    "ger": "de",
    "german": "de",
    "français": "fr",
    "español": "es",
}
MARKUP = 20
"""Characters of markup that are read for each of its text: nesting costs its square in time."""
_BLOCKS = re.compile(r"</(?:p|div|li|h\d|tr)>|<br\s*/?>", re.IGNORECASE)
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Told:
    """What a source says of one thing. `gone`: that it is there no more, and nothing else."""

    id: str
    title: str = ""
    description: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    licence: str = ""
    gone: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        return {**asdict(self), "kinds": list(self.kinds), "topics": list(self.topics)}

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Told:
        """What `as_json` gave."""
        known = {one.name for one in fields(cls)}
        told = {name: value for name, value in held.items() if name in known}
        return cls(**told | {name: tuple(told.get(name, ())) for name in ("kinds", "topics")})


def told(
    *,
    id: str,
    title: str,
    description: str = "",
    publisher: str = "",
    urls: Iterable[str] = (),
    language: str = "",
    kinds: Iterable[str] = (),
    subjects: Iterable[str] = (),
    licence: str = "",
) -> Told:
    """Bring what a source says into our words; markup, hidden characters and the like are dropped.

    Of the addresses the first that can be followed is taken.
    """
    kinds, subjects = [_key(one) for one in kinds], [_key(one) for one in subjects]
    return Told(
        id=id[: MOST["id"]],
        title=" ".join(plain(title, MOST["title"]).split()),
        description=plain(description, MOST["description"]),
        publisher=" ".join(plain(publisher, MOST["publisher"]).split()),
        url=next((one.strip() for one in urls if is_address(one.strip())), ""),
        language=language_of(language),
        kinds=tuple(dict.fromkeys(KINDS[one] for one in (*kinds, *subjects) if one in KINDS)),
        topics=tuple(dict.fromkeys(one for one in subjects if one in TOPICS and one != "all")),
        licence=" ".join(plain(licence, MOST["licence"]).split()),
    )


def _key(text: str) -> str:
    return " ".join(text.casefold().split())[:80]


def language_of(text: str) -> str:
    """The code of a language that a source writes in its own way; "" where we can't tell."""
    said = text.strip().casefold()
    if said in LONG:
        return LONG[said]
    short = re.split(r"[-_]", said)[0]
    return LONG.get(short, short if re.fullmatch(r"[a-z]{2}", short) else "")


def plain(markup: str, most: int) -> str:
    """The text of what may be HTML, cut at so many characters; "" where it is no clean text."""
    lines = _BLOCKS.sub("\n", markup[: most * MARKUP])
    bare = html.unescape(nh3.clean(lines, tags=set()))
    if "<" in bare:  # markup that was written as text: once more
        bare = html.unescape(nh3.clean(_BLOCKS.sub("\n", bare), tags=set()))
    try:
        cleaned = texts.clean(bare)
    except texts.BadText:
        kept = (char for char in bare if char == "\n" or char.isprintable())
        try:
            cleaned = texts.clean("".join(kept))
        except texts.BadText:
            return ""
    cleaned = _LINES.sub("\n", _SPACE.sub(" ", cleaned)).strip()
    return cleaned if len(cleaned) <= most else f"{cleaned[: most - 2].rstrip()} …"


def same_address(url: str) -> str:
    """An address without what does not tell two things apart: scheme, www, a last slash."""
    bare = url.strip().partition("#")[0].partition("://")[2].casefold()
    return bare.removeprefix("www.").rstrip("/")


def same_title(title: str) -> frozenset[str]:
    """The words of a title, for telling whether two are alike."""
    return frozenset(re.findall(r"\w+", folded(title)))


ALIKE = 0.8


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles share so many words (Jaccard's index) that they may mean one thing."""
    if not one or not other or min(len(one), len(other)) < ALIKE * max(len(one), len(other)):
        return False
    return len(one & other) >= ALIKE * len(one | other)
