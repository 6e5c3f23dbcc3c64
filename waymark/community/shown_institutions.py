"""Partners that work on the same, with what they share in a sentence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.base.fields import listed
from waymark.community.queries.institutions import Match
from waymark.community.shown_providers import Line, countries, line
from waymark.library.wording import TOPICS, names


@dataclass(frozen=True)
class Shared:
    """A partner, and the sentence on topics and countries; issues and needs by their titles."""

    match: Match
    line: Line
    sentence: str


def lines(found: Collection[Match]) -> list[Shared]:
    """Put matches into words. One query for the names of countries."""
    codes = {code for one in found for code in (*one.row.countries, *one.common.countries)}
    known = dict(countries(codes))
    return [Shared(one, line(one.row, known), _sentence(one, known)) for one in found]


def _sentence(found: Match, known: dict[str, str]) -> str:
    if not found.common.topics:
        return ""
    topics = names(TOPICS, sorted(found.common.topics))
    if found.common.anywhere:
        return _("You both help with %(topics)s, anywhere.") % {"topics": topics}
    lands = listed(sorted(known.get(code, code) for code in found.common.countries))
    return _("You both help with %(topics)s, and can both work in: %(countries)s.") % {
        "topics": topics,
        "countries": lands,
    }
