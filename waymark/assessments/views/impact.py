"""The dry run of an adaptation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.assessments.queries.impact import dry_run
from waymark.schemes.queries import adaptation, overlay_of
from waymark.schemes.wording import pick


@login_required
@require_safe
def impact(request: HttpRequest, pk: str) -> HttpResponse:
    """What it would mean for the cases of the country's cities, in counts."""
    row = adaptation(request.user, pk)
    found = dry_run(request.user, row, timezone.now()) if row else None
    if row is None or found is None:
        raise Http404
    titles = {one.id: pick(one.title) for one in found.scheme.criteria}
    levels = {level.id: pick(level.name) for level in found.scheme.levels}
    told = found.impact
    context = {
        "row": row,
        "title": pick(overlay_of(row).title),
        "cases": len(told.cases),
        "touched": [
            {
                "name": found.names.get(case.case, ""),
                "lost": case.lost,
                "gained": case.gained,
                "levels": [levels[name] for name in case.levels_lost],
                "certified": case.case in found.certified,
            }
            for case in told.touched
        ],
        "named": bool(found.names),
        "criteria": [(name, titles[name], count) for name, count in told.criteria_lost.items()],
        "levels": [(levels[name], count) for name, count in told.levels_lost.items()],
        "left_out": found.left_out,
    }
    return render(request, "assessments/impact.html", context)
