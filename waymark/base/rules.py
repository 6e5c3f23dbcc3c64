"""What the plumbing itself lets people do."""

from __future__ import annotations

from enum import StrEnum


class Permit(StrEnum):
    """Acts of the plumbing."""

    KEEP_NOTICES = "keep_notices"


TABLE: dict[Permit, frozenset[str]] = {Permit.KEEP_NOTICES: frozenset({"user"})}
"""Permit -> roles. Whoever has logged in keeps her own notices, and `queries` gives no others."""
