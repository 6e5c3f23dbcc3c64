"""The shared lists, for everybody: what they hold, how sure each row is, what editions changed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.base.face import links_beside
from waymark.indicators.forms.listing import ListForm
from waymark.indicators.list_preview import differences, lines
from waymark.indicators.queries import editions as reads
from waymark.indicators.queries.links import links_of
from waymark.indicators.queries.lists import searched
from waymark.indicators.rules.editions import diff
from waymark.indicators.views.common import found, part_name
from waymark.indicators.wording import DIRECTION_NAMES, named, verified

PER_PAGE = 50


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Every shared list with the edition that holds."""
    context = {
        "lists": reads.lists(request.user),
        "may_import": reads.may_import(request.user),
        "helps": links_beside("indicators.list", request, ""),
    }
    return render(request, "indicators/lists.html", context)


@require_safe
def one_list(request: HttpRequest, framework: str) -> HttpResponse:
    """One list: its rows with their verification, narrowed by part and words."""
    shown = found(reads.framework(request.user, framework))
    rows = reads.rows(request.user, framework)
    parts = list(dict.fromkeys(row.domain or str(row.goal or "") for row in rows))
    form = ListForm(request.GET, parts=[(part, part_name(part)) for part in parts if part])
    narrowed = searched(rows, part=form.asked("part"), words=form.asked("q"))
    paged = Paginator(narrowed, PER_PAGE).get_page(request.GET.get("page"))
    page = list(paged.object_list)
    links = links_of(None, pk__in=[row.pk for row in page])
    context = {
        "framework": shown,
        "editions": reads.editions(request.user, framework),
        "form": form,
        "helps": links_beside("indicators.list", request, framework),
        "page": paged,
        "rows": [
            {
                "indicator": row,
                "part": part_name(row.domain or str(row.goal or "")),
                "direction": named(DIRECTION_NAMES, row.direction) if row.direction else "",
                "sure": verified(row),
                "links": links.get(row.pk, []),
            }
            for row in page
        ],
    }
    return render(request, "indicators/one_list.html", context)


@require_safe
def changes(request: HttpRequest, framework: str) -> HttpResponse:
    """What changed between two editions, the last two unless others are asked for."""
    shown = found(reads.framework(request.user, framework))
    held = reads.editions(request.user, framework)
    numbers = [edition.number for edition in held]
    new = _number(request.GET.get("to", ""), numbers, numbers[-1] if numbers else 0)
    old = _number(request.GET.get("from", ""), numbers, new - 1)
    rows = reads.edition_rows(request.user, framework, [old, new])
    both = old in rows and new in rows
    told = differences(diff(rows[old], rows[new])) if both else {}
    context = {
        "framework": shown,
        "editions": held,
        "old": old,
        "new": new,
        "both": both,
        **{name: lines(told.get(name, [])) for name in ("added", "changed", "removed")},
    }
    return render(request, "indicators/changes.html", context)


def _number(asked: str, known: list[int], default: int) -> int:
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else default
    return number if number in known else default
