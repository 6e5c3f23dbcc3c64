"""Going through a source: which addresses are read, and when one stops."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.base.visiting import NotRead, Visitor
from waymark.library.models import Source
from waymark.library.rules.outside import feeds, oai
from waymark.library.rules.outside.telling import Told
from waymark.library.rules.outside.tree import BadAnswer

MOST_RECORDS = 5_000
MOST_PAGES = 200


@dataclass(frozen=True)
class Harvest:
    """What a source told. complete: all that it has, so that what is missing is gone there."""

    found: tuple[Told, ...] = ()
    complete: bool = False
    wrong: str = ""  # why it stopped, as a message key
    params: tuple[tuple[str, str | int], ...] = ()
    again_in: int | None = None


def harvest(kind: str, url: str, visitor: Visitor) -> Harvest:
    """Read a source to its end, or to where it fails; what came before that is kept."""
    found: list[Told] = []
    try:
        if kind == Source.Kind.FEED:
            found += feeds.feed(visitor.read(url))[:MOST_RECORDS]
            return Harvest(tuple(found))
        token, seen = "", set()
        for _page in range(MOST_PAGES):
            page = oai.page(visitor.read(oai.ask(url, token)))
            found += page.records
            token = page.token
            if not token:
                return Harvest(tuple(found), complete=True)
            if token in seen or len(found) >= MOST_RECORDS:
                break
            seen.add(token)
        cut = tuple(found[:MOST_RECORDS])
        return Harvest(cut, wrong="outside.endless", params=(("most", MOST_RECORDS),))
    except (NotRead, BadAnswer) as error:
        again = error.again_in if isinstance(error, NotRead) else None
        return Harvest(tuple(found), False, error.key, tuple(error.params.items()), again)
