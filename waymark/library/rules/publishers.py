"""Who publishes an entry: names, and the ids by which their entries are found."""

from __future__ import annotations

import re
from collections.abc import Mapping

MOST = 80
"""Characters of an id."""
_NO_WORD = re.compile(r"[^\w]+")


def publisher_id(name: str) -> str:
    """Return the id of a publisher's name: its words in small letters, joined by hyphens."""
    return _NO_WORD.sub("-", name.casefold()).strip("-_")[:MOST].strip("-")


def publishers_in(publisher: Mapping[str, str], original: str) -> dict[str, str]:
    """Return names by id of those that publish an entry together; a semicolon parts them.

    They are read in the language of the entry, so that each has one id.
    """
    said = publisher.get(original) or next(iter(publisher.values()), "")
    names = (one.strip() for one in re.split("[;؛；]", said))
    return {found: name for name in names if (found := publisher_id(name))}
