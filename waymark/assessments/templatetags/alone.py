"""The one tag of the house that a report needs where there is no site and no database."""

from __future__ import annotations

from typing import Any

from django import template

from waymark.base import statuses
from waymark.base.fields import comma

register = template.Library()
register.simple_tag(comma)


@register.simple_tag
def status(value: Any) -> str:
    """Show a state with sign and word, as the site does."""
    return statuses.drawn(value)
