"""Sentences of the engine, and other words that several pages of the room show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape, escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from waymark.assessments.queries.claims import Line
from waymark.assessments.rules.evaluate_report import NO_DATA, Reason
from waymark.assessments.rules.messages import MESSAGES, explain
from waymark.assessments.templatetags.reports import needing
from waymark.base.face import open_address
from waymark.base.statuses import drawn
from waymark.base.templatetags.house import words
from waymark.library.help import Help
from waymark.library.templatetags.helps import folded

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
def standing_lines(
    lines: Iterable[Line],
    slug: str,
    ref: str,
    titles: Mapping[str, str],
    helps: Mapping[str, Help] | None = None,
    need: str = "",
) -> SafeString:
    """Show where the city stands on each criterion of a stage.

    need: where its people say what they need for a gap.

    Drawn in Python: sixty lines by a template take ten times as long.
    """
    address = open_address("assessments:criterion", slug, ref)
    return mark_safe("".join(_standing(line, address, titles, helps or {}, need) for line in lines))


def _standing(
    line: Line,
    address: Callable[[str], str],
    titles: Mapping[str, str],
    helps: Mapping[str, Help],
    need: str,
) -> str:
    name = line.criterion.id
    title = conditional_escape(words(line.criterion.title))
    gaps = "".join(f"<p>{escape(sentence(gap, titles))}</p>" for gap in line.gaps)
    checks = "".join(
        f'<p class="quiet">{escape(sentence(check.message))}</p>'
        for check in line.result.checks
        if check.outcome != NO_DATA
    )
    state = drawn(line.result.status if line.known else "unknown")
    needs = "" if line.satisfied else needing(need, name)
    return (
        f'<li><div data-code="{escape(name)}"><a href="{escape(address(name))}">{title}</a>'
        f"{gaps}{checks}{folded(helps.get(name))}{needs}</div>{state}</li>"
    )


@register.simple_tag
def pieces(found: Any) -> str:
    """Show what changed in a text: what came and what went, marked as such."""
    tags = {"added": "ins", "removed": "del", "same": "span"}
    return format_html_join(
        "", "<{0}>{1}</{0}>", ((tags[piece.kind], piece.text) for piece in found)
    )
