"""One indicator in one city: what it is, its values, how far it has come, what was before."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from waymark.base.face import links_beside
from waymark.indicators import (
    outlook_shown,
    progress_shown,
    survey_shown,
    takeaway,
    unequal_shown,
)
from waymark.indicators.drawing import gap_sentence
from waymark.indicators.forms.seeing import asked
from waymark.indicators.method_names import method_name
from waymark.indicators.methods import method_of
from waymark.indicators.queries import series as reads
from waymark.indicators.queries import table
from waymark.indicators.queries.links import EXACT, answers, links_of
from waymark.indicators.queries.metadata import filled_of
from waymark.indicators.queries.place import Here, indicator
from waymark.indicators.queries.taking import Chosen
from waymark.indicators.queries.unequal import families_of
from waymark.indicators.rules.concepts import CONCEPTS
from waymark.indicators.seeing.context import seen_context
from waymark.indicators.spoken import target_note, target_words
from waymark.indicators.views.common import CSV, city_page, download, found, page, part_name
from waymark.indicators.wording import DIRECTION_NAMES, named
from waymark.kernel.progress import METHODS

PAST = 100  # rows of a history on one page


@require_safe
@city_page
def detail(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """Everything that the city has of an indicator."""
    row = found(indicator(at, framework, code))
    held = reads.detail(at, row)
    shown = held.chosen_lines(asked(request.GET).lines)
    measured = shown[0] if len(shown) == 1 else held.total
    own = method_of(at.viewer, at.place)
    told = _progress(request, held, measured, own, at.cells)
    links = links_of(at.place, pk=row.pk).get(row.pk, [])
    context = {
        "indicator": row,
        "target_words": target_words(row.facts),
        "target_note": target_note(row.facts),
        "links": links,
        "answers": answers(at.place, links),
        "answered": [link for link in links if link.kind == EXACT],
        "detail": held,
        "shown": shown,
        "waiting": {line.series.pk for line in shown if line.waits_for(at.viewer)},
        "direction": named(DIRECTION_NAMES, row.direction),
        "part": part_name(row.domain or str(row.goal or "")),
        **seen_context(request.GET, at, held, shown),
        "metadata": (filled_of(at, row), len(CONCEPTS)),
        "helps": links_beside("indicators.list", request, framework),
        **told,
        "gaps": [gap_sentence(gap) for gap in reads.gaps_of(held, at.cells)],
        **_groups(at, held),
    }
    return page(request, at, "detail", context)


def _groups(at: Here, held: reads.Detail) -> dict[str, Any]:
    """Who falls behind, in short, and what a survey says of each group."""
    return {
        "behind": unequal_shown.all_behind(at, families_of(at, held)),
        "survey": survey_shown.survey_of(held.lines),
    }


def _progress(
    request: HttpRequest,
    held: reads.Detail,
    measured: reads.Line | None,
    own: str,
    cells: Container[str],
) -> dict[str, Any]:
    """The verdict on the series shown and on each group, by the method asked for."""
    asked = request.GET.get("method", "")
    method = asked if asked in METHODS else own
    split = progress_shown.split_lines(held, cells)
    context: dict[str, Any] = {
        "own_method": own,
        "progress_method": method_name(method),
        "groups": progress_shown.groups(held, split, method),
        "groups_left": max(0, len(split) - progress_shown.MOST_GROUPS),
    }
    if measured and measured.points:
        context["progress"] = progress_shown.shown(held, measured, method)
        judged = context["progress"].judged
        context["outlook"] = outlook_shown.outlook_of(measured, judged)
    return context


@require_safe
@city_page
def values_csv(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """The values of an indicator as CSV, in the columns of the template."""
    row = found(indicator(at, framework, code))
    content = takeaway.as_csv(table.export(at, Chosen(indicator=row)))
    return download(content, f"{at.place.slug}-{framework}-{code}.csv", CSV)


@require_safe
@city_page
def history(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """Every value and target ever stored; with `on`, those that held at the end of that day."""
    row = found(indicator(at, framework, code))
    asked = request.GET.get("on", "")
    try:
        day = parse_date(asked)
    except ValueError:
        day = None
    moment = None
    if day is not None and day.year < 9999:
        midnight = datetime.combine(day + timedelta(days=1), time())
        moment = timezone.make_aware(midnight)
    context = {
        "indicator": row,
        "day": day,
        "asked": asked,
        "past": Paginator(reads.history(at, row, moment), PAST).get_page(request.GET.get("page")),
    }
    return page(request, at, "history", context)
