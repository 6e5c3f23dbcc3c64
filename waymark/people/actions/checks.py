"""Small checks that several verbs of this room share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from waymark.base.permits import require
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import Contributing
from waymark.people.rules import refuse_contributor
from waymark.places.models import Place


def refuse_if(reasons: Iterable[Reason]) -> None:
    """Raise Refused with all reasons, if there are any."""
    found = tuple(reasons)
    if found:
        raise Refused(*found)


def require_or_console(by: Any, permit: str, *, on: Any) -> None:
    """Require a permit of a person; `by=None` is the operator at the machine's own console.

    The first seat of a new installation has to come from somewhere, and whoever holds the
    console holds the database too.
    """
    if by is not None:
        require(by, permit, on=on)


def words(text: str, most: int) -> str:
    """Return a text as it may be stored: normal form, trimmed, at most so many characters.

    Raises Refused where it holds what no store can carry.
    """
    try:
        return texts.clean(text).strip()[:most]
    except texts.BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error


def needed(text: str, most: int, key: str) -> str:
    """Return a text as `words` does; raise Refused with a key if nothing in it can be seen."""
    found = words(text, most)
    if not texts.skeleton(found):
        raise Refused(Reason(key))
    return found


def check_contributor(role: str, place: Place) -> None:
    """Refuse the role of a contributor where the place takes no contributions."""
    opened = Contributing.objects.filter(place=place, open=True).exists()
    refuse_if(refuse_contributor(role, opened))
