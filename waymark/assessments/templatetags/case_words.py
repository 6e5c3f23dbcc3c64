"""Sentences of the engine, and other words that several pages of the room show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.translation import gettext

from waymark.assessments.rules.evaluate_report import Reason
from waymark.assessments.rules.messages import MESSAGES, explain

register = template.Library()


@register.simple_tag
def sentence(reason: Reason, titles: Mapping[str, str] | None = None) -> str:
    """Say a reason or the message of a check; `titles` names evidence by its id."""
    if reason.code not in MESSAGES:
        return reason.code
    params = dict(reason.params)
    if titles and params.get("evidence") in titles:
        params["evidence"] = f"“{titles[params['evidence']]}”"
    return explain(Reason(reason.code, params, reason.rule), gettext)


@register.simple_tag
def pieces(found: Any) -> str:
    """Show what changed in a text: what came and what went, marked as such."""
    tags = {"added": "ins", "removed": "del", "same": "span"}
    return format_html_join(
        "", "<{0}>{1}</{0}>", ((tags[piece.kind], piece.text) for piece in found)
    )
