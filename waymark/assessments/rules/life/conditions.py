"""How a condition of a certificate can stand."""

from __future__ import annotations

OVER = ("met", "struck", "carried")
"""Findings after which nothing more is to be met; carried: it goes on with another certificate."""
