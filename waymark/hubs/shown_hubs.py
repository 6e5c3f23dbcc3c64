"""Hubs as pages show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import escape

from waymark.hubs.models import Hub
from waymark.hubs.rules.life import HubState, phase
from waymark.hubs.shown import with_days

__all__ = ["Line", "line", "snippet", "with_days"]


@dataclass(frozen=True)
class Line:
    """A hub in a list, and what it is on a day."""

    row: Hub
    state: str


def line(row: Hub, on: date) -> Line:
    """Put a hub into a line."""
    if row.state == HubState.ACCEPTED:
        return Line(row, "hub.accepted")
    return Line(row, f"hub.{phase(row.state, row.starts, row.ends, on)}")


def snippet(row: Hub, absolute: Callable[[str], str]) -> str:
    """Return what shows the badge on another site: a picture that leads to the hub's page."""
    page, badge = (absolute(reverse(name, args=[row.pk])) for name in ("hub", "hub_badge_svg"))
    return (
        f'<a href="{escape(page)}"><img src="{escape(badge)}" '
        f'alt="Local4Action Hub: {escape(row.title)}" width="244" height="113"></a>'
    )
