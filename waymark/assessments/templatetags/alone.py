"""The one tag of the house that a report needs where there is no site and no database."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html

from waymark.base import statuses
from waymark.base.fields import comma

register = template.Library()
register.simple_tag(comma)


@register.simple_tag
def status(value: Any) -> str:
    """Show a state with sign and word, as the site does."""
    found = statuses.find(str(value))
    return format_html(
        '<span class="tag {}"><span aria-hidden="true">{}</span> {}</span>',
        found.tone,
        found.sign,
        found.label,
    )
