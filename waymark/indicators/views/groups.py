"""Gaps between the groups or areas of a city for one indicator: all measures, and their course."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from waymark.indicators import survey_shown, unequal_shown
from waymark.indicators.forms.progress import GroupsForm
from waymark.indicators.queries import series as reads
from waymark.indicators.queries.place import Here, indicator
from waymark.indicators.queries.unequal import families_of, populations_of
from waymark.indicators.rules.judging import as_bytes
from waymark.indicators.rules.unequal import Unequal, stored, unequal
from waymark.indicators.views.common import city_page, download, found, page
from waymark.indicators.wording import DIMENSION_NAMES, named

JSON = "application/json"


@require_safe
@city_page
def groups(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """How far groups or areas lie apart, by every measure, and whom it leaves behind."""
    row = found(indicator(at, framework, code))
    held = reads.detail(at, row)
    families = unequal_shown.keys_of(families_of(at, held))
    context = {
        "indicator": row,
        "detail": held,
        "survey": survey_shown.survey_of(held.lines),
    }
    if families:
        form = GroupsForm(request.GET, families=families)
        measured = _measured(at, form)
        names = unequal_shown.name_of(at, measured.family.dimension)
        form.offer(measured.family, names)
        context |= {
            "form": form,
            "measured": measured,
            "dimension": named(DIMENSION_NAMES, measured.family.dimension),
            "shown": unequal_shown.shown(at, measured),
            "query": form.query,
        }
    return page(request, at, "groups", context)


@require_safe
@city_page
def groups_json(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """All measures of one year with their groups, from which they can be worked out again."""
    row = found(indicator(at, framework, code))
    families = unequal_shown.keys_of(families_of(at, reads.detail(at, row)))
    document: dict[str, Any] = {
        "place": at.place.slug,
        "indicator": f"{row.framework_id}:{row.code}",
    }
    if families:
        document |= stored(_measured(at, GroupsForm(request.GET, families=families)))
    name = f"{at.place.slug}-{framework}-{code}-groups.json"
    return download(as_bytes(document), name, JSON)


def _measured(at: Here, form: GroupsForm) -> Unequal:
    family = form.family
    return unequal(family, form.chosen_year, populations_of(at, family.dimension), form.reference)
