"""The rows of the desk's inbox, drawn in Python: fifty by a template take ten times as long."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from waymark.assessments.queries.desk import Row
from waymark.assessments.queries.review import level_of
from waymark.assessments.rules.desk import Waits
from waymark.base.face import open_address
from waymark.base.statuses import drawn
from waymark.base.templatetags.house import NOTHING, show_date, words

register = template.Library()


@register.simple_tag
def case_rows(rows: Iterable[Row]) -> SafeString:
    """Show cases as rows of the inbox's table."""
    address = open_address("assessments:case")
    said = _("%(n)s of %(of)s delivered")
    return mark_safe("\n".join(_row(row, address, said) for row in rows))


def _row(row: Row, address: Callable[[str], str], said: str) -> str:
    case = row.case
    mechanism = f" · {conditional_escape(words(row.mechanism))}" if row.mechanism else ""
    waits = NOTHING if row.waits == Waits.OTHERS else drawn(f"waits.{row.waits}")
    return (
        f'<tr><th scope="row"><a href="{escape(address(case.pk))}">'
        f"{conditional_escape(words(case.place.name))}</a><br>"
        f'<span class="quiet">{conditional_escape(words(row.country))}{mechanism}</span></th>'
        f"<td>{conditional_escape(words(level_of(case).name))}</td><td>{drawn(case.state)}</td>"
        f"<td>{waits}</td><td>{_reviews(row, said)}</td>"
        f"<td>{show_date(case.submitted_at, 'medium')}</td></tr>"
    )


def _reviews(row: Row, said: str) -> str:
    review = row.review
    if not review.filled:
        return NOTHING
    shown = escape(said % {"n": review.delivered, "of": review.slots})
    return f"{shown}<br>{drawn('overdue')}" if review.late else shown
