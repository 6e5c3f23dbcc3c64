"""The list of indicators, choosing among them, and tables to take away."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.indicators import takeaway
from waymark.indicators.actions.chosen import choose_indicators
from waymark.indicators.drawing import map_of
from waymark.indicators.forms import FilterForm
from waymark.indicators.queries import lists, table
from waymark.indicators.queries.place import Here, frameworks
from waymark.indicators.rules.coverage import total
from waymark.indicators.views.common import (
    CSV,
    XLSX,
    city_page,
    download,
    editors_page,
    page,
    part_name,
)
from waymark.indicators.wording import verified

PER_PAGE = 40


def _lists(at: Here) -> list[tuple[str, str]]:
    return [(row.code, str(row)) for row in frameworks(at.viewer)]


def _framework(request: HttpRequest, offered: list[tuple[str, str]]) -> str:
    asked = request.GET.get("framework", "")
    codes = [code for code, _name in offered]
    if not codes:
        raise Http404
    return asked if asked in codes else codes[0]


@require_safe
@partial(city_page, boundaries=True)
def listing(request: HttpRequest, at: Here) -> HttpResponse:
    """One list of indicators with what the city has of each, and the counts by domain."""
    offered = _lists(at)
    framework = _framework(request, offered)
    rows = lists.listing(at, framework)
    counts = lists.counts_by_part(rows)
    parts = [(count.part, part_name(count.part)) for count in counts]
    form = FilterForm(request.GET, lists=offered, parts=parts)
    narrowed = lists.narrowed(
        rows, show=form.asked("show", "all"), part=form.asked("part"), words=form.asked("q")
    )
    paged = Paginator(narrowed, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": form,
        "framework": framework,
        "framework_name": dict(offered)[framework],
        "page": paged,
        "rows": [(row, verified(row.indicator)) for row in paged.object_list],
        "counts": [(part_name(count.part), count) for count in counts],
        "total": total(counts),
        "map": map_of(at),
    }
    return page(request, at, "list", context)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_page
def choose(request: HttpRequest, at: Here) -> HttpResponse:
    """Tick the indicators of a list with which the city works."""
    offered = _lists(at)
    framework = _framework(request, offered)
    rows = lists.listing(at, framework)
    if request.method == "POST":
        ticked = set(request.POST.getlist("indicator"))
        listed = [row.indicator for row in rows]
        came, went = choose_indicators(
            place=at.place,
            wanted=[row for row in listed if row.code in ticked],
            among=listed,
            by=at.viewer,
            at=timezone.now(),
        )
        said = _("Saved: %(came)s more, %(went)s fewer.") % {"came": came, "went": went}
        messages.success(request, said)
        address = reverse("indicators:list", args=[at.place.slug])
        return redirect(f"{address}?framework={framework}&show=chosen")
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.part, []).append((row, verified(row.indicator)))
    context = {
        "groups": [(part_name(part), found) for part, found in groups.items()],
        "framework": framework,
        "lists": offered,
    }
    return page(request, at, "choose", context)


@require_safe
@city_page
def export(request: HttpRequest, at: Here, kind: str) -> HttpResponse:
    """Everything that the city has, as CSV or XLSX; read again it changes nothing."""
    return _table(at, kind, takeaway.everything(at), f"{at.place.slug}-indicators")


@require_safe
@city_page
def template(request: HttpRequest, at: Here, kind: str) -> HttpResponse:
    """A table with a prepared row for each chosen indicator."""
    framework = _framework(request, _lists(at))
    rows = table.template(at, framework)
    return _table(at, kind, rows, f"{at.place.slug}-{framework}-template")


def _table(at: Here, kind: str, rows: Any, name: str) -> HttpResponse:
    if kind == "csv":
        return download(takeaway.as_csv(rows), f"{name}.csv", CSV)
    return download(takeaway.as_xlsx(at, rows), f"{name}.xlsx", XLSX)
