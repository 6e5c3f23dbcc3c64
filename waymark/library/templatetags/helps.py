"""What helps with a gap, drawn in Python: a report has sixty of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from waymark.base.statuses import drawn
from waymark.base.templatetags.house import words

if TYPE_CHECKING:
    from waymark.library.help import Help, Helper

register = template.Library()


@register.simple_tag
def helps(found: Help | None) -> SafeString:
    """Show what helps with a gap: a few of each group, each with its reason, and where all is."""
    return mark_safe("".join(_groups(found)) if found else "")


def folded(found: Help | None) -> str:
    """The same, behind a line that opens; a line with the link alone where nothing was chosen."""
    if not found:
        return ""
    if not found.shown:
        return f'<p class="quiet">{_all(found)}</p>'
    label = escape(_("What helps"))
    return f"<details><summary>{label}</summary>{''.join(_groups(found))}</details>"


def _groups(found: Help) -> Iterator[str]:
    groups = (
        (_("Tools and learning"), found.tools),
        (_("Offers of support"), found.offers),
        (_("How others did it"), found.cases),
        (_("Learning communities"), found.communities),
    )
    for label, group in groups:
        if group:
            yield f"<p><b>{escape(label)}</b></p><ul>"
            yield from map(_helper, group)
            yield "</ul>"
    yield f"<p>{_all(found)}</p>"


def _helper(one: Helper) -> str:
    title = conditional_escape(words(one.title, one.original))
    publisher = conditional_escape(words(one.publisher, one.original))
    return (
        f'<li><a href="{escape(one.url)}">{title}</a> <span class="quiet">{publisher}</span> '
        f'{drawn(one.state)}<br><span class="quiet">{escape(one.why)}</span></li>'
    )


def _all(found: Help) -> str:
    said = _("All that helps with %(criterion)s: %(n)s")
    label = said % {"criterion": found.criterion, "n": found.fitting}
    return f'<a href="{escape(found.url)}">{escape(label)}</a>'
