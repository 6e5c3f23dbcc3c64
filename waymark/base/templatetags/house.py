"""Tags that every template has without loading them (settings: TEMPLATES builtins)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from django import forms, template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from waymark.base import goals as goal_table
from waymark.base import markdown as md
from waymark.base import statuses
from waymark.base.context import language_tag
from waymark.base.fields import comma, isolated, listed, short_language
from waymark.base.forms import wrongs
from waymark.kernel import text as texts

register = template.Library()
register.filter(isolated)
NOTHING = "–"
_UNSAFE_SVG = re.compile(r"<script|<foreignobject|\son\w+\s*=|\sstyle\s*=|javascript:", re.I)


@lru_cache(maxsize=32)
def _locale_of(language: str) -> Locale:
    return Locale.parse(language_tag(language), sep="-")


def _locale() -> Locale:
    return _locale_of(get_language() or "en")


register.simple_tag(comma)


@register.filter(name="listed")
def show_listed(values: Iterable[Any]) -> str:
    """Show words in a row, with the comma of the reader's language between them."""
    return listed(isolated(value) for value in values)


@register.filter(name="autonyms")
def show_autonyms(codes: Iterable[str]) -> str:
    """Show languages by their own names, in a row."""
    known = {language.code: language.autonym for language in texts.LANGUAGES}
    return show_listed(known.get(code, code) for code in codes)


@register.simple_tag
def words(value: Mapping[str, str] | str | None, original: str = "en") -> str:
    """Show a text of many languages; where it is not in the reader's, say which it is in."""
    if not isinstance(value, Mapping):
        return value or ""
    found = texts.pick(value, short_language(), original=original)
    if not found.is_fallback or not found.text:
        return found.text
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', found.lang, found.direction, found.text
    )


@register.simple_tag
def plain(value: Mapping[str, str] | str | None, original: str = "en") -> str:
    """Show a text of many languages without markup, for titles and attributes."""
    if not isinstance(value, Mapping):
        return value or ""
    return texts.pick(value, short_language(), original=original).text


@register.simple_tag
def who(person: Any) -> str:
    """Name who did something; nobody means that it was done at the operator's console."""
    return str(person) if person is not None else gettext("The operator’s console")


@register.simple_tag
def status(value: Any) -> str:
    """Show a state as a tag with sign and word."""
    return statuses.drawn(value) if value else ""


@register.simple_tag
def status_word(value: Any) -> str:
    """A state's word alone, where no sign can stand (options of a select)."""
    return str(statuses.find(str(value)).label)


@register.simple_tag
def tasks(rows: Iterable[Any]) -> SafeString:
    """Show a task list: rows with title, url, status, and as wished code and hint.

    Drawn in Python, for a city's list has sixty rows and a template is ten times slower.
    """
    return mark_safe(f'<ul class="tasks">{"".join(map(_task, rows))}</ul>')


def _task(row: Any) -> str:
    code, hint = getattr(row, "code", ""), getattr(row, "hint", "")
    named = f' data-code="{_escaped(code)}"' if code else ""
    title = _escaped(row.title)
    linked = f'<a href="{_escaped(row.url)}">{title}</a>' if row.url else title
    quiet = f'<p class="quiet">{_escaped(hint)}</p>' if hint else ""
    return f"<li><div{named}>{linked}{quiet}</div>{status(row.status)}</li>"


def _escaped(text: Any) -> str:
    """As `conditional_escape`, without its look at each argument: a long list calls it often."""
    if isinstance(text, Promise):
        text = str(text)
    return str(text.__html__()) if hasattr(text, "__html__") else escape(str(text))


@register.simple_tag(name="date")
def show_date(value: date | datetime | None, form: str = "long") -> str:
    """Show a date by locale; `form` is short, medium, long, full, "month" or "time" (with it)."""
    if value is None or value == "":
        return NOTHING
    return _time(value, form, get_language(), timezone.get_current_timezone_name())


@lru_cache(maxsize=4000)
def _time(value: date | datetime, form: str, language: str | None, zone: str) -> str:
    """As it is shown in the language and time zone that are active."""
    shown, exact = _shown(value, form)
    return format_html('<time datetime="{}">{}</time>', exact.isoformat(), shown)


def _shown(value: date | datetime, form: str) -> tuple[str, date]:
    """What is shown of a date or moment, and the value in the reader's time zone."""
    if not isinstance(value, datetime):
        day = "long" if form == "time" else form
        return _day(value, day, get_language()), value
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if form == "time":
        return _moment(local), local
    return _day(local.date(), form, get_language()), local


@lru_cache(maxsize=4000)
def _day(day: date, form: str, language: str | None) -> str:
    locale = _locale_of(language or "en")
    if form == "month":
        return str(babel_dates.format_skeleton("yMMMM", day, locale=locale))
    return str(babel_dates.format_date(day, form, locale=locale))


def _moment(local: datetime) -> str:
    """Date and time without seconds, joined as the locale joins them."""
    locale = _locale()
    joined = str(babel_dates.get_datetime_format("medium", locale=locale))
    day = babel_dates.format_date(local, "medium", locale=locale)
    hour = babel_dates.format_time(local, "short", locale=locale)
    return joined.replace("'", "").replace("{1}", day).replace("{0}", hour)


@register.simple_tag
def number(value: float | Decimal | str | None, digits: int | None = None, unit: str = "") -> str:
    """Show a number by locale; `digits` fixes the decimals, otherwise they stay as they are."""
    if value is None or value == "":
        return NOTHING
    # A float shows the digits it can be trusted with: 74, not 74.0; 0.3, not 0.30000000000000004.
    exact = f"{value:.15g}" if isinstance(value, float) else str(value)
    shown = _number(exact, digits, get_language() or "en")
    return format_html("{}\u202f{}", shown, isolated(unit)) if unit else shown


@lru_cache(maxsize=4000)
def _number(value: str, digits: int | None, language: str) -> str:
    exact = Decimal(value)
    if digits is not None:
        exact = round(exact, digits)
    places = max(0, -int(exact.as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * places if places else "")
    locale = _locale_of(language)
    shown = babel_numbers.format_decimal(exact, pattern, locale=locale)
    if shown.startswith("-"):  # a pattern of our own loses the mark that keeps the sign in front
        shown = babel_numbers.get_minus_sign_symbol(locale) + shown[1:]
    return shown


@register.simple_tag
def chart(svg: Any) -> str:
    """Show a drawing of kernel.charts or kernel.maps.

    Raises ValueError for a text that isn't a plain drawing: no script, handler or style in it.
    """
    drawing = str(svg or "")
    if not drawing:
        return ""
    if not drawing.lstrip().startswith("<svg") or _UNSAFE_SVG.search(drawing):
        raise ValueError("a chart has to be a plain SVG drawing")
    return mark_safe(drawing)


@register.simple_tag
def goal(code: Any, short: bool = False) -> str:
    """Show a goal as a coloured square with its number and, unless `short`, its name."""
    number_ = goal_table.goal_of(code)
    if number_ is None:
        return ""
    found = goal_table.goals()[number_]
    shape = '<span class="goal g{}"><b>{}</b> <span class="{}">{}</span></span>'
    hidden = "visually-hidden" if short else "name"
    return format_html(shape, number_, number_, hidden, str(found.name))


@register.simple_tag(name="goals")
def show_goals(codes: Any, short: bool = True) -> str:
    """Show the distinct goals of a list of codes."""
    found = sorted({n for code in codes or () if (n := goal_table.goal_of(code))})
    if not found:
        return ""
    return format_html(
        '<ul class="goals">{}</ul>',
        format_html_join("", "<li>{}</li>", ((goal(n, short),) for n in found)),
    )


@register.simple_tag
def field(bound: forms.BoundField) -> SafeString:
    """Draw one field of a form with its label, hint and error."""
    return bound.as_field_group()


_SUMMED_UP = "_summed_up"


@register.inclusion_tag("base/forms/errors.html")
def error_summary(*all_forms: forms.BaseForm) -> dict[str, Any]:
    """List what is wrong in one or more bound forms, each line a link to its control.

    A form that is summed up at the top of a page is not summed up again where it is drawn.
    """
    fresh = [form for form in all_forms if form is not None and _SUMMED_UP not in vars(form)]
    for form in fresh:
        vars(form)[_SUMMED_UP] = True
    return {"wrongs": [wrong for form in fresh for wrong in wrongs(form)]}


@register.simple_tag(takes_context=True)
def pagination(context: dict[str, Any], page: Page[Any], name: str = "page") -> str:
    """Links to the other pages of a list; keeps the rest of the query."""
    if page.paginator.num_pages < 2:  # of most lists there is one page
        return ""
    query = context["request"].GET.copy()

    def link(number_: int) -> str:
        query[name] = str(number_)
        return f"?{query.urlencode()}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    told = {
        "page": page,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
        "numbers": [(n, link(n) if isinstance(n, int) else "") for n in shown],
    }
    return render_to_string("base/parts/pagination.html", told)


@register.simple_tag
def markdown(value: str | None) -> SafeString:
    """Show an author's Markdown as clean HTML."""
    return mark_safe(md.render(value or ""))


@register.simple_tag
def crumbs(*steps: Any) -> SafeString:
    """Show where the page is: label and address by turns, the page's own label last."""
    labels, addresses = steps[0::2], steps[1::2]
    links = "".join(
        f'<li><a href="{_escaped(to)}"><bdi>{_escaped(label)}</bdi></a></li>'
        for label, to in zip(labels, addresses, strict=False)
    )
    where = _escaped(gettext("Where you are"))
    return mark_safe(
        f'<nav class="crumbs" aria-label="{where}"><ol>{links}'
        f'<li aria-current="page"><bdi>{_escaped(labels[-1])}</bdi></li></ol></nav>'
    )
