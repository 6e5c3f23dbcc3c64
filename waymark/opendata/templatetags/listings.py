"""Long lists of public data, drawn in Python: fifty rows by a template take ten times as long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import quote

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.base.face import open_address
from waymark.base.fields import Words
from waymark.base.templatetags.house import NOTHING, number, show_date, words
from waymark.indicators.queries.public_rows import ListRow, Newest, PlaceRow

register = template.Library()


@register.simple_tag
def place_cards(groups: Iterable[tuple[str, Words, list[PlaceRow]]]) -> SafeString:
    """Show places with published data as cards, under their countries."""
    address, fictional = open_address("opendata:place"), escape(_("Fictional"))
    sections = (
        f'<section aria-labelledby="c{code}"><h2 id="c{code}">{conditional_escape(words(name))}'
        f'</h2><ul class="grid">{"".join(_card(one, address, fictional) for one in rows)}</ul>'
        "</section>"
        for code, name, rows in groups
    )
    return mark_safe("".join(sections))


def _card(one: PlaceRow, address: Callable[[str], str], fictional: str) -> str:
    tag = f' <span class="tag">{fictional}</span>' if one.fictional else ""
    count = ngettext("%(n)s indicator", "%(n)s indicators", one.indicators)
    licence = f" · <bdi>{escape(one.licence)}</bdi>" if one.licence else ""
    return (
        f'<li class="card"><h3 class="h3"><a href="{address(one.slug)}">'
        f"{conditional_escape(words(one.name))}</a>{tag}</h3>"
        f'<p class="quiet">{escape(count % {"n": one.indicators})} · '
        f"{show_date(one.changed_at, 'medium')}{licence}</p></li>"
    )


@register.simple_tag
def indicator_rows(
    slug: str, framework: str, rows: Iterable[tuple[ListRow, Newest | None]]
) -> SafeString:
    """Show published indicators of one list as rows of a table."""
    address = open_address("opendata:indicator", slug, framework)
    return mark_safe("".join(_row(row, newest, address) for row, newest in rows))


def _row(row: ListRow, newest: Newest | None, address: Callable[[str], str]) -> str:
    value = (
        f"{conditional_escape(number(newest.value, unit=newest.unit))}<br>"
        f'<span class="quiet">{escape(newest.period)}</span>'
        if newest
        else NOTHING
    )
    to = escape(address(quote(row.code)))
    return (
        f'<tr><th scope="row"><a href="{to}"><bdi class="mono">{escape(row.code)}</bdi> '
        f'{conditional_escape(words(row.label))}</a></th><td class="num">{value}</td>'
        f"<td>{show_date(row.changed_at, 'medium')}</td></tr>"
    )
