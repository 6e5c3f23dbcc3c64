"""The first of what was found, put in order again by the operator's model, where there is one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from waymark.kernel.search import Scored, guess
from waymark.kernel.search.meaning import fused
from waymark.search.meaning import model_for
from waymark.search.queries.matching import visible

WEIGHT = 0.5
"""What the order by meaning counts beside that by words."""


def by_meaning(
    typed: str, language: str, audiences: Collection[str], ordered: Sequence[Scored]
) -> list[Scored]:
    """Order documents anew, by words and by meaning; as they are where no model is set.

    It finds nothing more and leaves nothing out. One query, none without a model.
    """
    model = model_for(guess(typed, otherwise=language)) if len(ordered) > 1 else None
    if model is None:
        return list(ordered)
    rows = visible(audiences).filter(pk__in=[one.id for one in ordered])
    said = {pk: _told(texts, language) for pk, texts in rows.values_list("pk", "texts")}
    near = model.nearness(typed, [said.get(one.id, "") for one in ordered])
    return fused(ordered, near, weight=WEIGHT)


def _told(texts: Mapping[str, Mapping[str, str]], language: str) -> str:
    """What a document is about, in the reader's language, else in English, else as it comes."""
    for code in (language, "en", *texts):
        if code in texts:
            said = texts[code]
            return f"{said['title']}. {said['summary'] or said['body'][:400]}"
    return ""
