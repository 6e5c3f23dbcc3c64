"""For which level somebody speaks: from the local one to the United Nations."""

from __future__ import annotations

from enum import StrEnum

from waymark.people.rules.roles import BodyKind


class Voice(StrEnum):
    """For which level somebody speaks."""

    LOCAL = "local"
    REGIONAL = "regional"
    ASSOCIATION = "association"  # of local and regional governments
    NATIONAL = "national"
    UN = "un"
    PARTNER = "partner"


REGION = "region"  # the kind of a place
_OF_PARTNERS = {
    "association": Voice.ASSOCIATION,
    "network": Voice.ASSOCIATION,
    "ministry": Voice.NATIONAL,
    "un_entity": Voice.UN,
}


def voice_of_place(kind: str) -> Voice:
    """Return for which level the people of a place speak, by its kind."""
    return Voice.REGIONAL if kind == REGION else Voice.LOCAL


def voice_of_body(kind: str, organisation: str) -> Voice:
    """Return for which level a body speaks, by its kind and that of its organisation.

    A secretariat is that of a country's mechanism: the global one takes no part.
    """
    if kind == BodyKind.SECRETARIAT:
        return Voice.NATIONAL
    return _OF_PARTNERS.get(organisation, Voice.PARTNER)
