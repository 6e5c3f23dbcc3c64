"""Who may do what in this room."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from waymark.people.rules import Role


class Permit(StrEnum):
    """Acts of this room."""

    KEEP_CALLS = "keep_calls"
    ASK_ABOUT_CALL = "ask_about_call"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.KEEP_CALLS: frozenset({Role.SECRETARIAT}),
    Permit.ASK_ABOUT_CALL: frozenset({Role.USER}),
}
