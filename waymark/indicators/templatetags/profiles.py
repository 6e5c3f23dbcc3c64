"""The tables of a profile, drawn in Python: a finance profile has hundreds of cells."""

from __future__ import annotations

from html import escape

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from waymark.base.statuses import drawn
from waymark.base.templatetags.house import NOTHING, number, words
from waymark.indicators.rules.seen import Seen
from waymark.indicators.seeing.profile import Profile, Row, Section

register = template.Library()


@register.simple_tag
def profile_tables(found: Profile) -> SafeString:
    """Show the sections of a profile, each with a table of its indicators by year."""
    years = "".join(f'<th scope="col" class="num">{year}</th>' for year in found.years)
    head = (
        f'<thead><tr><th scope="col">{escape(_("Indicator"))}</th>'
        f'<th scope="col">{escape(_("Unit"))}</th>{years}</tr></thead>'
    )
    tables = (_section(one, f"s{at}", head) for at, one in enumerate(found.sections))
    return mark_safe("".join(tables))


def _section(one: Section, ident: str, head: str) -> str:
    rows = "".join(_row(row, cells) for row, cells in one.rows)
    return (
        f'<section aria-labelledby="{ident}"><h2 id="{ident}">{escape(one.name)}</h2>'
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{ident}">'
        f"<table>{head}<tbody>{rows}</tbody></table></div></section>"
    )


def _row(row: Row, cells: list[Seen | None]) -> str:
    return (
        f'<tr><th scope="row"><a href="{escape(row.url)}"><bdi class="mono">{escape(row.code)}'
        f"</bdi> {conditional_escape(words(row.label))}</a></th>"
        f"<td><bdi>{escape(row.line.unit) or NOTHING}</bdi></td>"
        f"{''.join(map(_cell, cells))}</tr>"
    )


def _cell(seen: Seen | None) -> str:
    if seen is None:
        return f'<td class="num">{NOTHING}</td>'
    status = drawn(f"value.{seen.status}") if seen.status != "A" else ""
    if seen.value is None:
        return f'<td class="num">{status}</td>'
    return f'<td class="num">{conditional_escape(number(seen.value))} {status}</td>'
