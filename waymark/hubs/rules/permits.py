"""Who may do what in this room."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from waymark.people.rules import Role


class Permit(StrEnum):
    """Acts of this room."""

    KEEP_CALLS = "keep_calls"
    ASK_ABOUT_CALL = "ask_about_call"
    KEEP_HUB = "keep_hub"  # for the secretariat: the agreement, the label, the end
    SIGN_HUB = "sign_hub"  # for the place that leads it
    WRITE_HUB = "write_hub"  # its public page


WRITERS = frozenset({Role.CITY_LEAD, Role.CITY_EDITOR, Role.CITY_SIGNATORY})
TABLE: Mapping[str, frozenset[Role]] = {
    Permit.KEEP_CALLS: frozenset({Role.SECRETARIAT}),
    Permit.ASK_ABOUT_CALL: frozenset({Role.USER}),
    Permit.KEEP_HUB: frozenset({Role.SECRETARIAT}),
    Permit.SIGN_HUB: frozenset({Role.CITY_SIGNATORY}),
    Permit.WRITE_HUB: WRITERS,
}
