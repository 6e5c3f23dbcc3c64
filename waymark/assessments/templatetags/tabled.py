"""Which quarterly reports are before a meeting, on the page of the meeting."""

from __future__ import annotations

from typing import Any

from django import template

from waymark.assessments.queries.oversight.quarterly import before

register = template.Library()


@register.inclusion_tag("assessments/oversight/tabled.html")
def tabled(meeting: Any) -> dict[str, Any]:
    """List them."""
    return {"reports": before(meeting)}
