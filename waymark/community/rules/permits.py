"""Who may do what in this room."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from waymark.people.rules import CITY, Role


class Permit(StrEnum):
    """Acts of this room."""

    READ_NEEDS = "read_needs"
    KEEP_NEEDS = "keep_needs"
    ASK_SUPPORT = "ask_support"
    GIVE_SUPPORT = "give_support"
    SPEAK_ON_SUPPORT = "speak_on_support"


WRITERS = frozenset({Role.CITY_LEAD, Role.CITY_EDITOR, Role.CITY_SIGNATORY})
SPEAKERS = frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY})
TABLE: Mapping[str, frozenset[Role]] = {
    Permit.READ_NEEDS: CITY,
    Permit.KEEP_NEEDS: WRITERS,
    Permit.ASK_SUPPORT: SPEAKERS,
    Permit.GIVE_SUPPORT: frozenset({Role.PARTNER}),
    Permit.SPEAK_ON_SUPPORT: WRITERS | {Role.PARTNER},
}
