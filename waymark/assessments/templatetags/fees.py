"""Money and lines of a schedule on pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms, template
from django.utils.html import format_html

from waymark.assessments.reporting import fees as words
from waymark.assessments.rules.fees.schedule import Line
from waymark.base.forms import wrongs

register = template.Library()


@register.simple_tag
def money(amount: Decimal | None, currency: str) -> str:
    """Show an amount by locale, apart from the text around it."""
    return "" if amount is None else format_html("<bdi>{}</bdi>", words.money(amount, currency))


@register.simple_tag
def line_for(line: Line, names: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Show for which countries a line of a schedule is."""
    return words.countries(line, names or {})


@register.simple_tag
def line_people(line: Line) -> str:
    """Show for which sizes a line of a schedule is."""
    return words.people(line)


@register.simple_tag
def what_waits(holds: Any) -> str:
    """Show what an unpaid invoice holds up."""
    return words.holds_words(str(holds))


@register.inclusion_tag("base/forms/errors.html")
def errors_of(form: forms.BaseForm, lines: Iterable[forms.BaseForm]) -> dict[str, Any]:
    """Show what is wrong with a form and its lines, in one list."""
    return {"wrongs": [wrong for one in (form, *lines) for wrong in wrongs(one)]}
