"""The guides: Markdown files that ship with Waymark, one per subject and language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from waymark.base import markdown
from waymark.kernel import text

ORDER = (
    "goals",
    "city",
    "indicators",
    "library",
    "partner",
    "groups",
    "courses",
    "learning",
    "hubs",
    "vlr",
    "reviewer",
    "technical",
    "committee",
    "steward",
    "secretariat",
    "criteria",
    "certificate",
    "draws",
    "data",
    "operator",
)
SITE = ("about", "accessibility", "privacy")
_PACKAGED = Path(__file__).parent / "guide"
FOLDER = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[2] / "docs" / "guide"


@dataclass(frozen=True)
class Guide:
    """A guide in the language in which it was found."""

    name: str
    lang: str
    document: markdown.Document

    @property
    def direction(self) -> str:
        """For the `dir` attribute beside `lang`."""
        return text.direction(self.lang)


@dataclass(frozen=True)
class Hit:
    """A guide with those of its headings under which the words were found."""

    guide: Guide
    headings: tuple[markdown.Heading, ...]


def names() -> list[str]:
    """Return the guides for people who use Waymark, in the order in which they are needed."""
    found = {path.stem for path in FOLDER.glob("*.md")} - set(SITE) - {"index", "README"}
    known = [name for name in ORDER if name in found]
    return known + sorted(found.difference(known))


def guide(name: str, lang: str) -> Guide | None:
    """Return a guide in a language, in English where it has no translation, or None."""
    if name not in {*names(), *SITE}:
        return None
    for code, path in ((lang, FOLDER / lang / f"{name}.md"), ("en", FOLDER / f"{name}.md")):
        if path.is_file():
            return Guide(name, code, _read(path, path.stat().st_mtime_ns))
    return None


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> markdown.Document:
    return markdown.document(path.read_text(encoding="utf-8"), _link)


def _link(target: str) -> str:
    """Turn a link to a neighbouring file into the address of its page."""
    path, hash_, part = target.partition("#")
    if "://" in path or not path.endswith(".md"):
        return target
    stem = Path(path).stem
    place = f"/{stem}/" if stem in SITE else f"/help/{stem}/"
    return f"{place}{hash_}{part}"


def search(words: str, lang: str) -> list[Hit]:
    """Return the guides that hold all words, with the headings that do; all without words."""
    wanted = text.skeleton(words).split()
    hits = []
    for name in names():
        found = guide(name, lang)
        if found is None:
            continue
        held = text.skeleton(f"{found.document.title} {found.document.html}")
        if all(word in held for word in wanted):
            near = tuple(h for h in found.document.headings if _holds(h.text, wanted))
            hits.append(Hit(found, near if wanted else found.document.headings))
    return hits


def _holds(words: str, wanted: list[str]) -> bool:
    held = text.skeleton(words)
    return any(word in held for word in wanted)
