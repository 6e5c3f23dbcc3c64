"""The long lists of reports, drawn in Python: sixty lines by a template take ten times as long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from waymark.assessments.reporting.words import who_said
from waymark.base.fields import comma
from waymark.base.statuses import drawn

if TYPE_CHECKING:
    from waymark.assessments.reporting.context import Line, Said
    from waymark.library.help import Help

register = template.Library()


@register.simple_tag
def report_lines(
    lines: Iterable[Line], helps: Mapping[str, Help] | None = None, need: str = ""
) -> SafeString:
    """Show criteria of a report with all that it says of them, and what helps beside it.

    need: where the reader's city says what it needs for a gap, if she works for one.
    """
    return mark_safe("".join(_line(line, (helps or {}).get(line.id), need) for line in lines))


def needing(address: str, criterion: str) -> str:
    """Lead to where a city says what it needs for a gap; nothing without an address."""
    if not address:
        return ""
    label, name = escape(_("Say what you need for this")), escape(criterion)
    link = f'<a href="{escape(address)}?criterion={name}">{label}'
    return f'<p>{link}<span class="visually-hidden"> {name}</span></a></p>'


def _line(line: Line, helps: Help | None, need: str) -> str:
    name = escape(line.id)
    parts = _("%(met)s of %(parts)s parts") % {"met": line.met_parts, "parts": line.parts}
    return "".join(
        (
            f'<article class="card" aria-labelledby="c-{name}">',
            f'<h3 id="c-{name}">{name} {escape(line.title)}</h3>',
            f'<p class="row">{drawn(line.status)}',
            f' <span class="quiet">{escape(parts)}</span>' if line.parts else "",
            f' <span class="tag plain">{escape(line.origin)}</span>' if line.origin else "",
            "</p>\n",
            *_gaps(line),
            f'<p class="quiet">{escape(line.split)}</p>' if line.split else "",
            f'<p class="note">{escape(line.rests)}</p>' if line.rests else "",
            *_evidence(line),
            *(_said(said) for said in line.said if said.reason or said.reason_label),
            *_checks(line),
            _helps(helps),
            "" if line.is_met else needing(need, line.id),
            "</article>\n",
        )
    )


def _gaps(line: Line) -> Iterable[str]:
    if line.gaps:
        yield "<ul>"
        yield from (f'<li dir="auto">{escape(gap)}</li>' for gap in line.gaps)
        yield "</ul>"


def _evidence(line: Line) -> Iterable[str]:
    if line.evidence:
        titles = comma().join(
            f'<span dir="auto">{escape(cited.title)}</span>' for cited in line.evidence
        )
        label = escape(_("Evidence:"))
        yield f'<p><span class="quiet">{label}</span> {titles}</p>'


def _said(said: Said) -> str:
    label = f" <span>{escape(said.reason_label)}</span>" if said.reason_label else ""
    part = who_said(said.part)
    label += f' <span class="quiet">{escape(part)}</span>' if part else ""
    reason = f'<p dir="auto">{linebreaksbr(said.reason)}</p>' if said.reason else ""
    return f'<div class="comment"><header>{drawn(said.outcome)}{label}</header>{reason}</div>'


def _checks(line: Line) -> Iterable[str]:
    if line.checks:
        label = escape(_("What the platform found"))
        yield f"<details><summary>{label}</summary><ul>"
        yield from (f"<li>{escape(check.text)}</li>" for check in line.checks)
        yield "</ul></details>"


def _helps(helps: Help | None) -> str:
    """What helps; a report that is drawn where there is no site knows no library."""
    if helps is None:
        return ""
    from waymark.library.templatetags.helps import folded

    return folded(helps)
