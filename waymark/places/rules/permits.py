"""Acts on places, and whom they are given to.

Roles are named as the room of people names them: it lies on a higher floor and says who holds
which on a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Permit(StrEnum):
    """Acts of this room."""

    CREATE_PLACE = "create_place"
    EDIT_PLACE = "edit_place"
    ENTER_SUCCESSION = "enter_succession"  # of the mechanism that certifies there


TABLE: Mapping[str, frozenset[str]] = {
    Permit.CREATE_PLACE: frozenset({"secretariat"}),
    Permit.EDIT_PLACE: frozenset({"city.lead", "city.editor", "secretariat"}),
    Permit.ENTER_SUCCESSION: frozenset({"secretariat"}),
}
