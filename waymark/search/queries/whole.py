"""All that holds a question, the newest first: for whoever waits for more of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from waymark.kernel import text as texts
from waymark.kernel.search import ask
from waymark.search.queries.matching import held, visible, within
from waymark.search.store import analyser


@dataclass(frozen=True, slots=True)
class Known:
    """A document as a line of news."""

    key: str
    title: str


def holding(
    typed: str,
    *,
    language: str = "en",
    audiences: Collection[str] = (),
    narrowed: Mapping[str, str] | None = None,
    most: int,
) -> list[Known]:
    """Return the documents that hold all that is asked, those that came last first; `most` of them.

    Nothing is put in order by how well it fits, so that an old document never seems to be new.
    """
    hints = [language, *(code for code in ("en", "fr", "es") if code != language)]
    question = ask(typed, analyser(), languages=hints)
    if not question:
        return []
    ids = [row[0] for row in within(held(question, audiences), narrowed or {}).rows()]
    newest = sorted(ids, reverse=True)[:most]
    rows = visible(audiences).filter(pk__in=newest).order_by("-pk").only("key", "texts")
    return [Known(row.key, _title(row.texts, language)) for row in rows]


def _title(said: Mapping[str, Mapping[str, str]], language: str) -> str:
    return texts.pick({code: text["title"] for code, text in said.items()}, language).text
